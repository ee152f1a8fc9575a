/**
 * The root of what Credential Manager throws. Each flow has its family: see `get-exceptions.ts`,
 * `create-exceptions.ts`, `clear-exceptions.ts` and `signal-exceptions.ts`.
 *
 * Fields that a constructor fills are written `declare` all through the client: without it each would be
 * named twice in what a page downloads.
 *
 * @module
 */
import { LatchkeyError } from '../errors.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { DomError } from './dom-error.ts'

/**
 * Root of every exception a {@link CredentialManager} call ends with. Branch on the class or on
 * {@link CredentialManagerException.type}; the browser's own error, where there was one, is `cause`.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/exceptions/package-summary}
 */
export abstract class CredentialManagerException extends LatchkeyError {
  /** The androidx type string, the same as {@link CredentialManagerException.type}. */
  abstract override readonly code: string
  /** Whether the same call may be made again without a new act of the person. */
  readonly retryable: boolean = false
  /** Milliseconds to wait before the same call, where that is known: of a rate limit. */
  declare readonly retryAfter: number | undefined
  /** The DOM error behind it, where a browser or a provider answered with one. */
  declare readonly domError: DomError | undefined
  /** What the page saw of itself, beside a DOM error that hides its reason. */
  declare readonly diagnosis: Diagnosis | undefined

  constructor(message = '', options?: ErrorOptions) {
    // Every class below declares its own code, which replaces this one.
    super('', message, options)
  }

  /** The androidx type string: the contract, the same on every platform. */
  get type(): string {
    return this.code
  }

  /** The androidx name of `message`: for logs, never for a person. */
  get errorMessage(): string {
    return this.message
  }
}
