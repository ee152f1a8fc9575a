/**
 * Whether the numbers of a public key are a key at all: the right lengths, a point on its curve, an RSA
 * modulus of a size that is neither weak nor a way to keep the server busy.
 *
 * Done here and not left to the crypto library, because libraries differ in what they refuse.
 *
 * @module
 */
import { CeremonyError } from '../errors.ts'
import { EC_CURVES, isOnCurve } from './curve.ts'
import type { PublicKey, RsaPublicKey } from './public-key.ts'
import { isSmallOrder } from './small-order.ts'

const RSA_BITS = { min: 2048, max: 4096 } as const

/** Longest public exponent in bytes; all the world uses 65537. */
const MAX_EXPONENT_LENGTH = 4

/**
 * Least exponent of a key that somebody registers. Roots that are named in the FIDO Alliance's metadata have smaller
 * ones: those of public CAs have 3, and a vendor of smart cards has 37.
 */
const LEAST_EXPONENT = { credential: 65537, certificate: 3 } as const

const OKP_LENGTH = { Ed25519: 32, Ed448: 57 } as const
const AKP_LENGTH = { 'ML-DSA-44': 1312, 'ML-DSA-65': 1952, 'ML-DSA-87': 2592 } as const

/** Where a key came from. */
export type KeySource = keyof typeof LEAST_EXPONENT

/**
 * Checks the numbers of a key.
 *
 * @throws {@link CeremonyError} with `public_key_malformed`.
 */
export function checkPublicKey(key: PublicKey, source: KeySource): void {
  switch (key.kty) {
    case 'EC': {
      const { length } = EC_CURVES[key.curve]
      if (key.x.length !== length || key.y.length !== length)
        throw bad('a coordinate of odd length')
      if (!isOnCurve(key.curve, key.x, key.y)) throw bad('the point is not on the curve')
      return
    }
    case 'OKP':
      if (key.x.length !== OKP_LENGTH[key.curve]) throw bad('a point of odd length')
      // With such a key one signature fits many messages.
      if (isSmallOrder(key)) throw bad('a point of small order')
      return
    case 'RSA':
      return checkRsa(key, LEAST_EXPONENT[source])
    case 'AKP':
      if (key.pub.length !== AKP_LENGTH[key.variant]) throw bad('a key of odd length')
  }
}

function checkRsa({ n, e }: RsaPublicKey, leastExponent: number): void {
  const bits = bitLength(n)
  if (bits < RSA_BITS.min || bits > RSA_BITS.max) throw bad(`a modulus of ${bits} bits`)
  if ((n.at(-1)! & 1) === 0) throw bad('an even modulus')
  if (e.length > MAX_EXPONENT_LENGTH) throw bad('a huge exponent')
  const exponent = e.reduce((value, byte) => value * 256 + byte, 0)
  if (exponent < leastExponent || exponent % 2 === 0) throw bad(`exponent ${exponent}`)
}

/** Of no bytes at all it is less than none, and so too little for anybody. */
function bitLength(bytes: Uint8Array): number {
  return bytes.length * 8 - (Math.clz32(bytes[0]!) - 24)
}

function bad(what: string): CeremonyError {
  return new CeremonyError('public_key_malformed', `public key: ${what}`)
}
