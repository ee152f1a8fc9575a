/**
 * A map with a bound: what was not asked for longest goes first.
 *
 * The order is kept in two generations only. When the young one is full the old one is dropped and the young one becomes
 * old, so that finding something young costs one look-up and moves nothing.
 *
 * @module
 */

/** Holds at most `limit` entries, and always the `limit / 2` that were asked for last. */
export class LruCache<Value> {
  readonly #half: number
  #young = new Map<string, Value>()
  #old = new Map<string, Value>()

  /** @throws RangeError when `limit` is not an integer of at least two. */
  constructor(limit: number) {
    if (!Number.isSafeInteger(limit) || limit < 2) throw new RangeError('limit must be at least 2')
    this.#half = limit >> 1
  }

  /** How many entries there are. */
  get size(): number {
    return this.#young.size + this.#old.size
  }

  /** The value under a key, which becomes young. */
  get(key: string): Value | undefined {
    const value = this.#young.get(key)
    if (value !== undefined) return value
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  /** Puts a value in, and drops the old generation when there are too many. */
  set(key: string, value: Value): void {
    this.#old.delete(key)
    if (this.#young.size >= this.#half && !this.#young.has(key)) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, value)
  }
}
