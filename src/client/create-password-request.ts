/**
 * A password that is to be saved.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/CreatePasswordRequest}
 * @module
 */
import { savePasswordInBrowser } from './browser/save-password.ts'
import type { BrowserPorts } from './browser/ports.ts'
import type { CreateCredentialRequestSettings } from './create-request.ts'
import type { CreatePasswordResponse } from './create-response.ts'
import { TYPE_PASSWORD_CREDENTIAL } from './credential.ts'
import { DisplayInfo } from './display-info.ts'

/** How a password is saved. */
export interface CreatePasswordRequestSettings extends CreateCredentialRequestSettings {
  /** Which provider is offered first, where the caller may choose that. */
  readonly preferDefaultProvider?: string | undefined
}

/** Asks to save a password. */
export class CreatePasswordRequest {
  readonly type = TYPE_PASSWORD_CREDENTIAL
  /** The user name to save it under. */
  readonly id: string
  readonly password: string
  /** Shows the user name. */
  readonly displayInfo: DisplayInfo
  readonly preferImmediatelyAvailableCredentials: boolean
  /** Better left `false`: people should see that a password is saved. */
  readonly isAutoSelectAllowed: boolean
  readonly origin: string | undefined

  /** @throws {@link TypeError} when the user name or the password is empty. */
  constructor(id: string, password: string, settings: CreatePasswordRequestSettings = {}) {
    if (!password) throw new TypeError('password should not be empty')
    this.id = id
    this.password = password
    this.displayInfo = new DisplayInfo(id, settings)
    this.preferImmediatelyAvailableCredentials =
      settings.preferImmediatelyAvailableCredentials ?? false
    this.isAutoSelectAllowed = settings.isAutoSelectAllowed ?? false
    this.origin = settings.origin
  }

  /** How a browser does it: for the browser platform only. */
  inBrowser(ports: BrowserPorts, signal?: AbortSignal): Promise<CreatePasswordResponse> {
    return savePasswordInBrowser(this, ports, signal)
  }
}
