import { decode as decodeElsewhere, encode as encodeElsewhere } from 'cborg'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeCbor } from './cbor-encode.ts'
import { decodeCbor, decodeCborAt } from './cbor.ts'
import type { CborValue } from './cbor.ts'

const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'))

const key = fc.oneof(fc.maxSafeInteger(), fc.string({ unit: 'grapheme', maxLength: 8 }))
const { value: anyValue } = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((entries) => new Map(entries)),
  ),
}))

/** An authority of its own, told to be about as strict as we are. */
const elsewhere = {
  useMaps: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
  rejectDuplicateMapKeys: true,
}

describe('decodeCbor', () => {
  it.each<[string, string, CborValue]>([
    ['0', '00', 0],
    ['23', '17', 23],
    ['24', '1818', 24],
    ['1000', '1903e8', 1000],
    ['1000000', '1a000f4240', 1_000_000],
    ['1000000000000', '1b000000e8d4a51000', 1_000_000_000_000],
    ['-1', '20', -1],
    ['-257', '390100', -257],
    ['false', 'f4', false],
    ['true', 'f5', true],
    ['bytes', '4401020304', hex('01020304')],
    ['text', '6449455446', 'IETF'],
    ['text beyond ASCII', '62c3bc', 'ü'],
    ['an array', '8301820203820405', [1, [2, 3], [4, 5]]],
    [
      'a map',
      'a201020304',
      new Map([
        [1, 2],
        [3, 4],
      ]),
    ],
    ['an integer longer than needed', '1800', 0],
    [
      'a map whose keys are in no order',
      'a203040102',
      new Map([
        [3, 4],
        [1, 2],
      ]),
    ],
  ])('reads %s', (_, encoded, value) => {
    expect(decodeCbor(hex(encoded))).toEqual(value)
  })

  it.each([
    ['nothing', ''],
    ['a head cut short', '18'],
    ['bytes cut short', '4401'],
    ['text cut short', '6449'],
    ['an array cut short', '8301'],
    ['a map cut short', 'a201'],
    ['bytes left over', '0000'],
    ['a length of 2^63 bytes', '5b8000000000000000'],
    ['a length of 2^63 items', '9b8000000000000000'],
    ['a length of 2^32 entries', 'ba ffffffff'],
    ['an integer beyond 2^53', '1b0020000000000000'],
    ['an integer beyond -2^53', '3b001fffffffffffff'],
    ['an indefinite byte string', '5f4101ff'],
    ['an indefinite text', '7f6161ff'],
    ['an indefinite array', '9f01ff'],
    ['an indefinite map', 'bf0102ff'],
    ['a break alone', 'ff'],
    ['a reserved length', '1c'],
    ['a tag', 'c000'],
    ['null', 'f6'],
    ['undefined', 'f7'],
    ['a simple value', 'f8ff'],
    ['half a float', 'f93c00'],
    ['a double', 'fb3ff199999999999a'],
    ['a key that stands twice', 'a201020103'],
    ['a key that stands twice in two lengths', 'a20102180103'],
    ['a key that is an array', 'a18001'],
    ['a key that is a boolean', 'a1f401'],
    ['text that is not UTF-8', '62c328'],
    ['nine arrays in one another', '81818181818181818100'],
  ])('refuses %s', (_, encoded) => {
    expect(() => decodeCbor(hex(encoded.replaceAll(' ', '')))).toThrow(
      expect.objectContaining({ code: 'cbor_malformed' }),
    )
  })

  it('refuses depth without running out of stack', () => {
    expect(() => decodeCbor(new Uint8Array(100_000).fill(0x81))).toThrow(
      expect.objectContaining({ code: 'cbor_malformed' }),
    )
  })

  it('reads from the middle and says where the item ends', () => {
    expect(decodeCborAt(hex('ff8201027f'), 1)).toEqual({ value: [1, 2], end: 4 })
  })

  it('undoes encodeCbor', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(decodeCbor(encodeCbor(value))).toEqual(value)
      }),
      { numRuns: 500 },
    )
  })

  it('ends in a value or a coded error, and never reads what cborg refuses as ill-formed', () => {
    const almost = fc
      .tuple(anyValue, fc.nat(), fc.integer({ min: 0, max: 255 }))
      .map(([value, at, byte]) => {
        const bytes = encodeCbor(value)
        bytes[at % bytes.length] = byte
        return bytes
      })
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 40 }), almost), (bytes) => {
        let value: CborValue
        try {
          value = decodeCbor(bytes)
        } catch (error) {
          expect(error).toMatchObject({ name: 'BytesError', code: 'cbor_malformed' })
          return
        }
        expect(decodeElsewhere(bytes, elsewhere)).toEqual(value)
      }),
      { numRuns: 5000 },
    )
  })
})

describe('encodeCbor', () => {
  it('writes keys in the canonical order: type, length, bytes', () => {
    const map = new Map<number | string, CborValue>([
      ['aa', 1],
      ['b', 2],
      [-1, 3],
      [100, 4],
      [10, 5],
    ])
    expect(Buffer.from(encodeCbor(map)).toString('hex')).toBe(
      'a50a051864042003616202626161 01'.replaceAll(' ', ''),
    )
  })
  it('writes every integer as shortly as cborg does', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(encodeCbor(value)).toEqual(Uint8Array.from(encodeElsewhere(value)))
      }),
    )
  })
  it.each([0.5, Number.NaN, 2 ** 53])('refuses the number %d', (value) => {
    expect(() => encodeCbor(value)).toThrow(RangeError)
  })
})
