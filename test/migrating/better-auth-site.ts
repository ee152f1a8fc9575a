/**
 * A site with better-auth and its passkey plugin, as its documentation sets it up, on a database of its own.
 *
 * @module
 */
import { DatabaseSync } from 'node:sqlite'
import { passkey } from '@better-auth/passkey'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { username } from 'better-auth/plugins'
import { Pool } from 'pg'
import type { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '../../src/protocol/webauthn-json.ts'
import { ORIGIN } from '../server/site.ts'

/** Somebody at that site, in a browser of their own. */
export interface OldPerson {
  readonly id: string
  addPasskey(authenticator: SoftwareAuthenticator, name?: string): Promise<void>
  /** The status of a sign-in with a passkey there. */
  signIn(authenticator: SoftwareAuthenticator): Promise<number>
}

/** The site. Close it when done. */
export interface OldSite {
  signUp(person: { readonly email: string; readonly username: string }): Promise<OldPerson>
  /** What a click on a mailed link does. */
  verifyEmail(person: OldPerson): Promise<void>
  close(): Promise<void>
}

/** Opens the site on a SQLite file, or on a PostgreSQL database. */
export async function openOldSite(url: string): Promise<OldSite> {
  const isFile = url.startsWith('sqlite:')
  const database = isFile
    ? new DatabaseSync(url.slice('sqlite:'.length))
    : new Pool({ connectionString: url })
  const auth = betterAuth({
    database,
    baseURL: ORIGIN,
    secret: 'a secret of a site that is about to be left',
    emailAndPassword: { enabled: true },
    plugins: [username(), passkey({ rpID: 'example.com', origin: ORIGIN })],
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
  })
  const { runMigrations } = await getMigrations(auth.options)
  await runMigrations()

  return {
    async signUp({ email, username }) {
      const browser = new Browser((request) => auth.handler(request))
      const password = 'correct horse battery'
      const body = { email, username, password, name: `${username} the Great` }
      const answer = await browser.send('POST', '/sign-up/email', body)
      const { user } = (await answer.json()) as { readonly user: { readonly id: string } }
      return { id: user.id, ...passkeysOf(browser) }
    },
    async verifyEmail({ id }) {
      const { internalAdapter } = await auth.$context
      await internalAdapter.updateUser(id, { emailVerified: true })
    },
    async close() {
      if (database instanceof DatabaseSync) return database.close()
      // The next test gets this database again.
      await database.query('drop table "user", session, account, verification, passkey cascade')
      return database.end()
    },
  }
}

function passkeysOf(browser: Browser): Omit<OldPerson, 'id'> {
  return {
    async addPasskey(authenticator, name) {
      const asked = await browser.send('GET', '/passkey/generate-register-options')
      const options = (await asked.json()) as PublicKeyCredentialCreationOptionsJSON
      const response = await authenticator.create(options, { origin: ORIGIN })
      const kept = await browser.send('POST', '/passkey/verify-registration', { response, name })
      if (!kept.ok) throw new Error(await kept.text())
    },
    async signIn(authenticator) {
      const asked = await browser.send('GET', '/passkey/generate-authenticate-options')
      const options = (await asked.json()) as PublicKeyCredentialRequestOptionsJSON
      const response: AuthenticationResponseJSON = await authenticator.get(options, {
        origin: ORIGIN,
      })
      const { status } = await browser.send('POST', '/passkey/verify-authentication', { response })
      return status
    },
  }
}

/** Keeps cookies, and says where it comes from. */
class Browser {
  readonly #cookies = new Map<string, string>()
  readonly #handle: (request: Request) => Promise<Response>

  constructor(handle: (request: Request) => Promise<Response>) {
    this.#handle = handle
  }

  async send(method: string, path: string, body?: unknown): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const request = new Request(`${ORIGIN}/api/auth${path}`, {
      method,
      headers: { origin: ORIGIN, cookie, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const answer = await this.#handle(request)
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      this.#cookies.set(name, value)
    }
    return answer
  }
}
