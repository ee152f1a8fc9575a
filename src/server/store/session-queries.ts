/**
 * The queries of a session check, the same for every database.
 *
 * @module
 */
import { type Kysely, sql } from 'kysely'
import { ACCOUNT, type AccountRow } from './account-queries.ts'
import type { StoreSchema } from './schema.ts'

type Text = string | null
type Instant = number | null

/** A session's row with its account's columns. */
export interface SessionRow extends AccountRow {
  readonly id: Uint8Array
  readonly epoch: number
  readonly credential_id: Text
  readonly method: string
  readonly verified_at: Instant
  readonly created_at: number
  readonly last_used_at: number
  readonly expires_at: number
  readonly device: Text
  readonly secret_hash: Uint8Array
  readonly former_methods: Text
}

/** Sessions that count: of the account's epoch, of an enabled account. How old they are is not looked at. */
export function aliveSessions(db: Kysely<StoreSchema>) {
  return db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .whereRef('sessions.epoch', '=', 'accounts.session_epoch')
    .where('accounts.disabled', '=', sql.lit(0))
}

/** Builds them, around holes for their values. */
export function sessionQueries(db: Kysely<StoreSchema>) {
  return {
    sessionWithAccount: (given: { readonly id: Uint8Array }) =>
      aliveSessions(db)
        .select([
          ...ACCOUNT,
          'sessions.id',
          'sessions.epoch',
          'sessions.credential_id',
          'sessions.method',
          'sessions.verified_at',
          'sessions.created_at',
          'sessions.last_used_at',
          'sessions.expires_at',
          'sessions.device',
          'sessions.secret_hash',
          'sessions.former_methods',
        ])
        .where('sessions.id', '=', given.id),
    touchSession: (given: { readonly id: Uint8Array; readonly now: number }) =>
      db
        .updateTable('sessions')
        .set({ last_used_at: given.now })
        .where('id', '=', given.id)
        .where('last_used_at', '<', given.now),
    floor: (given: { readonly key: number }) =>
      db.selectFrom('challenge_floors').select('floor').where('key_id', '=', given.key),
    one: () => db.selectNoFrom(sql<number>`1`.as('one')),
  }
}
