/**
 * The error of the server: a refusal with a wire code for the caller and a reason for the audit log.
 *
 * The two differ on purpose: several reasons share one code where the difference would tell a stranger
 * something, and tests pin the reason so that no refusal passes for another (security.md R5).
 *
 * @module
 */
import { LatchkeyError } from '../errors.ts'
import type { InvalidMember, ProblemCode, ReauthenticationMethod } from '../protocol/problem.ts'

/** What goes with a refusal beside its code. */
export interface RefusalDetails {
  readonly errors?: readonly InvalidMember[]
  /** The word of `registration_failed` that its owner may read. */
  readonly publicReason?: string
  readonly methods?: readonly ReauthenticationMethod[]
  /** Seconds after which it may be tried again; with `rate_limited` and `unavailable`. */
  readonly retryAfter?: number
  /** Internal id, for the audit log. */
  readonly accountId?: string
  /** Row id, for the audit log. */
  readonly credentialId?: string
  readonly cause?: unknown
}

/** Thrown wherever a request is refused. `code` goes out, `reason` stays in. */
export class Refusal extends LatchkeyError<ProblemCode> {
  override readonly name = 'Refusal'
  /** A stable word for the audit log; finer than the code. */
  readonly reason: string
  readonly details: RefusalDetails

  constructor(code: ProblemCode, reason: string = code, details: RefusalDetails = {}) {
    super(code, reason, details.cause === undefined ? undefined : { cause: details.cause })
    this.reason = reason
    this.details = details
  }
}
