/** The guides to sessions and to passkeys: what they show is what happens. */
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import { blocksFor } from './blocks.ts'
import { createLatchkey, Refusal } from '../../src/server/index.ts'
import type { Latchkey } from '../../src/server/index.ts'

const origin = 'https://example.com'

// #region own-action
/** A route of the app's own that moves money: for whoever has just approved this very transfer. */
async function transfer(
  latchkey: Latchkey,
  request: Request,
  order: { readonly to: string; readonly amount: number },
): Promise<Response> {
  try {
    const purpose = { action: 'transfer', parameters: order }
    const { account } = await latchkey.api.requireProof(request, purpose)
    return Response.json({ movedBy: account.username, ...order })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const status = error.code === 'reauthentication_required' ? 403 : 401
    return Response.json({ code: error.code, methods: error.details.methods }, { status })
  }
}
// #endregion

// #region approve
/** In the app: asks for the passkey, for this very transfer, and answers the token of the new session. */
async function approve(
  token: string,
  order: { readonly to: string; readonly amount: number },
  answer: (options: object) => Promise<object>,
  send: (request: Request) => Promise<Response>,
): Promise<string | null> {
  const purpose = { action: 'transfer', parameters: order }
  const post = (path: string, body: object) =>
    send(
      new Request(`https://example.com/auth/reauthentication${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'latchkey-client': 'native',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify(body),
      }),
    )
  const options = (await (await post('/options', { purpose })).json()) as object
  // The purpose travels along once more: it counts only if the challenge was sealed for it.
  const proved = await post('', { ...(await answer(options)), purpose })
  return proved.headers.get('latchkey-session')
}
// #endregion

// #region restore
/** In the app, just after a sign-in: keeps a restore credential of this device. */
async function keepRestoreCredential(
  token: string,
  create: (requestJson: string) => Promise<string>,
  send: (request: Request) => Promise<Response>,
): Promise<void> {
  const post = (path: string, body: string) =>
    send(
      new Request(`https://example.com/auth${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'latchkey-client': 'native',
          'latchkey-device': 'an id this app made when it was installed',
          authorization: `Bearer ${token}`,
        },
        body,
      }),
    )
  const options = await post('/registration/options', JSON.stringify({ kind: 'restore' }))
  // CredentialManager.createCredential(CreateRestoreCredentialRequest(requestJson)) on Android.
  await post('/registration', await create(await options.text()))
}
// #endregion

async function signedUp() {
  const latchkey = createLatchkey({
    rpId: 'example.com',
    origins: [origin],
    database: 'sqlite::memory:',
    secret: randomBytes(32),
    log: () => undefined,
  })
  const authenticator = new SoftwareAuthenticator()
  const begun = await latchkey.api.registrationOptions({ username: 'ada' })
  const made = await authenticator.create(begun.body, { origin })
  const { session } = await latchkey.api.finishRegistration(made, { ceremony: begun.ceremony })
  return { latchkey, authenticator, token: session! }
}

describe('the examples', () => {
  it('move money for whoever approved it, once', async () => {
    const { latchkey, authenticator, token } = await signedUp()
    const order = { to: 'bob', amount: 250 }
    const ask = (session: string, wanted = order) =>
      transfer(
        latchkey,
        new Request(`${origin}/transfer`, { headers: { authorization: `Bearer ${session}` } }),
        wanted,
      )
    const refused = await ask(token)
    expect([refused.status, await refused.json()]).toEqual([
      403,
      { code: 'reauthentication_required', methods: ['passkey'] },
    ])
    const next = await approve(
      token,
      order,
      (options) => authenticator.get(options as never, { origin }),
      (request) => latchkey.fetch(request),
    )
    expect((await ask(next!, { to: 'bob', amount: 2500 })).status).toBe(403)
    expect(await (await ask(next!)).json()).toEqual({ movedBy: 'ada', ...order })
    expect((await ask(next!)).status).toBe(403)
    expect((await ask(token)).status).toBe(401)
    await latchkey.close()
  })

  it('keep a restore credential that signs in on its own', async () => {
    const { latchkey, token } = await signedUp()
    const store = new SoftwareAuthenticator({ userVerified: false })
    await keepRestoreCredential(
      token,
      async (json) => JSON.stringify(await store.create(JSON.parse(json) as never, { origin })),
      (request) => latchkey.fetch(request),
    )
    const begun = await latchkey.api.authenticationOptions({})
    const options = { ...begun.body, userVerification: 'discouraged' as const }
    const answer = await store.get(options, { origin })
    const { body } = await latchkey.api.finishAuthentication(answer, { ceremony: begun.ceremony })
    expect(body.session).toMatchObject({ method: 'restore', verifiedAt: null })
    await latchkey.close()
  })

  it('have the signals that docs/passkeys.md shows', async () => {
    const { latchkey, token } = await signedUp()
    const headers = { authorization: `Bearer ${token}`, 'latchkey-client': 'native' }
    const answer = await latchkey.fetch(new Request(`${origin}/auth/signals`, { headers }))
    const [shown] = blocksFor('docs/passkeys.md', 'test/docs/sessions.test.ts')
    const shape = (value: unknown) =>
      JSON.stringify(value, (name, member: unknown) =>
        ['userId', 'displayName'].includes(name)
          ? '…'
          : name === 'allAcceptedCredentialIds'
            ? ['…']
            : member,
      )
    expect(shape(await answer.json())).toBe(shape(JSON.parse(shown!.text)))
    await latchkey.close()
  })
})
