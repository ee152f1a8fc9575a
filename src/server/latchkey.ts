/**
 * The relying party: configuration in, one handler out.
 *
 * @module
 */
import { createApi } from './api.ts'
import type { LatchkeyApi } from './api.ts'
import { stackOf } from './audit.ts'
import type { CallHost, Calls } from './calls.ts'
import { checkConfig } from './check-config.ts'
import type { LatchkeyConfig } from './config.ts'
import { baseHeaders, problemAnswer } from './http/answers.ts'
import type { HttpAnswer, HttpRequest } from './http/exchange.ts'
import { createFetch } from './http/fetch.ts'
import type { Fetch } from './http/fetch.ts'
import { openJournal } from './open-journal.ts'
import { Refusal } from './refusal.ts'
import type { Running } from './running.ts'

/** A running relying party. */
export interface Latchkey {
  /**
   * Answers a request to one of its routes. Never rejects: whatever happens becomes an answer.
   * Mounts in anything that speaks `Request` and `Response`.
   */
  readonly fetch: Fetch
  /** The same operations as functions, for an app that wants routes of its own. */
  readonly api: LatchkeyApi
  /** Lets running requests end, then closes the database. */
  readonly close: () => Promise<void>
}

const SWEEP_INTERVAL = 60_000
/** A database that could not be opened is tried again after so many milliseconds. */
const RESTART_INTERVAL = 1000

/**
 * Starts a relying party. The database is opened in the background: requests wait for it.
 *
 * @throws TypeError when the configuration is nonsense; the sentence says which member and why.
 *
 * @example
 * ```ts
 * const latchkey = createLatchkey({
 *   rpId: 'example.com',
 *   origins: ['https://example.com'],
 *   database: 'sqlite:./data/latchkey.db',
 *   secret: process.env.LATCHKEY_SECRET ?? '',
 * })
 * app.all('/auth/*', (context) => latchkey.fetch(context.req.raw))
 * ```
 */
export function createLatchkey(config: LatchkeyConfig): Latchkey {
  const settings = checkConfig(config)
  const journal = openJournal(settings)
  const { log } = journal
  const running = new Set<Promise<unknown>>()
  let triedAt = settings.clock.monotonic()
  let parts = begin()
  let closing: Promise<void> | undefined

  const sweeper = setInterval(() => void track(sweep()), SWEEP_INTERVAL)
  sweeper.unref()

  return {
    fetch: createFetch((request) => track(answer(request))),
    api: createApi((use) => track(withCalls(use))),
    close() {
      closing ??= stop()
      return closing
    },
  }

  function begin(): Promise<Running> {
    const aside = (work: Promise<unknown>) => void track(work)
    const attempt = import('./running.ts').then(({ startRunning }) =>
      startRunning({ settings, journal, aside, isClosing }),
    )
    attempt.catch((error: unknown) => {
      const stack = stackOf(error)
      log({ level: 'error', event: 'server.started', outcome: 'failed', reason: 'store', stack })
    })
    return attempt
  }

  /** The parts, once they are there. A start that failed is tried again, but not by every request. */
  async function started(): Promise<Running> {
    try {
      return await parts
    } catch (error) {
      const now = settings.clock.monotonic()
      if (now - triedAt < RESTART_INTERVAL || isClosing()) throw error
      triedAt = now
      parts = begin()
      return parts
    }
  }

  async function withCalls<Result>(use: (calls: Calls) => Promise<Result>): Promise<Result> {
    // Whoever called before the end is served, however long it takes to load what serves them.
    const isLate = isClosing()
    const { openCalls } = await import('./calls.ts')
    const run: CallHost['run'] = async (work) => {
      if (isLate) throw new Refusal('unavailable', 'closing')
      return work(await started())
    }
    return use(openCalls({ journal, run }))
  }

  async function answer(request: HttpRequest): Promise<HttpAnswer> {
    if (isClosing()) return unavailable('closing')
    try {
      const { app } = await started()
      return await app(request)
    } catch {
      return unavailable('not_started')
    }
  }

  function unavailable(reason: string): HttpAnswer {
    log({ level: 'error', event: 'request', outcome: 'failed', reason, code: 'unavailable' })
    const refusal = new Refusal('unavailable', reason)
    return problemAnswer(baseHeaders(settings), refusal, { requestId: 'none', route: undefined })
  }

  async function sweep(): Promise<void> {
    // A start that failed has been said already.
    const begun = await started().catch(() => undefined)
    await begun?.sweep()
  }

  function track<Result>(work: Promise<Result>): Promise<Result> {
    running.add(work)
    const settled = work.finally(() => running.delete(work))
    // Its caller hears of a failure through `work`.
    settled.catch(() => undefined)
    return work
  }

  function isClosing(): boolean {
    return closing !== undefined
  }

  async function stop(): Promise<void> {
    clearInterval(sweeper)
    await Promise.allSettled(running)
    const begun = await parts.catch(() => undefined)
    await begun?.close()
    log({ level: 'info', event: 'server.stopped', outcome: 'accepted' })
  }
}
