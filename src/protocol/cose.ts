/**
 * Names for the numbers of the COSE registry that WebAuthn uses.
 *
 * @see {@link https://www.iana.org/assignments/cose/cose.xhtml} IANA COSE registry
 * @module
 */

/** COSE algorithm identifiers, by the names the registry gives them. */
export const COSE_ALGORITHMS = {
  ES256: -7,
  EdDSA: -8,
  ESP256: -9,
  Ed25519: -19,
  ES384: -35,
  ES512: -36,
  PS256: -37,
  PS384: -38,
  PS512: -39,
  ES256K: -47,
  'ML-DSA-44': -48,
  'ML-DSA-65': -49,
  'ML-DSA-87': -50,
  ESP384: -51,
  ESP512: -52,
  Ed448: -53,
  RS256: -257,
  RS384: -258,
  RS512: -259,
  RS1: -65535,
} as const

/** The name of an algorithm, such as `ES256`. */
export type COSEAlgorithmName = keyof typeof COSE_ALGORITHMS

/** A COSE algorithm identifier, such as -7 for ES256. */
export type COSEAlgorithmIdentifier = number
