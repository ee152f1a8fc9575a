/**
 * Webhooks: every event of the audit log is told to each endpoint, in order, at least once.
 *
 * The log itself is the queue: an endpoint's cursor is a row of the database, so nothing is lost by a restart
 * and nothing grows while an endpoint is away. One process at a time does it, by a lease; one that dies is
 * followed by another. An event that an endpoint does not take is tried again, later and later, and the ones
 * behind it wait; the other endpoints do not.
 *
 * @module
 */
import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sealAll } from '../audit-log/audit-log.ts'
import { toAuditLine } from '../audit-log/chain.ts'
import type { LogEntry } from '../audit.ts'
import { readSealed } from '../store/acts/audit-chain-acts.ts'
import {
  dropLease,
  moveWebhookCursor,
  registerWebhook,
  takeLease,
  webhookCursor,
} from '../store/acts/webhook-acts.ts'
import type { Store } from '../store/store.ts'
import type { WebhookSettings } from './check-webhooks.ts'
import { deliver } from './delivery.ts'
import type { DeliveryOutcome } from './delivery.ts'

/** How fast it goes. Milliseconds. */
export interface CourierPace {
  /** Between two looks at the log. */
  readonly look: number
  /** For one try. */
  readonly timeout: number
  /** After the first failure; doubled after each further one. */
  readonly firstPause: number
  readonly longestPause: number
  /** How long a process that died keeps the others waiting. */
  readonly lease: number
}

const PACE: CourierPace = {
  look: 1000,
  timeout: 5000,
  firstPause: 1000,
  longestPause: 15 * 60_000,
  lease: 30_000,
}

/** What a courier works with. */
export interface CourierParts {
  readonly store: Store
  readonly webhooks: readonly WebhookSettings[]
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly log: (entry: Omit<LogEntry, 'time'>) => void
  /** Counts tries. */
  readonly count?: (outcome: DeliveryOutcome) => void
  readonly pace?: Partial<CourierPace>
}

const LEASE = 'webhooks'
/** Events to a look: then the cursor is stored, the lease renewed, and whoever stops it is heard. */
const BATCH = 20

/** Tells endpoints until it is stopped. */
export class Courier {
  readonly #parts: CourierParts
  readonly #pace: CourierPace
  readonly #holder = randomUUID()
  readonly #stopping = new AbortController()
  readonly #done: Promise<void>
  /** Until when the lease is ours. */
  #until = 0

  constructor(parts: CourierParts) {
    this.#parts = parts
    this.#pace = { ...PACE, ...parts.pace }
    this.#done = this.#run()
  }

  /** Lets the tries that are under way end, and gives the lease to whoever wants it. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#done
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      const more = await this.#look()
      if (!more) {
        await sleep(this.#pace.look, undefined, { signal, ref: false }).catch(() => undefined)
      }
    }
    await this.#parts.store
      .transact((tables) => dropLease(tables, LEASE, this.#holder))
      .catch(() => undefined)
  }

  /** Tells every endpoint what it does not know; answers whether there is more. Never throws. */
  async #look(): Promise<boolean> {
    const { store, webhooks } = this.#parts
    try {
      if (!(await this.#holdLease())) return false
      await sealAll(store, { stop: () => this.#stopping.signal.aborted })
      const told = await Promise.all(webhooks.map((webhook) => this.#tell(webhook)))
      return told.some((more) => more)
    } catch {
      this.#note('store')
      return false
    }
  }

  /** Takes the lease, or renews it before it ends; whoever looks and finds nothing writes nothing. */
  async #holdLease(): Promise<boolean> {
    const { store, webhooks, now } = this.#parts
    const asked = now()
    const left = this.#until - asked
    // More is left only of one that was taken before the clock was set back.
    if (left > this.#pace.lease / 2 && left <= this.#pace.lease) return true
    const until = asked + this.#pace.lease
    const lease = { name: LEASE, holder: this.#holder, now: asked, until }
    const mine = await store.transact(function* (tables) {
      if (!(yield* takeLease(tables, lease))) return false
      for (const { url } of webhooks) yield* registerWebhook(tables, endpointOf(url))
      return true
    })
    this.#until = mine ? until : 0
    return mine
  }

  async #tell(webhook: WebhookSettings): Promise<boolean> {
    const { store, now } = this.#parts
    const endpoint = endpointOf(webhook.url)
    const cursor = await store.read((tables) => webhookCursor(tables, endpoint))
    if (cursor === undefined) return false
    const pause = cursor.retryAt - now()
    // A longer one comes from a clock that was ahead.
    if (pause > 0 && pause <= this.#pace.longestPause) return false
    const from = { position: cursor.position + 1, limit: BATCH }
    const events = await store.read((tables) => readSealed(tables, from))
    const first = events[0]
    if (first === undefined) return false
    if (first.position > from.position) this.#note('events_forgotten')
    let { position, failures } = cursor
    let retryAt = 0
    for (const event of events) {
      // Not beyond the lease: another process may be telling them by then.
      if (this.#stopping.signal.aborted || now() + this.#pace.timeout > this.#until) break
      const wanted = webhook.events === undefined || webhook.events.has(event.event)
      const outcome = wanted ? await this.#try(webhook, toAuditLine(event)) : 'taken'
      if (outcome !== 'taken') {
        this.#note(outcome)
        retryAt = now() + this.#pauseAfter(failures)
        failures += 1
        break
      }
      ;({ position } = event)
      failures = 0
    }
    await store.transact((tables) =>
      moveWebhookCursor(tables, endpoint, { position, failures, retryAt }),
    )
    return retryAt === 0 && events.length === BATCH
  }

  async #try(webhook: WebhookSettings, line: Parameters<typeof deliver>[1]) {
    const { now, count } = this.#parts
    const outcome = await deliver(webhook, line, { now: now(), timeout: this.#pace.timeout })
    count?.(outcome)
    return outcome
  }

  #pauseAfter(failures: number): number {
    return Math.min(this.#pace.longestPause, this.#pace.firstPause * 2 ** Math.min(failures, 30))
  }

  /** Not which endpoint: its URL may hold a secret. */
  #note(reason: string): void {
    this.#parts.log({ level: 'warn', event: 'webhook', outcome: 'failed', reason })
  }
}

function endpointOf(url: string): Uint8Array {
  return createHash('sha256').update(url).digest()
}
