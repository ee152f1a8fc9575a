/**
 * A public key as numbers, wherever it came from: a COSE key, a certificate or a TPM structure.
 *
 * One form for all of them, so that "is it the same key" is one comparison and each crypto engine
 * needs one import.
 *
 * @module
 */
import { equalBytes } from '../../bytes/equal.ts'

/** Elliptic curves of ECDSA keys. */
export type EcCurve = 'P-256' | 'P-384' | 'P-521' | 'secp256k1'

/** Parameter sets of ML-DSA keys. */
export type MlDsaVariant = 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87'

/** A point on a curve; both coordinates have the full length of the field. */
export interface EcPublicKey {
  readonly kty: 'EC'
  readonly curve: EcCurve
  readonly x: Uint8Array
  readonly y: Uint8Array
}

/** An Edwards curve key. */
export interface OkpPublicKey {
  readonly kty: 'OKP'
  readonly curve: 'Ed25519' | 'Ed448'
  readonly x: Uint8Array
}

/** An RSA key; neither number has leading zeros. */
export interface RsaPublicKey {
  readonly kty: 'RSA'
  readonly n: Uint8Array
  readonly e: Uint8Array
}

/** A key of a post-quantum algorithm, which is part of the key. */
export interface AkpPublicKey {
  readonly kty: 'AKP'
  readonly variant: MlDsaVariant
  readonly pub: Uint8Array
}

/** Any of them. */
export type PublicKey = EcPublicKey | OkpPublicKey | RsaPublicKey | AkpPublicKey

/** Whether two keys are the same numbers. */
export function samePublicKey(a: PublicKey, b: PublicKey): boolean {
  if (a.kty === 'EC' && b.kty === 'EC') {
    return a.curve === b.curve && equalBytes(a.x, b.x) && equalBytes(a.y, b.y)
  }
  if (a.kty === 'OKP' && b.kty === 'OKP') return a.curve === b.curve && equalBytes(a.x, b.x)
  if (a.kty === 'RSA' && b.kty === 'RSA') return equalBytes(a.n, b.n) && equalBytes(a.e, b.e)
  if (a.kty === 'AKP' && b.kty === 'AKP') {
    return a.variant === b.variant && equalBytes(a.pub, b.pub)
  }
  return false
}
