/**
 * Keys as certificates hold them, of every kind, and times as certificates write them.
 */
import { describe, expect, it } from 'vitest'
import { canSign, freshKey } from '../../authenticator/signing-key.ts'
import {
  derBitString,
  derInteger,
  derNull,
  derObjectIdentifier,
  derSequence,
  encodeDer,
} from '../../bytes/der-encode.ts'
import { readDer } from '../../bytes/der.ts'
import { readSpki } from './spki.ts'
import { readTime } from './time.ts'

const EC = derObjectIdentifier('1.2.840.10045.2.1')
const P256 = derObjectIdentifier('1.2.840.10045.3.1.7')
const RSA_PSS = derObjectIdentifier('1.2.840.113549.1.1.10')
const MODULUS = Uint8Array.of(0, 0x80, ...new Uint8Array(254), 1)

const spki = (key: Uint8Array, ...algorithm: readonly Uint8Array[]) =>
  readDer(derSequence(derSequence(...algorithm), derBitString(key)))
const fresh = (algorithm: number) => readSpki(readDer(freshKey(algorithm).publicKey))

describe('readSpki', () => {
  it.each<readonly [number, object]>([
    [-7, { kty: 'EC', curve: 'P-256' }],
    [-35, { kty: 'EC', curve: 'P-384' }],
    [-36, { kty: 'EC', curve: 'P-521' }],
    [-47, { kty: 'EC', curve: 'secp256k1' }],
    [-8, { kty: 'OKP', curve: 'Ed25519' }],
    [-53, { kty: 'OKP', curve: 'Ed448' }],
    [-257, { kty: 'RSA', e: Uint8Array.of(1, 0, 1) }],
    ...(canSign(-48)
      ? ([
          [-48, { kty: 'AKP', variant: 'ML-DSA-44' }],
          [-49, { kty: 'AKP', variant: 'ML-DSA-65' }],
          [-50, { kty: 'AKP', variant: 'ML-DSA-87' }],
        ] as const)
      : []),
  ])('reads a key for %i', (algorithm, key) => {
    expect(fresh(algorithm)).toMatchObject(key)
  })

  it('reads an RSA key that is for PSS alone', () => {
    const key = derSequence(derInteger(MODULUS), derInteger(65537))
    expect(readSpki(spki(key, RSA_PSS))).toMatchObject({ kty: 'RSA', n: MODULUS.slice(1) })
  })

  it.each([3, 37])(
    'reads an RSA key whose exponent is %i, as those of old roots are',
    (exponent) => {
      const key = derSequence(derInteger(MODULUS), derInteger(exponent))
      expect(readSpki(spki(key, RSA_PSS))).toMatchObject({ e: Uint8Array.of(exponent) })
    },
  )

  const point = freshKey(-7).publicKey.slice(-65)

  it.each([
    ['of a kind nobody knows', 'algorithm_unsupported', spki(point, derObjectIdentifier('1.2.3'))],
    ['on a curve nobody knows', 'algorithm_unsupported', spki(point, EC, EC)],
    ['in compressed form', 'public_key_malformed', spki(point.with(0, 2), EC, P256)],
    ['with a byte more', 'public_key_malformed', spki(Uint8Array.of(...point, 0), EC, P256)],
    ['without its last byte', 'public_key_malformed', spki(point.slice(0, -1), EC, P256)],
    ['off its curve', 'public_key_malformed', spki(point.with(64, point[64]! ^ 1), EC, P256)],
  ])('refuses a key %s', (_, code, key) => {
    expect(() => readSpki(key)).toThrow(expect.objectContaining({ code }))
  })
})

const utc = (text: string) => readDer(encodeDer(0x17, new TextEncoder().encode(text)))
const generalized = (text: string) => readDer(encodeDer(0x18, new TextEncoder().encode(text)))

describe('readTime', () => {
  it.each([
    [utc('260102030405Z'), '2026-01-02T03:04:05Z'],
    [utc('490102030405Z'), '2049-01-02T03:04:05Z'],
    [utc('500102030405Z'), '1950-01-02T03:04:05Z'],
    [utc('2601020304Z'), '2026-01-02T03:04:00Z'],
    [generalized('20260102030405Z'), '2026-01-02T03:04:05Z'],
    [generalized('202601020304Z'), '2026-01-02T03:04:00Z'],
    [generalized('20260102030405.75Z'), '2026-01-02T03:04:05Z'],
    [generalized('99991231235959Z'), '9999-12-31T23:59:59Z'],
  ])('reads time %#', (item, iso) => {
    expect(readTime(item)).toBe(Date.parse(iso))
  })

  it.each([
    ['nothing', undefined],
    ['another type', readDer(derNull())],
    ['another type that looks like one', readDer(encodeDer(0x0c, utc('260102030405Z').contents))],
    ['something in front', utc('x260102030405Z')],
    ['something behind', utc('260102030405Zx')],
    ['something in front of a long one', generalized('120260102030405Z')],
    ['something behind a long one', generalized('20260102030405Z1')],
    ['a zone', utc('260102030405+0100')],
  ])('refuses %s', (_, item) => {
    const code = 'certificate_malformed'
    expect(() => readTime(item)).toThrow(expect.objectContaining({ code }))
  })
})
