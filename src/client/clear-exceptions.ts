/**
 * Why `clearCredentialState` did not clear. None of it should ever keep a person from signing out.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/exceptions/ClearCredentialException}
 * @module
 */
import { CredentialManagerException } from './exception.ts'

/** Root of the clear family: everything `clearCredentialState` rejects with. */
export abstract class ClearCredentialException extends CredentialManagerException {}

/** No detail is known. Log it and go on. */
export class ClearCredentialUnknownException extends ClearCredentialException {
  override readonly name = 'ClearCredentialUnknownException'
  override readonly code = 'android.credentials.ClearCredentialStateException.TYPE_UNKNOWN'
}

/** Something came in between. The same call may be made again. */
export class ClearCredentialInterruptedException extends ClearCredentialException {
  override readonly name = 'ClearCredentialInterruptedException'
  override readonly code = 'androidx.credentials.TYPE_CLEAR_CREDENTIAL_INTERRUPTED_EXCEPTION'
  override readonly retryable = true
}

/** This device, browser or page cannot do it at all. */
export class ClearCredentialUnsupportedException extends ClearCredentialException {
  override readonly name = 'ClearCredentialUnsupportedException'
  override readonly code = 'androidx.credentials.TYPE_CLEAR_CREDENTIAL_UNSUPPORTED_EXCEPTION'
}

/** A provider that the app needs is missing: the developer's fault. */
export class ClearCredentialProviderConfigurationException extends ClearCredentialException {
  override readonly name = 'ClearCredentialProviderConfigurationException'
  override readonly code =
    'androidx.credentials.TYPE_CLEAR_CREDENTIAL_PROVIDER_CONFIGURATION_EXCEPTION'
}

/** An error that only a third party's provider knows. Compare `type` with that party's constants. */
export class ClearCredentialCustomException extends ClearCredentialException {
  override readonly name = 'ClearCredentialCustomException'
  declare readonly code: string

  /** @throws {@link TypeError} when `type` is empty. */
  constructor(type: string, message?: string, options?: ErrorOptions) {
    super(message, options)
    if (!type) throw new TypeError('type must not be empty')
    this.code = type
  }
}
