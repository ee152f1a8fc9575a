/**
 * The routes of a Latchkey server that a sign-in uses, as functions over `fetch`.
 *
 * @module
 */
import { LatchkeyError } from '../errors.ts'

/** A refusal of the server. `code` is the one on the wire, such as `credential_unknown`. */
export class ServerRefusedError extends LatchkeyError {
  override readonly name = 'ServerRefusedError'
  /** HTTP status. */
  readonly status: number

  constructor(code: string, status: number) {
    super(code, `the server refused: ${code} (${status})`)
    this.status = status
  }
}

/** Who is signed in now. */
export interface SignedIn {
  readonly account: Readonly<Record<string, unknown>>
  readonly session?: Readonly<Record<string, unknown>> | undefined
  /** After a password: a passkey may be made without a question. */
  readonly conditionalCreate?: boolean | undefined
}

/** What a sign-in asks of a server. Every method rejects with {@link ServerRefusedError} for a refusal. */
export interface SignInServer {
  /** The request JSON, as it is. */
  authenticationOptions(): Promise<string>
  /** Posts what a passkey signed. */
  finishAuthentication(authenticationResponseJson: string): Promise<SignedIn>
  /** Posts a saved password. */
  authenticateWithPassword(username: string, password: string): Promise<SignedIn>
  /** What the browser has to give the identity provider, to find it in the token again. */
  federatedOptions(): Promise<{ readonly nonce: string }>
  /** Posts an ID token; `issuer` is what the server calls whoever made it. */
  finishFederated(issuer: string, idToken: string): Promise<SignedIn>
  /** The request JSON of an automatic passkey, as it is. */
  conditionalRegistrationOptions(): Promise<string>
  /** Posts a new passkey. */
  finishRegistration(registrationResponseJson: string): Promise<unknown>
  /** What the person's providers should know of the account; `undefined` where the server says nothing. */
  signals(): Promise<ServerSignals | undefined>
}

/** Signals as the server computes them: the dictionaries of WebAuthn's signal methods. */
export interface ServerSignals {
  readonly allAcceptedCredentials?: object | undefined
  readonly currentUserDetails?: object | undefined
  /** The same for passkeys that came from another server, with the user handles they were made for. */
  readonly imported?: readonly ServerSignals[] | undefined
}

/** Where the server is, and how it is reached. */
export interface LatchkeyServerSettings {
  /** Default `/auth`, on the page's own origin. */
  readonly baseUrl?: string
  /** Default: the page's own. */
  readonly fetch?: typeof globalThis.fetch
  /**
   * For an app without cookies: called with the token of each new session, to be kept safe. The ceremony's
   * secret is carried from call to call.
   */
  readonly onSession?: (token: string) => void
}

/** Reaches a Latchkey server. */
export function latchkeyServer({
  baseUrl = '/auth',
  fetch = (...request) => globalThis.fetch(...request),
  onSession,
}: LatchkeyServerSettings = {}): SignInServer {
  let ceremony: string | null = null
  let session: string | null = null

  const call = async (method: string, path: string, body?: string): Promise<string> => {
    const headers: Record<string, string> = { accept: 'application/json' }
    if (body !== undefined) headers['content-type'] = 'application/json'
    if (onSession) {
      headers['latchkey-client'] = 'native'
      if (ceremony !== null) headers['latchkey-ceremony'] = ceremony
      if (session !== null) headers.authorization = `Bearer ${session}`
    }
    const init = body === undefined ? { method, headers } : { method, headers, body }
    const answer = await fetch(`${baseUrl}${path}`, init)
    const text = await answer.text()
    if (!answer.ok) throw new ServerRefusedError(codeOf(text), answer.status)
    if (onSession) {
      ceremony = answer.headers.get('latchkey-ceremony') ?? ceremony
      const token = answer.headers.get('latchkey-session')
      if (token !== null) onSession((session = token))
    }
    return text
  }
  const post = (path: string, body: string) => call('POST', path, body)
  const signedIn = async (answer: Promise<string>) => JSON.parse(await answer) as SignedIn

  return {
    authenticationOptions: () => post('/authentication/options', '{}'),
    finishAuthentication: (json) => signedIn(post('/authentication', json)),
    authenticateWithPassword: (username, password) =>
      signedIn(post('/password/authentication', JSON.stringify({ username, password }))),
    federatedOptions: async () =>
      JSON.parse(await post('/federated/options', '{}')) as { readonly nonce: string },
    finishFederated: (issuer, idToken) =>
      signedIn(post(`/federated/${encodeURIComponent(issuer)}`, JSON.stringify({ idToken }))),
    conditionalRegistrationOptions: () =>
      post('/registration/options', '{"mediation":"conditional"}'),
    finishRegistration: async (json) => JSON.parse(await post('/registration', json)) as unknown,
    async signals() {
      try {
        return JSON.parse(await call('GET', '/signals')) as ServerSignals
      } catch (error) {
        if (error instanceof ServerRefusedError && error.status === 404) return undefined
        throw error
      }
    },
  }
}

/** The code of a refusal; of anything else, what a proxy may have sent, `unavailable`. */
function codeOf(text: string): string {
  try {
    const { code } = Object(JSON.parse(text)) as { readonly code?: unknown }
    if (typeof code === 'string') return code
  } catch {
    // Not a problem document.
  }
  return 'unavailable'
}
