/**
 * Asks for a credential of a third party's type, such as a federated account.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/GetCustomCredentialOption}
 * @module
 */
import { getCustomInBrowser } from './browser/custom-get.ts'
import type { BrowserPorts } from './browser/ports.ts'
import {
  BaseCredentialOption,
  type CredentialOptionSettings,
  PRIORITY_DEFAULT,
  PRIORITY_PASSKEY_OR_SIMILAR,
} from './credential-option.ts'
import type { CustomCredentialType } from './credential.ts'
import type { GetCredentialRequest } from './get-request.ts'
import type { GetCredentialResponse } from './get-response.ts'

/** How the whole request is to be put. */
export interface CustomBrowserQuery {
  /** Only what is at hand: no dialog without something in it. */
  readonly preferImmediatelyAvailableCredentials: boolean
}

/** How a browser is asked for a third party's credential, where it can be. */
export interface CustomBrowserWay {
  /** What goes to `navigator.credentials.get`, but for the signal. */
  readonly request: (query: CustomBrowserQuery) => object
  /** Reads the browser's answer into the data of the `CustomCredential`; `undefined`: not its kind. */
  readonly read: (answer: globalThis.Credential) => unknown
}

/** How a third party's credential is asked for. */
export interface GetCustomCredentialOptionSettings extends CredentialOptionSettings {
  /** For the provider that is picked. */
  readonly requestData?: Readonly<Record<string, unknown>>
  /** For every provider, before anything is picked: nothing confidential. */
  readonly candidateQueryData?: Readonly<Record<string, unknown>>
  readonly isSystemProviderRequired?: boolean
  readonly isAutoSelectAllowed?: boolean
  /** Lower shows first. Default `PRIORITY_DEFAULT`. */
  readonly typePriorityHint?: number
  /** How a browser is asked for it. Left out: a browser cannot be. */
  readonly browser?: CustomBrowserWay
}

/** Asks for a credential of a third party's type. It comes as a `CustomCredential` of that type. */
export class GetCustomCredentialOption extends BaseCredentialOption {
  declare readonly type: CustomCredentialType
  declare readonly requestData: Readonly<Record<string, unknown>>
  declare readonly candidateQueryData: Readonly<Record<string, unknown>>
  override readonly isSystemProviderRequired: boolean
  override readonly isAutoSelectAllowed: boolean
  readonly typePriorityHint: number
  readonly #browser: CustomBrowserWay | undefined

  /** @throws {@link TypeError} when `type` is empty or claims the place of passkeys. */
  constructor(type: string, settings: GetCustomCredentialOptionSettings = {}) {
    super({ allowedProviders: settings.allowedProviders ?? [] })
    if (!type) throw new TypeError('type should not be empty')
    const { typePriorityHint = PRIORITY_DEFAULT } = settings
    // No type stands above passkeys.
    if (!(typePriorityHint > PRIORITY_PASSKEY_OR_SIMILAR)) {
      throw new TypeError('only passkeys may have the priority of passkeys')
    }
    this.type = type as CustomCredentialType
    this.requestData = settings.requestData ?? {}
    this.candidateQueryData = settings.candidateQueryData ?? {}
    this.isSystemProviderRequired = settings.isSystemProviderRequired ?? false
    this.isAutoSelectAllowed = settings.isAutoSelectAllowed ?? false
    this.typePriorityHint = typePriorityHint
    this.#browser = settings.browser
  }

  /** How a browser asks for it: for the browser platform only. */
  inBrowser(
    request: GetCredentialRequest,
    ports: BrowserPorts,
    signal?: AbortSignal,
  ): Promise<GetCredentialResponse> {
    const asked = { type: this.type, way: this.#browser, request }
    return getCustomInBrowser(asked, ports, signal)
  }
}
