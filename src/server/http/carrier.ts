/**
 * How a caller carries its secrets: a browser in cookies, an app in headers, never in bodies and never
 * both (security.md R71, R83).
 *
 * @module
 */
import {
  CEREMONY_HEADER,
  CLIENT_HEADER,
  DEVICE_HEADER,
  SESSION_HEADER,
} from '../../protocol/routes.ts'
import { writeCeremonySecret } from '../ceremony-secret.ts'
import type { Settings } from '../config.ts'
import type { Reply } from '../operations/operation.ts'
import { Refusal } from '../refusal.ts'
import { ceremonyCookie, clearedSessionCookie, readCookies, sessionCookie } from './cookies.ts'
import type { AnswerHeaders, HttpRequest } from './exchange.ts'

const NATIVE_CEREMONY = CEREMONY_HEADER.toLowerCase()
const NATIVE_SESSION = SESSION_HEADER.toLowerCase()

/** What a request carries. */
export interface Carried {
  /** Whether the caller is an app that keeps no cookies. */
  readonly native: boolean
  readonly ceremony: string | undefined
  readonly sessionToken: string | undefined
  /** What came as a bearer token, from wherever. */
  readonly bearer: string | undefined
  /** What an app calls its device. */
  readonly deviceId: string | undefined
}

/**
 * Reads what a request carries.
 *
 * @throws {@link Refusal} with `invalid_request` when it carries two kinds at once.
 */
export function readCarried(
  { headers }: Pick<HttpRequest, 'headers'>,
  settings: Settings,
): Carried {
  const cookies = readCookies(headers.get('cookie'), settings)
  const bearer = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  // A page can make a browser send any header but these two.
  const browser = headers.has('sec-fetch-site') || headers.has('origin')
  const native = headers.get(CLIENT_HEADER) === 'native'
  if (bearer !== undefined && cookies.session !== undefined) throw ambiguous('two_sessions')
  if (native && browser) throw ambiguous('native_in_browser')
  return {
    native,
    ceremony: native ? (headers.get(CEREMONY_HEADER) ?? undefined) : cookies.ceremony,
    // A bearer token out of a browser was taken from somewhere: it does not count.
    deviceId: native ? readDeviceId(headers.get(DEVICE_HEADER)) : undefined,
    sessionToken: browser ? cookies.session : (bearer ?? cookies.session),
    bearer,
  }
}

/** Puts the secrets of a reply where the caller keeps them. */
export function handOver(
  headers: AnswerHeaders,
  reply: Reply,
  carried: Carried,
  settings: Settings,
): void {
  const { ceremony, ceremonyChanged, ceremonyLifetime, token, signedOut } = reply
  if (carried.native) {
    if (ceremony !== undefined) headers[NATIVE_CEREMONY] = writeCeremonySecret(ceremony)
    if (token !== undefined) headers[NATIVE_SESSION] = token
    return
  }
  const cookies: string[] = []
  if (ceremony !== undefined && ceremonyChanged === true) {
    cookies.push(ceremonyCookie(writeCeremonySecret(ceremony), settings, ceremonyLifetime))
  }
  if (token !== undefined) cookies.push(sessionCookie(token, settings))
  if (signedOut === true) cookies.push(clearedSessionCookie(settings))
  if (cookies.length > 0) headers['set-cookie'] = cookies
}

/** Longer ones are no names: whoever sends one has none. */
function readDeviceId(text: string | null): string | undefined {
  return text === null || text === '' || text.length > 128 ? undefined : text
}

function ambiguous(reason: string): Refusal {
  const errors = [{ pointer: '', code: 'ambiguous_credentials' as const }]
  return new Refusal('invalid_request', reason, { errors })
}
