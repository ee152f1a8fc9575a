/**
 * The queue in front of password hashing: so many at a time, so many waiting, none for too long (security.md
 * R103). What does not fit is refused at once, and nothing else gets slower.
 *
 * @module
 */
import { Refusal } from '../refusal.ts'

/** How much there may be of what. */
export interface HashQueueLimits {
  /** Jobs that run at the same time. */
  readonly threads: number
  /** Jobs that wait. */
  readonly waiting: number
  /** How long each of them waits at most. Milliseconds. */
  readonly patience: number
}

interface Waiting {
  readonly start: () => void
  readonly timer: NodeJS.Timeout
}

/** Runs jobs in the order they came. */
export class HashQueue {
  readonly #limits: HashQueueLimits
  readonly #waiting = new Set<Waiting>()
  #running = 0

  constructor(limits: HashQueueLimits) {
    this.#limits = limits
  }

  /** How many are running or waiting. */
  get size(): number {
    return this.#running + this.#waiting.size
  }

  /** Whether a job would be refused now. */
  get isFull(): boolean {
    const { threads, waiting } = this.#limits
    return this.#running >= threads && this.#waiting.size >= waiting
  }

  /** @throws {@link Refusal} with `unavailable` when there is no room. */
  demandRoom(): void {
    if (this.isFull) throw this.#refusal('password_queue_full')
  }

  /**
   * Runs a job when its turn comes.
   *
   * @throws {@link Refusal} with `unavailable` when there is no room, or its turn does not come in time.
   */
  async run<Result>(job: () => Promise<Result>): Promise<Result> {
    this.demandRoom()
    if (this.#running >= this.#limits.threads) await this.#turn()
    else this.#running += 1
    try {
      return await job()
    } finally {
      this.#next()
    }
  }

  /** Resolves when it is a job's turn; the place of the one before is its own then. */
  #turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(place)
        reject(this.#refusal('password_queue_slow'))
      }, this.#limits.patience)
      const place = { start: resolve, timer }
      this.#waiting.add(place)
    })
  }

  #next(): void {
    const [first] = this.#waiting
    if (first === undefined) {
      this.#running -= 1
      return
    }
    this.#waiting.delete(first)
    clearTimeout(first.timer)
    first.start()
  }

  #refusal(reason: string): Refusal {
    const retryAfter = Math.ceil(this.#limits.patience / 1000)
    return new Refusal('unavailable', reason, { retryAfter })
  }
}
