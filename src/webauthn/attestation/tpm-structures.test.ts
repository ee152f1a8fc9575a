/**
 * TPMT_PUBLIC field by field: what no software authenticator writes, and real ones may.
 */
import { describe, expect, it } from 'vitest'
import { concatBytes } from '../../bytes/concat.ts'
import { readPublicArea } from './tpm-structures.ts'

const NULL = [0x00, 0x10]
const RSA = [0x00, 0x01, 0x00, 0x0b]
const ECC = [0x00, 0x23, 0x00, 0x0b]
const ATTRIBUTES = [0x01, 0x04, 0x00, 0x72]
const NO_POLICY = [0x00, 0x00]
const KEY_BITS = [0x08, 0x00]
const P256 = [0x00, 0x03]

const sized = (...bytes: readonly number[]) => [bytes.length >> 8, bytes.length & 0xff, ...bytes]
const area = (...parts: readonly (readonly number[])[]) =>
  concatBytes(...parts.map((part) => Uint8Array.from(part)))

const rsa = (exponent: readonly number[], modulus: readonly number[]) =>
  area(RSA, ATTRIBUTES, NO_POLICY, NULL, NULL, KEY_BITS, exponent, sized(...modulus))
const ecc = (x: readonly number[], y: readonly number[]) =>
  area(ECC, ATTRIBUTES, NO_POLICY, NULL, NULL, P256, NULL, sized(...x), sized(...y))

const FULL = Array.from({ length: 32 }, (_, index) => index + 1)

describe('readPublicArea', () => {
  it.each([
    ['zero for the usual one', [0, 0, 0, 0], [1, 0, 1]],
    ['the usual one', [0, 1, 0, 1], [1, 0, 1]],
    ['a small one', [0, 0, 0, 3], [3]],
    ['a large one', [0x81, 0x92, 0xa3, 0xb4], [0x81, 0x92, 0xa3, 0xb4]],
  ])('reads an exponent: %s', (_, exponent, e) => {
    const { nameAlg, publicKey } = readPublicArea(rsa(exponent, [7, 8]))
    expect(nameAlg).toBe(0x0b)
    expect(publicKey).toEqual({ kty: 'RSA', n: Uint8Array.of(7, 8), e: Uint8Array.from(e) })
  })

  it.each([
    ['with zeros before it', [0, 0, 7, 0], [7, 0]],
    ['that is zero', [0, 0], []],
  ])('reads a modulus %s', (_, modulus, n) => {
    const { publicKey } = readPublicArea(rsa([0, 0, 0, 0], modulus))
    expect(publicKey).toMatchObject({ n: Uint8Array.from(n) })
  })

  it('reads coordinates, and fills short ones up', () => {
    const { publicKey } = readPublicArea(ecc(FULL, FULL.slice(2)))
    const y = Uint8Array.of(0, 0, ...FULL.slice(2))
    expect(publicKey).toEqual({ kty: 'EC', curve: 'P-256', x: Uint8Array.from(FULL), y })
  })

  it('reads coordinates that are written with zeros in front', () => {
    const { publicKey } = readPublicArea(ecc([0, ...FULL], [0, 0, ...FULL.slice(2)]))
    const y = Uint8Array.of(0, 0, ...FULL.slice(2))
    expect(publicKey).toEqual({ kty: 'EC', curve: 'P-256', x: Uint8Array.from(FULL), y })
  })

  it('steps over a policy and over schemes with their hashes', () => {
    const ecdsa = [0x00, 0x18, 0x00, 0x0b]
    const kdf = [0x00, 0x20, 0x00, 0x0b]
    const bytes = area(ECC, ATTRIBUTES, sized(1, 2, 3), NULL, ecdsa, P256, kdf, sized(...FULL))
    const { publicKey } = readPublicArea(concatBytes(bytes, Uint8Array.from(sized(...FULL))))
    expect(publicKey).toMatchObject({ x: Uint8Array.from(FULL), y: Uint8Array.from(FULL) })
  })

  it.each([
    ['a coordinate too long', ecc([...FULL, 1], FULL)],
    ['no key of a kind anybody knows', area([0x00, 0x25, 0x00, 0x0b], ATTRIBUTES, NO_POLICY)],
    ['a coordinate that is cut short', ecc(FULL, FULL).subarray(0, -1)],
    ['nothing at all', new Uint8Array(0)],
  ])('refuses %s', (_, bytes) => {
    const code = 'attestation_statement_malformed'
    expect(() => readPublicArea(bytes)).toThrow(expect.objectContaining({ code }))
  })
})
