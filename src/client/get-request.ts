/**
 * What a sign-in asks for: options in a request, and the response.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/GetCredentialRequest}
 * @module
 */
import type { PublicKeyCredentialRequestOptionsJSON } from '../protocol/webauthn-json.ts'
import {
  type Credential,
  TYPE_PASSWORD_CREDENTIAL,
  TYPE_PUBLIC_KEY_CREDENTIAL,
} from './credential.ts'
import { jsonText } from './request-json.ts'

/** Asks for a passkey. */
export class GetPublicKeyCredentialOption {
  readonly type = TYPE_PUBLIC_KEY_CREDENTIAL
  readonly isAutoSelectAllowed = true
  /** Lower shows first. */
  readonly typePriorityHint = 100
  /** `PublicKeyCredentialRequestOptionsJSON` as text. */
  declare readonly requestJson: string

  /**
   * Takes what the server answered, as text or parsed.
   *
   * @throws {@link TypeError} when it is not a JSON object.
   */
  constructor(requestJson: string | PublicKeyCredentialRequestOptionsJSON) {
    this.requestJson = jsonText(requestJson, 'requestJson')
  }
}

/** How a saved password is asked for. */
export interface GetPasswordOptionSettings {
  /** User names that will do. Empty, the default: any. */
  readonly allowedUserIds?: Iterable<string>
  /** Whether the only password on offer may be given without a question. Default `false`. */
  readonly isAutoSelectAllowed?: boolean
}

/** Asks for a saved password. */
export class GetPasswordOption {
  readonly type = TYPE_PASSWORD_CREDENTIAL
  declare readonly isAutoSelectAllowed: boolean
  /** Lower shows first. */
  readonly typePriorityHint = 1000
  declare readonly allowedUserIds: ReadonlySet<string>

  constructor({
    allowedUserIds = [],
    isAutoSelectAllowed = false,
  }: GetPasswordOptionSettings = {}) {
    this.allowedUserIds = new Set(allowedUserIds)
    this.isAutoSelectAllowed = isAutoSelectAllowed
  }
}

/** One kind of credential that will do. */
export type CredentialOption = GetPublicKeyCredentialOption | GetPasswordOption

/** How a request is shown. */
export interface GetCredentialRequestSettings {
  /**
   * `true` for a call nobody asked for, such as at page load: only what is on this device counts, and
   * with nothing there the call ends with `NoCredentialException` and no dialog. Default `false`.
   */
  readonly preferImmediatelyAvailableCredentials?: boolean
}

/** Everything one sign-in may be answered with. */
export class GetCredentialRequest {
  declare readonly credentialOptions: readonly CredentialOption[]
  declare readonly preferImmediatelyAvailableCredentials: boolean

  /** @throws {@link TypeError} when there is no option. */
  constructor(
    credentialOptions: readonly CredentialOption[],
    { preferImmediatelyAvailableCredentials = false }: GetCredentialRequestSettings = {},
  ) {
    if (credentialOptions.length === 0) throw new TypeError('credentialOptions should not be empty')
    this.credentialOptions = [...credentialOptions]
    this.preferImmediatelyAvailableCredentials = preferImmediatelyAvailableCredentials
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

/** What the person picked. */
export class GetCredentialResponse {
  declare readonly credential: Credential

  constructor(credential: Credential) {
    this.credential = credential
  }
}
