/**
 * Asks a wallet for a digital credential, such as a driving licence. Experimental, as on Android.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/GetDigitalCredentialOption}
 * @see {@link https://www.w3.org/TR/digital-credentials/} Digital Credentials API
 * @module
 */
import { getDigitalInBrowser } from './browser/digital.ts'
import type { BrowserPorts } from './browser/ports.ts'
import { BaseCredentialOption, PRIORITY_PASSKEY_OR_SIMILAR } from './credential-option.ts'
import { TYPE_DIGITAL_CREDENTIAL } from './credential.ts'
import type { GetCredentialRequest } from './get-request.ts'
import type { GetCredentialResponse } from './get-response.ts'
import { jsonText } from './request-json.ts'

/** Asks for a digital credential. Travels with its like only. */
export class GetDigitalCredentialOption extends BaseCredentialOption {
  readonly type = TYPE_DIGITAL_CREDENTIAL
  override readonly isAutoSelectAllowed = false
  readonly typePriorityHint = PRIORITY_PASSKEY_OR_SIMILAR
  /** `{ requests: [{ protocol, data }] }` as text. */
  declare readonly requestJson: string

  /** @throws {@link TypeError} when it is not a JSON object; its words name the wrong field, as Android's. */
  constructor(requestJson: string | object) {
    super()
    this.requestJson = jsonText(requestJson, 'credentialJson')
  }

  /** Refuses other kinds. */
  checkCompany(options: readonly { readonly type: string }[]): void {
    if (!options.every(({ type }) => type === this.type)) {
      throw new TypeError('Digital Credential Option cannot be used with other credential option.')
    }
  }

  /** How a browser asks for it: for the browser platform only. */
  inBrowser(
    request: GetCredentialRequest,
    ports: BrowserPorts,
    signal?: AbortSignal,
  ): Promise<GetCredentialResponse> {
    return getDigitalInBrowser(request, ports, signal)
  }
}
