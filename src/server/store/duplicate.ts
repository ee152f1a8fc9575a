/**
 * How databases say that a unique key decided against somebody.
 *
 * @module
 */

const SQLITE_CODES: ReadonlySet<unknown> = new Set([2067, 1555])
const POSTGRES_UNIQUE_VIOLATION = '23505'

/** Whether a query failed because another row has the key. In an act nothing can follow but an `Undo`. */
export function isDuplicate(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('errcode' in error) return SQLITE_CODES.has(error.errcode)
  return 'code' in error && error.code === POSTGRES_UNIQUE_VIOLATION
}
