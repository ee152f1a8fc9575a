import { createSecretKey, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { decoyFor, inNeutralOrder } from './decoys.ts'

const key = createSecretKey(randomBytes(32))
const many = Array.from({ length: 2000 }, (_, index) => decoyFor(key, `name ${index}`))

describe('decoyFor (R111)', () => {
  it('invents the same for the same name, and something else for another', () => {
    expect(decoyFor(key, 'alice')).toEqual(decoyFor(key, 'alice'))
    expect(decoyFor(key, 'alice')).not.toEqual(decoyFor(key, 'alicf'))
    expect(decoyFor(createSecretKey(randomBytes(32)), 'alice')).not.toEqual(decoyFor(key, 'alice'))
  })

  it('never invents the same credential or account twice', () => {
    const ids = many.flatMap(({ accountId, credentials }) => [
      accountId,
      ...credentials.map(({ id }) => id),
    ])
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('invents account ids of the length that real ones have', () => {
    expect(new Set(many.map(({ accountId }) => accountId.length))).toEqual(new Set([22]))
  })

  it('spreads counts and lengths as people have them', () => {
    const counts = [1, 2, 3].map(
      (count) =>
        many.filter(({ credentials }) => credentials.length === count).length / many.length,
    )
    expect(counts[0]).toBeGreaterThan(0.6)
    expect(counts[1]).toBeGreaterThan(0.1)
    expect(counts[2]).toBeGreaterThan(0.03)
    const lengths = many.flatMap(({ credentials }) =>
      credentials.map(({ id }) => Buffer.from(id, 'base64url').length),
    )
    expect(new Set(lengths)).toEqual(new Set([16, 20, 32, 48, 64]))
  })

  it('is put into an order that says nothing', () => {
    const list = ['c', 'a', 'b'].map((id) => ({ type: 'public-key' as const, id }))
    expect(inNeutralOrder(list).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  })
})
