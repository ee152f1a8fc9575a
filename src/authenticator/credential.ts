/**
 * A credential as the authenticator keeps it.
 *
 * @module
 */
import type { COSEAlgorithmIdentifier } from '../protocol/cose.ts'
import type { Base64URLString } from '../protocol/webauthn-json.ts'

/** A snapshot of one credential. Whoever holds it can sign in: it has the private key in it. */
export interface AuthenticatorCredential {
  readonly id: Base64URLString
  readonly rpId: string
  /** The user handle, base64url. */
  readonly userHandle: Base64URLString
  readonly userName: string
  readonly userDisplayName: string
  readonly algorithm: COSEAlgorithmIdentifier
  /** PKCS#8, DER. */
  readonly privateKey: Uint8Array
  /** Whether it can be found without naming its id. */
  readonly discoverable: boolean
  readonly signCount: number
  readonly backupEligible: boolean
  readonly backupState: boolean
}
