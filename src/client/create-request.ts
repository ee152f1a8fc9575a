/**
 * A passkey that is to be made.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/CreatePublicKeyCredentialRequest}
 * @module
 */
import type { PublicKeyCredentialCreationOptionsJSON } from '../protocol/webauthn-json.ts'
import { createPasskeyInBrowser } from './browser/create.ts'
import type { BrowserPorts } from './browser/ports.ts'
import type { CreatePublicKeyCredentialResponse } from './create-response.ts'
import { TYPE_PUBLIC_KEY_CREDENTIAL } from './credential.ts'
import type { DisplayInfo } from './display-info.ts'
import { checkClientDataHash, jsonText } from './request-json.ts'

/** What every request to save a credential takes. */
export interface CreateCredentialRequestSettings {
  /** Only this device counts; with nothing there the call ends with no dialog. Default `false`. */
  readonly preferImmediatelyAvailableCredentials?: boolean
  /** Whether it may be saved without a question. Default `false`. */
  readonly isAutoSelectAllowed?: boolean
  /** For whom a privileged caller speaks. Everybody else leaves it out: see `GetCredentialRequest`. */
  readonly origin?: string | undefined
}

/** How a passkey is made. */
export interface CreatePublicKeyCredentialRequestSettings extends CreateCredentialRequestSettings {
  /**
   * Make it without a dialog, right after a sign-in with a saved password, where the person's provider
   * allows that. Whatever it ends with, show nothing. Default `false`.
   */
  readonly isConditional?: boolean
  /** See `GetPublicKeyCredentialOption`: 32 bytes, only together with `origin`. */
  readonly clientDataHash?: Uint8Array | undefined
  /** Which provider is offered first, where the caller may choose that. */
  readonly preferDefaultProvider?: string | undefined
}

/** Asks for a new passkey. */
export class CreatePublicKeyCredentialRequest {
  readonly type = TYPE_PUBLIC_KEY_CREDENTIAL
  /** `PublicKeyCredentialCreationOptionsJSON` as text. */
  declare readonly requestJson: string
  /** Taken from `user` in the JSON. */
  declare readonly displayInfo: DisplayInfo
  readonly preferImmediatelyAvailableCredentials: boolean = false
  readonly isConditional: boolean = false
  readonly isAutoSelectAllowed: boolean = false
  declare readonly origin: string | undefined
  declare readonly clientDataHash: Uint8Array | undefined

  /**
   * Takes what the server answered, as text or parsed.
   *
   * @throws {@link TypeError} when it is not a JSON object, has no `user.name`, or when there is a
   * `clientDataHash` without an `origin`.
   */
  constructor(
    requestJson: string | PublicKeyCredentialCreationOptionsJSON,
    { preferDefaultProvider, ...settings }: CreatePublicKeyCredentialRequestSettings = {},
  ) {
    Object.assign(this, settings)
    checkClientDataHash(settings.clientDataHash, settings.origin)
    this.requestJson = jsonText(requestJson, 'requestJson')
    const { user } = JSON.parse(this.requestJson) as Partial<PublicKeyCredentialCreationOptionsJSON>
    if (!user?.name) throw new TypeError('user.name must be defined in requestJson')
    const { name: userId, displayName: userDisplayName } = user
    this.displayInfo = { userId, userDisplayName, preferDefaultProvider }
  }

  /** How a browser does it: for the browser platform only. */
  inBrowser(ports: BrowserPorts, signal?: AbortSignal): Promise<CreatePublicKeyCredentialResponse> {
    return createPasskeyInBrowser(this, ports, signal)
  }
}
