/**
 * How far each webhook was told of the audit log, and which process tells them.
 *
 * @module
 */
import { CLOCKS_DIFFER } from '../../clock.ts'
import { type Act, changesOf, rowOf, type Tables } from '../act.ts'
import { readHead } from './audit-chain-acts.ts'

/** How far a webhook is. */
export interface WebhookCursor {
  /** The place of the last event it took, or was not to get. */
  readonly position: number
  /** Failed tries of the next one, up to now. */
  readonly failures: number
  /** No further try before this instant. */
  readonly retryAt: number
}

/** Makes the cursor of a webhook. A new one begins at the end of the log: what was before it is not sent. */
export function* registerWebhook(tables: Tables, endpoint: Uint8Array): Act<void> {
  const { position } = yield* readHead(tables)
  yield* changesOf(
    tables.db
      .insertInto('webhook_cursors')
      .values({ endpoint, position, failures: 0, retry_at: 0 })
      .onConflict((conflict) => conflict.doNothing()),
  )
}

/** The cursor of a webhook that was registered. */
export function* webhookCursor(
  { db }: Tables,
  endpoint: Uint8Array,
): Act<WebhookCursor | undefined> {
  const row = yield* rowOf(
    db.selectFrom('webhook_cursors').selectAll().where('endpoint', '=', endpoint),
  )
  if (row === undefined) return undefined
  return { position: row.position, failures: row.failures, retryAt: row.retry_at }
}

/** Moves a cursor on, never back: whoever lost the lease meanwhile undoes nothing. */
export function* moveWebhookCursor(
  { db }: Tables,
  endpoint: Uint8Array,
  { position, failures, retryAt }: WebhookCursor,
): Act<void> {
  yield* changesOf(
    db
      .updateTable('webhook_cursors')
      .set({ position, failures, retry_at: retryAt })
      .where('endpoint', '=', endpoint)
      .where('position', '<=', position),
  )
}

/** Takes a lease, or keeps it; answers whether it is this holder's until `until`. */
export function* takeLease(
  { db }: Tables,
  {
    name,
    holder,
    now,
    until,
  }: {
    readonly name: string
    readonly holder: string
    readonly now: number
    readonly until: number
  },
): Act<boolean> {
  const values = { holder, expires_at: until }
  const taken = yield* changesOf(
    db
      .insertInto('leases')
      .values({ name, ...values })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet(values)
          .where((row) =>
            row.or([
              row('leases.holder', '=', holder),
              row('leases.expires_at', '<=', now),
              row('leases.expires_at', '>', until + CLOCKS_DIFFER),
            ]),
          ),
      ),
  )
  return taken > 0
}

/** Gives a lease back, so that another process can go on at once. */
export function* dropLease({ db }: Tables, name: string, holder: string): Act<void> {
  yield* changesOf(db.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder))
}
