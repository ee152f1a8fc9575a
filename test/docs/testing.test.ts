/** The examples of docs/testing.md. */
import { randomBytes } from 'node:crypto'
import { expect, it, vi } from 'vitest'
import { SoftwareAuthenticator, type Faults } from '../../src/authenticator/index.ts'
import { createLatchkey, type Latchkey } from '../../src/server/index.ts'

// #region server
const origin = 'https://example.com'

/** A server with a database, a clock and a mailbox of its own. */
function openServer() {
  let passed = 0
  const mails: { readonly to: string; readonly text: string }[] = []
  const latchkey = createLatchkey({
    rpId: 'example.com',
    origins: [origin],
    database: 'sqlite::memory:',
    secret: randomBytes(32),
    clock: { wall: () => Date.now() + passed, monotonic: () => performance.now() + passed },
    mail: {
      from: 'Example <hello@example.com>',
      transport: async (message) => void mails.push(message),
    },
    log: () => undefined,
  })
  return { latchkey, mails, pass: (milliseconds: number) => void (passed += milliseconds) }
}
// #endregion

// #region sign-up
/** Makes an account with a passkey, and answers the token of its session. */
async function signUp({ api }: Latchkey, authenticator: SoftwareAuthenticator, username: string) {
  const { body: options, ceremony } = await api.registrationOptions({ username })
  const response = await authenticator.create(options, { origin })
  const { session } = await api.finishRegistration(response, { ceremony })
  return session!
}

/** Signs in with a passkey of the authenticator, as it is or with a fault. */
async function signIn(
  { api }: Latchkey,
  authenticator: SoftwareAuthenticator,
  faults: Faults = {},
) {
  const { body: options, ceremony } = await api.authenticationOptions({})
  const response = await authenticator.get(options, { origin, faults })
  const { session } = await api.finishAuthentication(response, { ceremony })
  return session!
}
// #endregion

/** A route of an app. */
async function myRoute({ api }: Latchkey, request: Request): Promise<Response> {
  const signedIn = await api.authenticate(request)
  return new Response(signedIn === undefined ? 'Hello' : `Hello ${signedIn.account.username}`)
}

// #region route
it('greets whoever is signed in', async () => {
  const { latchkey } = openServer()
  const token = await signUp(latchkey, new SoftwareAuthenticator(), 'ada')
  const headers = { authorization: `Bearer ${token}` }
  const answer = await myRoute(latchkey, new Request(`${origin}/hello`, { headers }))
  expect(await answer.text()).toBe('Hello ada')
  await latchkey.close()
})
// #endregion

// #region fault
it('lets nobody in with a forged signature', async () => {
  const { latchkey } = openServer()
  const authenticator = new SoftwareAuthenticator()
  await signUp(latchkey, authenticator, 'ada')
  await expect(signIn(latchkey, authenticator, { signature: 'bit_flipped' })).rejects.toMatchObject(
    { code: 'authentication_failed' },
  )
  await latchkey.close()
})
// #endregion

// #region clock
it('ends a session that was not used for a day', async () => {
  const { latchkey, pass } = openServer()
  const session = await signUp(latchkey, new SoftwareAuthenticator(), 'ada')
  pass(24 * 60 * 60 * 1000 + 1)
  await expect(latchkey.api.readSession({ session })).rejects.toMatchObject({
    code: 'session_required',
  })
  await latchkey.close()
})
// #endregion

// #region mail
it('mails a link that confirms an address', async () => {
  const { latchkey, mails } = openServer()
  const session = await signUp(latchkey, new SoftwareAuthenticator(), 'ada')
  const { ceremony } = await latchkey.api.changeEmail({ address: 'ada@mail.example' }, { session })
  await vi.waitFor(() => expect(mails).toHaveLength(1))
  const [, token = ''] = /#token=([\w-]+)/.exec(mails[0]!.text)!
  const { body } = await latchkey.api.confirmEmail({ token }, { session, ceremony })
  expect(body.address).toBe('ada@mail.example')
  await latchkey.close()
})
// #endregion

it('signs in with what was made', async () => {
  const { latchkey } = openServer()
  const authenticator = new SoftwareAuthenticator()
  await signUp(latchkey, authenticator, 'ada')
  const session = await signIn(latchkey, authenticator)
  const { body } = await latchkey.api.readSession({ session })
  expect(body.account.username).toBe('ada')
  await latchkey.close()
})
