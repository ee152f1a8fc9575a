/**
 * The guide in one function: over a real vault, against a real server where it has the route, and against
 * one made by hand for what a server only sometimes says.
 *
 * One file in spite of its length: one function, and the two servers it is tried against.
 */
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLatchkey, type Latchkey } from '../server/latchkey.ts'
import { memoryStorage } from '../vault/storage.ts'
import { vaultProvider } from '../vault/vault-provider.ts'
import { Vault } from '../vault/vault.ts'
import * as client from './index.ts'

const ORIGIN = 'https://example.com'
const RP_ID = 'example.com'
const kdf = { memory: 64, iterations: 1, parallelism: 1 }

let vault: Vault
let manager: client.CredentialManager
beforeEach(async () => {
  vault = new Vault({ storage: memoryStorage(), kdf })
  await vault.create('correct horse')
  const provider = vaultProvider({ vault, askPassword: () => Promise.resolve(undefined) })
  manager = client.CredentialManager.create({
    platform: client.providerPlatform({
      providers: [provider],
      selector: ({ pages }) => Promise.resolve(pages.first?.sections[0]?.choices[0]),
      caller: { origin: ORIGIN },
    }),
  })
})

const creation = (name: string) => ({
  challenge: randomBytes(32).toString('base64url'),
  rp: { id: RP_ID, name: 'Example' },
  user: { id: Buffer.from(name).toString('base64url'), name, displayName: name.toUpperCase() },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 } as const],
})
const requestJson = () =>
  JSON.stringify({ challenge: randomBytes(32).toString('base64url'), rpId: RP_ID })

/** Puts a passkey into the vault, which no server has heard of. Gives its id. */
async function newPasskey(name: string): Promise<string> {
  const request = new client.CreatePublicKeyCredentialRequest(creation(name))
  const { registrationResponseJson } = await manager.createCredential(request)
  return (JSON.parse(registrationResponseJson) as { id: string }).id
}
const savePassword = (name: string) =>
  manager.createCredential(new client.CreatePasswordRequest(name, 'secret'))
/** What the vault would offer. */
const offered = () =>
  vault.contents.items.flatMap((item) =>
    item.kind === 'password' ? item.userName : item.hidden ? [] : item.credential.userName,
  )
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'resolved',
    (error: Error & { code?: string }) => error.code ?? error.name,
  )

describe('against a Latchkey server, as an app without cookies', () => {
  let latchkey: Latchkey
  let tokens: string[]
  let server: client.SignInServer
  beforeEach(() => {
    latchkey = createLatchkey({
      rpId: RP_ID,
      origins: [ORIGIN],
      database: 'sqlite::memory:',
      secret: randomBytes(32),
      log: () => undefined,
    })
    tokens = []
    server = client.latchkeyServer({
      baseUrl: `${ORIGIN}/auth`,
      fetch: (input, init) => latchkey.fetch(new Request(input, init)),
      onSession: (token) => tokens.push(token),
    })
  })
  afterEach(() => latchkey.close())

  /** Signs up over the same routes, and gives what is needed to ask who is signed in. */
  async function signUp(username: string): Promise<void> {
    let ceremony = ''
    const post = async (path: string, body: string) => {
      const headers = {
        'content-type': 'application/json',
        'latchkey-client': 'native',
        ...(ceremony !== '' && { 'latchkey-ceremony': ceremony }),
      }
      const request = new Request(`${ORIGIN}/auth${path}`, { method: 'POST', headers, body })
      const answer = await latchkey.fetch(request)
      ceremony = answer.headers.get('latchkey-ceremony') ?? ''
      return answer.text()
    }
    const options = await post('/registration/options', JSON.stringify({ username }))
    const { registrationResponseJson } = await manager.createCredential(
      new client.CreatePublicKeyCredentialRequest(options),
    )
    await post('/registration', registrationResponseJson)
  }
  const whoIs = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` }
    const answer = await latchkey.fetch(new Request(`${ORIGIN}/auth/session`, { headers }))
    return ((await answer.json()) as { account?: { username: string } }).account?.username
  }

  it('signs in, and hands over the session', async () => {
    await signUp('ada')
    const result = await client.signIn({ manager, server })
    expect(result.account).toMatchObject({ username: 'ada' })
    expect(result.credential).toBeInstanceOf(client.PublicKeyCredential)
    await result.settled
    expect(tokens).toHaveLength(1)
    expect(await whoIs(tokens[0]!)).toBe('ada')
    // The passkey that the server takes is still there after all the signals.
    expect(offered()).toEqual(['ada'])
  })

  it('signs in again and again, each time with a fresh challenge', async () => {
    await signUp('ada')
    for (let round = 1; round <= 3; round += 1) {
      await (
        await client.signIn({ manager, server })
      ).settled
      expect(new Set(tokens).size).toBe(round)
    }
  })

  it('signs in with what was kept ready', async () => {
    await signUp('ada')
    const controller = new AbortController()
    const prepared = client.keepPrepared(manager, client.signInRequests({ server }), controller)
    await prepared.ready
    expect((await client.signIn({ manager, server, prepared })).account).toMatchObject({
      username: 'ada',
    })
    controller.abort()
  })

  it('tells the vault of a passkey that the server does not know, and the next call works', async () => {
    await newPasskey('eve')
    expect(await codeOf(client.signIn({ manager, server }))).toBe('credential_unknown')
    await expect.poll(offered).toEqual([])
    await expect(client.signIn({ manager, server })).rejects.toBeInstanceOf(
      client.NoCredentialException,
    )
    expect(tokens).toEqual([])
    await signUp('ada')
    expect((await client.signIn({ manager, server })).account).toMatchObject({ username: 'ada' })
  })

  it('says in the server’s words why it refused', async () => {
    await signUp('ada')
    const spoilt: client.SignInServer = {
      ...server,
      finishAuthentication: (json) =>
        server.finishAuthentication(json.replace(/"signature":"./, '"signature":"A')),
    }
    const refused = await client
      .signIn({ manager, server: spoilt })
      .catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(client.ServerRefusedError)
    expect(refused).toMatchObject({ code: 'authentication_failed', status: 401 })
    expect(offered()).toEqual(['ada'])
  })
})

/** A server that says what a test wants to hear. */
function madeUp(changes: Partial<client.SignInServer> = {}) {
  const heard: unknown[] = []
  const note =
    <Answer>(what: string, answer: Answer) =>
    (...rest: unknown[]) => {
      heard.push([what, ...rest])
      return Promise.resolve(answer)
    }
  const account = { account: { username: 'ada' } }
  const server: client.SignInServer = {
    authenticationOptions: () => Promise.resolve(requestJson()),
    finishAuthentication: note('passkey', account),
    authenticateWithPassword: note('password', account),
    federatedOptions: note('federated options', { nonce: 'n' }),
    finishFederated: note('federated', account),
    conditionalRegistrationOptions: () => Promise.resolve(JSON.stringify(creation('ada'))),
    finishRegistration: note('registration', undefined),
    signals: () => Promise.resolve(undefined),
    ...changes,
  }
  return { server, heard }
}

describe('the pick goes to the route of its type', () => {
  const picking = (credential: client.Credential): client.CredentialManager => ({
    ...manager,
    getCredential: () => Promise.resolve(new client.GetCredentialResponse(credential)),
  })
  const token = `e30.${btoa(JSON.stringify({ sub: '1' }))}.`
  const google = () =>
    new client.CustomCredential(client.TYPE_GOOGLE_ID_TOKEN_CREDENTIAL, { idToken: token })

  it.each<[string, () => client.Credential, unknown[]]>([
    ['a passkey', () => new client.PublicKeyCredential('{"id":"AA"}'), ['passkey', '{"id":"AA"}']],
    [
      'a restore key',
      () => new client.RestoreCredential('{"id":"AA"}'),
      ['passkey', '{"id":"AA"}'],
    ],
    ['a password', () => new client.PasswordCredential('ada', 'x'), ['password', 'ada', 'x']],
    ['a Google account', google, ['federated', 'google', token]],
  ])('%s', async (_, make, expected) => {
    const { server, heard } = madeUp()
    const credential = make()
    const result = await client.signIn({ manager: picking(credential), server })
    expect(result).toMatchObject({ account: { username: 'ada' }, credential })
    expect(heard).toEqual([expected])
  })

  it('or where the app says, for a type of its own', async () => {
    const { server, heard } = madeUp()
    const own = new client.CustomCredential('com.example.X', { a: 1 })
    const settings = { manager: picking(own), server }
    const { account } = await client.signIn({
      ...settings,
      onCustomCredential: ({ type }) => Promise.resolve({ account: { type } }),
    })
    expect(account).toEqual({ type: 'com.example.X' })
    await expect(client.signIn(settings)).rejects.toBeInstanceOf(TypeError)
    const odd = new client.CustomCredential(client.TYPE_GOOGLE_ID_TOKEN_CREDENTIAL, {})
    await expect(client.signIn({ manager: picking(odd), server })).rejects.toBeInstanceOf(
      client.GoogleIdTokenParsingException,
    )
    const issuer = 'https://id.example.com'
    await client.signIn({ manager: picking(google()), server, issuer })
    expect(heard).toEqual([['federated', issuer, token]])
  })
})

describe('what is asked for', () => {
  const optionsOf = async (settings: Parameters<typeof client.signInRequests>[0]) =>
    (await client.signInRequests({ server: madeUp().server, ...settings })()).credentialOptions
  it('is a passkey or a password, unless told', async () => {
    const types = async (settings = {}) => (await optionsOf(settings)).map(({ type }) => type)
    const [passkey, password] = [client.TYPE_PUBLIC_KEY_CREDENTIAL, client.TYPE_PASSWORD_CREDENTIAL]
    expect(await types()).toEqual([passkey, password])
    expect(await types({ passwordOption: undefined })).toEqual([passkey])
    const google = new client.GetGoogleIdOption({ serverClientId: 'c' })
    expect(await types({ otherOptions: [google] })).toEqual([passkey, password, google.type])
    const nonces: unknown[] = []
    const federatedOptions = (nonce: string) => {
      nonces.push(nonce)
      return [google]
    }
    expect(await types({ federatedOptions })).toEqual([passkey, password, google.type])
    expect(nonces).toEqual(['n'])
  })

  it('is only what is at hand when the app prefers that', async () => {
    const source = client.signInRequests({
      server: madeUp().server,
      preferImmediatelyAvailableCredentials: true,
    })
    expect((await source()).preferImmediatelyAvailableCredentials).toBe(true)
  })
})

describe('a sign-in that fails', () => {
  const failing = (...errors: Error[]) => {
    const calls: unknown[] = []
    return {
      calls,
      manager: {
        ...manager,
        getCredential: (request: Parameters<typeof manager.getCredential>[0]) => {
          calls.push(request)
          const error = errors.shift()
          return error ? Promise.reject(error) : manager.getCredential(request)
        },
      },
    }
  }

  it('is tried once more when it was interrupted, with a fresh challenge', async () => {
    await newPasskey('ada')
    const { server } = madeUp()
    const once = failing(new client.GetCredentialInterruptedException())
    await client.signIn({ manager: once.manager, server })
    expect(new Set(once.calls).size).toBe(2)
    const interrupted = () => new client.GetCredentialInterruptedException()
    const twice = failing(interrupted(), interrupted())
    await expect(client.signIn({ manager: twice.manager, server })).rejects.toBeInstanceOf(
      client.GetCredentialInterruptedException,
    )
    expect(twice.calls).toHaveLength(2)
  })

  it('is not tried again when it gave way to the next one', async () => {
    await newPasskey('ada')
    await newPasskey('bob')
    let openings = 0
    const calls: unknown[] = []
    const twoClicks = client.CredentialManager.create({
      platform: client.providerPlatform({
        providers: [vaultProvider({ vault, askPassword: () => Promise.resolve(undefined) })],
        selector: async ({ pages }) => {
          openings += 1
          // The person does not see the first for long enough to answer it.
          await new Promise<void>((resolve) => openings > 1 && setTimeout(resolve))
          return pages.first?.sections[0]?.choices[0]
        },
        caller: { origin: ORIGIN },
      }),
    })
    const counting: client.CredentialManager = {
      ...twoClicks,
      getCredential: (request, options) => {
        calls.push(request)
        return twoClicks.getCredential(request, options)
      },
    }
    const settings = { manager: counting, server: madeUp().server }
    const first = client.signIn(settings).catch((error: unknown) => error)
    await expect.poll(() => openings).toBe(1)
    const { account } = await client.signIn(settings)
    expect(account).toEqual({ username: 'ada' })
    expect(await first).toBeInstanceOf(client.GetCredentialInterruptedException)
    expect(calls).toHaveLength(2)
  })

  it.each([
    new client.GetCredentialCancellationException(),
    new client.NoCredentialException(),
    new client.GetCredentialUnknownException(),
  ])('is not tried again: %o', async (error) => {
    const { manager, calls } = failing(error)
    await expect(client.signIn({ manager, server: madeUp().server })).rejects.toBe(error)
    expect(calls).toHaveLength(1)
  })

  it('ends in the failure of the network, as it is', async () => {
    const offline = new TypeError('failed to fetch')
    const { server } = madeUp({ authenticationOptions: () => Promise.reject(offline) })
    await expect(client.signIn({ manager, server })).rejects.toBe(offline)
  })

  it('ends with the reason of the caller', async () => {
    const { server } = madeUp()
    const signal = AbortSignal.abort('enough')
    await expect(client.signIn({ manager, server, signal })).rejects.toBe('enough')
  })

  it('signals nothing for another refusal than an unknown passkey', async () => {
    await newPasskey('ada')
    const { server } = madeUp({
      finishAuthentication: () =>
        Promise.reject(new client.ServerRefusedError('authentication_failed', 401)),
    })
    expect(await codeOf(client.signIn({ manager, server }))).toBe('authentication_failed')
    expect(offered()).toEqual(['ada'])
  })
})

describe('after a sign-in', () => {
  it('the vault learns what the server knows', async () => {
    const known = await newPasskey('ada')
    const userId = Buffer.from('ada').toString('base64url')
    const about = { rpId: RP_ID, userId }
    const { server } = madeUp({
      signals: () =>
        Promise.resolve({
          allAcceptedCredentials: { ...about, allAcceptedCredentialIds: [known] },
          currentUserDetails: { ...about, name: 'ada.l', displayName: 'Ada L.' },
        }),
    })
    await (
      await client.signIn({ manager, server })
    ).settled
    expect(offered()).toEqual(['ada.l'])
    const emptied = madeUp({
      signals: () =>
        Promise.resolve({ allAcceptedCredentials: { ...about, allAcceptedCredentialIds: [] } }),
    })
    await (
      await client.signIn({ manager, server: emptied.server })
    ).settled
    expect(offered()).toEqual([])
  })

  it.each<[string, Partial<client.SignInServer>]>([
    ['is away', { signals: () => Promise.reject(new TypeError('failed to fetch')) }],
    ['speaks nonsense', { signals: () => Promise.resolve({ currentUserDetails: { a: 1 } }) }],
  ])('nobody is bothered when the server %s', async (_, changes) => {
    await newPasskey('ada')
    const { settled } = await client.signIn({ manager, server: madeUp(changes).server })
    await expect(settled).resolves.toBeUndefined()
    expect(offered()).toEqual(['ada'])
  })

  const granting = (changes: Partial<client.SignInServer> = {}) =>
    madeUp({
      authenticateWithPassword: () => Promise.resolve({ account: {}, conditionalCreate: true }),
      ...changes,
    })

  it('with a saved password a passkey is made without a question, where the server grants it', async () => {
    await savePassword('ada')
    const { server, heard } = granting()
    const { credential, settled } = await client.signIn({ manager, server })
    expect(credential).toBeInstanceOf(client.PasswordCredential)
    await settled
    expect(heard).toEqual([['registration', expect.stringContaining('attestationObject')]])
    expect(offered()).toEqual(['ada', 'ada'])
  })

  it('with a saved password none is made where the server does not', async () => {
    await savePassword('ada')
    const { server, heard } = madeUp()
    await (
      await client.signIn({ manager, server })
    ).settled
    expect(heard).toEqual([['password', 'ada', 'secret']])
    expect(offered()).toEqual(['ada'])
  })

  it('a passkey that the server would not take is taken back', async () => {
    await savePassword('ada')
    const { server } = granting({
      finishRegistration: () => Promise.reject(new client.ServerRefusedError('passkey_limit', 409)),
    })
    await (
      await client.signIn({ manager, server })
    ).settled
    expect(offered()).toEqual(['ada'])
  })

  it.each<[string, Error]>([
    ['gave no answer', new TypeError('failed to fetch')],
    ['was in trouble', new client.ServerRefusedError('unavailable', 502)],
  ])('a passkey stays when the server %s, for it may have taken it', async (_, error) => {
    await savePassword('ada')
    const { server } = granting({ finishRegistration: () => Promise.reject(error) })
    await (
      await client.signIn({ manager, server })
    ).settled
    expect(offered()).toEqual(['ada', 'ada'])
  })
})

describe('latchkeyServer', () => {
  const answering = (answer: Response | (() => Promise<Response>)) => {
    const sent: Request[] = []
    const server = client.latchkeyServer({
      baseUrl: `${ORIGIN}/auth`,
      fetch: (input, init) => {
        sent.push(new Request(input, init))
        return typeof answer === 'function' ? answer() : Promise.resolve(answer)
      },
    })
    return { server, sent }
  }
  const problem = (body: string, status = 401) => new Response(body, { status })

  it.each([
    ['a problem document', '{"code":"challenge_expired"}', 'challenge_expired'],
    ['a page of a proxy', '<h1>Bad gateway</h1>', 'unavailable'],
    ['JSON of somebody else', '{"error":"no"}', 'unavailable'],
    ['nothing', '', 'unavailable'],
    ['null', 'null', 'unavailable'],
  ])('names a refusal by its code: %s', async (_, body, code) => {
    const { server } = answering(problem(body, 502))
    await expect(server.authenticationOptions()).rejects.toMatchObject({ code, status: 502 })
  })

  it.each<[string, (server: client.SignInServer) => Promise<unknown>, string, string]>([
    ['options', (one) => one.authenticationOptions(), 'POST /auth/authentication/options', '{}'],
    [
      'a passkey',
      (one) => one.finishAuthentication('{"id":1}'),
      'POST /auth/authentication',
      '{"id":1}',
    ],
    [
      'a password',
      (one) => one.authenticateWithPassword('ada', 'x'),
      'POST /auth/password/authentication',
      '{"username":"ada","password":"x"}',
    ],
    ['a nonce', (one) => one.federatedOptions(), 'POST /auth/federated/options', '{}'],
    [
      'a token',
      (one) => one.finishFederated('a/b', 't'),
      'POST /auth/federated/a%2Fb',
      '{"idToken":"t"}',
    ],
    [
      'options of an upgrade',
      (one) => one.conditionalRegistrationOptions(),
      'POST /auth/registration/options',
      '{"mediation":"conditional"}',
    ],
    ['a new passkey', (one) => one.finishRegistration('{}'), 'POST /auth/registration', '{}'],
    ['signals', (one) => one.signals(), 'GET /auth/signals', ''],
  ])('sends %s', async (_, call, line, body) => {
    const { server, sent } = answering(new Response('{}'))
    await call(server)
    const [request] = sent
    expect(`${request!.method} ${new URL(request!.url).pathname}`).toBe(line)
    expect(await request!.text()).toBe(body)
    expect(request!.headers.get('latchkey-client')).toBeNull()
    expect(request!.headers.get('content-type')).toBe(body === '' ? null : 'application/json')
  })

  it('takes a server without signals for one that says nothing', async () => {
    expect(await answering(problem('{}', 404)).server.signals()).toBeUndefined()
    await expect(answering(problem('{}', 500)).server.signals()).rejects.toMatchObject({
      code: 'unavailable',
    })
  })
})
