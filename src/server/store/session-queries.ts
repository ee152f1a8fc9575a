/**
 * The queries about sessions.
 *
 * @module
 */
import type { DatabaseSync } from 'node:sqlite'
import { type Kysely, sql } from 'kysely'
import { ACCOUNT, type AccountRow } from './account-queries.ts'
import type { StoreSchema } from './schema.ts'
import { statement } from './sqlite-statement.ts'

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
}

/** Values of a session row but for the epoch, which the account decides. */
export type SessionValues = {
  readonly id: Uint8Array
  readonly account_id: string
  readonly credential_id: Text
  readonly method: string
  readonly verified_at: Instant
  readonly created_at: number
  readonly last_used_at: number
  readonly expires_at: number
  readonly device: Text
  readonly secret_hash: Uint8Array
}

/** Builds and prepares them for one connection. */
export function sessionQueries(database: DatabaseSync, db: Kysely<StoreSchema>) {
  const alive = db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .whereRef('sessions.epoch', '=', 'accounts.session_epoch')
    .where('accounts.disabled', '=', sql.lit(0))
  return {
    sessionWithAccount: statement(database, (given: { readonly id: Uint8Array }) =>
      alive
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
        ])
        .where('sessions.id', '=', given.id),
    ),
    /** The session that asks for a passkey, if it is alive by every rule at this instant. */
    askingSession: statement(
      database,
      (given: {
        readonly id: Uint8Array
        readonly account: string
        readonly now: number
        readonly idle: number
      }) =>
        alive
          .select('sessions.account_id')
          .where('sessions.id', '=', given.id)
          .where('sessions.account_id', '=', given.account)
          .where('sessions.expires_at', '>', given.now)
          .where(sql<boolean>`sessions.last_used_at + ${given.idle} > ${given.now}`),
    ),
    /** Takes the account's epoch of this instant; changes no row when the account is gone or disabled. */
    insertSession: statement(database, (given: SessionValues) =>
      db
        .insertInto('sessions')
        .columns([
          'id',
          'account_id',
          'epoch',
          'credential_id',
          'method',
          'verified_at',
          'created_at',
          'last_used_at',
          'expires_at',
          'device',
          'secret_hash',
        ])
        .expression(
          db
            .selectFrom('accounts')
            .select([
              sql<Uint8Array>`${given.id}`.as('id'),
              'accounts.id as account_id',
              'accounts.session_epoch as epoch',
              sql<Text>`${given.credential_id}`.as('credential_id'),
              sql<string>`${given.method}`.as('method'),
              sql<Instant>`${given.verified_at}`.as('verified_at'),
              sql<number>`${given.created_at}`.as('created_at'),
              sql<number>`${given.last_used_at}`.as('last_used_at'),
              sql<number>`${given.expires_at}`.as('expires_at'),
              sql<Text>`${given.device}`.as('device'),
              sql<Uint8Array>`${given.secret_hash}`.as('secret_hash'),
            ])
            .where('accounts.id', '=', given.account_id)
            .where('accounts.disabled', '=', sql.lit(0)),
        ),
    ),
    touchSession: statement(database, (given: { readonly id: Uint8Array; readonly now: number }) =>
      db
        .updateTable('sessions')
        .set({ last_used_at: given.now })
        .where('id', '=', given.id)
        .where('last_used_at', '<', given.now),
    ),
    deleteSession: statement(database, (given: { readonly id: Uint8Array }) =>
      db.deleteFrom('sessions').where('id', '=', given.id),
    ),
    deleteSessionsOfCredential: statement(
      database,
      (given: { readonly account: string; readonly credential: string }) =>
        db
          .deleteFrom('sessions')
          .where('account_id', '=', given.account)
          .where('credential_id', '=', given.credential),
    ),
    /** Looks at the oldest `limit` sessions only: ids are time-ordered, so no index on the expiry is kept. */
    deleteExpiredSessions: statement(
      database,
      (given: { readonly now: number; readonly limit: number }) =>
        db
          .deleteFrom('sessions')
          .where(
            'id',
            'in',
            db.selectFrom('sessions').select('id').orderBy('id').limit(given.limit),
          )
          .where('expires_at', '<=', given.now),
    ),
  }
}
