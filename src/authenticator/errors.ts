/**
 * The error of this floor: what a browser would have refused before anything was signed.
 *
 * @module
 */
import { LatchkeyError } from '../errors.ts'

/** Which rule stopped the ceremony. */
export type AuthenticatorErrorCode =
  | 'algorithm_unsupported'
  | 'attachment_mismatch'
  | 'credential_excluded'
  | 'credential_malformed'
  | 'extension_malformed'
  | 'extension_unsupported'
  | 'no_credential'
  | 'origin_not_secure'
  | 'resident_key_unsupported'
  | 'rp_id_not_allowed'
  | 'runtime_unsupported'
  | 'user_verification_unavailable'

const DOM_NAMES: Readonly<Record<AuthenticatorErrorCode, string>> = {
  algorithm_unsupported: 'NotSupportedError',
  attachment_mismatch: 'NotAllowedError',
  credential_excluded: 'InvalidStateError',
  credential_malformed: 'EncodingError',
  extension_malformed: 'SyntaxError',
  extension_unsupported: 'NotSupportedError',
  no_credential: 'NotAllowedError',
  origin_not_secure: 'SecurityError',
  resident_key_unsupported: 'ConstraintError',
  rp_id_not_allowed: 'SecurityError',
  runtime_unsupported: 'NotSupportedError',
  user_verification_unavailable: 'ConstraintError',
}

/** Thrown by the software authenticator and the client around it when a ceremony cannot take place. */
export class AuthenticatorError extends LatchkeyError<AuthenticatorErrorCode> {
  override readonly name = 'AuthenticatorError'

  /** Name of the `DOMException` with which a browser tells the page the same thing. */
  get domName(): string {
    return DOM_NAMES[this.code]
  }
}
