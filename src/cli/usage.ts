/**
 * The two ways in which a person ends a command: by a mistake, and by backing out.
 *
 * @module
 */

/** Ends a command with exit code 2. The message says what would make sense. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The person backed out: no failure, and nothing to explain. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}
