/**
 * The routes: where, how, and who may.
 *
 * A route that is not in this table does not exist, and one without an authorization does not compile:
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

/**
 * Every route, by the name of its operation. `registrationOptions` and `finishRegistration` are open to
 * anyone for a sign-up; adding a passkey asks for a session (and fresh proof) inside the operation.
 */
export const ROUTES = {
  authenticationOptions: {
    method: 'POST',
    path: '/authentication/options',
    base: 'auth',
    authorization: 'anonymous',
    body: 'json',
    limit: 'options',
  },
  finishAuthentication: {
    method: 'POST',
    path: '/authentication',
    base: 'auth',
    authorization: 'anonymous',
    body: 'json',
    limit: 'finish',
  },
  registrationOptions: {
    method: 'POST',
    path: '/registration/options',
    base: 'auth',
    authorization: 'anonymous',
    body: 'json',
    limit: 'options',
  },
  finishRegistration: {
    method: 'POST',
    path: '/registration',
    base: 'auth',
    authorization: 'anonymous',
    body: 'json',
    limit: 'finish',
  },
  federatedOptions: {
    method: 'POST',
    path: '/federated/options',
    base: 'auth',
    authorization: 'anonymous',
    body: 'json',
    limit: 'options',
  },
  finishFederated: {
    method: 'POST',
    path: '/federated/:issuer',
    base: 'auth',
    authorization: 'anonymous',
    body: 'json',
    limit: 'finish',
  },
  listIdentities: {
    method: 'GET',
    path: '/identities',
    base: 'auth',
    authorization: 'session',
    body: 'none',
    limit: 'none',
  },
  linkIdentity: {
    method: 'POST',
    path: '/identities',
    base: 'auth',
    authorization: 'fresh',
    body: 'json',
    limit: 'finish',
  },
  unlinkIdentity: {
    method: 'DELETE',
    path: '/identities/:id',
    base: 'auth',
    authorization: 'fresh',
    body: 'none',
    limit: 'none',
  },
  registerWithPassword: {
    method: 'POST',
    path: '/password/registration',
    base: 'auth',
    authorization: 'anonymous',
    body: 'json',
    limit: 'finish',
  },
  authenticateWithPassword: {
    method: 'POST',
    path: '/password/authentication',
    base: 'auth',
    authorization: 'anonymous',
    body: 'json',
    limit: 'finish',
  },
  setPassword: {
    method: 'PUT',
    path: '/password',
    base: 'auth',
    authorization: 'fresh',
    body: 'json',
    limit: 'finish',
  },
  removePassword: {
    method: 'DELETE',
    path: '/password',
    base: 'auth',
    authorization: 'fresh',
    body: 'none',
    limit: 'none',
  },
  readSession: {
    method: 'GET',
    path: '/session',
    base: 'auth',
    authorization: 'session',
    body: 'none',
    limit: 'none',
  },
  endSession: {
    method: 'DELETE',
    path: '/session',
    base: 'auth',
    authorization: 'session',
    body: 'none',
    limit: 'none',
  },
  listPasskeys: {
    method: 'GET',
    path: '/passkeys',
    base: 'auth',
    authorization: 'session',
    body: 'none',
    limit: 'none',
  },
  renamePasskey: {
    method: 'PATCH',
    path: '/passkeys/:id',
    base: 'auth',
    authorization: 'session',
    body: 'json',
    limit: 'none',
  },
  deletePasskey: {
    method: 'DELETE',
    path: '/passkeys/:id',
    base: 'auth',
    authorization: 'fresh',
    body: 'none',
    limit: 'none',
  },
  reauthenticationOptions: {
    method: 'POST',
    path: '/reauthentication/options',
    base: 'auth',
    authorization: 'session',
    body: 'json',
    limit: 'options',
  },
  finishReauthentication: {
    method: 'POST',
    path: '/reauthentication',
    base: 'auth',
    authorization: 'session',
    body: 'json',
    limit: 'finish',
  },
  listSessions: {
    method: 'GET',
    path: '/sessions',
    base: 'auth',
    authorization: 'session',
    body: 'none',
    limit: 'none',
  },
  endOtherSessions: {
    method: 'DELETE',
    path: '/sessions',
    base: 'auth',
    authorization: 'fresh',
    body: 'none',
    limit: 'none',
  },
  endSessionById: {
    method: 'DELETE',
    path: '/sessions/:id',
    base: 'auth',
    authorization: 'fresh',
    body: 'none',
    limit: 'none',
  },
  readAccount: {
    method: 'GET',
    path: '/account',
    base: 'auth',
    authorization: 'session',
    body: 'none',
    limit: 'none',
  },
  updateAccount: {
    method: 'PATCH',
    path: '/account',
    base: 'auth',
    authorization: 'session',
    body: 'json',
    limit: 'finish',
  },
  deleteAccount: {
    method: 'DELETE',
    path: '/account',
    base: 'auth',
    authorization: 'fresh',
    body: 'none',
    limit: 'none',
  },
  readSignals: {
    method: 'GET',
    path: '/signals',
    base: 'auth',
    authorization: 'session',
    body: 'none',
    limit: 'none',
  },
  readEmail: {
    method: 'GET',
    path: '/email',
    base: 'auth',
    authorization: 'session',
    body: 'none',
    limit: 'none',
  },
  changeEmail: {
    method: 'PUT',
    path: '/email',
    base: 'auth',
    authorization: 'fresh',
    body: 'json',
    limit: 'finish',
  },
  removeEmail: {
    method: 'DELETE',
    path: '/email',
    base: 'auth',
    authorization: 'fresh',
    body: 'none',
    limit: 'none',
  },
  confirmEmail: {
    method: 'POST',
    path: '/email/confirmation',
    base: 'auth',
    authorization: 'session',
    body: 'json',
    limit: 'finish',
  },
  undoEmail: {
    method: 'POST',
    path: '/email/undo',
    base: 'auth',
    authorization: 'anonymous',
    body: 'json',
    limit: 'finish',
  },
  proveEmail: {
    method: 'POST',
    path: '/email/proof',
    base: 'auth',
    authorization: 'anonymous',
    body: 'json',
    limit: 'finish',
  },
  makeRecoveryCodes: {
    method: 'POST',
    path: '/recovery/codes',
    base: 'auth',
    authorization: 'fresh',
    body: 'none',
    limit: 'finish',
  },
  countRecoveryCodes: {
    method: 'GET',
    path: '/recovery/codes',
    base: 'auth',
    authorization: 'fresh',
    body: 'none',
    limit: 'none',
  },
  recoveryOptions: {
    method: 'POST',
    path: '/recovery/options',
    base: 'auth',
    authorization: 'anonymous',
    body: 'json',
    limit: 'finish',
  },
  finishRecovery: {
    method: 'POST',
    path: '/recovery',
    base: 'auth',
    authorization: 'anonymous',
    body: 'json',
    limit: 'finish',
  },
  openApi: {
    method: 'GET',
    path: '/openapi.json',
    base: 'auth',
    authorization: 'anonymous',
    body: 'none',
    limit: 'none',
  },
  relatedOrigins: {
    method: 'GET',
    path: '/.well-known/webauthn',
    base: 'root',
    authorization: 'anonymous',
    body: 'none',
    limit: 'none',
  },
  passkeyEndpoints: {
    method: 'GET',
    path: '/.well-known/passkey-endpoints',
    base: 'root',
    authorization: 'anonymous',
    body: 'none',
    limit: 'none',
  },
  assetLinks: {
    method: 'GET',
    path: '/.well-known/assetlinks.json',
    base: 'root',
    authorization: 'anonymous',
    body: 'none',
    limit: 'none',
  },
  appleAssociation: {
    method: 'GET',
    path: '/.well-known/apple-app-site-association',
    base: 'root',
    authorization: 'anonymous',
    body: 'none',
    limit: 'none',
  },
  changePassword: {
    method: 'GET',
    path: '/.well-known/change-password',
    base: 'root',
    authorization: 'anonymous',
    body: 'none',
    limit: 'none',
  },
  health: {
    method: 'GET',
    path: '/healthz',
    base: 'root',
    authorization: 'anonymous',
    body: 'none',
    limit: 'none',
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    base: 'root',
    authorization: 'anonymous',
    body: 'none',
    limit: 'none',
  },
  readiness: {
    method: 'GET',
    path: '/readyz',
    base: 'root',
    authorization: 'anonymous',
    body: 'none',
    limit: 'none',
  },
} as const satisfies Record<string, Route>

/** The name of an operation. */
export type RouteName = keyof typeof ROUTES

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
