/**
 * The queries about used challenges, their floors and the audit log.
 *
 * @module
 */
import type { DatabaseSync } from 'node:sqlite'
import { type Kysely, sql } from 'kysely'
import type { AuditEventTable, StoreSchema, UsedChallengeTable } from './schema.ts'
import { statement } from './sqlite-statement.ts'

type Fields<Row> = { readonly [Column in keyof Row]: Row[Column] }

/** Builds and prepares them for one connection. */
export function challengeQueries(database: DatabaseSync, db: Kysely<StoreSchema>) {
  const oldest = (limit: number) =>
    db
      .selectFrom('used_challenges')
      .select(['issued_at', 'digest'])
      .orderBy('issued_at')
      .orderBy('digest')
      .limit(limit)
      .$asTuple('issued_at', 'digest')
  return {
    floor: statement(database, (given: { readonly key: number }) =>
      db.selectFrom('challenge_floors').select('floor').where('key_id', '=', given.key),
    ),
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
    raiseFloor: statement(database, (given: { readonly key: number; readonly floor: number }) =>
      db
        .insertInto('challenge_floors')
        .values({ key_id: given.key, floor: given.floor })
        .onConflict((conflict) =>
          conflict.column('key_id').doUpdateSet({
            floor: sql`max(challenge_floors.floor, excluded.floor)`,
          }),
        ),
    ),
    /** Of the oldest `limit` marks, removes and answers those that expired by `before`. */
    deleteUsedChallenges: statement(
      database,
      (given: { readonly before: number; readonly limit: number }) =>
        db
          .deleteFrom('used_challenges')
          .where((row) => row(row.refTuple('issued_at', 'digest'), 'in', oldest(given.limit)))
          .where('expires_at', '<=', given.before)
          .returning(['key_id', 'expires_at']),
    ),
  }
}

/** Builds and prepares them for one connection. */
export function auditQueries(database: DatabaseSync, db: Kysely<StoreSchema>) {
  return {
    insertAuditEvent: statement(database, (given: Fields<AuditEventTable>) =>
      db.insertInto('audit_events').values({
        at: given.at,
        request_id: given.request_id,
        event: given.event,
        outcome: given.outcome,
        reason: given.reason,
        account_id: given.account_id,
        credential_id: given.credential_id,
      }),
    ),
  }
}
