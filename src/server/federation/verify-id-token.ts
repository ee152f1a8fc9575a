/**
 * Verifying an ID token: by the issuer's key, for us, now, and of the right kind (security.md R118–R120,
 * R126).
 *
 * Its nonce is not judged here: that is ours, and it is consumed where the session is stored.
 *
 * @see {@link https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation} OpenID Connect Core §3.1.3.7
 * @module
 */
import { Refusal } from '../refusal.ts'
import type { IssuerSettings } from './issuer-config.ts'
import type { IssuerKeys } from './issuer-keys.ts'
import type { Claims, UnverifiedIdToken } from './read-id-token.ts'

/** Clocks of others may differ from ours by so much. Seconds. */
const SKEW = 60

/** A token for a sign-in was made for it, not long before. Seconds. */
const MAX_AGE = 600

/** An identity, as its issuer vouches for it. */
export interface VerifiedIdentity {
  /** The issuer as it is configured: with `subject` the key of the identity (R122). */
  readonly issuer: string
  readonly subject: string
  /** When the issuer last saw the person prove it. Milliseconds; absent when it does not say. */
  readonly authenticatedAt: number | undefined
  /** A hint, never a key. */
  readonly email: string | undefined
  readonly emailVerified: boolean
  /** What the person calls themselves there. */
  readonly name: string | undefined
}

/**
 * Verifies a token.
 *
 * @throws {@link Refusal} with `authentication_failed`, or `unavailable` when the issuer's keys cannot be had.
 */
export async function verifyIdToken(
  token: UnverifiedIdToken,
  {
    issuer,
    keys,
    now,
  }: {
    readonly issuer: IssuerSettings
    readonly keys: Pick<IssuerKeys, 'find'>
    /** Milliseconds since the epoch. */
    readonly now: number
  },
): Promise<VerifiedIdentity> {
  // RFC 9864 names the curve where RFC 8037 names the family.
  const alg = token.alg === 'Ed25519' ? 'EdDSA' : token.alg
  if (!issuer.algorithms.has(alg)) throw refuse('token_algorithm')
  // Before the signature: what is not for us is not worth a key.
  const subject = checkClaims(token.claims, issuer, now / 1000)
  const { jwk } = await keys.find(alg, token.kid)
  const { compactVerify } = await import('jose/jws/compact/verify')
  try {
    await compactVerify(token.text, jwk, { algorithms: [token.alg] })
  } catch (cause) {
    throw refuse('token_signature', cause)
  }
  const { email, email_verified: verified, name, auth_time: authTime } = token.claims
  return {
    issuer: issuer.issuer,
    subject,
    // RFC 7519 §2 allows fractions of a second, and a database takes whole milliseconds only.
    authenticatedAt: authTime === undefined ? undefined : Math.floor((authTime as number) * 1000),
    email: typeof email === 'string' ? email : undefined,
    // The text "true" is what some say who never checked.
    emailVerified: verified === true,
    name: typeof name === 'string' ? name : undefined,
  }
}

/** Checks every claim, and answers whom they are about. */
function checkClaims(claims: Claims, issuer: IssuerSettings, now: number): string {
  const { iss, sub } = claims
  if (typeof iss !== 'string' || !issuer.accepted.has(iss)) throw refuse('token_issuer')
  // OpenID Connect Core §2: at most 255 letters of ASCII.
  if (typeof sub !== 'string' || !/^[\u0020-\u007e]{1,255}$/.test(sub))
    throw refuse('token_subject')
  checkKind(claims)
  checkAudience(claims, issuer.clientIds)
  checkTimes(claims, now)
  return sub
}

/** Tokens of other kinds that come without a `typ` of their own give themselves away here (R126). */
function checkKind({ events, typ, token_use: use }: Claims): void {
  const other =
    // A logout or security event token.
    events !== undefined ||
    (typ !== undefined && !(typeof typ === 'string' && /^(?:id|jwt)$/i.test(typ))) ||
    (use !== undefined && use !== 'id')
  if (other) throw refuse('token_of_other_kind')
}

function checkAudience({ aud, azp }: Claims, clientIds: readonly string[]): void {
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  const ours = audiences.some((one) => clientIds.includes(one as string))
  if (!ours || audiences.some((one) => typeof one !== 'string')) throw refuse('token_audience')
  if (azp === undefined && audiences.length === 1) return
  if (!clientIds.includes(azp as string)) throw refuse('token_authorized_party')
}

function checkTimes(claims: Claims, now: number): void {
  const { exp, iat, nbf = 0, auth_time: authTime = 0 } = claims
  if (!isTime(exp) || !isTime(iat) || !isTime(nbf) || !isTime(authTime)) throw refuse('token_times')
  if (now >= exp + SKEW) throw refuse('token_expired')
  if (exp <= iat) throw refuse('token_times')
  const earliest = Math.max(iat, nbf, authTime) - SKEW
  if (now < earliest) throw refuse('token_from_future')
  if (now - iat > MAX_AGE) throw refuse('token_too_old')
}

/** Seconds since the epoch, within what can be a time at all. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1e11
}

function refuse(reason: string, cause?: unknown): Refusal {
  return new Refusal('authentication_failed', reason, { cause })
}
