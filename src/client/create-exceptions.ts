/**
 * Why `createCredential` made no credential.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/exceptions/CreateCredentialException}
 * @module
 */
import { androidxType } from './androidx-type.ts'
import type { DomError } from './dom-error.ts'
import { CredentialManagerException } from './exception.ts'

/** Root of the create family: everything `createCredential` rejects with, but for the caller's own abort. */
export abstract class CreateCredentialException extends CredentialManagerException {}

/** The person declined. Carry on without a passkey and offer again later, not at once. */
export class CreateCredentialCancellationException extends CreateCredentialException {
  override readonly name = 'CreateCredentialCancellationException'
  override readonly code = 'android.credentials.CreateCredentialException.TYPE_USER_CANCELED'
}

/** Another request came in between. The same call may be made again. */
export class CreateCredentialInterruptedException extends CreateCredentialException {
  override readonly name = 'CreateCredentialInterruptedException'
  override readonly code = 'android.credentials.CreateCredentialException.TYPE_INTERRUPTED'
  override readonly retryable = true
}

/** No provider can take it, or only one on another device while none was wished for. */
export class CreateCredentialNoCreateOptionException extends CreateCredentialException {
  override readonly name = 'CreateCredentialNoCreateOptionException'
  override readonly code = 'android.credentials.CreateCredentialException.TYPE_NO_CREATE_OPTIONS'
}

/** No detail is known. Log it, offer again at the next occasion. */
export class CreateCredentialUnknownException extends CreateCredentialException {
  override readonly name = 'CreateCredentialUnknownException'
  override readonly code = 'android.credentials.CreateCredentialException.TYPE_UNKNOWN'
}

/** This device, browser or page cannot do it at all. */
export class CreateCredentialUnsupportedException extends CreateCredentialException {
  override readonly name = 'CreateCredentialUnsupportedException'
  override readonly code = androidxType(this.name)
}

/** A provider that the app needs is missing: the developer's fault. */
export class CreateCredentialProviderConfigurationException extends CreateCredentialException {
  override readonly name = 'CreateCredentialProviderConfigurationException'
  override readonly code = androidxType(this.name)
}

/** An error that only a third party's request knows. Compare `type` with that party's constants. */
export class CreateCredentialCustomException extends CreateCredentialException {
  override readonly name = 'CreateCredentialCustomException'
  declare readonly code: string

  /** @throws {@link TypeError} when `type` is empty. */
  constructor(type: string, message?: string, options?: ErrorOptions) {
    super(message, options)
    if (!type) throw new TypeError('type must not be empty')
    this.code = type
  }
}

/** What went wrong with a passkey in particular. */
export abstract class CreatePublicKeyCredentialException extends CreateCredentialException {}

/**
 * The authenticator or the browser answered with a DOM error: look at `domError`.
 * `InvalidStateError` means that this device already has a passkey of the account: not a failure.
 */
export class CreatePublicKeyCredentialDomException extends CreatePublicKeyCredentialException {
  override readonly name = 'CreatePublicKeyCredentialDomException'
  declare readonly code: string
  declare readonly domError: DomError

  constructor(domError: DomError, message?: string, options?: ErrorOptions) {
    super(message, options)
    this.domError = domError
    this.code = `${androidxType(this.name)}/${domError.type}`
  }
}

/** What went wrong with a restore key in particular. */
export abstract class CreateRestoreCredentialException extends CreateCredentialException {}

/** The request's JSON is not what makes a restore key: look at `domError`. */
export class CreateRestoreCredentialDomException extends CreateRestoreCredentialException {
  override readonly name = 'CreateRestoreCredentialDomException'
  declare readonly code: string
  declare readonly domError: DomError

  constructor(domError: DomError, message?: string, options?: ErrorOptions) {
    super(message, options)
    this.domError = domError
    this.code = `${androidxType(this.name)}/${domError.type}`
  }
}

/**
 * A restore key was to go to the cloud, but there is no backup or no screen lock. Ask again with
 * `isCloudBackupEnabled: false`.
 */
export class E2eeUnavailableException extends CreateRestoreCredentialException {
  override readonly name = 'E2eeUnavailableException'
  override readonly code = 'androidx.credentials.TYPE_E2EE_UNAVAILABLE_EXCEPTION'
}
