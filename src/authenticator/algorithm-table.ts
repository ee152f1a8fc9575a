/**
 * The signature algorithms this authenticator can be asked for, and what each needs.
 *
 * @see {@link https://www.iana.org/assignments/cose/cose.xhtml} IANA COSE registry
 * @module
 */
import type { COSEAlgorithmIdentifier } from '../protocol/cose.ts'

/** Kinds of key that `node:crypto` makes. */
export type KeyKind =
  | 'prime256v1'
  | 'secp384r1'
  | 'secp521r1'
  | 'secp256k1'
  | 'ed25519'
  | 'ed448'
  | 'rsa'
  | 'ml-dsa-44'
  | 'ml-dsa-65'
  | 'ml-dsa-87'

/** One algorithm: its key, its hash, and the numbers that stand in a COSE_Key. */
export interface AlgorithmRow {
  readonly kind: KeyKind
  /** COSE key type: 1 OKP, 2 EC2, 3 RSA, 7 AKP. */
  readonly kty: 1 | 2 | 3 | 7
  /** COSE curve, for OKP and EC2. */
  readonly crv?: number
  /** Length in bytes of a coordinate, a raw key or an encoded public key. */
  readonly size?: number
  /** Order of the curve's group, hexadecimal, for ECDSA. */
  readonly order?: string
  /** Hash by its OpenSSL name; algorithms that hash on their own have none. */
  readonly hash?: string
  readonly padding?: 'pkcs1' | 'pss'
}

const P256_ORDER = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'
const P384_ORDER =
  'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973'
const P521_ORDER =
  '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409'
const K256_ORDER = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141'

const P256 = {
  kind: 'prime256v1',
  kty: 2,
  crv: 1,
  size: 32,
  hash: 'sha256',
  order: P256_ORDER,
} as const
const P384 = {
  kind: 'secp384r1',
  kty: 2,
  crv: 2,
  size: 48,
  hash: 'sha384',
  order: P384_ORDER,
} as const
const P521 = {
  kind: 'secp521r1',
  kty: 2,
  crv: 3,
  size: 66,
  hash: 'sha512',
  order: P521_ORDER,
} as const
const ED25519 = { kind: 'ed25519', kty: 1, crv: 6, size: 32 } as const
const RSA = { kind: 'rsa', kty: 3 } as const

/** Every algorithm this authenticator knows; the order is its default order of preference. */
export const ALGORITHMS: ReadonlyMap<COSEAlgorithmIdentifier, AlgorithmRow> = new Map<
  COSEAlgorithmIdentifier,
  AlgorithmRow
>([
  [-7, P256],
  [-8, ED25519],
  [-257, { ...RSA, hash: 'sha256', padding: 'pkcs1' }],
  [-35, P384],
  [-36, P521],
  [-258, { ...RSA, hash: 'sha384', padding: 'pkcs1' }],
  [-259, { ...RSA, hash: 'sha512', padding: 'pkcs1' }],
  [-37, { ...RSA, hash: 'sha256', padding: 'pss' }],
  [-38, { ...RSA, hash: 'sha384', padding: 'pss' }],
  [-39, { ...RSA, hash: 'sha512', padding: 'pss' }],
  [-53, { kind: 'ed448', kty: 1, crv: 7, size: 57 }],
  [-47, { kind: 'secp256k1', kty: 2, crv: 8, size: 32, hash: 'sha256', order: K256_ORDER }],
  [-48, { kind: 'ml-dsa-44', kty: 7, size: 1312 }],
  [-49, { kind: 'ml-dsa-65', kty: 7, size: 1952 }],
  [-50, { kind: 'ml-dsa-87', kty: 7, size: 2592 }],
  [-9, P256],
  [-19, ED25519],
  [-51, P384],
  [-52, P521],
  [-65535, { ...RSA, hash: 'sha1', padding: 'pkcs1' }],
])
