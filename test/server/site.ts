/**
 * A relying party for one test, and the people who visit it: a browser with a cookie jar, or an app.
 *
 * Nothing is replaced: the server, its SQLite store and the authenticator are the real ones. Only time is
 * the test's own.
 */
import { randomBytes } from 'node:crypto'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import type { ClientContext } from '../../src/authenticator/context.ts'
import type { RegisteredMessage, SignedInMessage } from '../../src/protocol/messages.ts'
import type { Problem } from '../../src/protocol/problem.ts'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '../../src/protocol/webauthn-json.ts'
import type { LogEntry } from '../../src/server/audit.ts'
import type { LatchkeyConfig } from '../../src/server/config.ts'
import { expectDescribed } from './described.ts'
import { createLatchkey } from '../../src/server/latchkey.ts'
import type { Latchkey } from '../../src/server/latchkey.ts'

export const ORIGIN = 'https://example.com'
export const MINUTE = 60_000

/** Time as the test wants it. */
export class TestClock {
  #wall = Date.UTC(2026, 5, 1)
  #monotonic = 1000

  wall = () => this.#wall
  monotonic = () => this.#monotonic

  advance(milliseconds: number): void {
    this.#wall += milliseconds
    this.#monotonic += milliseconds
  }

  setWall(change: number): void {
    this.#wall += change
  }
}

/** An answer of the server. */
export interface Answer<Body = unknown> {
  readonly status: number
  readonly body: Body
  readonly text: string
  readonly headers: Headers
}

export interface Site {
  readonly latchkey: Latchkey
  readonly clock: TestClock
  readonly log: LogEntry[]
  browser(): Visitor
  app(): Visitor
}

export function openSite(change: Partial<LatchkeyConfig> = {}): Site {
  const clock = new TestClock()
  const log: LogEntry[] = []
  const latchkey = createLatchkey({
    rpId: 'example.com',
    origins: [ORIGIN],
    database: 'sqlite::memory:',
    secret: randomBytes(32),
    clock,
    log: (entry) => log.push(entry),
    ...change,
  })
  return {
    latchkey,
    clock,
    log,
    browser: () => new Visitor(latchkey, 'browser'),
    app: () => new Visitor(latchkey, 'native'),
  }
}

interface RequestOptions {
  readonly body?: unknown
  readonly raw?: BodyInit
  readonly headers?: Readonly<Record<string, string | null>>
}

/** Someone with a browser (cookies, Origin) or an app (headers), and one authenticator. */
export class Visitor {
  readonly kind: 'browser' | 'native'
  readonly latchkey: Latchkey
  readonly cookies = new Map<string, string>()
  authenticator = new SoftwareAuthenticator()
  ceremony: string | undefined
  token: string | undefined
  /** Where they call from; nobody knows it by default. */
  address: string | undefined

  constructor(latchkey: Latchkey, kind: 'browser' | 'native') {
    this.latchkey = latchkey
    this.kind = kind
  }

  async request<Body = Problem>(
    method: string,
    path: string,
    options: RequestOptions = {},
  ): Promise<Answer<Body>> {
    const headers = new Headers(
      this.kind === 'browser' ? this.#browserHeaders() : this.#appHeaders(),
    )
    const sent = options.raw ?? (options.body === undefined ? null : JSON.stringify(options.body))
    if (sent !== null) headers.set('content-type', 'application/json')
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      if (value === null) headers.delete(name)
      else headers.set(name, value)
    }
    const init = { method, headers, body: sent, duplex: 'half' } as RequestInit
    const request = new Request(`${ORIGIN}${path}`, init)
    const response = await this.latchkey.fetch(request, { remoteAddress: this.address })
    this.#keep(response.headers)
    const text = await response.text()
    const body = (text === '' ? undefined : JSON.parse(text)) as Body
    if (sent === null || options.raw === undefined) {
      expectDescribed({ method, path }, { status: response.status, body })
    }
    return { status: response.status, body, text, headers: response.headers }
  }

  post<Body = Problem>(path: string, body: unknown): Promise<Answer<Body>> {
    return this.request<Body>('POST', path, { body })
  }

  /** Takes the first half of a sign-up. */
  async beginSignUp(username: string): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const body = { username }
    return expectStatus(200, await this.post('/auth/registration/options', body))
  }

  create(
    options: PublicKeyCredentialCreationOptionsJSON,
    context: Partial<ClientContext> = {},
  ): Promise<RegistrationResponseJSON> {
    return this.authenticator.create(options, { origin: ORIGIN, ...context })
  }

  async signUp(username: string): Promise<RegisteredMessage> {
    const response = await this.create(await this.beginSignUp(username))
    return expectStatus(201, await this.post('/auth/registration', response))
  }

  async addPasskey(authenticator = new SoftwareAuthenticator()): Promise<RegisteredMessage> {
    const options = expectStatus<PublicKeyCredentialCreationOptionsJSON>(
      200,
      await this.post('/auth/registration/options', {}),
    )
    const response = await authenticator.create(options, { origin: ORIGIN })
    return expectStatus(201, await this.post('/auth/registration', response))
  }

  async beginSignIn(username?: string): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const body = username === undefined ? {} : { username }
    return expectStatus(200, await this.post('/auth/authentication/options', body))
  }

  get(
    options: PublicKeyCredentialRequestOptionsJSON,
    context: Partial<ClientContext> = {},
  ): Promise<AuthenticationResponseJSON> {
    return this.authenticator.get(options, { origin: ORIGIN, ...context })
  }

  /** The answer of a whole sign-in, whatever it is. */
  async trySignIn(
    context: Partial<ClientContext> = {},
    username?: string,
  ): Promise<Answer<Problem>> {
    const response = await this.get(await this.beginSignIn(username), context)
    return this.post('/auth/authentication', response)
  }

  async signIn(username?: string): Promise<SignedInMessage> {
    const response = await this.get(await this.beginSignIn(username))
    return expectStatus(200, await this.post('/auth/authentication', response))
  }

  #browserHeaders(): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return { origin: ORIGIN, 'sec-fetch-site': 'same-origin', ...(cookie !== '' && { cookie }) }
  }

  #appHeaders(): Record<string, string> {
    return {
      'latchkey-client': 'native',
      ...(this.ceremony !== undefined && { 'latchkey-ceremony': this.ceremony }),
      ...(this.token !== undefined && { authorization: `Bearer ${this.token}` }),
    }
  }

  #keep(headers: Headers): void {
    this.ceremony = headers.get('latchkey-ceremony') ?? this.ceremony
    this.token = headers.get('latchkey-session') ?? this.token
    for (const cookie of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (/max-age=0\b/i.test(cookie)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
  }
}

export function expectStatus<Body>(status: number, answer: Answer<Body>): Body {
  if (answer.status === status) return answer.body
  throw new Error(`expected ${status}, got ${answer.status}: ${answer.text}`)
}
