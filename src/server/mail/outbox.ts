/**
 * The outbox: mails on their way, beside the answers and never in front of them.
 *
 * It lives in memory and is bounded: when the mail server is away, mails wait and are tried again, and when
 * too many wait, further ones are refused and said so. What is in a mail never gets into the log.
 *
 * @module
 */
import type { LogEntry } from '../audit.ts'
import type { MailMessage, MailTransport } from './message.ts'

/** Waits before the second and every later attempt, in milliseconds: about a quarter of an hour in all. */
const WAITS: readonly number[] = [1000, 5000, 15_000, 60_000, 240_000, 600_000]

/** What an outbox may be told. The defaults suit a server. */
export interface OutboxOptions {
  /** Mails that may wait. Default 1,000. */
  readonly capacity?: number
  /** Mails under way at once. Default 4. */
  readonly concurrency?: number
  readonly waits?: readonly number[]
  /** Milliseconds that one attempt may take. Default 30,000. */
  readonly attemptTimeout?: number
  /** Milliseconds that closing may take. Default 5,000. */
  readonly closeTimeout?: number
}

interface Waiting {
  readonly message: MailMessage
  /** Milliseconds of `performance.now()` after which it is of no use to anyone. */
  readonly until: number
  attempts: number
  dueAt: number
}

/** Sends mails one after the other, and again until they are taken. */
export class Outbox {
  readonly #transport: MailTransport
  readonly #log: (entry: Omit<LogEntry, 'time'>) => void
  readonly #options: Required<OutboxOptions>
  readonly #waiting = new Set<Waiting>()
  readonly #underWay = new Set<Promise<void>>()
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(
    transport: MailTransport,
    log: (entry: Omit<LogEntry, 'time'>) => void,
    options: OutboxOptions = {},
  ) {
    this.#transport = transport
    this.#log = log
    this.#options = {
      capacity: 1000,
      concurrency: 4,
      waits: WAITS,
      attemptTimeout: 30_000,
      closeTimeout: 5000,
      ...options,
    }
  }

  /** Mails that are not sent yet. */
  get size(): number {
    return this.#waiting.size + this.#underWay.size
  }

  /**
   * Takes a mail to be sent; at once if it can be. Answers whether there was room for it.
   *
   * @param lifetime - milliseconds after which it is of no use any more and dropped.
   */
  send(message: MailMessage, { lifetime = Number.POSITIVE_INFINITY } = {}): boolean {
    if (this.#closed || this.size >= this.#options.capacity) {
      this.#note('failed', this.#closed ? 'closed' : 'outbox_full')
      return false
    }
    const now = performance.now()
    this.#waiting.add({ message, until: now + lifetime, attempts: 0, dueAt: now })
    this.#run()
    return true
  }

  /** Tries what still waits once more, now, and drops what is not taken in time. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    clearTimeout(this.#timer)
    for (const waiting of this.#waiting) waiting.dueAt = 0
    const deadline = performance.now() + this.#options.closeTimeout
    this.#run()
    while (this.#underWay.size > 0 && performance.now() < deadline) {
      await withTimeout(Promise.race(this.#underWay), deadline - performance.now()).catch(
        () => undefined,
      )
      this.#run()
    }
    for (let left = this.size; left > 0; left -= 1) this.#note('failed', 'closed')
    this.#waiting.clear()
  }

  #run(): void {
    clearTimeout(this.#timer)
    const now = performance.now()
    let next = Number.POSITIVE_INFINITY
    for (const waiting of this.#waiting) {
      if (waiting.dueAt > now) {
        next = Math.min(next, waiting.dueAt)
        continue
      }
      if (this.#underWay.size >= this.#options.concurrency) return
      this.#waiting.delete(waiting)
      this.#begin(waiting)
    }
    if (next === Number.POSITIVE_INFINITY || this.#closed) return
    this.#timer = setTimeout(() => this.#run(), next - now)
    this.#timer.unref()
  }

  #begin(waiting: Waiting): void {
    const attempt = this.#attempt(waiting).finally(() => {
      this.#underWay.delete(attempt)
      this.#run()
    })
    this.#underWay.add(attempt)
  }

  /** Never rejects. */
  async #attempt(waiting: Waiting): Promise<void> {
    try {
      await withTimeout(this.#deliver(waiting.message), this.#options.attemptTimeout)
      this.#note('accepted')
    } catch (error) {
      this.#again(waiting, error)
    }
  }

  // Apart, so that a transport that throws right away rejects like any other.
  async #deliver(message: MailMessage): Promise<void> {
    await this.#transport(message)
  }

  #again(waiting: Waiting, error: unknown): void {
    const wait = this.#options.waits[waiting.attempts]
    const now = performance.now()
    if ((error as { permanent?: unknown } | null)?.permanent === true) {
      this.#note('failed', 'refused_for_good')
      return
    }
    if (wait === undefined || now + wait >= waiting.until) {
      this.#note('failed', 'given_up')
      return
    }
    if (this.#closed) {
      this.#note('failed', 'closed')
      return
    }
    waiting.attempts += 1
    waiting.dueAt = now + wait
    this.#waiting.add(waiting)
    this.#note('failed', 'to_be_tried_again')
  }

  #note(outcome: 'accepted' | 'failed', reason?: string): void {
    this.#log({ level: outcome === 'accepted' ? 'info' : 'warn', event: 'mail', outcome, reason })
  }
}

async function withTimeout<Result>(work: Promise<Result>, limit: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too slow')), Math.max(0, limit))
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
