/**
 * Keys that sign: made here or brought along, always by way of PKCS#8, and their public half in the
 * two forms WebAuthn wants, COSE_Key and SubjectPublicKeyInfo.
 *
 * Public values are read from the SubjectPublicKeyInfo bytes, not from a JWK export: on some releases
 * of Node 20 that export of a key made a moment ago never comes back.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-cose-alg-reg} WebAuthn L3 §5.8.5
 * @module
 */
import type { CborMap, CborValue } from '../bytes/cbor.ts'
import type { COSEAlgorithmIdentifier } from '../protocol/cose.ts'
import { ALGORITHMS, type AlgorithmRow } from './algorithm-table.ts'
import { AuthenticatorError } from './errors.ts'
import { nodeCrypto, type KeyObject } from './platform.ts'

/** A private key with its algorithm. */
export interface SigningKey {
  readonly algorithm: COSEAlgorithmIdentifier
  /** PKCS#8, DER. */
  readonly privateKey: Uint8Array
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array
  /** COSE_Key with nothing in it but what the algorithm requires. */
  readonly coseKey: CborMap
  readonly sign: (message: Uint8Array) => Uint8Array<ArrayBuffer>
}

/**
 * Makes a private key for an algorithm, as PKCS#8 bytes. RSA takes about a tenth of a second.
 *
 * @throws {@link AuthenticatorError} with `algorithm_unsupported`.
 */
export function generatePrivateKey(algorithm: COSEAlgorithmIdentifier): Uint8Array<ArrayBuffer> {
  const { privateKey } = generatePair(rowOf(algorithm), algorithm)
  return new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }))
}

/**
 * Turns PKCS#8 bytes into a key that signs under `algorithm`.
 *
 * @throws {@link AuthenticatorError} with `algorithm_unsupported`, or `credential_malformed` when the
 * bytes are no PKCS#8 key of the kind the algorithm needs.
 */
export function importSigningKey(
  privateKey: Uint8Array,
  algorithm: COSEAlgorithmIdentifier,
): SigningKey {
  const row = rowOf(algorithm)
  const key = readPrivateKey(privateKey)
  if (kindOf(key) !== row.kind) {
    throw new AuthenticatorError(
      'credential_malformed',
      `a key of kind ${kindOf(key)} cannot sign under algorithm ${algorithm}`,
    )
  }
  const spki = nodeCrypto().createPublicKey(key).export({ type: 'spki', format: 'der' })
  const publicKey = new Uint8Array(spki)
  return {
    algorithm,
    privateKey,
    publicKey,
    coseKey: coseKeyOf(key, publicKey, row, algorithm),
    sign: (message) => sign(key, row, message),
  }
}

/** A key nobody else knows. */
export function freshKey(algorithm: COSEAlgorithmIdentifier): SigningKey {
  return importSigningKey(generatePrivateKey(algorithm), algorithm)
}

/**
 * The algorithm a bare PKCS#8 key is used with: the first of the table for its kind.
 *
 * @throws {@link AuthenticatorError} with `credential_malformed`.
 */
export function algorithmOfKey(privateKey: Uint8Array): COSEAlgorithmIdentifier {
  const kind = kindOf(readPrivateKey(privateKey))
  for (const [algorithm, row] of ALGORITHMS) if (row.kind === kind) return algorithm
  throw new AuthenticatorError('credential_malformed', `no algorithm for a key of kind ${kind}`)
}

/** Whether keys for the algorithm can be made here: ML-DSA needs Node 24.7 or later. */
export function canSign(algorithm: COSEAlgorithmIdentifier): boolean {
  const row = ALGORITHMS.get(algorithm)
  if (row === undefined) return false
  // node:crypto names no list of key types; making one is the only question it answers.
  return row.kty !== 7 || mlDsaIsThere()
}

let mlDsa: boolean | undefined

function mlDsaIsThere(): boolean {
  if (mlDsa !== undefined) return mlDsa
  try {
    nodeCrypto().generateKeyPairSync('ml-dsa-44')
    mlDsa = true
  } catch {
    mlDsa = false
  }
  return mlDsa
}

function rowOf(algorithm: COSEAlgorithmIdentifier): AlgorithmRow {
  const row = ALGORITHMS.get(algorithm)
  if (row !== undefined) return row
  throw new AuthenticatorError('algorithm_unsupported', `no algorithm ${algorithm}`)
}

function generatePair(
  row: AlgorithmRow,
  algorithm: COSEAlgorithmIdentifier,
): { readonly privateKey: KeyObject } {
  const crypto = nodeCrypto()
  switch (row.kind) {
    case 'prime256v1':
    case 'secp384r1':
    case 'secp521r1':
    case 'secp256k1':
      return crypto.generateKeyPairSync('ec', { namedCurve: row.kind })
    case 'ed25519':
      return crypto.generateKeyPairSync('ed25519')
    case 'ed448':
      return crypto.generateKeyPairSync('ed448')
    case 'rsa':
      return crypto.generateKeyPairSync('rsa', { modulusLength: 2048 })
    default:
      if (mlDsaIsThere()) return crypto.generateKeyPairSync(row.kind)
      throw new AuthenticatorError(
        'algorithm_unsupported',
        `this Node cannot make keys for algorithm ${algorithm}`,
      )
  }
}

function readPrivateKey(der: Uint8Array): KeyObject {
  try {
    return nodeCrypto().createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' })
  } catch (cause) {
    throw new AuthenticatorError('credential_malformed', 'not a PKCS#8 private key', { cause })
  }
}

function kindOf(key: KeyObject): string {
  return key.asymmetricKeyDetails?.namedCurve ?? String(key.asymmetricKeyType)
}

function sign(key: KeyObject, row: AlgorithmRow, message: Uint8Array): Uint8Array<ArrayBuffer> {
  const { sign, constants } = nodeCrypto()
  const input =
    row.padding === 'pss'
      ? {
          key,
          padding: constants.RSA_PKCS1_PSS_PADDING,
          saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
        }
      : key
  return new Uint8Array(sign(row.hash ?? null, message, input))
}

function coseKeyOf(
  key: KeyObject,
  spki: Uint8Array,
  row: AlgorithmRow,
  algorithm: COSEAlgorithmIdentifier,
): CborMap {
  const labels: [number, CborValue][] = [
    [1, row.kty],
    [3, algorithm],
  ]
  const { crv, size = 0 } = row
  if (row.kty === 3) {
    const { n, e } = rsaNumbers(key)
    labels.push([-1, n], [-2, e])
  }
  // In all the others the raw public value stands at the very end of the SubjectPublicKeyInfo.
  if (row.kty === 2) labels.push([-1, crv!], [-2, spki.slice(-2 * size, -size)])
  if (row.kty === 2) labels.push([-3, spki.slice(-size)])
  if (row.kty === 1) labels.push([-1, crv!], [-2, spki.slice(-size)])
  if (row.kty === 7) labels.push([-1, spki.slice(-size)])
  return new Map(labels)
}

/** Modulus and exponent out of PKCS#1: SEQUENCE { INTEGER n, INTEGER e }, both without a sign byte. */
function rsaNumbers(key: KeyObject): { readonly n: Uint8Array; readonly e: Uint8Array } {
  const publicKey = nodeCrypto().createPublicKey(key)
  const der = new Uint8Array(publicKey.export({ type: 'pkcs1', format: 'der' }))
  const first = contentAt(der, contentAt(der, 0).start)
  const second = contentAt(der, first.end)
  return {
    n: unsigned(der.slice(first.start, first.end)),
    e: unsigned(der.slice(second.start, second.end)),
  }
}

function contentAt(der: Uint8Array, at: number): { readonly start: number; readonly end: number } {
  const short = der[at + 1]!
  if (short < 0x80) return { start: at + 2, end: at + 2 + short }
  const start = at + 2 + (short & 0x7f)
  const length = der.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0)
  return { start, end: start + length }
}

function unsigned(integer: Uint8Array): Uint8Array {
  return integer[0] === 0 ? integer.slice(1) : integer
}
