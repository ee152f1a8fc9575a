/** The examples of docs/add-to-an-app.md and docs/several-domains.md: an app with users of its own, several names. */
import { randomBytes } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/index.ts'
import { createLatchkey, type Latchkey, type SignUpHook } from '../../src/server/index.ts'

const users = new DatabaseSync(':memory:')
users.exec(
  `create table users (
    id integer primary key, name text not null, latchkey_account text unique, moves_until integer
  )`,
)

// #region mount
/** What goes to Latchkey; everything else is the app's, as before. */
function withSignIn(latchkey: Latchkey, app: (request: Request) => Promise<Response>) {
  return (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    const isOurs = pathname.startsWith('/auth/') || pathname.startsWith('/.well-known/')
    return isOurs ? latchkey.fetch(request) : app(request)
  }
}
// #endregion

// #region user
interface User {
  readonly id: number
  readonly name: string
}

/** The app's own user behind a request; made when somebody new comes for the first time. */
async function userOf(latchkey: Latchkey, request: Request): Promise<User | undefined> {
  const signedIn = await latchkey.api.authenticate(request)
  if (signedIn === undefined) return undefined
  const { id, displayName } = signedIn.account
  users
    .prepare('insert into users (name, latchkey_account) values (?, ?) on conflict do nothing')
    .run(displayName, id)
  const row = users.prepare('select id, name from users where latchkey_account = ?').get(id)
  return row as unknown as User
}
// #endregion

// #region move
/** Called by the page before that sign-up: for ten minutes somebody may take this user's name. */
function letMove(oldUser: User): void {
  users
    .prepare('update users set moves_until = ? where id = ?')
    .run(Date.now() + 600_000, oldUser.id)
}

/** `hooks: { beforeSignUp }`: the names of users who have not moved are nobody else's. */
const beforeSignUp: SignUpHook = ({ username }) => {
  const owner = users
    .prepare('select moves_until from users where lower(name) = ? and latchkey_account is null')
    .get(username.normalize('NFKC').toLowerCase())
  return owner === undefined || Number(owner['moves_until']) > Date.now() ? 'allow' : 'refuse'
}
// #endregion

// #region link
/** Called by the page right after the sign-up of somebody whom the old session knows. */
async function link(latchkey: Latchkey, request: Request, oldUser: User): Promise<boolean> {
  const signedIn = await latchkey.api.authenticate(request)
  if (signedIn === undefined || !isFromHere(request, 'https://example.com')) return false
  const { changes } = users
    .prepare('update users set latchkey_account = ? where id = ? and latchkey_account is null')
    .run(signedIn.account.id, oldUser.id)
  return changes === 1
}
// #endregion

// #region guard
/** Whether a request that changes something came from our own pages, or from no browser at all. */
function isFromHere({ headers }: Request, origin: string): boolean {
  const from = headers.get('origin')
  if (from !== null) return from === origin
  return ['same-origin', 'none', null].includes(headers.get('sec-fetch-site'))
}
// #endregion

const origin = 'https://example.com'
const open = (config: object = {}) =>
  createLatchkey({
    rpId: 'example.com',
    origins: [origin],
    database: 'sqlite::memory:',
    secret: randomBytes(32),
    log: () => undefined,
    ...config,
  })

async function signUp({ api }: Latchkey, username: string): Promise<Headers> {
  const { body, ceremony } = await api.registrationOptions({ username })
  const made = await new SoftwareAuthenticator().create(body, { origin })
  const { session } = await api.finishRegistration(made, { ceremony })
  return new Headers({ authorization: `Bearer ${session}` })
}

it('gives whoever signs in a user of the app, the same one every time', async () => {
  const latchkey = open()
  const app = async (request: Request) => Response.json((await userOf(latchkey, request)) ?? null)
  const site = withSignIn(latchkey, app)
  const headers = await signUp(latchkey, 'ada')
  const ask = async () => (await site(new Request(`${origin}/me`, { headers }))).json()
  expect(await ask()).toMatchObject({ name: 'ada' })
  expect(await ask()).toEqual(await ask())
  expect(await (await site(new Request(`${origin}/me`))).json()).toBeNull()
  expect((await site(new Request(`${origin}/auth/session`, { headers }))).status).toBe(200)
  await latchkey.close()
})

it('links a user who was there before, once, and not for another site', async () => {
  const latchkey = open({ hooks: { beforeSignUp } })
  users.exec("insert into users (id, name) values (77, 'bea')")
  await expect(signUp(latchkey, 'Bea')).rejects.toMatchObject({ reason: 'refused_by_host' })
  await signUp(latchkey, 'carl')
  letMove({ id: 77, name: 'bea' })
  const headers = await signUp(latchkey, 'bea')
  const ask = (from: string) => {
    const sent = new Headers(headers)
    sent.set('origin', from)
    // Its session is a bearer token here, which a browser's would not be: only the guard is asked.
    return isFromHere(new Request(`${origin}/link`, { method: 'POST', headers: sent }), origin)
  }
  expect([ask(origin), ask('https://evil.example')]).toEqual([true, false])
  const request = new Request(`${origin}/link`, { method: 'POST', headers })
  expect(await link(latchkey, request, { id: 77, name: 'bea' })).toBe(true)
  expect(await link(latchkey, request, { id: 77, name: 'bea' })).toBe(false)
  expect(await userOf(latchkey, request)).toEqual({ id: 77, name: 'bea' })
  await latchkey.close()
})

it('signs people in under several names', async () => {
  const config = { database: 'sqlite::memory:', secret: randomBytes(32), log: () => undefined }
  // #region names
  const latchkey = createLatchkey({
    rpId: 'example.com',
    // On example.com or below.
    origins: ['https://example.com', 'https://login.example.com'],
    // Outside of it.
    relatedOrigins: ['https://example.co.uk', 'https://shop.example'],
    ...config,
  })
  // #endregion
  const file = await latchkey.fetch(new Request(`${origin}/.well-known/webauthn`))
  const { origins } = (await file.json()) as { origins: string[] }
  expect(origins).toEqual(expect.arrayContaining(['https://example.co.uk', 'https://shop.example']))
  const authenticator = new SoftwareAuthenticator()
  const { body, ceremony } = await latchkey.api.registrationOptions({ username: 'ada' })
  const made = await authenticator.create(body, { origin })
  await latchkey.api.finishRegistration(made, { ceremony })
  for (const from of ['https://login.example.com', 'https://shop.example']) {
    const begun = await latchkey.api.authenticationOptions({})
    const context = { origin: from, relatedOrigins: origins }
    const answer = await authenticator.get(begun.body, context)
    const { body: signedIn } = await latchkey.api.finishAuthentication(answer, begun)
    expect(signedIn.account.username).toBe('ada')
  }
  await latchkey.close()
})
