/**
 * What PostgreSQL and its driver say went wrong, and what that means to whoever asked.
 *
 * @see {@link https://www.postgresql.org/docs/current/errcodes-appendix.html} PostgreSQL error codes
 * @module
 */
import { StoreError } from './errors.ts'

const SERIALIZATION_FAILURE = '40001'
const STATEMENT_COMPLETION_UNKNOWN = '40003'
const DEADLOCK_DETECTED = '40P01'
const READ_ONLY = '25006'
const QUERY_CANCELED = '57014'

/** Connection, operator, system and internal errors: after these the connection is of no more use. */
const FATAL_CLASSES = new Set(['08', '57', '58', 'F0', 'XX'])
const FATAL_CODES = new Set(['25P03', '25P04', STATEMENT_COMPLETION_UNKNOWN])

/** R32: two transactions were in each other's way; the same one may well succeed when it is run again. */
export function isRetryable(error: unknown): boolean {
  const code = sqlState(error)
  return code === SERIALIZATION_FAILURE || code === DEADLOCK_DETECTED
}

/**
 * Whether the server itself said no to one statement, and lives: nothing of its transaction is kept. After
 * anything else (a lost connection, a shutdown, silence) nobody knows what it did last.
 */
export function isRefused(error: unknown): boolean {
  const code = sqlState(error)
  if (code === undefined || FATAL_CODES.has(code)) return false
  if (['FATAL', 'PANIC'].includes(severity(error))) return false
  return code === QUERY_CANCELED || !FATAL_CLASSES.has(code.slice(0, 2))
}

/**
 * Whether a connection may be used again after this error. Not after a lost one, and not when the server
 * turned out to be a standby: a new connection may find the one that is not.
 */
export function isReusable(error: unknown): boolean {
  return isRefused(error) && sqlState(error) !== READ_ONLY
}

/** Wraps what was thrown before a commit was asked for: nothing was stored, and trying later may help. */
export function unavailable(cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause
  return new StoreError('store_unavailable', `the database did not do it: ${said(cause)}`, {
    cause,
  })
}

/** Wraps what was thrown by a commit, or by a statement that is one. */
export function uncommitted(cause: unknown): StoreError {
  if (cause instanceof StoreError || isRefused(cause)) return unavailable(cause)
  const message = `nobody knows whether the commit happened: ${said(cause)}`
  return new StoreError('commit_outcome_unknown', message, { cause })
}

function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('severity' in error)) return undefined
  return typeof error.code === 'string' && error.code.length === 5 ? error.code : undefined
}

function severity(error: unknown): string {
  return error instanceof Error && 'severity' in error ? String(error.severity) : ''
}

function said(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
