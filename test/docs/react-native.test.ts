/** The example of docs/react-native.md, over a module of the shape that react-native-passkey documents. */
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/index.ts'
import { createLatchkey } from '../../src/server/index.ts'
// #region imports
import {
  CreateCredentialCancellationException,
  CreateCredentialNoCreateOptionException,
  CreateCredentialUnknownException,
  CreatePublicKeyCredentialRequest,
  CredentialManager,
  exceptionToJSON,
  GetCredentialCancellationException,
  GetCredentialInterruptedException,
  GetCredentialUnknownException,
  latchkeyServer,
  NoCredentialException,
  signIn,
  TYPE_PUBLIC_KEY_CREDENTIAL,
} from '../../src/client/index.ts'
import type { CredentialManagerBridge } from '../../src/client/react-native/index.ts'
import { reactNativePlatform } from '../../src/client/react-native/index.ts'
// #endregion

// #region bridge
/** What is used of the package: WebAuthn's JSON as objects; it rejects with `{ error, message }`. */
interface PasskeyModule {
  create(request: object): Promise<object>
  get(request: object): Promise<object>
}

const KEY = 'androidx.credentials.BUNDLE_KEY_'

const GET_FAILURES = {
  UserCancelled: GetCredentialCancellationException,
  NoCredentials: NoCredentialException,
  Interrupted: GetCredentialInterruptedException,
} as const
const CREATE_FAILURES = {
  UserCancelled: CreateCredentialCancellationException,
  NoCreateOption: CreateCredentialNoCreateOptionException,
} as const

/** Passkeys by a module that knows nothing else. */
function bridgeOver(passkey: PasskeyModule): CredentialManagerBridge {
  const unsupported = async () => {
    const exception = exceptionToJSON(
      new GetCredentialUnknownException('this bridge has no such call'),
    )
    return JSON.stringify({ exception })
  }
  return {
    async getCredential(_, requestJson) {
      const { credentialOptions } = JSON.parse(requestJson)
      const option = credentialOptions.find(
        ({ type }: { type: string }) => type === TYPE_PUBLIC_KEY_CREDENTIAL,
      )
      try {
        if (option === undefined) throw { error: 'NoCredentials', message: 'only passkeys here' }
        const answer = await passkey.get(JSON.parse(option.requestData[`${KEY}REQUEST_JSON`]))
        const data = { [`${KEY}AUTHENTICATION_RESPONSE_JSON`]: JSON.stringify(answer) }
        return JSON.stringify({ value: { type: TYPE_PUBLIC_KEY_CREDENTIAL, data } })
      } catch (error) {
        const { error: name, message } = error as {
          error: keyof typeof GET_FAILURES
          message: string
        }
        const Failure = GET_FAILURES[name] ?? GetCredentialUnknownException
        return JSON.stringify({ exception: exceptionToJSON(new Failure(message)) })
      }
    },
    async createCredential(_, requestJson) {
      const { type, credentialData } = JSON.parse(requestJson)
      try {
        const answer = await passkey.create(JSON.parse(credentialData[`${KEY}REQUEST_JSON`]))
        const data = { [`${KEY}REGISTRATION_RESPONSE_JSON`]: JSON.stringify(answer) }
        return JSON.stringify({ value: { type, data } })
      } catch (error) {
        const { error: name, message } = error as {
          error: keyof typeof CREATE_FAILURES
          message: string
        }
        const Failure = CREATE_FAILURES[name] ?? CreateCredentialUnknownException
        return JSON.stringify({ exception: exceptionToJSON(new Failure(message)) })
      }
    },
    prepareGetCredential: unsupported,
    getPreparedCredential: unsupported,
    signalCredentialState: unsupported,
    clearCredentialState: async () => JSON.stringify({ value: null }),
    cancel: () => undefined,
  }
}
// #endregion

const origin = 'https://example.com'

function openApp(answer: { get?: unknown } = {}) {
  const latchkey = createLatchkey({
    rpId: 'example.com',
    origins: [origin],
    database: 'sqlite::memory:',
    secret: randomBytes(32),
    log: () => undefined,
  })
  const authenticator = new SoftwareAuthenticator()
  const Passkey: PasskeyModule = {
    create: async (options) => authenticator.create(options as never, { origin }),
    get: async (options) => {
      if (answer.get !== undefined) throw answer.get
      return authenticator.get(options as never, { origin })
    },
  }
  const fetch: typeof globalThis.fetch = (input, init) => latchkey.fetch(new Request(input, init))
  const keychain: { token?: string } = {}
  return { latchkey, Passkey, fetch, keychain }
}

describe('docs/react-native.md', () => {
  it('signs in over the module, and keeps the token', async () => {
    const { latchkey, Passkey, fetch, keychain } = openApp()
    // #region sign-in
    const platform = reactNativePlatform({ bridge: bridgeOver(Passkey) })
    const manager = CredentialManager.create({ platform })
    const server = latchkeyServer({
      baseUrl: 'https://example.com/auth',
      fetch,
      onSession: (token) => void (keychain.token = token),
    })

    async function signInOnPhone(): Promise<string> {
      const { account } = await signIn({ manager, server, passwordOption: undefined })
      return String(account.displayName)
    }
    // #endregion
    const headers = { 'content-type': 'application/json', 'latchkey-client': 'native' }
    const post = (path: string, body: string, ceremony = '') =>
      fetch(`${origin}/auth${path}`, {
        method: 'POST',
        headers: { ...headers, ...(ceremony !== '' && { 'latchkey-ceremony': ceremony }) },
        body,
      })
    const options = await post('/registration/options', '{"username":"ada"}')
    const made = await manager.createCredential(
      new CreatePublicKeyCredentialRequest(await options.text()),
    )
    const ceremony = options.headers.get('latchkey-ceremony') ?? ''
    expect((await post('/registration', made.registrationResponseJson, ceremony)).status).toBe(201)

    expect(await signInOnPhone()).toBe('ada')
    expect(keychain.token).toMatch(/^\S{20,}$/)
    await latchkey.close()
  })

  it.each([
    ['UserCancelled', GetCredentialCancellationException],
    ['NoCredentials', NoCredentialException],
    ['Interrupted', GetCredentialInterruptedException],
    ['SomethingNew', GetCredentialUnknownException],
  ])('turns %s into its exception', async (error, exception) => {
    const { latchkey, Passkey, fetch } = openApp({ get: { error, message: 'as the module says' } })
    const manager = CredentialManager.create({
      platform: reactNativePlatform({ bridge: bridgeOver(Passkey) }),
    })
    const server = latchkeyServer({ baseUrl: `${origin}/auth`, fetch, onSession: () => undefined })
    const call = signIn({ manager, server, passwordOption: undefined })
    await expect(call).rejects.toBeInstanceOf(exception)
    await latchkey.close()
  })
})
