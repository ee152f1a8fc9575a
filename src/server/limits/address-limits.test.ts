import { beforeEach, describe, expect, it } from 'vitest'
import { AddressLimits } from './address-limits.ts'

let now = 0
beforeEach(() => {
  now = 0
})
const open = (capacity = 100) =>
  new AddressLimits({ options: 3, finish: 1 }, () => now, { capacity })
const allowed = (limits: AddressLimits, kind: 'options' | 'finish', address: string) => {
  try {
    limits.check(kind, address)
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'rate_limited', reason: `${kind}_limit` })
    return false
  }
}

describe('AddressLimits (R148)', () => {
  it('counts each kind and each address for itself', () => {
    const limits = open()
    const calls = Array.from({ length: 5 }, () => allowed(limits, 'options', '203.0.113.1'))
    expect(calls).toEqual([true, true, true, false, false])
    expect(allowed(limits, 'finish', '203.0.113.1')).toBe(true)
    expect(allowed(limits, 'finish', '203.0.113.1')).toBe(false)
    expect(allowed(limits, 'options', '203.0.113.2')).toBe(true)
  })

  it('counts a whole /64 as one', () => {
    const limits = open()
    expect(allowed(limits, 'finish', '2001:db8::1')).toBe(true)
    expect(allowed(limits, 'finish', '2001:db8::2')).toBe(false)
  })

  it('says how long to wait, and lets in again after that', () => {
    const limits = open()
    limits.check('finish', '203.0.113.1')
    now = 20_500
    expect(() => limits.check('finish', '203.0.113.1')).toThrow(
      expect.objectContaining({ details: { retryAfter: 40 } }),
    )
    now = 60_000
    expect(allowed(limits, 'finish', '203.0.113.1')).toBe(true)
  })

  it('forgets the quietest address when there are too many', () => {
    const limits = open(2)
    for (const address of ['a', 'b', 'c']) limits.check('finish', address)
    expect(allowed(limits, 'finish', 'c')).toBe(false)
    expect(allowed(limits, 'finish', 'a')).toBe(true)
  })

  it('does not count calls that have no address', () => {
    const limits = open()
    for (let call = 0; call < 10; call++) {
      expect(() => limits.check('finish', undefined)).not.toThrow()
    }
  })
})
