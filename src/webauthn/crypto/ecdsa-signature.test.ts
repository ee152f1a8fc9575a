/**
 * ECDSA signatures as DER: what is one, and what only a careless reader takes for one.
 */
import { describe, expect, it } from 'vitest'
import { EC_CURVES } from '../keys/curve.ts'
import { isStrictEcdsaSignature, toRawEcdsaSignature } from './ecdsa-signature.ts'

const integer = (...digits: readonly number[]) => [0x02, digits.length, ...digits]
const short = (...contents: readonly number[]) => [0x30, contents.length, ...contents]
const long = (...contents: readonly number[]) => [0x30, 0x81, contents.length, ...contents]

const ONE = integer(1)
/** A positive number of so many bytes. */
const bytes = (length: number) => integer(...Array.from({ length }, () => 0x01))
/** The order of the group, with another last digit. */
const nearOrder = (curve: 'P-256' | 'P-521', change: number) => {
  const digits = [...EC_CURVES[curve].order]
  digits[digits.length - 1]! += change
  return integer(...(digits[0]! >= 0x80 ? [0, ...digits] : digits))
}

describe('isStrictEcdsaSignature', () => {
  it.each([
    ['one and one', 'P-256', short(...ONE, ...ONE)],
    ['the largest r and s', 'P-256', short(...nearOrder('P-256', -1), ...nearOrder('P-256', -1))],
    ['the largest r and s', 'P-521', long(...nearOrder('P-521', -1), ...nearOrder('P-521', -1))],
    ['a sign byte', 'P-256', short(...integer(0, 0x80), ...ONE)],
    ['127 bytes of contents', 'P-521', short(...bytes(66), ...bytes(57))],
    ['128 bytes of contents', 'P-521', long(...bytes(66), ...bytes(58))],
    ['129 bytes of contents', 'P-521', long(...bytes(66), ...bytes(59))],
  ] as const)('takes %s on %s', (_, curve, der) => {
    expect(isStrictEcdsaSignature(curve, Uint8Array.from(der))).toBe(true)
  })

  it.each([
    ['nothing', 'P-256', []],
    ['no sequence', 'P-256', [0x31, ...short(...ONE, ...ONE).slice(1)]],
    ['no length', 'P-256', [0x30]],
    ['no numbers', 'P-256', short()],
    ['one number', 'P-256', short(...ONE)],
    ['three numbers', 'P-256', short(...ONE, ...ONE, ...ONE)],
    ['a byte behind it', 'P-256', [...short(...ONE, ...ONE), 0]],
    ['a byte too few', 'P-256', short(...ONE, ...ONE).slice(0, -1)],
    ['a long length for short contents', 'P-256', long(...ONE, ...ONE)],
    ['a long length for 127 bytes', 'P-521', long(...bytes(66), ...bytes(57))],
    ['a short length for 128 bytes', 'P-521', short(...bytes(66), ...bytes(58))],
    [
      'a length with another mark',
      'P-521',
      [0x30, 0x82, ...long(...bytes(66), ...bytes(58)).slice(2)],
    ],
    [
      'a long length that says one less',
      'P-521',
      [0x30, 0x81, 128, ...long(...bytes(66), ...bytes(59)).slice(3)],
    ],
    [
      'a long length that says one more',
      'P-521',
      [0x30, 0x81, 130, ...long(...bytes(66), ...bytes(59)).slice(3)],
    ],
    ['a long length and a byte more', 'P-521', [...long(...bytes(66), ...bytes(58)), 0]],
    ['a number of another kind', 'P-256', short(0x03, 1, 1, ...ONE)],
    ['a number without digits', 'P-256', short(...integer(), ...ONE)],
    ['a number longer than all there is', 'P-256', short(0x02, 0x21, 1, ...ONE)],
    ['zero', 'P-256', short(...integer(0), ...ONE)],
    ['zero for s', 'P-256', short(...ONE, ...integer(0))],
    ['a negative number', 'P-256', short(...integer(0x80), ...ONE)],
    ['a zero too many', 'P-256', short(...integer(0, 0x7f), ...ONE)],
    ['the order', 'P-256', short(...nearOrder('P-256', 0), ...ONE)],
    ['the order for s', 'P-256', short(...ONE, ...nearOrder('P-256', 0))],
    ['the order and one', 'P-256', short(...nearOrder('P-256', 1), ...ONE)],
    ['a number of 33 bytes', 'P-256', short(...bytes(33), ...ONE)],
    ['a first digit too large', 'P-521', short(...integer(2, ...new Uint8Array(65)), ...ONE)],
  ] as const)('does not take %s on %s', (_, curve, der) => {
    expect(isStrictEcdsaSignature(curve, Uint8Array.from(der))).toBe(false)
    expect(toRawEcdsaSignature(curve, Uint8Array.from(der))).toBeUndefined()
  })
})

describe('toRawEcdsaSignature', () => {
  it('writes r and s in full length', () => {
    const der = Uint8Array.from(short(...integer(0, 0x81, 2), ...integer(3)))
    const raw = new Uint8Array(64)
    raw.set([0x81, 2], 30)
    raw.set([3], 63)
    expect(toRawEcdsaSignature('P-256', der)).toEqual(raw)
  })
})
