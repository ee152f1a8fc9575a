/**
 * The two TPM 2.0 structures an attestation is made of, byte by byte.
 *
 * @see {@link https://trustedcomputinggroup.org/resource/tpm-library-specification/} TPM 2.0 Library, Part 2: TPMS_ATTEST (10.12.8) and TPMT_PUBLIC (12.2.4)
 * @module
 */
import type { HashName } from '../keys/algorithm-table.ts'
import { EC_CURVES } from '../keys/curve.ts'
import type { EcCurve, PublicKey } from '../keys/public-key.ts'
import { malformedStatement } from './format.ts'

/** TPMS_ATTEST of the certify kind; clock, firmware and signer are stepped over. */
export interface TpmCertInfo {
  readonly magic: number
  readonly type: number
  readonly extraData: Uint8Array
  /** Name of the certified object: the number of a hash, then the hash. */
  readonly name: Uint8Array
}

/** TPMT_PUBLIC. */
export interface TpmPublicArea {
  readonly nameAlg: number
  readonly publicKey: PublicKey
}

/** Hashes by their TPM numbers. */
export const TPM_HASHES: ReadonlyMap<number, HashName> = new Map([
  [0x0004, 'SHA-1'],
  [0x000b, 'SHA-256'],
  [0x000c, 'SHA-384'],
  [0x000d, 'SHA-512'],
])

const TPM_ALG_RSA = 0x0001
const TPM_ALG_NULL = 0x0010
const TPM_ALG_ECC = 0x0023

const CURVES: ReadonlyMap<number, EcCurve> = new Map([
  [0x0003, 'P-256'],
  [0x0004, 'P-384'],
  [0x0005, 'P-521'],
])

/** clock 8, resetCount 4, restartCount 4, safe 1, firmwareVersion 8. */
const CLOCK_AND_FIRMWARE = 25

/**
 * Reads a TPMS_ATTEST. Whether it is one of the certify kind is for the caller to say first: the rest of it
 * is only read when magic and type are right.
 *
 * @throws CeremonyError with `attestation_statement_malformed`.
 */
export function readCertInfo(bytes: Uint8Array): TpmCertInfo {
  const reader = new Reader(bytes)
  const magic = reader.number(4)
  const type = reader.number(2)
  reader.sized()
  const extraData = reader.sized()
  reader.take(CLOCK_AND_FIRMWARE)
  const name = reader.sized()
  reader.sized()
  reader.end()
  return { magic, type, extraData, name }
}

/**
 * Reads a TPMT_PUBLIC.
 *
 * @throws CeremonyError with `attestation_statement_malformed`.
 */
export function readPublicArea(bytes: Uint8Array): TpmPublicArea {
  const reader = new Reader(bytes)
  const type = reader.number(2)
  const nameAlg = reader.number(2)
  // objectAttributes, then authPolicy.
  reader.take(4)
  reader.sized()
  const publicKey = readPublicKey(reader, type)
  reader.end()
  return { nameAlg, publicKey }
}

function readPublicKey(reader: Reader, type: number): PublicKey {
  if (type === TPM_ALG_RSA) return readRsa(reader)
  if (type === TPM_ALG_ECC) return readEcc(reader)
  throw malformedStatement(`pubArea of type ${type}`)
}

function readRsa(reader: Reader): PublicKey {
  readSymmetric(reader)
  readScheme(reader)
  reader.number(2)
  const exponent = reader.number(4)
  const n = withoutZeros(reader.sized())
  // A TPM writes zero for the exponent everybody uses.
  return { kty: 'RSA', n, e: bytesOf(exponent === 0 ? 65537 : exponent) }
}

function readEcc(reader: Reader): PublicKey {
  readSymmetric(reader)
  readScheme(reader)
  const curve = CURVES.get(reader.number(2))
  if (curve === undefined) throw malformedStatement('pubArea on an unknown curve')
  readScheme(reader)
  return {
    kty: 'EC',
    curve,
    x: coordinate(reader.sized(), EC_CURVES[curve].length),
    y: coordinate(reader.sized(), EC_CURVES[curve].length),
  }
}

/** A signing key is no storage key, so it has no symmetric algorithm. */
function readSymmetric(reader: Reader): void {
  if (reader.number(2) !== TPM_ALG_NULL) throw malformedStatement('pubArea of a storage key')
}

/** An algorithm, then its hash unless there is none. */
function readScheme(reader: Reader): void {
  if (reader.number(2) !== TPM_ALG_NULL) reader.number(2)
}

function withoutZeros(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0)
  return first === -1 ? bytes.subarray(0, 0) : bytes.subarray(first)
}

/** A number, whether its zeros in front were written or not: what counts is that it is the key's. */
function coordinate(bytes: Uint8Array, length: number): Uint8Array {
  const digits = withoutZeros(bytes)
  if (digits.length > length) throw malformedStatement('pubArea with a coordinate too long')
  const full = new Uint8Array(length)
  full.set(digits, length - digits.length)
  return full
}

function bytesOf(value: number): Uint8Array {
  return withoutZeros(Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value))
}

class Reader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  take(length: number): Uint8Array {
    const end = this.#at + length
    if (end > this.#bytes.length) throw malformedStatement('a TPM structure is cut short')
    const part = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return part
  }

  number(length: number): number {
    return this.take(length).reduce((value, byte) => value * 256 + byte, 0)
  }

  /** A part behind its two bytes of length. */
  sized(): Uint8Array {
    return this.take(this.number(2))
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw malformedStatement('a TPM structure with more to it')
  }
}
