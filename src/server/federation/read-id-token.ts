/**
 * ID tokens as they arrive: three parts, a header that asks for nothing unusual, and claims that nobody
 * has vouched for yet.
 *
 * Nothing in here selects where keys come from: `jku`, `x5u`, `jwk` and `x5c` are not even read (security.md
 * R118, R119, R126).
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7515} RFC 7515, JSON Web Signature
 * @module
 */
import { decodeBase64url } from '../../bytes/base64url.ts'
import { Refusal } from '../refusal.ts'

/** What a token claims, by name. */
export type Claims = Readonly<Record<string, unknown>>

/** A token that can be verified. That it was is what `verifyIdToken` says. */
export interface UnverifiedIdToken {
  readonly text: string
  readonly alg: string
  readonly kid: string | undefined
  readonly claims: Claims
}

// A byte order mark stays in the text, and there it is no JSON.
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const MAX_KID = 256

/**
 * Reads a token.
 *
 * @throws {@link Refusal} with `authentication_failed`.
 */
export function readIdToken(text: string): UnverifiedIdToken {
  const parts = text.split('.')
  const [header, payload, signature] = parts
  if (parts.length !== 3 || !header || !payload || !signature) throw refuse('token_malformed')
  bytesOf(signature)
  const { alg, kid, typ, cty, crit, b64 } = objectOf(header)
  // Nothing is understood, so nothing may be critical (RFC 7515 §4.1.11); `b64` would change what is signed.
  if (crit !== undefined || b64 !== undefined) throw refuse('token_header_not_understood')
  // What is inside has to be the claims themselves.
  if (cty !== undefined) throw refuse('token_header_not_understood')
  // An access token says at+jwt, a logout token logout+jwt; an ID token says JWT, or nothing.
  const plain = typ === undefined || (typeof typ === 'string' && typ.toLowerCase() === 'jwt')
  if (!plain) throw refuse('token_of_other_kind')
  if (typeof alg !== 'string') throw refuse('token_algorithm')
  if (kid !== undefined && (typeof kid !== 'string' || kid === '' || kid.length > MAX_KID)) {
    throw refuse('token_malformed')
  }
  return { text, alg, kid, claims: objectOf(payload) }
}

function objectOf(part: string): Claims {
  let value: unknown
  try {
    value = JSON.parse(UTF8.decode(bytesOf(part)))
  } catch (cause) {
    throw cause instanceof Refusal ? cause : refuse('token_malformed', cause)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Claims
  throw refuse('token_malformed')
}

function bytesOf(part: string): Uint8Array {
  try {
    return decodeBase64url(part)
  } catch (cause) {
    throw refuse('token_malformed', cause)
  }
}

function refuse(reason: string, cause?: unknown): Refusal {
  return new Refusal('authentication_failed', reason, { cause })
}
