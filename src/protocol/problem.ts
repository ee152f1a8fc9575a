/**
 * Refusals on the wire: `application/problem+json` with a stable `code` for programs.
 *
 * The table is the whole truth about which statuses and codes there are (security.md R1, rows E1–E29;
 * E5 and E6 never reach a handler and have no body). Whatever is not in it is never sent.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9457} RFC 9457
 * @module
 */

interface ProblemRow {
  /** HTTP statuses the code may come with; the first one unless the ceremony says otherwise. */
  readonly statuses: readonly [number, ...number[]]
  /** A fixed sentence for people. It never depends on the request. */
  readonly title: string
}

const row = (statuses: readonly [number, ...number[]], title: string): ProblemRow => ({
  statuses,
  title,
})

/** Every refusal there is, by its code. */
export const PROBLEMS = {
  not_found: row([404], 'There is nothing here for you.'),
  method_not_allowed: row([405], 'This method is not allowed here.'),
  unsupported_media_type: row([415], 'The body has to be plain application/json.'),
  body_too_large: row([413], 'The body is too large.'),
  misdirected_request: row([421], 'This host is not served here.'),
  malformed_json: row([400], 'The body is not JSON as it should be.'),
  invalid_request: row([400], 'A member of the request is missing or not allowed.'),
  malformed_credential: row([400], 'The credential is broken.'),
  challenge_invalid: row([401, 400], 'The challenge was not issued for this ceremony.'),
  challenge_expired: row([401, 400], 'The challenge is too old.'),
  challenge_used: row([401, 400], 'The challenge has been used already.'),
  authentication_failed: row([401], 'Sign-in failed.'),
  credential_unknown: row([401], 'This passkey is not known here.'),
  registration_failed: row([400], 'The passkey was not accepted.'),
  credential_exists: row([409], 'This credential is in use already.'),
  username_taken: row([409], 'This username is taken.'),
  session_required: row([401], 'Sign in first.'),
  reauthentication_required: row([403], 'Show once more that it is you.'),
  cross_site_request: row([403], 'This request came from another site.'),
  last_sign_in_method: row([409], 'This is the last way to sign in.'),
  passkey_limit: row([409], 'There are too many passkeys on this account.'),
  account_not_linked: row([403], 'No account is linked to this identity.'),
  rate_limited: row([429], 'Too many attempts.'),
  unavailable: row([503], 'Try again in a moment.'),
  internal_error: row([500], 'Something went wrong on our side.'),
} as const satisfies Record<string, ProblemRow>

/** A refusal's stable name, such as `challenge_expired`. */
export type ProblemCode = keyof typeof PROBLEMS

/** One member of a request that was refused. */
export interface InvalidMember {
  /** JSON pointer (RFC 6901) to the member, such as `/response/signature`; empty for the whole. */
  readonly pointer: string
  /** Why, as a stable word. */
  readonly code: InvalidMemberCode
}

/** What can be wrong with one member. */
export type InvalidMemberCode =
  | 'missing'
  | 'wrong_type'
  | 'too_short'
  | 'too_long'
  | 'not_allowed'
  | 'blocked'
  | 'not_base64url'
  | 'not_well_formed'
  | 'forbidden_character'
  | 'ambiguous_credentials'

/** Ways to prove once more who is there. */
export type ReauthenticationMethod = 'passkey' | 'password' | 'federated'

/** The body of a refusal. */
export interface Problem {
  /** `urn:latchkey:problem:` and the code. */
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ProblemCode
  /** Finds the request in the server's logs. */
  readonly requestId: string
  /** With `invalid_request` only. */
  readonly errors?: readonly InvalidMember[]
  /** With `registration_failed` only: which rule the new passkey broke. */
  readonly reason?: string
  /** With `reauthentication_required` only. */
  readonly methods?: readonly ReauthenticationMethod[]
}

/** The media type of a refusal. */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json'
