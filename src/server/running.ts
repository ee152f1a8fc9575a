/**
 * A relying party that has started: its services, its routes, and what it keeps doing by itself.
 *
 * Loaded when one starts: with the query builder, the schemas and every operation it is the larger part of
 * the server, and whoever only imports the server waits for none of it.
 *
 * @module
 */
import { encodeBase64url } from '../bytes/base64url.ts'
import { stackOf } from './audit.ts'
import { pruneAudit, sealAll } from './audit-log/audit-log.ts'
import type { Settings } from './config.ts'
import { createApp } from './http/app.ts'
import type { Answering } from './http/exchange.ts'
import type { OpenJournal } from './open-journal.ts'
import { random } from './services.ts'
import type { Services } from './services.ts'
import { findLiveSession, wantsTouch } from './sessions.ts'
import { startServices } from './start.ts'
import { sweepLimits } from './store/acts/limit-acts.ts'
import { sweepRecovery } from './store/acts/recovery-acts.ts'
import type { LiveSession } from './store/store.ts'

/** R154: rows a sweep removes in one transaction. */
const SWEEP_BATCH = 1000

/** A relying party that has started. */
export interface Running {
  readonly services: Services
  readonly app: Answering
  readonly findSession: (token: string) => Promise<LiveSession | undefined>
  /** Forgets what nobody can ask for any more, and keeps the audit log. Says what fails, and never rejects. */
  readonly sweep: () => Promise<void>
  /** Ends what goes on beside the answers, and closes the database. */
  readonly close: () => Promise<void>
}

/** What a relying party is started with. */
export interface RunningHost {
  readonly settings: Settings
  readonly journal: OpenJournal
  /** Work that nobody waits for, and that has to end before the database is closed. */
  readonly aside: (work: Promise<unknown>) => void
  readonly isClosing: () => boolean
}

/**
 * Starts one.
 *
 * @throws {@link StoreError} when the database cannot be opened.
 */
export async function startRunning(host: RunningHost): Promise<Running> {
  const { settings, journal, aside, isClosing } = host
  const { log } = journal
  const services = await startServices(settings, journal)
  const { store } = services
  let astray = false
  return {
    services,
    app: createApp(services, findSession),
    findSession,
    async sweep() {
      try {
        watchClock()
        const now = services.now()
        const counters = { now, limit: SWEEP_BATCH }
        await inBatches(() => store.sweep(now, SWEEP_BATCH))
        await inBatches(() => store.transact((tables) => sweepLimits(tables, counters)))
        await inBatches(() => store.transact((tables) => sweepRecovery(tables, counters)))
        await keepAudit()
      } catch (error) {
        const stack = stackOf(error)
        log({ level: 'warn', event: 'sweep', outcome: 'failed', reason: 'store', stack })
      }
    },
    async close() {
      await services.settle()
      await services.passwords.close()
      await store.close()
    },
  }

  async function findSession(token: string): Promise<LiveSession | undefined> {
    const now = services.now()
    const live = await findLiveSession(store, token, { now, idle: settings.sessions.idle })
    // Not waited for: a full disk must not keep anyone from reading (R152).
    if (live && wantsTouch(live.session, now)) aside(touch(live, now))
    return live
  }

  async function touch({ session }: LiveSession, now: number): Promise<void> {
    try {
      await store.touchSession(session.id, now)
    } catch (error) {
      const stack = stackOf(error)
      log({ level: 'warn', event: 'session.touch', outcome: 'failed', reason: 'store', stack })
    }
  }

  /** Until a batch is not full. */
  async function inBatches(batch: () => Promise<number>): Promise<void> {
    let removed = SWEEP_BATCH
    while (removed >= SWEEP_BATCH && !isClosing()) removed = await batch()
  }

  async function keepAudit(): Promise<void> {
    await sealAll(store, { stop: isClosing })
    const { auditRetention } = settings
    if (auditRetention === undefined || isClosing()) return
    const now = services.now()
    const requestId = encodeBase64url(random(12))
    await pruneAudit(store, { before: now - auditRetention, now, requestId })
  }

  /** R25: said once; the readiness route says it from then on. */
  function watchClock(): void {
    if (astray || !services.challengeClock.astray) return
    astray = true
    log({ level: 'error', event: 'clock.astray', outcome: 'failed', reason: 'wall_clock_behind' })
  }
}
