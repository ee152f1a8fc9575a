/** The server's guide: its examples run, and its tables say what the code says. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import { PROBLEMS } from '../../src/protocol/problem.ts'
import type { ProblemCode } from '../../src/protocol/problem.ts'
import { ROUTES } from '../../src/protocol/route-table.ts'
import { CONFIG_MEMBERS } from '../../src/server/check-config.ts'
import { createLatchkey } from '../../src/server/latchkey.ts'
import type { LatchkeyConfig } from '../../src/server/config.ts'
import type { Latchkey } from '../../src/server/latchkey.ts'

const guide = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'server.md'), 'utf8')
const origin = 'https://example.com'

// #region own-route
/** A route of the app's own: who is signed in, and what they get. */
async function profile(latchkey: Latchkey, request: Request): Promise<Response> {
  const signedIn = await latchkey.api.authenticate(request)
  if (signedIn === undefined) return new Response('Sign in first.', { status: 401 })
  return Response.json({ hello: signedIn.account.displayName })
}
// #endregion

// #region native
/** Signing in as an app does: no cookies, two headers. */
async function signInAsApp(
  latchkey: Latchkey,
  answer: (options: string) => Promise<string>,
): Promise<string | null> {
  const post = (path: string, body: string, ceremony?: string) =>
    latchkey.fetch(
      new Request(`https://example.com${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'latchkey-client': 'native',
          ...(ceremony !== undefined && { 'latchkey-ceremony': ceremony }),
        },
        body,
      }),
    )
  const options = await post('/auth/authentication/options', '{}')
  const ceremony = options.headers.get('latchkey-ceremony') ?? ''
  const response = await answer(await options.text())
  const signedIn = await post('/auth/authentication', response, ceremony)
  // From now on: Authorization: Bearer <token>
  return signedIn.headers.get('latchkey-session')
}
// #endregion

describe('the examples', () => {
  it('tell who is signed in, and sign an app in', async () => {
    const latchkey = createLatchkey({
      rpId: 'example.com',
      origins: [origin],
      database: 'sqlite::memory:',
      secret: randomBytes(32),
      log: () => undefined,
    })
    const authenticator = new SoftwareAuthenticator()
    const begun = await latchkey.api.registrationOptions({ username: 'ada', displayName: 'Ada' })
    const made = await authenticator.create(begun.body, { origin })
    await latchkey.api.finishRegistration(made, { ceremony: begun.ceremony })
    const token = await signInAsApp(latchkey, async (options) =>
      JSON.stringify(await authenticator.get(JSON.parse(options) as never, { origin })),
    )
    const headers = { authorization: `Bearer ${token}` }
    const answer = await profile(latchkey, new Request(`${origin}/profile`, { headers }))
    expect(await answer.json()).toEqual({ hello: 'Ada' })
    expect((await profile(latchkey, new Request(`${origin}/profile`))).status).toBe(401)
    await latchkey.close()
  })
})

it('takes a list of secrets, and what was begun under the old one is finished', async () => {
  const [oldSecret, newSecret] = [randomBytes(32), randomBytes(32)]
  // #region secrets
  const secret = [
    { id: 1, value: oldSecret, state: 'verify-only' },
    { id: 2, value: newSecret },
  ]
  // #endregion
  const config = { rpId: 'example.com', origins: [origin], database: 'sqlite::memory:' }
  const open = (value: LatchkeyConfig['secret']) =>
    createLatchkey({ ...config, secret: value, log: () => undefined })
  const before = open([{ id: 1, value: oldSecret }])
  const after = open(secret as LatchkeyConfig['secret'])
  const begun = await before.api.registrationOptions({ username: 'ada' })
  const made = await new SoftwareAuthenticator().create(begun.body, { origin })
  const { body } = await after.api.finishRegistration(made, { ceremony: begun.ceremony })
  expect(body.account.username).toBe('ada')
  await Promise.all([before.close(), after.close()])
})

describe('the tables', () => {
  const rows = guide.replaceAll(/ +/g, ' ')

  it('have every route and its authorization', () => {
    for (const { method, base, path, authorization } of Object.values(ROUTES)) {
      const whole = `${base === 'auth' ? '/auth' : ''}${path.replace(/:(\w+)/, '{$1}')}`
      expect(rows).toContain(`| \`${method} ${whole}\` | ${authorization} |`)
    }
  })

  it('have every refusal and its statuses', () => {
    for (const code of Object.keys(PROBLEMS) as ProblemCode[]) {
      const row = `| \`${code}\` | ${PROBLEMS[code].statuses.join(', ')} |`
      expect([code, rows.includes(row)]).toEqual([code, true])
    }
  })

  it('have every member of the configuration', () => {
    for (const name of Object.keys(CONFIG_MEMBERS)) expect(rows).toContain(`\n| \`${name}\` |`)
  })
})
