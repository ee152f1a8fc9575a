/**
 * The signature algorithms the verifier knows, one row each.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-alg-identifier} WebAuthn L3 §5.8.5
 * @see {@link https://www.iana.org/assignments/cose/cose.xhtml} IANA COSE registry
 * @module
 */
import type { COSEAlgorithmIdentifier } from '../../protocol/cose.ts'
import type { EcCurve, MlDsaVariant, PublicKey } from './public-key.ts'

/** Hash functions, by their WebCrypto names. */
export type HashName = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'

/** What a signature demands of a key and of a verification. */
export type SignatureScheme =
  | { readonly scheme: 'ECDSA'; readonly curve: EcCurve; readonly hash: HashName }
  | { readonly scheme: 'EdDSA'; readonly curve: 'Ed25519' | 'Ed448' }
  | { readonly scheme: 'RSASSA-PKCS1-v1_5' | 'RSA-PSS'; readonly hash: HashName }
  | { readonly scheme: 'ML-DSA'; readonly variant: MlDsaVariant }

/** A scheme with its COSE identifier. */
export type SignatureAlgorithm = SignatureScheme & { readonly id: COSEAlgorithmIdentifier }

const ALGORITHMS: readonly SignatureAlgorithm[] = [
  { id: -7, scheme: 'ECDSA', curve: 'P-256', hash: 'SHA-256' },
  { id: -8, scheme: 'EdDSA', curve: 'Ed25519' },
  { id: -9, scheme: 'ECDSA', curve: 'P-256', hash: 'SHA-256' },
  { id: -19, scheme: 'EdDSA', curve: 'Ed25519' },
  { id: -35, scheme: 'ECDSA', curve: 'P-384', hash: 'SHA-384' },
  { id: -36, scheme: 'ECDSA', curve: 'P-521', hash: 'SHA-512' },
  { id: -37, scheme: 'RSA-PSS', hash: 'SHA-256' },
  { id: -38, scheme: 'RSA-PSS', hash: 'SHA-384' },
  { id: -39, scheme: 'RSA-PSS', hash: 'SHA-512' },
  { id: -47, scheme: 'ECDSA', curve: 'secp256k1', hash: 'SHA-256' },
  { id: -48, scheme: 'ML-DSA', variant: 'ML-DSA-44' },
  { id: -49, scheme: 'ML-DSA', variant: 'ML-DSA-65' },
  { id: -50, scheme: 'ML-DSA', variant: 'ML-DSA-87' },
  { id: -51, scheme: 'ECDSA', curve: 'P-384', hash: 'SHA-384' },
  { id: -52, scheme: 'ECDSA', curve: 'P-521', hash: 'SHA-512' },
  { id: -53, scheme: 'EdDSA', curve: 'Ed448' },
  { id: -257, scheme: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  { id: -258, scheme: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384' },
  { id: -259, scheme: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512' },
  { id: -65535, scheme: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1' },
]

const BY_ID: ReadonlyMap<COSEAlgorithmIdentifier, SignatureAlgorithm> = new Map(
  ALGORITHMS.map((row) => [row.id, row]),
)

/** Identifiers of all algorithms that have a row, in the order of the table. */
export const KNOWN_ALGORITHMS: readonly COSEAlgorithmIdentifier[] = ALGORITHMS.map(({ id }) => id)

/** The row of an algorithm; `undefined` when the verifier does not know it. */
export function algorithmOf(id: COSEAlgorithmIdentifier): SignatureAlgorithm | undefined {
  return BY_ID.get(id)
}

/** Whether a key is one that an algorithm can be used with. To use it all the same would be undefined. */
export function isKeyFor(algorithm: SignatureScheme, key: PublicKey): boolean {
  switch (algorithm.scheme) {
    case 'ECDSA':
      return key.kty === 'EC' && key.curve === algorithm.curve
    case 'EdDSA':
      return key.kty === 'OKP' && key.curve === algorithm.curve
    case 'ML-DSA':
      return key.kty === 'AKP' && key.variant === algorithm.variant
    default:
      return key.kty === 'RSA'
  }
}
