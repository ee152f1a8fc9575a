/**
 * Why `getCredential` gave no credential.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/exceptions/GetCredentialException}
 * @module
 */
import { androidxType } from './androidx-type.ts'
import type { DomError } from './dom-error.ts'
import { CredentialManagerException } from './exception.ts'

/** Root of the get family: everything `getCredential` rejects with, but for the caller's own abort. */
export abstract class GetCredentialException extends CredentialManagerException {}

/** Nothing usable is at hand. Show the ordinary sign-in form or sign-up; do not ask again by itself. */
export class NoCredentialException extends GetCredentialException {
  override readonly name = 'NoCredentialException'
  override readonly code = 'android.credentials.GetCredentialException.TYPE_NO_CREDENTIAL'
}

/** The person backed out, or could not be verified. Go back to the form quietly; wait for a new act. */
export class GetCredentialCancellationException extends GetCredentialException {
  override readonly name = 'GetCredentialCancellationException'
  override readonly code = 'android.credentials.GetCredentialException.TYPE_USER_CANCELED'
}

/** Another request came in between. The same call may be made again. */
export class GetCredentialInterruptedException extends GetCredentialException {
  override readonly name = 'GetCredentialInterruptedException'
  override readonly code = 'android.credentials.GetCredentialException.TYPE_INTERRUPTED'
  override readonly retryable = true
}

/** No detail is known. Log it, fall back to another way of signing in. */
export class GetCredentialUnknownException extends GetCredentialException {
  override readonly name = 'GetCredentialUnknownException'
  override readonly code = 'android.credentials.GetCredentialException.TYPE_UNKNOWN'
}

/** This device, browser or page cannot do it at all. Fall back for good. */
export class GetCredentialUnsupportedException extends GetCredentialException {
  override readonly name = 'GetCredentialUnsupportedException'
  override readonly code = androidxType(this.name)
}

/** A provider that the app needs is missing: the developer's fault. */
export class GetCredentialProviderConfigurationException extends GetCredentialException {
  override readonly name = 'GetCredentialProviderConfigurationException'
  override readonly code = androidxType(this.name)
}

/** An error that only a third party's option knows. Compare `type` with that party's constants. */
export class GetCredentialCustomException extends GetCredentialException {
  override readonly name = 'GetCredentialCustomException'
  declare readonly code: string

  /** @throws {@link TypeError} when `type` is empty. */
  constructor(type: string, message?: string, options?: ErrorOptions) {
    super(message, options)
    if (!type) throw new TypeError('type must not be empty')
    this.code = type
  }
}

/** What went wrong with a passkey in particular. */
export abstract class GetPublicKeyCredentialException extends GetCredentialException {}

/** The authenticator or the browser answered with a DOM error: look at `domError`. */
export class GetPublicKeyCredentialDomException extends GetPublicKeyCredentialException {
  override readonly name = 'GetPublicKeyCredentialDomException'
  declare readonly code: string
  declare readonly domError: DomError

  constructor(domError: DomError, message?: string, options?: ErrorOptions) {
    super(message, options)
    this.domError = domError
    this.code = `${androidxType(this.name)}/${domError.type}`
  }
}
