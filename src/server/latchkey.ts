/**
 * The relying party: configuration in, one handler out.
 *
 * @module
 */
import { createApi } from './api.ts'
import type { LatchkeyApi, RunningParts } from './api.ts'
import { stackOf } from './audit.ts'
import { checkConfig } from './check-config.ts'
import type { LatchkeyConfig } from './config.ts'
import { createApp } from './http/app.ts'
import { baseHeaders, problemAnswer } from './http/answers.ts'
import type { HttpAnswer, HttpRequest } from './http/exchange.ts'
import { createFetch } from './http/fetch.ts'
import type { Fetch } from './http/fetch.ts'
import { pruneAudit, sealAll } from './audit-log/audit-log.ts'
import { Refusal } from './refusal.ts'
import { encodeBase64url } from '../bytes/base64url.ts'
import { random } from './services.ts'
import type { Services } from './services.ts'
import { findLiveSession, wantsTouch } from './sessions.ts'
import { openJournal, startServices } from './start.ts'
import { sweepLimits } from './store/acts/limit-acts.ts'
import { sweepRecovery } from './store/acts/recovery-acts.ts'
import type { LiveSession } from './store/store.ts'

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
/** R154: rows a sweep removes in one transaction. */
const SWEEP_BATCH = 1000
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
  let astray = false
  let closing: Promise<void> | undefined

  const sweeper = setInterval(() => void track(sweepOnce()), SWEEP_INTERVAL)
  sweeper.unref()

  return {
    fetch: createFetch((request) => track(answer(request))),
    api: createApi({ journal, run: (work) => track(run(work)) }),
    close() {
      closing ??= stop()
      return closing
    },
  }

  function begin() {
    const attempt = startServices(settings, journal).then((services) => {
      const findSession = (token: string) => liveSession(services, token)
      return { services, findSession, app: createApp(services, findSession) }
    })
    attempt.catch((error: unknown) => {
      const stack = stackOf(error)
      log({ level: 'error', event: 'server.started', outcome: 'failed', reason: 'store', stack })
    })
    return attempt
  }

  /** The parts, once they are there. A start that failed is tried again, but not by every request. */
  async function started() {
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

  async function run<Result>(work: (parts: RunningParts) => Promise<Result>): Promise<Result> {
    if (isClosing()) throw new Refusal('unavailable', 'closing')
    return work(await started())
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

  async function liveSession(services: Services, token: string): Promise<LiveSession | undefined> {
    const now = services.now()
    const live = await findLiveSession(services.store, token, { now, idle: settings.sessions.idle })
    // Not waited for: a full disk must not keep anyone from reading (R152).
    if (live && wantsTouch(live.session, now)) void track(touch(services, live, now))
    return live
  }

  async function touch({ store }: Services, { session }: LiveSession, now: number): Promise<void> {
    try {
      await store.touchSession(session.id, now)
    } catch (error) {
      const stack = stackOf(error)
      log({ level: 'warn', event: 'session.touch', outcome: 'failed', reason: 'store', stack })
    }
  }

  async function sweepOnce(): Promise<void> {
    try {
      const { services } = await started()
      watchClock(services)
      let removed = SWEEP_BATCH
      while (removed >= SWEEP_BATCH && !isClosing()) {
        removed = await services.store.sweep(services.now(), SWEEP_BATCH)
      }
      const counters = { now: services.now(), limit: SWEEP_BATCH }
      removed = SWEEP_BATCH
      while (removed >= SWEEP_BATCH && !isClosing()) {
        removed = await services.store.transact((tables) => sweepLimits(tables, counters))
      }
      removed = SWEEP_BATCH
      while (removed >= SWEEP_BATCH && !isClosing()) {
        removed = await services.store.transact((tables) => sweepRecovery(tables, counters))
      }
      await keepAudit(services)
    } catch (error) {
      const stack = stackOf(error)
      log({ level: 'warn', event: 'sweep', outcome: 'failed', reason: 'store', stack })
    }
  }

  async function keepAudit({ store, now }: Services): Promise<void> {
    await sealAll(store, { stop: isClosing })
    const { auditRetention } = settings
    if (auditRetention === undefined || isClosing()) return
    const requestId = encodeBase64url(random(12))
    await pruneAudit(store, { before: now() - auditRetention, now: now(), requestId })
  }

  /** R25: said once; the readiness route says it from then on. */
  function watchClock({ challengeClock }: Services): void {
    if (astray || !challengeClock.astray) return
    astray = true
    log({ level: 'error', event: 'clock.astray', outcome: 'failed', reason: 'wall_clock_behind' })
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
    const services = await parts.then((begun) => begun.services).catch(() => undefined)
    await services?.settle()
    await services?.passwords.close()
    await services?.store.close()
    log({ level: 'info', event: 'server.stopped', outcome: 'accepted' })
  }
}
