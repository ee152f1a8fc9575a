import { describe, expect, it } from 'vitest'
import { random } from './services.ts'

describe('random', () => {
  it('gives out so many bytes, none of them twice, across many fetches from the platform', () => {
    const drawn = Array.from({ length: 2000 }, () => Buffer.from(random(24)).toString('hex'))
    expect(drawn.every((hex) => hex.length === 48)).toBe(true)
    // Any eight bytes in a row, so that an overlap of two draws shows too.
    const pieces = drawn.flatMap((hex) => hex.match(/.{16}/g)!)
    expect(new Set(pieces).size).toBe(pieces.length)
  })

  it('gives out bytes of their own: what is written to them stays there', () => {
    const first = random(16)
    const second = random(16)
    const before = Buffer.from(second).toString('hex')
    first.fill(0)
    expect(first.buffer.byteLength).toBe(16)
    expect(Buffer.from(second).toString('hex')).toBe(before)
  })

  it('refuses more than it fetches at once', () => {
    expect(() => random(4097)).toThrow(RangeError)
  })
})
