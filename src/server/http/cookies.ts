/**
 * The two cookies. Both belong to this very host, are out of reach of scripts, and hold no data of people
 * (security.md R19, R70).
 *
 * @module
 */
import { CEREMONY_SECRET_LIFETIME } from '../ceremony-secret.ts'
import type { Settings } from '../config.ts'

interface CookieKind {
  readonly name: string
  readonly sameSite: 'Strict' | 'Lax'
}

const CEREMONY: CookieKind = { name: 'ceremony', sameSite: 'Strict' }
const SESSION: CookieKind = { name: 'session', sameSite: 'Lax' }

/** What the cookies of a request say. */
export interface Cookies {
  readonly ceremony: string | undefined
  readonly session: string | undefined
}

/** What the cookies are called here. */
export function cookieNames(settings: Settings): {
  readonly session: string
  readonly ceremony: string
} {
  return { session: nameOf(SESSION, settings), ceremony: nameOf(CEREMONY, settings) }
}

/** Reads the two cookies from a `Cookie` header. */
export function readCookies(header: string | null, settings: Settings): Cookies {
  const wanted = cookieNames(settings)
  const found: { ceremony?: string; session?: string } = {}
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=')
    const name = pair.slice(0, at).trim()
    const value = pair.slice(at + 1).trim()
    if (name === wanted.ceremony) found.ceremony ??= value
    if (name === wanted.session) found.session ??= value
  }
  return { ceremony: found.ceremony, session: found.session }
}

/** `Set-Cookie` that makes a browser hold the ceremony secret. */
export function ceremonyCookie(
  value: string,
  settings: Settings,
  lifetime: number = CEREMONY_SECRET_LIFETIME,
): string {
  return write(CEREMONY, value, lifetime, settings)
}

/** `Set-Cookie` that makes a browser hold a session token. */
export function sessionCookie(token: string, settings: Settings): string {
  return write(SESSION, token, settings.sessions.absolute, settings)
}

/** `Set-Cookie` that makes a browser forget the session. */
export function clearedSessionCookie(settings: Settings): string {
  return write(SESSION, '', 0, settings)
}

function write(kind: CookieKind, value: string, lifetime: number, settings: Settings): string {
  const maxAge = Math.floor(lifetime / 1000)
  const secure = settings.insecureCookies ? '' : ' Secure;'
  const flags = `Path=/; Max-Age=${maxAge};${secure} HttpOnly; SameSite=${kind.sameSite}`
  return `${nameOf(kind, settings)}=${value}; ${flags}`
}

/** The prefix makes browsers refuse the name to other hosts and to plain connections. */
function nameOf({ name }: CookieKind, { insecureCookies }: Settings): string {
  return insecureCookies ? `latchkey-${name}` : `__Host-${name}`
}
