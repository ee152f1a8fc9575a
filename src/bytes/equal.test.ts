import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equalBytes } from './equal.ts'

describe('equalBytes', () => {
  it('says what a plain comparison says', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4 }), fc.uint8Array({ maxLength: 4 }), (a, b) => {
        expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0)
        expect(equalBytes(a, Uint8Array.from(a))).toBe(true)
      }),
    )
  })
  it('sees every single flipped bit', () => {
    const tag = Uint8Array.from({ length: 16 }, (_, index) => index)
    for (let bit = 0; bit < 128; bit++) {
      const other = Uint8Array.from(tag)
      other[bit >> 3]! ^= 1 << (bit & 7)
      expect(equalBytes(tag, other)).toBe(false)
    }
  })
})
