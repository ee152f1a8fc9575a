/**
 * A restore key that is to be made: it goes to the person's next phone with the backup, and signs in there.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/CreateRestoreCredentialRequest}
 * @module
 */
import type { PublicKeyCredentialCreationOptionsJSON } from '../protocol/webauthn-json.ts'
import { CreateCredentialUnsupportedException } from './create-exceptions.ts'
import type { CreateRestoreCredentialResponse } from './create-response.ts'
import { TYPE_RESTORE_CREDENTIAL } from './credential.ts'
import { DisplayInfo } from './display-info.ts'
import { jsonText } from './request-json.ts'

/** How a restore key is made. */
export interface CreateRestoreCredentialRequestSettings {
  /**
   * Whether it goes to the cloud, too. Without a backup or a screen lock that ends in
   * `E2eeUnavailableException`: then ask again with `false`. Default `true`.
   */
  readonly isCloudBackupEnabled?: boolean
}

/** Asks for a new restore key. Nothing is shown. */
export class CreateRestoreCredentialRequest {
  readonly type = TYPE_RESTORE_CREDENTIAL
  /** `PublicKeyCredentialCreationOptionsJSON` as text. */
  readonly requestJson: string
  readonly isCloudBackupEnabled: boolean
  /** Taken from `user.id` in the JSON. */
  readonly displayInfo: DisplayInfo
  readonly preferImmediatelyAvailableCredentials = false
  readonly isAutoSelectAllowed = false
  readonly origin = undefined

  /**
   * Takes what the server answered, as text or parsed.
   *
   * @throws {@link TypeError} when it is not a JSON object, or has no `user.id`.
   */
  constructor(
    requestJson: string | PublicKeyCredentialCreationOptionsJSON,
    { isCloudBackupEnabled = true }: CreateRestoreCredentialRequestSettings = {},
  ) {
    this.requestJson = jsonText(requestJson, 'requestJson')
    const { user } = JSON.parse(this.requestJson) as Partial<PublicKeyCredentialCreationOptionsJSON>
    if (!user?.id) throw new TypeError('user.id must be defined in requestJson')
    this.displayInfo = new DisplayInfo(user.id)
    this.isCloudBackupEnabled = isCloudBackupEnabled
  }

  /** A browser has no backup of keys: for the browser platform only. */
  inBrowser(): Promise<CreateRestoreCredentialResponse> {
    return Promise.reject(new CreateCredentialUnsupportedException('no restore keys in a browser'))
  }
}
