/**
 * Signing out, as the keepers of credentials hear of it.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/ClearCredentialStateRequest}
 * @module
 */
import type { BrowserPorts } from './browser/ports.ts'
import { clearInBrowser } from './browser/clear.ts'

/** Forget who is signed in: nothing is given without a question until the next sign-in. */
export const TYPE_CLEAR_CREDENTIAL_STATE = 'androidx.credentials.TYPE_CLEAR_CREDENTIAL_STATE'

/** Delete the restore key, so that a new device does not sign in by itself. */
export const TYPE_CLEAR_RESTORE_CREDENTIAL = 'androidx.credentials.TYPE_CLEAR_RESTORE_CREDENTIAL'

/** What is to be forgotten. */
export type ClearCredentialRequestType =
  typeof TYPE_CLEAR_CREDENTIAL_STATE | typeof TYPE_CLEAR_RESTORE_CREDENTIAL

/** Asks to forget who is signed in. Touches no passkey and no password. */
export class ClearCredentialStateRequest {
  /** {@link TYPE_CLEAR_CREDENTIAL_STATE}, under its androidx name. */
  static readonly TYPE_CLEAR_CREDENTIAL_STATE = TYPE_CLEAR_CREDENTIAL_STATE
  /** {@link TYPE_CLEAR_RESTORE_CREDENTIAL}, under its androidx name. */
  static readonly TYPE_CLEAR_RESTORE_CREDENTIAL = TYPE_CLEAR_RESTORE_CREDENTIAL
  declare readonly requestType: ClearCredentialRequestType

  /** @throws {@link TypeError} when the type is not one of the two. */
  constructor(requestType: ClearCredentialRequestType = TYPE_CLEAR_CREDENTIAL_STATE) {
    const known: readonly string[] = [TYPE_CLEAR_CREDENTIAL_STATE, TYPE_CLEAR_RESTORE_CREDENTIAL]
    if (!known.includes(requestType)) {
      throw new TypeError(`The request type ${requestType} is not supported.`)
    }
    this.requestType = requestType
  }

  /** How a browser does it: for the browser platform only. */
  inBrowser(ports: BrowserPorts): Promise<void> {
    return clearInBrowser(this, ports)
  }
}
