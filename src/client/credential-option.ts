/**
 * What all options of a sign-in have in common.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/CredentialOption}
 * @module
 */
import type { GetCredentialRequest, GetCredentialRequestSettings } from './get-request.ts'
import type { GetCredentialResponse } from './get-response.ts'
import type { BrowserPorts } from './browser/ports.ts'

/** Where the credentials of an option stand among others: lower shows first. */
export const PRIORITY_PASSKEY_OR_SIMILAR = 100
/** See {@link PRIORITY_PASSKEY_OR_SIMILAR}. */
export const PRIORITY_OIDC_OR_SIMILAR = 500
/** See {@link PRIORITY_PASSKEY_OR_SIMILAR}. */
export const PRIORITY_PASSWORD_OR_SIMILAR = 1000
/** See {@link PRIORITY_PASSKEY_OR_SIMILAR}. */
export const PRIORITY_DEFAULT = 2000

/** What every option takes. */
export interface CredentialOptionSettings {
  /** Providers that may answer, by their names. Empty, the default: all. Browsers take no notice. */
  readonly allowedProviders?: Iterable<string>
}

/** One kind of credential that will do. */
export abstract class BaseCredentialOption {
  abstract readonly type: string
  /** Whether only a provider of the system itself may answer. */
  readonly isSystemProviderRequired: boolean = false
  /** Whether the only credential on offer may be given without a question. */
  readonly isAutoSelectAllowed: boolean = false
  /** Lower shows first. */
  abstract readonly typePriorityHint: number
  /** Providers that may answer. Empty: all. */
  declare readonly allowedProviders: ReadonlySet<string>

  /** Keeps the settings as they are. */
  constructor(settings: CredentialOptionSettings = {}) {
    Object.assign(this, settings)
    this.allowedProviders = new Set(settings.allowedProviders)
  }
}

/** What an option may bring along besides its fields. */
export interface CredentialOptionWays {
  readonly type: string
  /**
   * Looks at the request it is put into: the other options, and the origin.
   *
   * @throws {@link TypeError} with what does not go together.
   */
  checkCompany?(
    options: readonly { readonly type: string }[],
    settings: GetCredentialRequestSettings,
  ): void
  /** How a browser asks for it, where `navigator.credentials` has a way: for the browser platform only. */
  inBrowser?(
    request: GetCredentialRequest,
    ports: BrowserPorts,
    signal?: AbortSignal,
  ): Promise<GetCredentialResponse>
}
