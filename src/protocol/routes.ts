/**
 * What a route is: where, how, and who may.
 *
 * A route that is not in `route-table.ts` does not exist, and one without an authorization does not compile:
 * deny by default (security.md R85).
 *
 * @module
 */

/**
 * Who may call a route.
 * - `anonymous`: anyone.
 * - `session`: whoever is signed in.
 * - `fresh`: whoever is signed in and has proved it with a verified ceremony in the last minutes.
 */
export type Authorization = 'anonymous' | 'session' | 'fresh'

/**
 * How calls of one address are counted, each kind for itself.
 * - `options`: what begins something and costs little.
 * - `finish`: what verifies, hashes a password or sends a mail.
 * - `none`: what a session is needed for, or costs nothing.
 */
export type CallLimit = 'options' | 'finish' | 'none'

/** One route. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path behind the base path, or behind the root when `base` is `root`. */
  readonly path: string
  readonly base: 'auth' | 'root'
  readonly authorization: Authorization
  /** Whether the request carries a JSON body. */
  readonly body: 'json' | 'none'
  /** Which of its address' calls it is counted with (security.md R148). */
  readonly limit: CallLimit
}

/** Where the routes live unless configured otherwise. */
export const DEFAULT_BASE_PATH = '/auth'

/** Request header by which a client says that it keeps no cookies: its value is `native`. */
export const CLIENT_HEADER = 'Latchkey-Client'

/** Carries a native client's ceremony secret, both ways. */
export const CEREMONY_HEADER = 'Latchkey-Ceremony'

/** By which an app may tell its devices apart, for restore credentials: any text of 1 to 128 characters. */
export const DEVICE_HEADER = 'Latchkey-Device'

/** Carries a native client's new session token, in answers only. */
export const SESSION_HEADER = 'Latchkey-Session'
