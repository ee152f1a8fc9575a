/**
 * Using a challenge (or anything else that is good for one time) up, inside the act it pays for.
 *
 * @module
 */
import { sql } from 'kysely'
import { type Act, changesOf, rowOf, type Tables } from '../act.ts'
import type { AuditEvent, UsedChallenge } from '../store.ts'
import { recordAudit } from './audit-acts.ts'

/** R25–R29: the clock and the floor, then the mark; the unique key decides who was first. */
export function* useChallenge(
  { db, databaseTime }: Tables,
  challenge: UsedChallenge,
): Act<'challenge_expired' | 'challenge_used' | undefined> {
  const { digest, keyId, issuedAt, expiresAt } = challenge
  const floor = db.selectFrom('challenge_floors').select('floor').where('key_id', '=', keyId)
  const limits = yield* rowOf(
    db.selectNoFrom([floor.as('floor'), (databaseTime ?? sql.lit(0)).as('now')]),
  )
  if (expiresAt <= Math.max(limits?.floor ?? 0, limits?.now ?? 0)) return 'challenge_expired'
  const marked = yield* changesOf(
    db
      .insertInto('used_challenges')
      .values({ issued_at: issuedAt, digest, key_id: keyId, expires_at: expiresAt })
      .onConflict((conflict) => conflict.doNothing()),
  )
  return marked === 1 ? undefined : 'challenge_used'
}

/** R30: a verified answer that policy refuses still uses its challenge up. */
export function* burnChallenge(
  tables: Tables,
  challenge: UsedChallenge,
  audit: AuditEvent,
): Act<'burnt' | 'challenge_used' | 'challenge_expired'> {
  const spent = yield* useChallenge(tables, challenge)
  if (spent !== undefined) return spent
  yield* recordAudit(tables, audit)
  return 'burnt'
}
