/**
 * Short Weierstrass curves: y² = x³ + ax + b over a prime field. Domain parameters and membership only;
 * no arithmetic on secrets happens here, so plain big integers are fine.
 *
 * @see {@link https://csrc.nist.gov/pubs/sp/800/186/final} NIST SP 800-186 (P-256, P-384, P-521)
 * @see {@link https://www.secg.org/sec2-v2.pdf} SEC 2 (secp256k1)
 * @module
 */
import { encodeHex } from '../hex.ts'
import type { EcCurve } from './public-key.ts'

interface CurveParameters {
  /** Length of a coordinate in bytes. */
  readonly length: number
  readonly p: bigint
  readonly a: bigint
  readonly b: bigint
  /** The order of the group, big-endian, in `length` bytes. */
  readonly order: Uint8Array
}

const P256 = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n
const P384 = 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n
const P521 = 2n ** 521n - 1n
const K256 = 2n ** 256n - 2n ** 32n - 977n

/** Parameters by curve. */
export const EC_CURVES: Readonly<Record<EcCurve, CurveParameters>> = {
  'P-256': {
    length: 32,
    p: P256,
    a: P256 - 3n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    order: bytes('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'),
  },
  'P-384': {
    length: 48,
    p: P384,
    a: P384 - 3n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    order: bytes(
      'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
    ),
  },
  'P-521': {
    length: 66,
    p: P521,
    a: P521 - 3n,
    b: 0x051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
    order: bytes(
      '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
    ),
  },
  secp256k1: {
    length: 32,
    p: K256,
    a: 0n,
    b: 7n,
    order: bytes('fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141'),
  },
}

/** Whether a point lies on the curve. Infinity has no coordinates, so it cannot be asked about. */
export function isOnCurve(curve: EcCurve, x: Uint8Array, y: Uint8Array): boolean {
  const { p, a, b } = EC_CURVES[curve]
  const px = toInteger(x)
  const py = toInteger(y)
  if (px >= p || py >= p) return false
  return (py * py - ((px * px + a) * px + b)) % p === 0n
}

/** A big-endian unsigned integer. */
export function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x0${encodeHex(bytes)}`)
}

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
