/**
 * Time: the wall clock for sessions, and for challenges a clock that never goes back (security.md R25).
 *
 * @module
 */

/** Where time comes from. Tests bring their own. */
export interface Clock {
  /** Milliseconds since the epoch; may jump in both directions. */
  wall(): number
  /** Milliseconds since some moment; never goes back. */
  monotonic(): number
}

/**
 * What is kept for so much longer than anything that begins now comes from a clock that was ahead, and says nothing:
 * else somebody would wait for that day. Milliseconds; the clocks of processes differ by less.
 */
export const CLOCKS_DIFFER = 600_000

/** The clocks of this machine. */
export const systemClock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
}

/** So far ahead of the wall clock a process cannot be trusted with challenges any more. */
const MAX_AHEAD = 600_000

/**
 * The time that challenges are issued and judged by: the latest of the wall clock, the floor known to
 * the store, and this clock's own last value carried on by the monotonic clock.
 */
export class ChallengeClock {
  readonly #clock: Clock
  #last: number
  #lastMonotonic: number
  #astray = false

  constructor(clock: Clock) {
    this.#clock = clock
    this.#last = clock.wall()
    this.#lastMonotonic = clock.monotonic()
  }

  /** Milliseconds since the epoch, a whole number; never less than before. */
  now(): number {
    const monotonic = this.#clock.monotonic()
    const carried = this.#last + Math.max(0, monotonic - this.#lastMonotonic)
    this.#last = Math.max(this.#clock.wall(), carried)
    this.#lastMonotonic = monotonic
    return Math.floor(this.#last)
  }

  /** Lifts the clock to the floor that the store holds for its challenge keys (R26). */
  raise(floor: number): void {
    this.now()
    this.#last = Math.max(this.#last, floor)
  }

  /**
   * Whether the wall clock has fallen so far behind that this process must be restarted. Once true, it
   * stays true.
   */
  get astray(): boolean {
    this.#astray ||= this.now() - this.#clock.wall() > MAX_AHEAD
    return this.#astray
  }
}
