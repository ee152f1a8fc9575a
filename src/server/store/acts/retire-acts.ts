/**
 * Ending everything at once, after a restore (R35).
 *
 * @module
 */
import { type Act, changesOf, type Tables } from '../act.ts'

/** R35: every session there is, of anyone, is dead. Answers how many accounts there are. */
export function* raiseEverySessionEpoch({ db }: Tables): Act<number> {
  const accounts = yield* changesOf(
    db.updateTable('accounts').set((row) => ({ session_epoch: row('session_epoch', '+', 1) })),
  )
  yield* changesOf(db.deleteFrom('sessions'))
  return accounts
}
