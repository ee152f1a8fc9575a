/**
 * Client data: what the browser says it was asked, and by which page.
 *
 * Nothing here can be trusted until the authenticator's signature over its hash has been verified.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#dictionary-client-data} WebAuthn L3 §5.8.1
 * @module
 */
import { decodeBase64url } from '../bytes/base64url.ts'
import { CeremonyError } from './errors.ts'
import { isPlainClientData } from './plain-client-data.ts'

/** What the relying party expects to read, all of it known before the answer arrived. */
export interface ClientDataExpectations {
  /** Base64url text of the challenge issued for this ceremony. */
  readonly challenge: string
  /** Exact serialized origins, such as `https://login.example.com`. Never patterns. */
  readonly origins: readonly string[]
  /** Origins of pages that may frame this one. Without any, use inside a frame is refused. */
  readonly topOrigins?: readonly string[] | undefined
}

/** Which ceremony the client data belongs to. */
export type ClientDataType = 'webauthn.create' | 'webauthn.get'

const UTF8 = new TextDecoder('utf-8', { fatal: true })

const TOKEN_BINDING_STATUS = new Set<unknown>(['present', 'supported', 'not-supported'])

/**
 * Parses client data and checks it against what was asked.
 *
 * @throws {@link CeremonyError} with `client_data_malformed`, `client_data_type_mismatch`,
 * `challenge_mismatch`, `origin_not_allowed`, `cross_origin_not_allowed` or `top_origin_not_allowed`.
 */
export function checkClientData(
  json: Uint8Array,
  type: ClientDataType,
  expected: ClientDataExpectations,
): void {
  if (isPlainClientData(json, type, expected)) return
  const data = parse(json)
  checkType(data.type, type)
  checkChallenge(data.challenge, expected.challenge)
  checkOrigin(data.origin, expected.origins)
  checkFraming(data, expected.topOrigins ?? [])
  checkTokenBinding(data.tokenBinding)
}

type Member = 'type' | 'challenge' | 'origin' | 'crossOrigin' | 'topOrigin' | 'tokenBinding'
type Raw = Readonly<Partial<Record<Member, unknown>>>

function parse(json: Uint8Array): Raw {
  let value: unknown
  try {
    // The decoder drops one leading byte order mark, as the spec's "UTF-8 decode" does.
    value = JSON.parse(UTF8.decode(json))
  } catch (cause) {
    throw malformed('not JSON in UTF-8', { cause })
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw malformed('not a JSON object')
}

function checkType(type: unknown, expected: ClientDataType): void {
  if (type === expected) return
  if (typeof type !== 'string') throw malformed('type is not a string')
  throw new CeremonyError('client_data_type_mismatch', `type is not ${expected}`)
}

function checkChallenge(challenge: unknown, expected: string): void {
  if (typeof challenge !== 'string') throw malformed('challenge is not a string')
  if (challenge.length === 0) throw malformed('challenge is empty')
  if (sameText(challenge, expected)) return
  try {
    decodeBase64url(challenge)
  } catch (cause) {
    throw malformed('challenge is not base64url', { cause })
  }
  throw new CeremonyError('challenge_mismatch', 'challenge is not the one issued')
}

function checkOrigin(origin: unknown, expected: readonly string[]): void {
  if (typeof origin !== 'string') throw malformed('origin is not a string')
  // Whole strings, on purpose: a suffix test lets `https://evil-example.com` in.
  if (expected.includes(origin)) return
  throw new CeremonyError('origin_not_allowed', `origin is ${JSON.stringify(origin)}`)
}

/**
 * Frames: clients older than Level 3 say `crossOrigin` and leave `topOrigin` out, so a relying party
 * that expects to be framed has to live with the first alone.
 */
function checkFraming({ crossOrigin, topOrigin }: Raw, allowed: readonly string[]): void {
  if (crossOrigin !== undefined && typeof crossOrigin !== 'boolean') {
    throw malformed('crossOrigin is not a boolean')
  }
  if (topOrigin !== undefined && typeof topOrigin !== 'string') {
    throw malformed('topOrigin is not a string')
  }
  if (topOrigin !== undefined && crossOrigin !== true) {
    throw malformed('topOrigin without crossOrigin')
  }
  if (crossOrigin === true && allowed.length === 0) {
    throw new CeremonyError('cross_origin_not_allowed', 'no framing page is expected')
  }
  if (topOrigin !== undefined && !allowed.includes(topOrigin)) {
    throw new CeremonyError('top_origin_not_allowed', `topOrigin is ${JSON.stringify(topOrigin)}`)
  }
}

/** Level 3 has no step for it, but a present one that is no token binding comes from no client. */
function checkTokenBinding(tokenBinding: unknown): void {
  // The one text is what clients wrote before it became an object; null is how some write that there is none.
  if (tokenBinding === undefined || tokenBinding === null || tokenBinding === 'unused') return
  if (typeof tokenBinding !== 'object') {
    throw malformed('tokenBinding is not an object')
  }
  if (!TOKEN_BINDING_STATUS.has((tokenBinding as { readonly status?: unknown }).status)) {
    throw malformed('tokenBinding has no known status')
  }
}

/** Looks at every character, so that the time taken does not tell how much of a guess was right. */
function sameText(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let index = 0; index < a.length; index++) {
    difference |= a.charCodeAt(index) ^ b.charCodeAt(index)
  }
  return difference === 0
}

function malformed(what: string, options?: ErrorOptions): CeremonyError {
  return new CeremonyError('client_data_malformed', what, options)
}
