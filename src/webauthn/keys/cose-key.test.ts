import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeCbor } from '../../bytes/cbor-encode.ts'
import type { CborValue } from '../../bytes/cbor.ts'
import { CeremonyError } from '../errors.ts'
import { algorithmOf } from './algorithm-table.ts'
import { decodeCoseKey } from './cose-key.ts'
import { EC_CURVES, isOnCurve } from './curve.ts'
import { samePublicKey } from './public-key.ts'
import { isSmallOrder } from './small-order.ts'

const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'))

/** Base points: each is on its curve, and one more in y is not. */
const POINTS = {
  'P-256': [
    '6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296',
    '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
  ],
  secp256k1: [
    '79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798',
    '483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8',
  ],
} as const

const es256 = (change: readonly (readonly [number, CborValue])[] = []): Uint8Array =>
  encodeCbor(
    new Map<number, CborValue>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, hex(POINTS['P-256'][0])],
      [-3, hex(POINTS['P-256'][1])],
      ...change,
    ]),
  )
const okp = (x: Uint8Array, alg = -8, crv = 6) =>
  encodeCbor(
    new Map<number, CborValue>([
      [1, 1],
      [3, alg],
      [-1, crv],
      [-2, x],
    ]),
  )

describe('decodeCoseKey', () => {
  it('reads a key', () => {
    expect(decodeCoseKey(es256())).toMatchObject({
      algorithm: { id: -7, scheme: 'ECDSA', curve: 'P-256', hash: 'SHA-256' },
      key: { kty: 'EC', curve: 'P-256' },
    })
  })

  it.each([
    ['Ed448 under EdDSA', okp(new Uint8Array(57).fill(1), -8, 7)],
    ['Ed25519 on another curve', okp(new Uint8Array(32).fill(3), -19, 7)],
    ['a point of Ed25519 that is short', okp(new Uint8Array(31).fill(3))],
    ['secp256k1 under ES256', es256([[-1, 8]])],
    ['a key type as a text', es256([[1, 'EC2']])],
    ['an array', Uint8Array.of(0x80)],
    ['no CBOR', Uint8Array.of(0xff)],
    ['nothing', Uint8Array.of()],
    ['bytes behind the key', Uint8Array.of(...es256(), 0)],
  ])('refuses %s', (_, bytes) => {
    const code = 'public_key_malformed'
    expect(() => decodeCoseKey(bytes)).toThrow(expect.objectContaining({ code }))
  })

  it.each([
    [-7, 'SHA-256'],
    [-9, 'SHA-256'],
    [-47, 'SHA-256'],
    [-35, 'SHA-384'],
    [-51, 'SHA-384'],
    [-36, 'SHA-512'],
    [-52, 'SHA-512'],
  ])('knows the hash of algorithm %i: %s', (id, hash) => {
    expect(algorithmOf(id)).toMatchObject({ scheme: 'ECDSA', hash })
  })

  it('does not guess at algorithms', () => {
    const code = 'algorithm_unsupported'
    expect(() => decodeCoseKey(es256([[3, -6]]))).toThrow(expect.objectContaining({ code }))
  })

  it('ends in a key or in a coded error, whatever the bytes', () => {
    const anything = fc.oneof(
      fc.uint8Array(),
      fc
        .array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.oneof(fc.integer(), fc.uint8Array())))
        .map((entries) => encodeCbor(new Map<number, CborValue>(entries))),
    )
    fc.assert(
      fc.property(anything, (bytes) => {
        expect(() => decodeCoseKey(bytes)).toThrow(CeremonyError)
      }),
    )
  })
})

describe('isOnCurve', () => {
  it.each(Object.entries(POINTS))('knows a point of %s from its neighbour', (curve, [x, y]) => {
    const name = curve as keyof typeof POINTS
    expect(isOnCurve(name, hex(x), hex(y))).toBe(true)
    const next = hex(y)
    next[31]! ^= 1
    expect(isOnCurve(name, hex(x), next)).toBe(false)
  })

  it('refuses coordinates beyond the field', () => {
    const { p } = EC_CURVES['P-256']
    const [x, y] = POINTS['P-256']
    // x + p would be the same point if it fitted into 32 bytes; 0 + p does.
    expect(isOnCurve('P-256', hex(p.toString(16)), hex(y))).toBe(false)
    expect(isOnCurve('P-256', hex(x), hex('ff'.repeat(32)))).toBe(false)
  })

  // Points with a small coordinate: that one plus p fits into the field's length too, and is the same number.
  it.each([
    [
      'x',
      ['00'.repeat(31) + '01', '4218f20ae6c646b363db68605822fb14264ca8d2587fdd6fbc750d587e76a7ee'],
      [
        'ff'.repeat(27) + 'fefffffc30',
        '4218f20ae6c646b363db68605822fb14264ca8d2587fdd6fbc750d587e76a7ee',
      ],
    ],
    [
      'y',
      ['1fe1e5ef3fceb5c135ab7741333ce5a6e80d68167653f6b2b24bcbcfaaaff507', '00'.repeat(31) + '01'],
      [
        '1fe1e5ef3fceb5c135ab7741333ce5a6e80d68167653f6b2b24bcbcfaaaff507',
        'ff'.repeat(27) + 'fefffffc30',
      ],
    ],
  ] as const)('refuses a second text for one and the same %s', (_, [x, y], [otherX, otherY]) => {
    expect(isOnCurve('secp256k1', hex(x), hex(y))).toBe(true)
    expect(isOnCurve('secp256k1', hex(otherX), hex(otherY))).toBe(false)
  })

  it('refuses p for an x of nothing', () => {
    const { p } = EC_CURVES['P-256']
    const y = hex('66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4')
    expect(isOnCurve('P-256', new Uint8Array(32), y)).toBe(true)
    expect(isOnCurve('P-256', hex(p.toString(16)), y)).toBe(false)
  })

  it.each(['x', 'y'] as const)('refuses a field prime for %s', (coordinate) => {
    const { p } = EC_CURVES.secp256k1
    const prime = hex(p.toString(16))
    const [x, y] = POINTS.secp256k1
    const point = { x: hex(x), y: hex(y), [coordinate]: prime }
    expect(isOnCurve('secp256k1', point.x, point.y)).toBe(false)
  })
})

describe('isSmallOrder', () => {
  it.each([
    ['0000000000000000000000000000000000000000000000000000000000000000'],
    ['0100000000000000000000000000000000000000000000000000000000000000'],
    ['0100000000000000000000000000000000000000000000000000000000000080'],
    ['ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
    ['edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
    ['eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
    ['c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
    ['26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
  ])('knows %s', (text) => {
    expect(isSmallOrder({ kty: 'OKP', curve: 'Ed25519', x: hex(text) })).toBe(true)
  })

  it('lets the base point pass', () => {
    expect(isSmallOrder({ kty: 'OKP', curve: 'Ed25519', x: hex(`58${'66'.repeat(31)}`) })).toBe(
      false,
    )
  })

  it.each([
    ['y of 0', '00'.repeat(57)],
    ['y of 1', `01${'00'.repeat(56)}`],
    ['y of 1, the other x', `01${'00'.repeat(55)}80`],
    ['y of p - 1', `fe${'ff'.repeat(27)}fe${'ff'.repeat(27)}00`],
    ['y of p, which is 0', `${'ff'.repeat(28)}fe${'ff'.repeat(27)}00`],
    ['y of p + 1, which is 1', `${'00'.repeat(28)}${'ff'.repeat(28)}00`],
  ])('knows those of Ed448: %s', (_, text) => {
    expect(isSmallOrder({ kty: 'OKP', curve: 'Ed448', x: hex(text) })).toBe(true)
  })

  it.each([
    ['y of 2', `02${'00'.repeat(56)}`],
    ['y of p - 2', `fd${'ff'.repeat(27)}fe${'ff'.repeat(27)}00`],
    ['y of p + 2', `01${'00'.repeat(27)}${'ff'.repeat(28)}00`],
    [
      'the order 8 of the other curve',
      `c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a${'00'.repeat(25)}`,
    ],
  ])('lets others of Ed448 pass: %s', (_, text) => {
    expect(isSmallOrder({ kty: 'OKP', curve: 'Ed448', x: hex(text) })).toBe(false)
  })
})

describe('samePublicKey', () => {
  const x = Uint8Array.of(1)
  const y = Uint8Array.of(2)
  const keys = [
    { kty: 'EC', curve: 'P-256', x, y },
    { kty: 'EC', curve: 'secp256k1', x, y },
    { kty: 'EC', curve: 'P-256', x: y, y },
    { kty: 'EC', curve: 'P-256', x, y: x },
    { kty: 'OKP', curve: 'Ed25519', x },
    { kty: 'OKP', curve: 'Ed448', x },
    { kty: 'RSA', n: x, e: y },
    { kty: 'RSA', n: x, e: x },
    { kty: 'RSA', n: y, e: y },
    { kty: 'AKP', variant: 'ML-DSA-44', pub: x },
    { kty: 'AKP', variant: 'ML-DSA-65', pub: x },
    { kty: 'AKP', variant: 'ML-DSA-65', pub: y },
    { kty: 'OKP', curve: 'Ed448', x: y },
  ] as const

  it('compares all there is', () => {
    const matrix = keys.map((a) => keys.map((b) => samePublicKey(a, b)))
    expect(matrix).toEqual(keys.map((_, row) => keys.map((_, column) => row === column)))
  })
})
