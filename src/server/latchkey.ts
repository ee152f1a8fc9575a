/**
 * The relying party: configuration in, one handler out.
 *
 * @module
 */
import { createApi } from './api.ts'
import type { LatchkeyApi } from './api.ts'
import { stackOf } from './audit.ts'
import { checkConfig } from './check-config.ts'
import { ChallengeClock } from './clock.ts'
import type { LatchkeyConfig, Settings } from './config.ts'
import { createApp, dispatch } from './http/app.ts'
import type { ConnectionInfo } from './http/app.ts'
import { baseHeaders, problemAnswer } from './http/answers.ts'
import { Refusal } from './refusal.ts'
import { deriveKeyring } from './secrets.ts'
import type { Keyring } from './secrets.ts'
import type { Services } from './services.ts'
import { findLiveSession, wantsTouch } from './sessions.ts'
import { openSqliteStore } from './store/sqlite-store.ts'
import type { LiveSession, Store } from './store/store.ts'

/** A running relying party. */
export interface Latchkey {
  /**
   * Answers a request to one of its routes. Never rejects: whatever happens becomes an answer.
   * Mounts in anything that speaks `Request` and `Response`.
   */
  readonly fetch: (request: Request, info?: ConnectionInfo) => Promise<Response>
  /** The same operations as functions, for an app that wants routes of its own. */
  readonly api: LatchkeyApi
  /** Lets running requests end, then closes the database. */
  readonly close: () => Promise<void>
}

const SWEEP_INTERVAL = 60_000
/** R154: rows a sweep removes in one transaction. */
const SWEEP_BATCH = 1000

/**
 * Starts a relying party.
 *
 * @throws TypeError when the configuration is nonsense; the sentence says which member and why.
 *
 * @example
 * ```ts
 * const latchkey = createLatchkey({
 *   rpId: 'example.com',
 *   origins: ['https://example.com'],
 *   database: 'sqlite:./data/latchkey.db',
 *   secret: process.env.LATCHKEY_SECRET,
 * })
 * app.all('/auth/*', (context) => latchkey.fetch(context.req.raw))
 * ```
 */
export function createLatchkey(config: LatchkeyConfig): Latchkey {
  const settings = checkConfig(config)
  const keys = deriveKeyring(settings.secrets, settings.decoySecret)
  const log = logger(settings)
  const running = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined

  const services = start({ settings, keys, log })
  // Whoever asks first is told; without this, a failed start would end the process.
  services.catch(() => undefined)
  const parts = services.then((ready) => {
    const findSession = (token: string) => liveSession(ready, token)
    return { ready, findSession, app: createApp(ready, findSession) }
  })
  parts.catch(() => undefined)
  const sweeper = setInterval(() => void track(sweepOnce()), SWEEP_INTERVAL)
  sweeper.unref()

  return {
    fetch: (request, info = {}) => track(answer(request, info)),
    api: createApi(() =>
      parts.then(({ ready, findSession }) => ({ services: ready, findSession })),
    ),
    close() {
      closing ??= stop()
      return closing
    },
  }

  async function answer(request: Request, info: ConnectionInfo): Promise<Response> {
    if (isClosing()) return unavailable('closing')
    try {
      const { app, ready } = await parts
      return await dispatch(app, ready, request, info)
    } catch (error) {
      return unavailable('not_started', error)
    }
  }

  function unavailable(reason: string, error?: unknown): Response {
    log({
      level: 'error',
      event: 'request',
      outcome: 'failed',
      reason,
      code: 'unavailable',
      stack: error === undefined ? undefined : stackOf(error),
    })
    const refusal = new Refusal('unavailable', reason)
    return problemAnswer(baseHeaders(settings), refusal, { requestId: 'none', route: undefined })
  }

  async function liveSession(ready: Services, token: string): Promise<LiveSession | undefined> {
    const now = ready.now()
    const live = await findLiveSession(ready.store, token, { now, idle: settings.sessions.idle })
    // Not waited for: a full disk must not keep anyone from reading (R152).
    if (live && wantsTouch(live.session, now)) void track(touch(ready, live, now))
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
      const { store, now } = await services
      let removed = SWEEP_BATCH
      while (removed >= SWEEP_BATCH && !isClosing()) removed = await store.sweep(now(), SWEEP_BATCH)
    } catch (error) {
      const stack = stackOf(error)
      log({ level: 'warn', event: 'sweep', outcome: 'failed', reason: 'store', stack })
    }
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
    const store = await services.then(({ store }) => store).catch(() => undefined)
    await store?.close()
    log({ level: 'info', event: 'server.stopped', outcome: 'accepted' })
  }
}

async function start({
  settings,
  keys,
  log,
}: {
  readonly settings: Settings
  readonly keys: Keyring
  readonly log: Services['log']
}): Promise<Services> {
  const store = await openSqliteStore(settings.database)
  const challengeClock = new ChallengeClock(settings.clock)
  await raiseToFloors(challengeClock, store, keys)
  if (challengeClock.astray) {
    log({ level: 'error', event: 'clock.astray', outcome: 'failed', reason: 'behind_floor' })
  }
  log({ level: 'info', event: 'server.started', outcome: 'accepted' })
  const now = () => Math.floor(settings.clock.wall())
  return { settings, keys, store, challengeClock, now, log }
}

/** R25, R26: no process issues challenges that a sweep has already declared dead. */
async function raiseToFloors(clock: ChallengeClock, store: Store, keys: Keyring): Promise<void> {
  for (const id of keys.versions.keys()) clock.raise(await store.challengeFloor(id))
}

function logger({ log, clock }: Settings): Services['log'] {
  return (entry) => {
    try {
      log({ time: new Date(clock.wall()).toISOString(), ...entry })
    } catch {
      // A log that fails must not fail the request; what matters is in the database's audit table.
    }
  }
}
