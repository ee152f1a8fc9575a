/**
 * Asks for the restore key that came to a new phone with its backup.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/GetRestoreCredentialOption}
 * @module
 */
import type { PublicKeyCredentialRequestOptionsJSON } from '../protocol/webauthn-json.ts'
import { BaseCredentialOption, PRIORITY_DEFAULT } from './credential-option.ts'
import { TYPE_DIGITAL_CREDENTIAL, TYPE_RESTORE_CREDENTIAL } from './credential.ts'
import { GetCredentialUnsupportedException } from './get-exceptions.ts'
import type { GetCredentialResponse } from './get-response.ts'
import { jsonText } from './request-json.ts'

/** Asks for a restore key. Travels alone. Nobody is verified: the server must not expect it. */
export class GetRestoreCredentialOption extends BaseCredentialOption {
  readonly type = TYPE_RESTORE_CREDENTIAL
  override readonly isAutoSelectAllowed = false
  readonly typePriorityHint = PRIORITY_DEFAULT
  /** `PublicKeyCredentialRequestOptionsJSON` as text; its `userVerification` is `discouraged`. */
  declare readonly requestJson: string

  /**
   * Takes what the server answered, as text or parsed.
   *
   * @throws {@link TypeError} when it is not a JSON object.
   */
  constructor(requestJson: string | PublicKeyCredentialRequestOptionsJSON) {
    super()
    const options = JSON.parse(jsonText(requestJson, 'requestJson')) as object
    this.requestJson = JSON.stringify({ ...options, userVerification: 'discouraged' })
  }

  /** Refuses company. */
  checkCompany(options: readonly { readonly type: string }[]): void {
    // A digital option in the list says so itself, first.
    if (options.length > 1 && !options.some(({ type }) => type === TYPE_DIGITAL_CREDENTIAL)) {
      throw new TypeError('Only a single GetRestoreCredentialOption should be provided.')
    }
  }

  /** A browser has no backup of keys: for the browser platform only. */
  inBrowser(): Promise<GetCredentialResponse> {
    return Promise.reject(new GetCredentialUnsupportedException('no restore keys in a browser'))
  }
}
