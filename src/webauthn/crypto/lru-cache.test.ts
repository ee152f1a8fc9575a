import { describe, expect, it } from 'vitest'
import { LruCache } from './lru-cache.ts'

describe('LruCache', () => {
  it('drops what was not asked for longest', () => {
    const cache = new LruCache<number>(2)
    cache.set('a', 1)
    cache.set('b', 2)
    expect(cache.get('a')).toBe(1)
    cache.set('c', 3)
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3])
    expect(cache.size).toBe(2)
  })

  it('keeps one value a key', () => {
    const cache = new LruCache<number>(2)
    cache.set('a', 1)
    cache.set('a', 2)
    expect(cache.get('a')).toBe(2)
    expect(cache.size).toBe(1)
  })

  it('makes a value young that is put in again', () => {
    const cache = new LruCache<number>(2)
    cache.set('a', 1)
    cache.set('b', 2)
    cache.set('a', 3)
    cache.set('c', 4)
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([3, undefined, 4])
  })

  it('holds a value once that came back from the old ones', () => {
    const cache = new LruCache<number>(4)
    for (const key of ['a', 'b', 'c', 'a']) cache.set(key, 1)
    expect(cache.size).toBe(3)
  })

  it('never holds more than its bound, and always the half that was asked for last', () => {
    const cache = new LruCache<number>(10)
    for (let turn = 0; turn < 200; turn++) {
      cache.set(`a${turn}`, turn)
      cache.get(`a${turn - 2}`)
      expect(cache.size).toBeLessThanOrEqual(10)
      expect(cache.get(`a${turn - 2}`)).toBe(turn < 2 ? undefined : turn - 2)
    }
  })

  it.each([0, 1, 1.5, Number.NaN])('refuses a bound of %d', (limit) => {
    expect(() => new LruCache(limit)).toThrow(RangeError)
  })
})
