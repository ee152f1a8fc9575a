import { describe, expect, it } from 'vitest'
import {
  derBitString,
  derContext,
  derContextPrimitive,
  derInteger,
  derNull,
  derObjectIdentifier,
  derOctetString,
  derSequence,
  derSet,
  derTime,
} from './der-encode.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe('DER', () => {
  it.each([
    [0, '020100'],
    [127, '02017f'],
    [128, '02020080'],
    [65_537, '0203010001'],
    [2 ** 40, '0206010000000000'],
  ])('writes the integer %d', (value, text) => {
    expect(hex(derInteger(value))).toBe(text)
  })

  it('writes integers out of bytes without needless zeros', () => {
    expect(hex(derInteger(Uint8Array.of(0, 0, 0x80)))).toBe('02020080')
    expect(hex(derInteger(Uint8Array.of(0)))).toBe('020100')
  })

  it.each([-1, 1.5, 2 ** 53])('has no integer %d', (value) => {
    expect(() => derInteger(value)).toThrow(RangeError)
  })

  it.each([
    ['2.5.29.19', '0603551d13'],
    ['1.2.840.113549.1.1.11', '06092a864886f70d01010b'],
    ['1.3.6.1.4.1.45724.1.1.4', '060b2b0601040182e51c010104'],
  ])('writes the object identifier %s', (dotted, text) => {
    expect(hex(derObjectIdentifier(dotted))).toBe(text)
  })

  it.each([
    [127, '047f'],
    [128, '048180'],
    [256, '04820100'],
  ])('writes a length of %d', (length, head) => {
    expect(hex(derOctetString(new Uint8Array(length))).slice(0, head.length)).toBe(head)
  })

  it('orders the members of a set', () => {
    expect(hex(derSet(derInteger(2), derNull(), derInteger(1)))).toBe('31080201010201020500')
  })

  it('writes tag numbers from 31 on in the long form', () => {
    expect(hex(derContext(0, derInteger(2)))).toBe('a003020102')
    expect(hex(derContext(600, derNull()))).toBe('bf8458020500')
    expect(hex(derContextPrimitive(702, Uint8Array.of(1)))).toBe('9f853e0101')
  })

  it('writes two-digit years until 2049 and four-digit ones from then on', () => {
    const text = (date: string) => new TextDecoder().decode(derTime(new Date(date)).subarray(2))
    expect(text('2049-12-31T23:59:59.999Z')).toBe('491231235959Z')
    expect(text('2050-01-01T00:00:00Z')).toBe('20500101000000Z')
  })

  it('nests', () => {
    expect(hex(derSequence(derBitString(Uint8Array.of(0x80), 7), derSequence()))).toBe(
      '3006030207803000',
    )
  })
})
