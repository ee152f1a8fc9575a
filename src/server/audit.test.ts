import { describe, expect, it } from 'vitest'
import { networkOf, stackOf } from './audit.ts'

describe('networkOf (R161)', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:db8::1', '2001:db8::/48'],
    ['::1', '::/48'],
    ['evil\r\nentry', undefined],
    [undefined, undefined],
  ])('cuts %s to %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})

describe('stackOf (R162)', () => {
  it('tells where, and not a word of what', () => {
    const stack = stackOf(new TypeError('canary\n    at canary (canary)'))
    expect(stack[0]).toBe('TypeError')
    expect(stack.length).toBeGreaterThan(1)
    expect(stack.join()).not.toContain('canary')
    expect(stackOf('canary')).toEqual(['string'])
  })
})
