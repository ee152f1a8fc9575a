/**
 * SubjectPublicKeyInfo: the form in which certificates hold a public key.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.7} RFC 5280 §4.1.2.7
 * @module
 */
import {
  derBitString,
  derChildren,
  derObjectIdentifier,
  derUnsigned,
  expectDer,
  readDer,
} from '../../bytes/der.ts'
import type { DerItem } from '../../bytes/der.ts'
import { CeremonyError } from '../errors.ts'
import { checkPublicKey } from '../keys/check-public-key.ts'
import { EC_CURVES } from '../keys/curve.ts'
import type { EcCurve, MlDsaVariant, PublicKey } from '../keys/public-key.ts'

const EC_PUBLIC_KEY = '1.2.840.10045.2.1'
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1'
const RSA_PSS = '1.2.840.113549.1.1.10'

const CURVES: ReadonlyMap<string, EcCurve> = new Map([
  ['1.2.840.10045.3.1.7', 'P-256'],
  ['1.3.132.0.34', 'P-384'],
  ['1.3.132.0.35', 'P-521'],
  ['1.3.132.0.10', 'secp256k1'],
])

/** Curves of EdDSA, by the name that keys and signatures have in common (RFC 8410). */
export const EDWARDS: ReadonlyMap<string, 'Ed25519' | 'Ed448'> = new Map([
  ['1.3.101.112', 'Ed25519'],
  ['1.3.101.113', 'Ed448'],
])

/** Parameter sets of ML-DSA, likewise (RFC 9881). */
export const ML_DSA: ReadonlyMap<string, MlDsaVariant> = new Map([
  ['2.16.840.1.101.3.4.3.17', 'ML-DSA-44'],
  ['2.16.840.1.101.3.4.3.18', 'ML-DSA-65'],
  ['2.16.840.1.101.3.4.3.19', 'ML-DSA-87'],
])

/**
 * Reads a key.
 *
 * @throws {@link CeremonyError} with `public_key_malformed`, or `algorithm_unsupported` when it is of a kind
 * that is not known.
 * @throws BytesError with `der_malformed`.
 */
export function readSpki(spki: DerItem): PublicKey {
  const [identifier, bits] = derChildren(spki)
  const [name, parameters] = derChildren(expectDer(identifier, 'sequence'))
  const key = readKey(derObjectIdentifier(name), parameters, derBitString(bits))
  checkPublicKey(key, 'certificate')
  return key
}

function readKey(name: string, parameters: DerItem | undefined, bytes: Uint8Array): PublicKey {
  if (name === EC_PUBLIC_KEY) return readPoint(CURVES.get(derObjectIdentifier(parameters)), bytes)
  if (name === RSA_ENCRYPTION || name === RSA_PSS) {
    const [n, e] = derChildren(expectDer(readDer(bytes), 'sequence'))
    return { kty: 'RSA', n: derUnsigned(n), e: derUnsigned(e) }
  }
  const edwards = EDWARDS.get(name)
  if (edwards !== undefined) return { kty: 'OKP', curve: edwards, x: bytes }
  const variant = ML_DSA.get(name)
  if (variant !== undefined) return { kty: 'AKP', variant, pub: bytes }
  throw new CeremonyError('algorithm_unsupported', `a certificate's key is of kind ${name}`)
}

function readPoint(curve: EcCurve | undefined, bytes: Uint8Array): PublicKey {
  if (curve === undefined) {
    throw new CeremonyError('algorithm_unsupported', "a certificate's curve is not known")
  }
  const { length } = EC_CURVES[curve]
  if (bytes[0] !== 4 || bytes.length !== 1 + 2 * length) {
    throw new CeremonyError('public_key_malformed', 'a point that is not written in full')
  }
  return {
    kty: 'EC',
    curve,
    x: bytes.subarray(1, 1 + length),
    y: bytes.subarray(1 + length),
  }
}
