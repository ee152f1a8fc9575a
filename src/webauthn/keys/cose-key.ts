/**
 * COSE keys: the form in which authenticators hand over a public key.
 *
 * The algorithm is the one written in the key and nothing else; key type, curve and algorithm have to
 * agree, and every parameter that is there has to belong there: a key that carries a private part, or
 * something else besides, was not written by an authenticator.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-encoded-credPubKey-examples} WebAuthn L3 §6.5.1.1
 * @see {@link https://www.rfc-editor.org/rfc/rfc9053} RFC 9053
 * @module
 */
import { decodeCbor } from '../../bytes/cbor.ts'
import type { CborMap, CborValue } from '../../bytes/cbor.ts'
import { BytesError } from '../../bytes/errors.ts'
import { CeremonyError } from '../errors.ts'
import { algorithmOf } from './algorithm-table.ts'
import type { SignatureAlgorithm } from './algorithm-table.ts'
import { checkPublicKey } from './check-public-key.ts'
import type { PublicKey } from './public-key.ts'

/** A public key and the one algorithm it may be used with. */
export interface CredentialPublicKey {
  readonly algorithm: SignatureAlgorithm
  readonly key: PublicKey
}

const KTY = 1
const ALG = 3
const CRV = -1
const X = -2
const Y = -3
const N = -1
const E = -2
const PUB = -1

const KEY_TYPES = { OKP: 1, EC2: 2, RSA: 3, AKP: 7 } as const
const CURVES = {
  'P-256': 1,
  'P-384': 2,
  'P-521': 3,
  Ed25519: 6,
  Ed448: 7,
  secp256k1: 8,
} as const

/**
 * Reads a COSE key from its bytes.
 *
 * @throws {@link CeremonyError} with `public_key_malformed` or `algorithm_unsupported`.
 */
export function decodeCoseKey(bytes: Uint8Array): CredentialPublicKey {
  try {
    return readCoseKey(decodeCbor(bytes))
  } catch (cause) {
    if (cause instanceof BytesError) throw malformed('not CBOR', { cause })
    throw cause
  }
}

/**
 * The `alg` of a COSE key, before anything else in it is believed.
 *
 * @throws {@link CeremonyError} with `public_key_malformed`.
 */
export function readCoseAlgorithm(value: CborValue): number {
  if (!(value instanceof Map)) throw malformed('not a map')
  const id = (value as CborMap).get(ALG)
  if (typeof id !== 'number') throw malformed('alg is not an integer')
  return id
}

/**
 * Reads a COSE key that was decoded already.
 *
 * @throws {@link CeremonyError} with `public_key_malformed` or `algorithm_unsupported`.
 */
export function readCoseKey(value: CborValue): CredentialPublicKey {
  const id = readCoseAlgorithm(value)
  const algorithm = algorithmOf(id)
  if (algorithm === undefined) {
    throw new CeremonyError('algorithm_unsupported', `algorithm ${id} is not known`)
  }
  const key = readKey(value as CborMap, algorithm)
  checkPublicKey(key, 'credential')
  return { algorithm, key }
}

function readKey(map: CborMap, algorithm: SignatureAlgorithm): PublicKey {
  switch (algorithm.scheme) {
    case 'ECDSA':
      checkMembers(map, KEY_TYPES.EC2, [CRV, X, Y])
      checkCurve(map, algorithm.curve)
      return { kty: 'EC', curve: algorithm.curve, x: bytesOf(map, X), y: bytesOf(map, Y) }
    case 'EdDSA':
      checkMembers(map, KEY_TYPES.OKP, [CRV, X])
      checkCurve(map, algorithm.curve)
      return { kty: 'OKP', curve: algorithm.curve, x: bytesOf(map, X) }
    case 'RSASSA-PKCS1-v1_5':
    case 'RSA-PSS':
      checkMembers(map, KEY_TYPES.RSA, [N, E])
      return { kty: 'RSA', n: unsigned(bytesOf(map, N)), e: unsigned(bytesOf(map, E)) }
    default:
      checkMembers(map, KEY_TYPES.AKP, [PUB])
      return { kty: 'AKP', variant: algorithm.variant, pub: bytesOf(map, PUB) }
  }
}

function checkMembers(map: CborMap, kty: number, labels: readonly number[]): void {
  if (map.get(KTY) !== kty) throw malformed('kty does not fit alg')
  // kty, alg and what this key type needs: L3 §6.5.1 allows no other optional parameter.
  if (map.size !== labels.length + 2) throw malformed('a parameter too few or too many')
}

function checkCurve(map: CborMap, curve: keyof typeof CURVES): void {
  if (map.get(CRV) !== CURVES[curve]) throw malformed('crv does not fit alg')
}

function bytesOf(map: CborMap, label: number): Uint8Array {
  const value = map.get(label)
  // A compressed point has a boolean for y; it is forbidden here and ends the same way.
  if (!(value instanceof Uint8Array)) throw malformed(`parameter ${label} is not a byte string`)
  return value
}

function unsigned(bytes: Uint8Array): Uint8Array {
  // Of zeros alone the last one stays, which is found at -1.
  return bytes.subarray(bytes.findIndex((byte) => byte !== 0))
}

function malformed(what: string, options?: ErrorOptions): CeremonyError {
  return new CeremonyError('public_key_malformed', `public key: ${what}`, options)
}
