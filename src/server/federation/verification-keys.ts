/**
 * The keys an issuer publishes: which of them may verify an ID token (security.md R119).
 *
 * A key that is not for this is left out, not refused: issuers publish keys for other purposes, and of
 * kinds that are still to come, beside those for ID tokens.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7517} RFC 7517, JSON Web Key
 * @module
 */
import { decodeBase64url } from '../../bytes/base64url.ts'

/** Keys an issuer may publish at once. */
export const MAX_KEYS = 32

const MIN_RSA_BITS = 2048
/** Larger ones only make verifying slow. */
const MAX_RSA_BITS = 8192

/** One public key. */
export interface VerificationKey {
  readonly kid: string | undefined
  /** The algorithms it may be used with. */
  readonly algorithms: readonly string[]
  /** The public members alone. */
  readonly jwk: Readonly<Record<string, string>> & { readonly kty: string }
}

const RSA = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
const CURVES: Readonly<Record<string, { readonly algorithm: string; readonly bytes: number }>> = {
  'P-256': { algorithm: 'ES256', bytes: 32 },
  'P-384': { algorithm: 'ES384', bytes: 48 },
  'P-521': { algorithm: 'ES512', bytes: 66 },
}

type Members = Readonly<Record<string, unknown>>

/**
 * The usable keys of a key set.
 *
 * @throws Error when it is no key set, or one too large.
 */
export function readKeySet(document: object): readonly VerificationKey[] {
  const { keys } = document as { readonly keys?: unknown }
  if (!Array.isArray(keys)) throw new Error('not a key set')
  if (keys.length > MAX_KEYS) throw new Error('too many keys')
  return (keys as readonly unknown[]).map(readKey).filter((key) => key !== undefined)
}

/** Whether a key and the header of a token belong together. */
export function fits(key: VerificationKey, alg: string, kid: string | undefined): boolean {
  return key.algorithms.includes(alg) && (kid === undefined || key.kid === kid)
}

function readKey(value: unknown): VerificationKey | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const members = value as Members
  const { kid, use, alg, key_ops: operations } = members
  if (use !== undefined && use !== 'sig') return undefined
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'))) {
    return undefined
  }
  if (kid !== undefined && typeof kid !== 'string') return undefined
  // Whoever publishes a private key has no key any more.
  if (Object.hasOwn(members, 'd')) return undefined
  const material = readRsa(members) ?? readCurve(members) ?? readEdwards(members)
  if (material === undefined) return undefined
  // RFC 9864 names the curve where RFC 8037 names the family.
  const named = alg === 'Ed25519' ? 'EdDSA' : alg
  const algorithms = material.algorithms.filter((name) => named === undefined || name === named)
  return algorithms.length === 0 ? undefined : { kid, algorithms, jwk: material.jwk }
}

type Material = Pick<VerificationKey, 'algorithms' | 'jwk'>

function readRsa({ kty, n, e }: Members): Material | undefined {
  if (kty !== 'RSA') return undefined
  const [modulus, exponent] = [bytesOf(n), bytesOf(e)]
  if (modulus === undefined || exponent === undefined) return undefined
  const bits = bitLength(modulus)
  if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) return undefined
  // An even number is no exponent, and with 1 everybody can sign.
  const size = bitLength(exponent)
  if (size < 2 || size > 64 || (exponent.at(-1)! & 1) === 0) return undefined
  return { algorithms: RSA, jwk: { kty, n: n as string, e: e as string } }
}

function readCurve({ kty, crv, x, y }: Members): Material | undefined {
  if (kty !== 'EC' || typeof crv !== 'string') return undefined
  const curve = Object.hasOwn(CURVES, crv) ? CURVES[crv] : undefined
  if (curve === undefined) return undefined
  if (bytesOf(x)?.length !== curve.bytes || bytesOf(y)?.length !== curve.bytes) return undefined
  return { algorithms: [curve.algorithm], jwk: { kty, crv, x: x as string, y: y as string } }
}

function readEdwards({ kty, crv, x }: Members): Material | undefined {
  if (kty !== 'OKP' || crv !== 'Ed25519' || bytesOf(x)?.length !== 32) return undefined
  return { algorithms: ['EdDSA'], jwk: { kty, crv, x: x as string } }
}

function bytesOf(text: unknown): Uint8Array | undefined {
  if (typeof text !== 'string') return undefined
  try {
    return decodeBase64url(text)
  } catch {
    return undefined
  }
}

function bitLength(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => byte !== 0)
  if (first < 0) return 0
  return (bytes.length - first) * 8 - Math.clz32(bytes[first]!) + 24
}
