/**
 * One row for each route: who may call it, how its calls are counted, a good body and a bad one.
 *
 * Written by hand, so that a route that changes, or is new, is noticed (security.md R85, R100). A new route
 * takes one row here, and nothing else: `routes.test.ts` tries it with every actor.
 */
import type { Authorization, CallLimit } from '../../src/protocol/routes.ts'

/** What is known of a route. */
export interface RouteRow {
  readonly who: Authorization
  readonly limit: CallLimit
  /** A body with which nothing is wrong but who sends it. Absent: the route takes none. */
  readonly body?: unknown
  /** A body of JSON that is refused member by member. There for every route that takes a body. */
  readonly malformed?: unknown
  /** What a fresh session without any more is refused for all the same: what it asks for is not there. */
  readonly refusal?: string
}

const anyone = (limit: CallLimit, body?: unknown, malformed?: unknown): RouteRow => ({
  who: 'anonymous',
  limit,
  body,
  malformed,
})

/** Every route, as `METHOD /path`. */
export const ROWS: Readonly<Record<string, RouteRow>> = {
  'POST /auth/authentication/options': anyone('options', {}, { username: 5 }),
  'POST /auth/authentication': anyone('finish', {}, { id: 'AA' }),
  'POST /auth/registration/options': anyone('options', { username: 'new' }, { username: '' }),
  'POST /auth/registration': anyone('finish', {}, { id: 'AA' }),
  'POST /auth/password/registration': anyone('finish', {}, { username: 'x', password: 5 }),
  'POST /auth/password/authentication': anyone('finish', {}, { username: 'x', password: '' }),
  'POST /auth/federated/options': anyone('options', {}, []),
  'POST /auth/federated/:issuer': anyone('finish', {}, { idToken: 5 }),
  'POST /auth/email/undo': anyone('finish', {}, { token: 5 }),
  'POST /auth/email/proof': anyone('finish', {}, { address: 5 }),
  'POST /auth/recovery/options': anyone('finish', {}, { username: 5 }),
  'POST /auth/recovery': anyone('finish', {}, { code: 5 }),
  'GET /auth/openapi.json': anyone('none'),
  'GET /.well-known/jwks.json': anyone('none'),
  'GET /.well-known/webauthn': anyone('none'),
  'GET /.well-known/passkey-endpoints': anyone('none'),
  'GET /.well-known/assetlinks.json': anyone('none'),
  'GET /.well-known/apple-app-site-association': anyone('none'),
  'GET /.well-known/change-password': anyone('none'),
  'GET /healthz': anyone('none'),
  'GET /readyz': anyone('none'),
  'GET /metrics': anyone('none'),

  'GET /auth/session': { who: 'session', limit: 'none' },
  'DELETE /auth/session': { who: 'session', limit: 'none' },
  'POST /auth/session/token': { who: 'session', limit: 'none', refusal: 'not_found' },
  'GET /auth/sessions': { who: 'session', limit: 'none' },
  'DELETE /auth/sessions': { who: 'fresh', limit: 'none' },
  'DELETE /auth/sessions/:id': { who: 'fresh', limit: 'none', refusal: 'not_found' },
  'POST /auth/reauthentication/options': {
    who: 'session',
    limit: 'options',
    body: { purpose: 'look' },
    malformed: { purpose: '' },
  },
  'POST /auth/reauthentication': {
    who: 'session',
    limit: 'finish',
    body: { password: 'not the way this account has' },
    malformed: { id: 'AA' },
    refusal: 'reauthentication_required',
  },
  'GET /auth/account': { who: 'session', limit: 'none' },
  'PATCH /auth/account': {
    who: 'session',
    limit: 'finish',
    body: { displayName: 'Another' },
    malformed: { displayName: 'a\u0000b' },
  },
  'DELETE /auth/account': { who: 'fresh', limit: 'none' },
  'GET /auth/signals': { who: 'session', limit: 'none' },
  'GET /auth/passkeys': { who: 'session', limit: 'none' },
  'PATCH /auth/passkeys/:id': {
    who: 'session',
    limit: 'none',
    body: { name: 'x' },
    malformed: { name: ' ' },
    refusal: 'not_found',
  },
  'DELETE /auth/passkeys/:id': { who: 'fresh', limit: 'none', refusal: 'not_found' },
  'PUT /auth/password': {
    who: 'fresh',
    limit: 'finish',
    body: { password: 'correct horse battery staple' },
    malformed: { password: 5 },
  },
  'DELETE /auth/password': { who: 'fresh', limit: 'none', refusal: 'not_found' },
  'GET /auth/identities': { who: 'session', limit: 'none' },
  'POST /auth/identities': {
    who: 'fresh',
    limit: 'finish',
    body: { issuer: 'unknown', idToken: 'x' },
    malformed: { issuer: 'unknown' },
    refusal: 'not_found',
  },
  'DELETE /auth/identities/:id': { who: 'fresh', limit: 'none', refusal: 'not_found' },
  'GET /auth/email': { who: 'session', limit: 'none' },
  'PUT /auth/email': {
    who: 'fresh',
    limit: 'finish',
    body: { address: 'actor@mail.example' },
    malformed: { address: 5 },
    refusal: 'not_found',
  },
  'DELETE /auth/email': { who: 'fresh', limit: 'none', refusal: 'not_found' },
  'POST /auth/email/confirmation': {
    who: 'session',
    limit: 'finish',
    body: { token: 'x' },
    malformed: { token: 5 },
    refusal: 'authentication_failed',
  },
  'GET /auth/recovery/codes': { who: 'fresh', limit: 'none' },
  'POST /auth/recovery/codes': { who: 'fresh', limit: 'finish' },
}

/**
 * Calls whose own operation looks at the session: open to anyone as routes, and not as what they do.
 * As `what`, route, body, and who may.
 */
export const INNER_ROWS: readonly (readonly [string, string, unknown, Authorization])[] = [
  ['adding a passkey', 'POST /auth/registration/options', {}, 'fresh'],
  // Fresh because the session of these actors is as old as its proof.
  ['a restore credential', 'POST /auth/registration/options', { kind: 'restore' }, 'fresh'],
  ['another username', 'PATCH /auth/account', { username: 'somebody' }, 'fresh'],
  ['no sign-in with the password', 'PATCH /auth/account', { passwordSignIn: false }, 'fresh'],
]
