/**
 * A digital credential that is to be put into a wallet. Experimental, as on Android.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/CreateDigitalCredentialRequest}
 * @module
 */
import { createDigitalInBrowser } from './browser/digital.ts'
import type { BrowserPorts } from './browser/ports.ts'
import type { CreateDigitalCredentialResponse } from './create-response.ts'
import { TYPE_DIGITAL_CREDENTIAL } from './credential.ts'
import { DisplayInfo } from './display-info.ts'
import { jsonText } from './request-json.ts'

/** How a digital credential is issued. */
export interface CreateDigitalCredentialRequestSettings {
  /** For whom a privileged caller speaks. Everybody else leaves it out. */
  readonly origin?: string | undefined
}

/** Asks a wallet to take a digital credential. */
export class CreateDigitalCredentialRequest {
  readonly type = TYPE_DIGITAL_CREDENTIAL
  /** `{ requests: [{ protocol, data }] }` as text. */
  readonly requestJson: string
  /** A wallet shows what the credential itself says. */
  readonly displayInfo: DisplayInfo
  readonly preferImmediatelyAvailableCredentials = false
  readonly isAutoSelectAllowed = false
  readonly origin: string | undefined

  /** @throws {@link TypeError} when it is not a JSON object. */
  constructor(
    requestJson: string | object,
    { origin }: CreateDigitalCredentialRequestSettings = {},
  ) {
    this.requestJson = jsonText(requestJson, 'requestJson')
    this.displayInfo = new DisplayInfo('unused')
    this.origin = origin
  }

  /** How a browser does it: for the browser platform only. */
  inBrowser(ports: BrowserPorts, signal?: AbortSignal): Promise<CreateDigitalCredentialResponse> {
    return createDigitalInBrowser(this, ports, signal)
  }
}
