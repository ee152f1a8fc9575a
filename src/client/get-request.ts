/**
 * What a sign-in asks for: options in a request.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/GetCredentialRequest}
 * @module
 */
import type { PublicKeyCredentialRequestOptionsJSON } from '../protocol/webauthn-json.ts'
import {
  BaseCredentialOption,
  type CredentialOptionSettings,
  type CredentialOptionWays,
  PRIORITY_PASSKEY_OR_SIMILAR,
  PRIORITY_PASSWORD_OR_SIMILAR,
} from './credential-option.ts'
import { TYPE_PASSWORD_CREDENTIAL, TYPE_PUBLIC_KEY_CREDENTIAL } from './credential.ts'
import type { GetCustomCredentialOption } from './custom-option.ts'
import type { GetDigitalCredentialOption } from './digital-option.ts'
import { checkClientDataHash, jsonText } from './request-json.ts'
import type { GetRestoreCredentialOption } from './restore-option.ts'

/** How a passkey is asked for. */
export interface GetPublicKeyCredentialOptionSettings extends CredentialOptionSettings {
  /**
   * For a privileged caller, such as a browser, that speaks for another `origin` and makes the client
   * data itself: their SHA-256, which is signed in place of a provider's own. 32 bytes.
   */
  readonly clientDataHash?: Uint8Array | undefined
}

/** Asks for a passkey. */
export class GetPublicKeyCredentialOption extends BaseCredentialOption {
  readonly type = TYPE_PUBLIC_KEY_CREDENTIAL
  override readonly isAutoSelectAllowed = true
  readonly typePriorityHint = PRIORITY_PASSKEY_OR_SIMILAR
  /** `PublicKeyCredentialRequestOptionsJSON` as text. */
  declare readonly requestJson: string
  /** See {@link GetPublicKeyCredentialOptionSettings.clientDataHash}. */
  declare readonly clientDataHash: Uint8Array | undefined

  /**
   * Takes what the server answered, as text or parsed.
   *
   * @throws {@link TypeError} when it is not a JSON object.
   */
  constructor(
    requestJson: string | PublicKeyCredentialRequestOptionsJSON,
    settings?: GetPublicKeyCredentialOptionSettings,
  ) {
    super(settings)
    this.requestJson = jsonText(requestJson, 'requestJson')
  }

  /** Looks whether its `clientDataHash` and the request's `origin` go together. */
  checkCompany(_: unknown, { origin }: GetCredentialRequestSettings): void {
    checkClientDataHash(this.clientDataHash, origin)
  }
}

/** How a saved password is asked for. */
export interface GetPasswordOptionSettings extends CredentialOptionSettings {
  /** User names that will do. Empty, the default: any. */
  readonly allowedUserIds?: Iterable<string>
  /** Whether the only password on offer may be given without a question. Default `false`. */
  readonly isAutoSelectAllowed?: boolean
}

/** Asks for a saved password. */
export class GetPasswordOption extends BaseCredentialOption {
  readonly type = TYPE_PASSWORD_CREDENTIAL
  readonly typePriorityHint = PRIORITY_PASSWORD_OR_SIMILAR
  declare readonly allowedUserIds: ReadonlySet<string>

  constructor(settings: GetPasswordOptionSettings = {}) {
    super(settings)
    this.allowedUserIds = new Set(settings.allowedUserIds)
  }
}

/** One kind of credential that will do. */
export type CredentialOption =
  | GetPublicKeyCredentialOption
  | GetPasswordOption
  | GetRestoreCredentialOption
  | GetDigitalCredentialOption
  | GetCustomCredentialOption

/** How a request is shown, and for whom. */
export interface GetCredentialRequestSettings {
  /**
   * `true` for a call nobody asked for, such as at page load: only what is on this device counts, and
   * with nothing there the call ends with `NoCredentialException` and no dialog. Default `false`.
   */
  readonly preferImmediatelyAvailableCredentials?: boolean
  /**
   * For whom a privileged caller speaks, such as a browser for a page. Everybody else leaves it out: the
   * platform knows the origin itself, and in a page any other is without effect.
   */
  readonly origin?: string | undefined
  /** Show the selector laid out for identity documents, where there is such a one. Default `false`. */
  readonly preferIdentityDocUi?: boolean
  /** Whose label and icon the selector bears, where the caller may choose that. */
  readonly preferUiBrandingComponentName?: string | undefined
}

/** Everything one sign-in may be answered with. */
export class GetCredentialRequest {
  declare readonly credentialOptions: readonly CredentialOption[]
  readonly preferImmediatelyAvailableCredentials: boolean = false
  readonly preferIdentityDocUi: boolean = false
  declare readonly origin: string | undefined
  declare readonly preferUiBrandingComponentName: string | undefined

  /**
   * @throws {@link TypeError} when there is no option, when two of them cannot travel together, or when
   * one has a `clientDataHash` and the request no `origin`.
   */
  constructor(
    credentialOptions: readonly CredentialOption[],
    settings: GetCredentialRequestSettings = {},
  ) {
    Object.assign(this, settings)
    if (credentialOptions.length === 0) throw new TypeError('credentialOptions should not be empty')
    for (const option of credentialOptions as readonly CredentialOptionWays[]) {
      option.checkCompany?.(credentialOptions, settings)
    }
    this.credentialOptions = [...credentialOptions]
  }
}

/** The first option of a type: a platform that takes one of each kind looks no further. */
export function optionOf<Type extends CredentialOption['type']>(
  { credentialOptions }: GetCredentialRequest,
  type: Type,
): Extract<CredentialOption, { readonly type: Type }> | undefined {
  return credentialOptions.find(
    (one): one is Extract<CredentialOption, { readonly type: Type }> => one.type === type,
  )
}

/** Milliseconds: the lifetime of a challenge whose request names none (L3 recommends 5 minutes). */
const LIFETIME = 300_000

/** Milliseconds that the challenge of a request may be used. */
export function lifetimeOf(request: GetCredentialRequest): number {
  const option = optionOf(request, TYPE_PUBLIC_KEY_CREDENTIAL)
  const { timeout } = JSON.parse(option?.requestJson ?? '{}') as { readonly timeout?: unknown }
  return Number(timeout) || LIFETIME
}
