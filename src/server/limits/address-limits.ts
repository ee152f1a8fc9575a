/**
 * Calls of one address in one minute, counted in the memory of the process: an options call that is never
 * finished is not to write anything, and a flood is not to reach the database (security.md R148).
 *
 * Bounded: beyond so many addresses the one that has been quiet for longest is forgotten.
 *
 * @module
 */
import { Refusal } from '../refusal.ts'
import { addressBlock } from './address-block.ts'

/** Milliseconds in which calls are counted. */
const WINDOW = 60_000

/** Addresses that are remembered. */
const CAPACITY = 100_000

/** How many calls of each kind an address may make in a minute. */
export type CallsPerMinute = Readonly<Record<CallKind, number>>

/** Which calls are counted together. */
export type CallKind = 'options' | 'finish'

interface Window {
  since: number
  readonly counts: Record<CallKind, number>
}

/** Counts the calls of addresses. */
export class AddressLimits {
  readonly #allowed: CallsPerMinute
  readonly #monotonic: () => number
  readonly #capacity: number
  /** By address block, quietest first. */
  readonly #windows = new Map<string, Window>()

  /** `monotonic` gives milliseconds that never go back. */
  constructor(
    allowed: CallsPerMinute,
    monotonic: () => number,
    { capacity = CAPACITY }: { readonly capacity?: number } = {},
  ) {
    this.#allowed = allowed
    this.#monotonic = monotonic
    this.#capacity = capacity
  }

  /**
   * Counts a call. Calls without an address (through the programming interface) are not counted.
   *
   * @throws {@link Refusal} with `rate_limited`, which says when the next one may come.
   */
  check(kind: CallKind, address: string | undefined): void {
    if (address === undefined) return
    const now = this.#monotonic()
    const { since, counts } = this.#windowOf(addressBlock(address), now)
    if (counts[kind] >= this.#allowed[kind]) {
      const retryAfter = Math.ceil((since + WINDOW - now) / 1000)
      throw new Refusal('rate_limited', `${kind}_limit`, { retryAfter })
    }
    counts[kind] += 1
  }

  #windowOf(block: string, now: number): Window {
    const known = this.#windows.get(block)
    if (known !== undefined && now - known.since < WINDOW) return known
    if (known !== undefined) this.#windows.delete(block)
    const fresh: Window = { since: now, counts: { options: 0, finish: 0 } }
    this.#windows.set(block, fresh)
    if (this.#windows.size > this.#capacity) {
      this.#windows.delete(this.#windows.keys().next().value!)
    }
    return fresh
  }
}
