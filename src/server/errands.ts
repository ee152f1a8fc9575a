/**
 * Errands: work that nobody waits for, done in order, so that an answer tells nothing by the time it takes.
 *
 * @module
 */

/** Does errands one after the other. Bounded: what does not fit is refused. */
export class Errands {
  readonly #capacity: number
  readonly #failed: (error: unknown) => void
  #size = 0
  #last: Promise<void> = Promise.resolve()

  constructor(failed: (error: unknown) => void, { capacity = 1000 } = {}) {
    this.#failed = failed
    this.#capacity = capacity
  }

  /** How many are waiting or under way. */
  get size(): number {
    return this.#size
  }

  /** Takes an errand; answers whether there was room for it. */
  add(errand: () => Promise<void>): boolean {
    if (this.#size >= this.#capacity) return false
    this.#size += 1
    this.#last = this.#last.then(() => this.#run(errand))
    return true
  }

  /** Resolves once everything that was taken is done, also what the errands themselves added. */
  async drain(): Promise<void> {
    while (this.#size > 0) await this.#last
  }

  async #run(errand: () => Promise<void>): Promise<void> {
    try {
      // Behind what is waiting already: whoever is being answered comes first.
      await new Promise((resolve) => setImmediate(resolve))
      await errand()
    } catch (error) {
      this.#failed(error)
    } finally {
      this.#size -= 1
    }
  }
}
