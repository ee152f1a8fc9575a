/**
 * Every query of SQLite's hot path, prepared: what a sign-in and a session check ask. Identifiers come from
 * these files alone, values only through holes (R156).
 *
 * @module
 */
import type { DatabaseSync } from 'node:sqlite'
import { type Kysely, sql } from 'kysely'
import { accountQueries } from './account-queries.ts'
import { AUDIT_COLUMNS, type AuditValues, SESSION_COLUMNS, type SessionValues } from './records.ts'
import type { StoreSchema, UsedChallengeTable } from './schema.ts'
import { sessionQueries } from './session-queries.ts'
import { statement } from './sqlite-statement.ts'

/**
 * How exact a credential's last use is, in milliseconds. SQLite does not write a page whose row comes out
 * as it was, so a person who signs in often costs one random page less each time.
 */
export const LAST_USED_PRECISION = 60_000

/** An interface as a plain record type, which is what values of a statement are. */
type Fields<Row> = { readonly [Column in keyof Row]: Row[Column] }

/** All prepared queries of one connection, by name. */
export type Queries = ReturnType<typeof prepareQueries>

/** Builds, compiles and prepares them all for one connection. */
export function prepareQueries(database: DatabaseSync, db: Kysely<StoreSchema>) {
  const accounts = accountQueries(db)
  const sessions = sessionQueries(db)
  return {
    accountByUsernameKey: statement(database, accounts.accountByUsernameKey),
    credentialsOfAccount: statement(database, accounts.credentialsOfAccount),
    credentialWithAccount: statement(database, accounts.credentialWithAccount),
    sessionWithAccount: statement(database, sessions.sessionWithAccount),
    touchSession: statement(database, sessions.touchSession),
    floor: statement(database, sessions.floor),
    one: statement(database, sessions.one),
    ...signInQueries(database, db),
  }
}

function signInQueries(database: DatabaseSync, db: Kysely<StoreSchema>) {
  return {
    /** Changes no row when the challenge was used before: the unique key decides (R28). */
    insertUsedChallenge: statement(database, (given: Fields<UsedChallengeTable>) =>
      db
        .insertInto('used_challenges')
        .values({
          issued_at: given.issued_at,
          digest: given.digest,
          key_id: given.key_id,
          expires_at: given.expires_at,
        })
        .onConflict((conflict) => conflict.doNothing()),
    ),
    /** R27's guarded update: owner, not deleted, owner enabled, and the counter rule of R62. */
    useCredential: statement(
      database,
      (given: {
        readonly id: string
        readonly account: string
        readonly sign_count: number
        readonly any_count: number
        readonly backup_state: number
        readonly now: number
      }) =>
        db
          .updateTable('credentials')
          .set({
            clone_suspected_at: sql`case when sign_count >= ${given.sign_count} and sign_count > 0 then ${given.now} else clone_suspected_at end`,
            sign_count: sql`max(sign_count, ${given.sign_count})`,
            backup_state: given.backup_state,
            last_used_at: sql`case when last_used_at > ${given.now} - ${LAST_USED_PRECISION} then last_used_at else ${given.now} end`,
          })
          .where('id', '=', given.id)
          .where('account_id', '=', given.account)
          .where('deleted_at', 'is', null)
          .where(
            sql<boolean>`(${given.sign_count} > sign_count or (${given.sign_count} = 0 and sign_count = 0) or ${given.any_count})`,
          )
          .where((query) =>
            query.exists(
              query
                .selectFrom('accounts')
                .select('accounts.id')
                .where('accounts.id', '=', given.account)
                .where('accounts.disabled', '=', sql.lit(0)),
            ),
          ),
    ),
    /** Why the guarded update found nothing. */
    credentialState: statement(
      database,
      (given: { readonly id: string; readonly account: string }) =>
        db
          .selectFrom('credentials')
          .innerJoin('accounts', 'accounts.id', 'credentials.account_id')
          .select('accounts.disabled')
          .where('credentials.deleted_at', 'is', null)
          .where('credentials.id', '=', given.id)
          .where('credentials.account_id', '=', given.account),
    ),
    suspectClone: statement(database, (given: { readonly id: string; readonly now: number }) =>
      db
        .updateTable('credentials')
        .set({ clone_suspected_at: given.now })
        .where('id', '=', given.id),
    ),
    /** Takes the account's epoch of this instant; changes no row when the account is gone or disabled. */
    insertSession: statement(database, (given: SessionValues) =>
      db
        .insertInto('sessions')
        .columns([...SESSION_COLUMNS, 'epoch'])
        .expression(
          db
            .selectFrom('accounts')
            .select([
              ...SESSION_COLUMNS.map((column) => sql`${given[column]}`.as(column)),
              'accounts.session_epoch as epoch',
            ])
            .where('accounts.id', '=', given.account_id)
            .where('accounts.disabled', '=', sql.lit(0)),
        ),
    ),
    deleteSession: statement(database, (given: { readonly id: Uint8Array }) =>
      db.deleteFrom('sessions').where('id', '=', given.id),
    ),
    insertAuditEvent: statement(database, (given: AuditValues) =>
      db
        .insertInto('audit_events')
        .columns(AUDIT_COLUMNS)
        .expression(
          db.selectNoFrom(
            AUDIT_COLUMNS.map((column) => sql<string | null>`${given[column]}`.as(column)),
          ),
        ),
    ),
  }
}
