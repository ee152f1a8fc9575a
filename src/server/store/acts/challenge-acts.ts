/**
 * Using a challenge (or anything else that is good for one time) up, inside the act it pays for.
 *
 * @module
 */
import { type Act, changesOf, rowOf, type Tables } from '../act.ts'
import type { UsedChallenge } from '../store.ts'

/** R26–R29: the floor rule, then the mark; the unique key decides who was first. */
export function* useChallenge(
  { db }: Tables,
  challenge: UsedChallenge,
): Act<'challenge_expired' | 'challenge_used' | undefined> {
  const { digest, keyId, issuedAt, expiresAt } = challenge
  const floor = yield* rowOf(
    db.selectFrom('challenge_floors').select('floor').where('key_id', '=', keyId),
  )
  if (floor !== undefined && expiresAt <= floor.floor) return 'challenge_expired'
  const marked = yield* changesOf(
    db
      .insertInto('used_challenges')
      .values({ issued_at: issuedAt, digest, key_id: keyId, expires_at: expiresAt })
      .onConflict((conflict) => conflict.doNothing()),
  )
  return marked === 1 ? undefined : 'challenge_used'
}
