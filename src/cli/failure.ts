/**
 * How a command fails: the code and the sentence it ends with, for people and for programs.
 *
 * @module
 */
import { CreateCredentialCancellationException } from '../client/create-exceptions.ts'
import { CredentialManagerException } from '../client/exception.ts'
import { GetCredentialCancellationException } from '../client/get-exceptions.ts'
import { LatchkeyError } from '../errors.ts'
import { fitLine } from './keys.ts'
import { Cancelled, UsageError } from './usage.ts'

/** What an ended command tells. */
export interface Failure {
  /** 1 failed, 2 wrong arguments, 130 the person backed out. */
  readonly exitCode: 1 | 2 | 130
  /** Stable: programs may branch on it. */
  readonly code: string
  readonly message: string
}

/** What to tell of an error. */
export function failureOf(error: unknown): Failure {
  if (
    error instanceof Cancelled ||
    error instanceof GetCredentialCancellationException ||
    error instanceof CreateCredentialCancellationException
  ) {
    return { exitCode: 130, code: 'cancelled', message: 'Cancelled.' }
  }
  if (error instanceof UsageError) {
    return { exitCode: 2, code: 'usage', message: fitLine(error.message, 500) }
  }
  // The provider's own error says more than "unknown" does.
  const cause =
    error instanceof CredentialManagerException && error.cause instanceof LatchkeyError
      ? error.cause
      : error
  const message = fitLine(cause instanceof Error ? cause.message : String(cause), 500)
  return { exitCode: 1, code: cause instanceof LatchkeyError ? cause.code : 'failed', message }
}

/** The lines of a failure for a person, or the one line for a program. */
export function failureText(failure: Failure, { json }: { readonly json: boolean }): string {
  const { exitCode, code, message } = failure
  if (json) return JSON.stringify({ error: { code, message } })
  if (exitCode === 130) return message
  if (exitCode === 2) return `latchkey: ${message}\nlatchkey --help tells more.`
  return code === 'failed' ? `latchkey: ${message}` : `latchkey: ${message} (${code})`
}
