/**
 * Forgetting what nobody can ask for any more.
 *
 * @module
 */
import { sql } from 'kysely'
import { type Act, changesOf, rowsOf, type Tables } from '../act.ts'

/** How long a used mark outlives its challenge, in milliseconds (R26). */
const SWEEP_DELAY = 60_000

/**
 * R26, R154: one batch of at most `limit` rows; the floors rise in the transaction that forgets the marks.
 * Answers how many rows it removed.
 */
export function* sweep(tables: Tables, now: number, limit: number): Act<number> {
  const marks = yield* forgetMarks(tables, now - SWEEP_DELAY, limit)
  const floors = new Map<number, number>()
  for (const { key_id: key, expires_at: expiry } of marks) {
    floors.set(key, Math.max(expiry, floors.get(key) ?? 0))
  }
  // In one order, whoever sweeps: two that raise the same floors never wait for each other in a ring.
  for (const [key, floor] of [...floors].toSorted(([one], [other]) => one - other)) {
    yield* raiseFloor(tables, key, floor)
  }
  const left = limit - marks.length
  return marks.length + (left > 0 ? yield* forgetSessions(tables, now, left) : 0)
}

/** Of the oldest marks, those that expired by `before` and, where it decides, by the database's clock. */
function* forgetMarks({ db, databaseTime }: Tables, before: number, limit: number) {
  const oldest = db
    .selectFrom('used_challenges')
    .select(['issued_at', 'digest'])
    .orderBy('issued_at')
    .orderBy('digest')
    .limit(limit)
    .$asTuple('issued_at', 'digest')
  let expired = db
    .deleteFrom('used_challenges')
    .where((row) => row(row.refTuple('issued_at', 'digest'), 'in', oldest))
    .where('expires_at', '<=', before)
  if (databaseTime !== undefined) {
    expired = expired.where(sql<boolean>`expires_at + ${SWEEP_DELAY} <= ${databaseTime}`)
  }
  return yield* rowsOf(expired.returning(['key_id', 'expires_at']))
}

function* raiseFloor({ db }: Tables, key: number, floor: number): Act<void> {
  yield* changesOf(
    db
      .insertInto('challenge_floors')
      .values({ key_id: key, floor })
      .onConflict((conflict) =>
        conflict
          .column('key_id')
          .doUpdateSet({ floor })
          .where('challenge_floors.floor', '<', floor),
      ),
  )
}

/** Looks at the oldest sessions only: ids are time-ordered, so no index on the expiry is kept. */
function* forgetSessions({ db }: Tables, now: number, limit: number): Act<number> {
  const oldest = db.selectFrom('sessions').select('id').orderBy('id').limit(limit)
  return yield* changesOf(
    db.deleteFrom('sessions').where('id', 'in', oldest).where('expires_at', '<=', now),
  )
}
