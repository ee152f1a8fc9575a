/**
 * What SQLite says went wrong, and what that means to whoever asked.
 *
 * @see {@link https://www.sqlite.org/rescode.html} SQLite result codes
 * @module
 */
import { StoreError } from './errors.ts'

const BUSY = 5
const LOCKED = 6
const FULL = 13

/** Whether another connection held a lock: waiting may help. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error)
  return code === BUSY || code === LOCKED
}

/**
 * Whether a failed COMMIT certainly changed nothing: no room for the commit's pages, or no lock. Any other
 * failure leaves open what reached the disk.
 */
export function isCertainlyNotCommitted(error: unknown): boolean {
  return isBusy(error) || primaryCode(error) === FULL
}

/** Wraps whatever was thrown before a commit: nothing was stored, and trying again later may help. */
export function unavailable(cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause
  const detail = cause instanceof Error ? cause.message : String(cause)
  return new StoreError('store_unavailable', `the database did not do it: ${detail}`, { cause })
}

/** The low byte of the extended result code that `node:sqlite` puts on its errors. */
function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}
