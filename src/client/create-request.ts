/**
 * What is to be saved, and the response.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/CreateCredentialRequest}
 * @module
 */
import type { PublicKeyCredentialCreationOptionsJSON } from '../protocol/webauthn-json.ts'
import { TYPE_PUBLIC_KEY_CREDENTIAL } from './credential.ts'
import { jsonText } from './request-json.ts'

/** How a credential that is being saved is called in the account selector. */
export interface DisplayInfo {
  readonly userId: string
  readonly userDisplayName: string | undefined
}

/** How a passkey is made. */
export interface CreatePublicKeyCredentialRequestSettings {
  /** Only this device counts; with nothing there the call ends with no dialog. Default `false`. */
  readonly preferImmediatelyAvailableCredentials?: boolean
  /**
   * Make it without a dialog, right after a sign-in with a saved password, where the person's provider
   * allows that. Whatever it ends with, show nothing. Default `false`.
   */
  readonly isConditional?: boolean
}

/** Asks for a new passkey. */
export class CreatePublicKeyCredentialRequest {
  readonly type = TYPE_PUBLIC_KEY_CREDENTIAL
  /** `PublicKeyCredentialCreationOptionsJSON` as text. */
  declare readonly requestJson: string
  /** Taken from `user` in the JSON. */
  declare readonly displayInfo: DisplayInfo
  declare readonly preferImmediatelyAvailableCredentials: boolean
  declare readonly isConditional: boolean

  /**
   * Takes what the server answered, as text or parsed.
   *
   * @throws {@link TypeError} when it is not a JSON object, or has no `user.name`.
   */
  constructor(
    requestJson: string | PublicKeyCredentialCreationOptionsJSON,
    {
      preferImmediatelyAvailableCredentials = false,
      isConditional = false,
    }: CreatePublicKeyCredentialRequestSettings = {},
  ) {
    this.requestJson = jsonText(requestJson, 'requestJson')
    const { user } = JSON.parse(this.requestJson) as Partial<PublicKeyCredentialCreationOptionsJSON>
    if (!user?.name) throw new TypeError('user.name must be defined in requestJson')
    this.displayInfo = { userId: user.name, userDisplayName: user.displayName }
    this.preferImmediatelyAvailableCredentials = preferImmediatelyAvailableCredentials
    this.isConditional = isConditional
  }
}

/** The new passkey, for the server to check and keep. */
export class CreatePublicKeyCredentialResponse {
  readonly type = TYPE_PUBLIC_KEY_CREDENTIAL
  /** `RegistrationResponseJSON` as text: post it to the server as it is. */
  declare readonly registrationResponseJson: string

  /** @throws {@link TypeError} when the text is not a JSON object. */
  constructor(registrationResponseJson: string) {
    this.registrationResponseJson = jsonText(registrationResponseJson, 'registrationResponseJson')
  }
}
