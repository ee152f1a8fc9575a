/**
 * A credential as the authenticator keeps it.
 *
 * @module
 */
import type { COSEAlgorithmIdentifier } from '../protocol/cose.ts'
import type {
  Base64URLString,
  PublicKeyCredentialDescriptorJSON,
} from '../protocol/webauthn-json.ts'

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
  /** Secret of the `prf` extension, 32 bytes; there when the registration asked for it. */
  readonly prfSecret?: Uint8Array
  /** CTAP `credProtect` level: 2 wants the person verified or the id named, 3 the person verified. */
  readonly credProtect?: 1 | 2 | 3
  readonly credBlob?: Uint8Array
  /** Empty when there is room for a large blob and nothing in it; absent when there is no room. */
  readonly largeBlob?: Uint8Array
}

/** Which credentials a sign-in may use. */
export interface Eligibility {
  readonly rpId: string
  readonly userVerified: boolean
  /** Empty: any that is discoverable. */
  readonly allowed: readonly PublicKeyCredentialDescriptorJSON[]
  readonly mediation: 'conditional' | undefined
}

/** Those of the credentials that may be used, in their order. */
export function eligibleCredentials(
  credentials: readonly AuthenticatorCredential[],
  { rpId, userVerified, allowed, mediation }: Eligibility,
): readonly AuthenticatorCredential[] {
  const ids = new Set(allowed.map(({ id }) => id))
  return credentials.filter((credential) => {
    const named = ids.has(credential.id)
    if (credential.rpId !== rpId || (ids.size > 0 && !named)) return false
    if ((ids.size === 0 || mediation === 'conditional') && !credential.discoverable) return false
    if (userVerified || credential.credProtect === undefined) return true
    return credential.credProtect === 1 || (credential.credProtect === 2 && named)
  })
}
