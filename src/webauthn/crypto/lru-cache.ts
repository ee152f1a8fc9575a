/**
 * A map with a bound: what was not asked for longest goes first.
 *
 * @module
 */

/** Holds at most `limit` entries. */
export class LruCache<Value> {
  readonly #limit: number
  readonly #entries = new Map<string, Value>()

  /** @throws RangeError when `limit` is not a positive integer. */
  constructor(limit: number) {
    if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError('limit must be at least 1')
    this.#limit = limit
  }

  /** How many entries there are. */
  get size(): number {
    return this.#entries.size
  }

  /** The value under a key, which becomes the youngest. */
  get(key: string): Value | undefined {
    const value = this.#entries.get(key)
    if (value === undefined) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, value)
    return value
  }

  /** Puts a value in and drops the oldest when there are too many. */
  set(key: string, value: Value): void {
    this.#entries.delete(key)
    this.#entries.set(key, value)
    if (this.#entries.size <= this.#limit) return
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest)
      return
    }
  }
}
