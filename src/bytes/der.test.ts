import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  derBitString,
  derChildren,
  derObjectIdentifier,
  derSmallNumber,
  derUnsigned,
  readDer,
  readDerAt,
} from './der.ts'
import { BytesError } from './errors.ts'

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const refused = expect.objectContaining({ name: 'BytesError', code: 'der_malformed' })

describe('readDer', () => {
  it('reads a sequence and its parts', () => {
    const parts = derChildren(readDer(hex('30 06 02 01 05 04 01 ff')))
    expect(parts.map(({ tag }) => tag)).toEqual([2, 4])
    expect(parts[1]!.contents).toEqual(hex('ff'))
    expect(parts[0]!.whole).toEqual(hex('02 01 05'))
  })

  it('reads tags above 30', () => {
    expect(readDer(hex('bf 85 3e 03 02 01 00'))).toMatchObject({ class: 'context', tag: 702 })
  })

  it('reads long lengths, also where a short one would do', () => {
    expect(readDer(hex('04 81 01 aa')).contents).toEqual(hex('aa'))
    expect(readDer(hex('04 82 00 01 aa')).contents).toEqual(hex('aa'))
  })

  it('tells where the next element starts', () => {
    expect(readDerAt(hex('00 05 00 02 01 07'), 3)).toMatchObject({ end: 6 })
  })

  it.each([
    ['nothing', ''],
    ['no length', '30'],
    ['contents cut short', '04 02 00'],
    ['an indefinite length', '30 80 00 00'],
    ['a length of five bytes', '04 85 00 00 00 00 01 aa'],
    ['a length that is cut short', '04 82 01'],
    ['a length of four gigabytes', '04 84 ff ff ff ff 00'],
    ['a byte left over', '05 00 00'],
    ['a tag without end', '1f ff ff ff ff ff ff'],
  ])('refuses %s', (_, text) => {
    expect(() => readDer(hex(text))).toThrow(refused)
  })

  it('ends in an element or in a coded error, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          const item = readDer(bytes)
          expect(item.whole).toEqual(bytes)
          if (item.constructed) derChildren(item)
        } catch (error) {
          expect(error).toBeInstanceOf(BytesError)
        }
      }),
    )
  })
})

describe('the readers of values', () => {
  it.each([
    ['1.2.840.113635.100.8.2', '06 09 2a 86 48 86 f7 63 64 08 02'],
    ['2.5.29.19', '06 03 55 1d 13'],
    ['2.999', '06 02 88 37'],
    ['0.9', '06 01 09'],
  ])('read the object identifier %s', (text, bytes) => {
    expect(derObjectIdentifier(readDer(hex(bytes)))).toBe(text)
  })

  it('read numbers, bit strings and large integers', () => {
    expect(derSmallNumber(readDer(hex('02 02 01 00')))).toBe(256)
    expect(derSmallNumber(readDer(hex('0a 01 02')))).toBe(2)
    expect(derBitString(readDer(hex('03 02 00 7f')))).toEqual(hex('7f'))
    expect(derUnsigned(readDer(hex('02 03 00 80 01')))).toEqual(hex('80 01'))
  })

  it.each([
    ['a number in parts', () => derSmallNumber(readDer(hex('22 03 02 01 00')))],
    ['an empty object identifier', () => derObjectIdentifier(readDer(hex('06 00')))],
    ['an arc that is cut short', () => derObjectIdentifier(readDer(hex('06 02 2a 86')))],
    ['another type', () => derObjectIdentifier(readDer(hex('02 01 00')))],
    ['an empty number', () => derSmallNumber(readDer(hex('02 00')))],
    ['a negative number', () => derSmallNumber(readDer(hex('02 01 ff')))],
    ['a large number', () => derSmallNumber(readDer(hex('02 05 00 ff ff ff ff')))],
    ['a huge number', () => derSmallNumber(readDer(hex('02 06 00 ff ff ff ff ff')))],
    ['a negative modulus', () => derUnsigned(readDer(hex('02 01 80')))],
    ['bits that are no bytes', () => derBitString(readDer(hex('03 02 01 80')))],
    ['parts of a primitive', () => derChildren(readDer(hex('04 02 05 00')))],
  ])('refuse %s', (_, read) => expect(read).toThrow(refused))
})
