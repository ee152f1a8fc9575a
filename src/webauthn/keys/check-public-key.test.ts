import { describe, expect, it } from 'vitest'
import { encodeCbor } from '../../bytes/cbor-encode.ts'
import type { CborValue } from '../../bytes/cbor.ts'
import { checkPublicKey } from './check-public-key.ts'
import { decodeCoseKey } from './cose-key.ts'
import type { PublicKey } from './public-key.ts'

const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'))

/** The base point of P-256. */
const X = hex('6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296')
const Y = hex('4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5')
const EXPONENT = Uint8Array.of(1, 0, 1)

/** An odd number of so many bits. */
function modulus(bits: number): Uint8Array {
  const n = new Uint8Array(Math.ceil(bits / 8)).fill(0xff)
  n[0] = 0xff >> (n.length * 8 - bits)
  return n
}

const rsa = (n: Uint8Array, e: Uint8Array = EXPONENT): PublicKey => ({ kty: 'RSA', n, e })
const ec = (change: { readonly x?: Uint8Array; readonly y?: Uint8Array }): PublicKey => ({
  kty: 'EC',
  curve: 'P-256',
  x: X,
  y: Y,
  ...change,
})

describe('checkPublicKey', () => {
  it.each<readonly [string, PublicKey]>([
    ['a point', ec({})],
    ['a modulus of 2048 bits', rsa(modulus(2048))],
    ['a modulus of 3482 bits, which is no number of bytes', rsa(modulus(3482))],
    ['a modulus of 4096 bits', rsa(modulus(4096))],
    ['an exponent of 65541, which three divides', rsa(modulus(2048), Uint8Array.of(1, 0, 5))],
    ['an exponent of four bytes', rsa(modulus(2048), Uint8Array.of(1, 0, 0, 1))],
    ['ML-DSA-44', { kty: 'AKP', variant: 'ML-DSA-44', pub: new Uint8Array(1312) }],
    ['ML-DSA-65', { kty: 'AKP', variant: 'ML-DSA-65', pub: new Uint8Array(1952) }],
    ['ML-DSA-87', { kty: 'AKP', variant: 'ML-DSA-87', pub: new Uint8Array(2592) }],
  ])('accepts %s', (_, key) => {
    expect(checkPublicKey(key, 'credential')).toBeUndefined()
  })

  it.each<readonly [string, PublicKey]>([
    ['an x with a zero in front', ec({ x: Uint8Array.of(0, ...X) })],
    ['a y with a zero in front', ec({ y: Uint8Array.of(0, ...Y) })],
    ['a point beside the curve', ec({ y: Y.with(31, Y[31]! ^ 1) })],
    ['a modulus of 2047 bits', rsa(modulus(2047))],
    ['a modulus of 4097 bits', rsa(modulus(4097))],
    ['an even modulus', rsa(modulus(2048).with(255, 0xfe))],
    ['no modulus', rsa(new Uint8Array(0))],
    ['no exponent', rsa(modulus(2048), new Uint8Array(0))],
    ['an exponent of 3', rsa(modulus(2048), Uint8Array.of(3))],
    ['an exponent of 65535', rsa(modulus(2048), Uint8Array.of(0xff, 0xff))],
    ['an exponent of 65536', rsa(modulus(2048), Uint8Array.of(1, 0, 0))],
    ['an exponent of 65538', rsa(modulus(2048), Uint8Array.of(1, 0, 2))],
    ['an exponent of 65540', rsa(modulus(2048), Uint8Array.of(1, 0, 4))],
    ['an exponent of five bytes', rsa(modulus(2048), Uint8Array.of(1, 0, 0, 0, 1))],
    [
      'ML-DSA-44 with a byte too many',
      { kty: 'AKP', variant: 'ML-DSA-44', pub: hex('00'.repeat(1313)) },
    ],
    [
      'ML-DSA-65 as long as ML-DSA-44',
      { kty: 'AKP', variant: 'ML-DSA-65', pub: hex('00'.repeat(1312)) },
    ],
  ])('refuses %s', (_, key) => {
    const code = 'public_key_malformed'
    expect(() => checkPublicKey(key, 'credential')).toThrow(expect.objectContaining({ code }))
  })

  it.each([3, 37])("accepts %i as the exponent of a certificate's key", (exponent) => {
    const key = rsa(modulus(2048), Uint8Array.of(exponent))
    expect(checkPublicKey(key, 'certificate')).toBeUndefined()
  })

  it.each([1, 2, 4, 36])('refuses %i there as well', (exponent) => {
    const key = rsa(modulus(2048), Uint8Array.of(exponent))
    const code = 'public_key_malformed'
    expect(() => checkPublicKey(key, 'certificate')).toThrow(expect.objectContaining({ code }))
  })
})

const OKP = [
  [1, 1],
  [3, -8],
  [-1, 6],
  [-2, hex(`58${'66'.repeat(31)}`)],
] as const
const RSA = [
  [1, 3],
  [3, -257],
  [-1, modulus(2048)],
  [-2, EXPONENT],
] as const
const AKP = [
  [1, 7],
  [3, -48],
  [-1, new Uint8Array(1312)],
] as const
const EC2 = [
  [1, 2],
  [3, -7],
  [-1, 1],
  [-2, X],
  [-3, Y],
] as const

type Members = readonly (readonly [number, CborValue])[]
const cose = (...members: Members) => encodeCbor(new Map<number, CborValue>(members))

describe('decodeCoseKey', () => {
  it.each<readonly [string, Members, string]>([
    ['EC2', EC2, 'EC'],
    ['OKP', OKP, 'OKP'],
    ['RSA', RSA, 'RSA'],
    ['AKP', AKP, 'AKP'],
  ])('reads a key of type %s', (_, members, kty) => {
    expect(decodeCoseKey(cose(...members)).key.kty).toBe(kty)
  })

  it.each<readonly [string, Members]>([
    ['EC2', EC2],
    ['OKP', OKP],
    ['RSA', RSA],
    ['AKP', AKP],
  ])('refuses a key of type %s with anything odd about its members', (_, members) => {
    const code = 'public_key_malformed'
    const refused = (...changed: Members) =>
      expect(() => decodeCoseKey(cose(...changed))).toThrow(expect.objectContaining({ code }))
    refused(...members, [4, [2]])
    refused(...members, [-4, Uint8Array.of(1)])
    refused(...members, [1, 99])
    for (const [label] of members.slice(1)) {
      refused(...members.filter(([other]) => other !== label))
      refused(...members, [label, 'AA'])
      refused(...members, [label, true])
    }
  })

  it('drops zeros in front of the numbers of RSA keys, and nothing else', () => {
    const { key } = decodeCoseKey(
      cose(
        ...RSA,
        [-1, Uint8Array.of(0, 0, ...modulus(2048))],
        [-2, Uint8Array.of(0, ...EXPONENT)],
      ),
    )
    expect(key).toEqual(rsa(modulus(2048)))
    expect(decodeCoseKey(cose(...RSA)).key).toEqual(rsa(modulus(2048)))
  })

  it.each<readonly [string, number, Uint8Array]>([
    ['a modulus of nothing', -1, new Uint8Array(0)],
    ['a modulus of zeros', -1, new Uint8Array(256)],
    ['an exponent of nothing', -2, new Uint8Array(0)],
    ['an exponent of zeros', -2, new Uint8Array(3)],
  ])('refuses %s', (_, label, value) => {
    const code = 'public_key_malformed'
    expect(() => decodeCoseKey(cose(...RSA, [label, value]))).toThrow(
      expect.objectContaining({ code }),
    )
  })
})
