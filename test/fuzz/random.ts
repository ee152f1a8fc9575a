/**
 * Randomness that can be repeated: the same seed gives the same run.
 *
 * @module
 */

/** A source of numbers, each from 0 to `limit - 1`. */
export type Random = (limit: number) => number

/** Mulberry32: small, fast, and good enough to choose mutations with. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

/** One of several. */
export function pick<Value>(random: Random, values: readonly Value[]): Value {
  return values[random(values.length)]!
}
