/**
 * The error of a store: the database did not do, or may not have done, what it was asked.
 *
 * @module
 */
import { LatchkeyError } from '../../errors.ts'

/** Whether the act certainly did not happen, or nobody can say (R32). */
export type StoreErrorCode = 'store_unavailable' | 'commit_outcome_unknown'

/** Thrown by every method of a store when the database is away, full, busy or broken. */
export class StoreError extends LatchkeyError<StoreErrorCode> {
  override readonly name = 'StoreError'
}
