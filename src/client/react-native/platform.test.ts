/**
 * The adapter against a bridge made by hand: it speaks only JSON text, checks what it is sent the way
 * Android's own classes would, and can misbehave as a native module does.
 */
import { describe, expect, it } from 'vitest'
import * as client from '../index.ts'
import type { CredentialManagerBridge } from './bridge.ts'
import { reactNativePlatform } from './platform.ts'

const KEY = 'androidx.credentials.BUNDLE_KEY_'
const PASSKEY = client.TYPE_PUBLIC_KEY_CREDENTIAL
const PASSWORD = client.TYPE_PASSWORD_CREDENTIAL
const RESTORE = client.TYPE_RESTORE_CREDENTIAL

/** One call that the native side has heard. */
interface Heard {
  readonly method: string
  readonly callId: string
  readonly json: Record<string, never>
}

/** What the native side does next. */
type Behaviour = (heard: Heard) => unknown

/** A native module. `answer` gives what it resolves with: text as it is, anything else as JSON. */
function native(answer: Behaviour) {
  const heard: Heard[] = []
  const cancelled: string[] = []
  const method = (method: string) => async (callId: string, text: string) => {
    const json = method === 'getPreparedCredential' ? { handleId: text } : JSON.parse(text)
    const call = { method, callId, json }
    heard.push(call)
    const result = await answer(call)
    return typeof result === 'string' ? result : JSON.stringify(result)
  }
  const bridge: CredentialManagerBridge = {
    getCredential: method('getCredential'),
    prepareGetCredential: method('prepareGetCredential'),
    getPreparedCredential: method('getPreparedCredential'),
    createCredential: method('createCredential'),
    clearCredentialState: method('clearCredentialState'),
    signalCredentialState: method('signalCredentialState'),
    cancel: (callId) => void cancelled.push(callId),
  }
  let time = 1_000_000
  const platform = reactNativePlatform({ bridge, now: () => time })
  const manager = client.CredentialManager.create({ platform })
  return {
    manager,
    bridge,
    heard,
    cancelled,
    pass: (milliseconds: number) => (time += milliseconds),
  }
}

const passkeyAnswer = {
  value: { type: PASSKEY, data: { [`${KEY}AUTHENTICATION_RESPONSE_JSON`]: '{"id":"AAAA"}' } },
}
const request = (...options: client.CredentialOption[]) =>
  new client.GetCredentialRequest(
    options.length > 0 ? options : [new client.GetPublicKeyCredentialOption({ challenge: 'AAAA' })],
  )
const failure = (call: Promise<unknown>) =>
  call.then(
    () => expect.fail('it resolved'),
    (error: client.CredentialManagerException) => error,
  )

describe('a sign-in', () => {
  it('sends every option under Android’s keys, and reads the pick', async () => {
    const { manager, heard } = native(() => passkeyAnswer)
    const passkey = new client.GetPublicKeyCredentialOption('{"challenge":"AAAA"}', {
      clientDataHash: new Uint8Array(32),
      allowedProviders: ['com.example/.Provider'],
    })
    const password = new client.GetPasswordOption({ allowedUserIds: ['ada'] })
    const asked = new client.GetCredentialRequest([passkey, password], {
      origin: 'https://example.com',
      preferImmediatelyAvailableCredentials: true,
    })
    const { credential } = await manager.getCredential(asked)
    expect(credential).toEqual(new client.PublicKeyCredential('{"id":"AAAA"}'))

    const data = {
      [`${KEY}REQUEST_JSON`]: '{"challenge":"AAAA"}',
      [`${KEY}CLIENT_DATA_HASH`]: 'A'.repeat(43),
      [`${KEY}SUBTYPE`]:
        'androidx.credentials.BUNDLE_VALUE_SUBTYPE_GET_PUBLIC_KEY_CREDENTIAL_OPTION',
      [`${KEY}IS_AUTO_SELECT_ALLOWED`]: true,
      [`${KEY}TYPE_PRIORITY_VALUE`]: 100,
    }
    const users = {
      [`${KEY}ALLOWED_USER_IDS`]: ['ada'],
      [`${KEY}IS_AUTO_SELECT_ALLOWED`]: false,
      [`${KEY}TYPE_PRIORITY_VALUE`]: 1000,
    }
    expect(heard).toEqual([
      {
        method: 'getCredential',
        callId: expect.any(String),
        json: {
          credentialOptions: [
            {
              type: PASSKEY,
              requestData: data,
              candidateQueryData: data,
              isSystemProviderRequired: false,
              isAutoSelectAllowed: true,
              allowedProviders: ['com.example/.Provider'],
              typePriorityHint: 100,
            },
            {
              type: PASSWORD,
              requestData: users,
              candidateQueryData: users,
              isSystemProviderRequired: false,
              isAutoSelectAllowed: false,
              allowedProviders: [],
              typePriorityHint: 1000,
            },
          ],
          origin: 'https://example.com',
          preferIdentityDocUi: false,
          preferImmediatelyAvailableCredentials: true,
        },
      },
    ])
  })

  it.each([
    [
      'a password',
      { type: PASSWORD, data: { [`${KEY}ID`]: 'ada', [`${KEY}PASSWORD`]: 'secret' } },
      new client.PasswordCredential('ada', 'secret'),
    ],
    [
      'a restore key',
      { type: RESTORE, data: { [`${KEY}GET_RESTORE_CREDENTIAL_RESPONSE`]: '{}' } },
      new client.RestoreCredential('{}'),
    ],
    [
      'a type of a third party, with its own keys',
      { type: 'com.example.TOKEN', data: { 'com.example.KEY': 'x' } },
      new client.CustomCredential('com.example.TOKEN', { 'com.example.KEY': 'x' }),
    ],
  ])('reads %s', async (_, value, credential) => {
    const { manager } = native(() => ({ value }))
    const response = await manager.getCredential(request())
    expect(response.credential).toEqual(credential)
  })

  it('puts a restore option under keys of its own, and nothing before the pick', async () => {
    const { manager, heard } = native(() => passkeyAnswer)
    await manager.getCredential(request(new client.GetRestoreCredentialOption('{}')))
    const { credentialOptions } = heard[0]!.json as unknown as client.GetCredentialRequestJSON
    expect(Object.keys(credentialOptions[0]!.requestData)).toContain(
      `${KEY}GET_RESTORE_CREDENTIAL_REQUEST`,
    )
    expect(JSON.stringify(credentialOptions[0]!.candidateQueryData)).not.toContain('discouraged')
  })

  it.each([
    ['android.credentials.GetCredentialException.TYPE_NO_CREDENTIAL', 'NoCredentialException'],
    [
      'androidx.credentials.TYPE_GET_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/androidx.credentials.TYPE_NOT_ALLOWED_ERROR',
      'GetPublicKeyCredentialDomException',
    ],
    ['com.example.TYPE_LOST', 'GetCredentialCustomException'],
  ])('fails with %s as %s', async (type, name) => {
    const { manager } = native(() => ({ exception: { type, message: 'as Android says' } }))
    const error = await failure(manager.getCredential(request()))
    expect(error).toMatchObject({ name, type, message: 'as Android says' })
  })

  it('is ended by the caller, who gets the reason as it is', async () => {
    const { manager, cancelled, heard } = native(() => new Promise(() => undefined))
    const controller = new AbortController()
    const call = manager.getCredential(request(), { signal: controller.signal })
    await Promise.resolve()
    controller.abort('gone home')
    await expect(call).rejects.toBe('gone home')
    expect(cancelled).toEqual([heard[0]!.callId])
    await expect(manager.getCredential(request(), { signal: controller.signal })).rejects.toBe(
      'gone home',
    )
    expect(heard).toHaveLength(1)
  })

  it('has a name of its own, however many platforms share a module', async () => {
    const { manager, bridge, heard } = native(() => passkeyAnswer)
    const other = client.CredentialManager.create({ platform: reactNativePlatform({ bridge }) })
    await manager.getCredential(request())
    await other.getCredential(request())
    expect(new Set(heard.map(({ callId }) => callId)).size).toBe(2)
  })

  it('that has ended is not cancelled later, where listeners know no signal of their own', async () => {
    const { manager, cancelled } = native(() => passkeyAnswer)
    // As React Native's own: of the options of a listener it knows three, and `signal` is none of them.
    const { signal } = new AbortController()
    const listen = signal.addEventListener.bind(signal)
    signal.addEventListener = (type: string, listener: never) => listen(type, listener)
    await manager.getCredential(request(), { signal })
    signal.dispatchEvent(new Event('abort'))
    expect(cancelled).toEqual([])
  })
})

describe('a native module that breaks its promise', () => {
  it.each([
    ['rejects', () => Promise.reject(new Error('no such module'))],
    ['throws', () => expect.fail('boom')],
    ['answers no JSON', () => '{'],
    ['answers nothing', () => ({})],
    ['answers null', () => 'null'],
    ['answers a value without a type', () => ({ value: {} })],
    ['names no type of exception', () => ({ exception: { message: 'hm' } })],
  ])('%s: unknown, in each family, and the next call works', async (_, behave) => {
    let behaviour: Behaviour = behave
    const { manager } = native((heard) => behaviour(heard))
    const creation = new client.CreatePasswordRequest('ada', 'secret')
    expect((await failure(manager.getCredential(request()))).name).toBe(
      'GetCredentialUnknownException',
    )
    expect((await failure(manager.createCredential(creation))).name).toBe(
      'CreateCredentialUnknownException',
    )
    behaviour = () => passkeyAnswer
    await expect(manager.getCredential(request())).resolves.toBeDefined()
  })

  it('answers another kind of request: unknown', async () => {
    const { manager } = native(() => ({ value: { type: PASSWORD, data: {} } }))
    const creation = new client.CreatePublicKeyCredentialRequest('{"user":{"name":"ada"}}')
    const error = await failure(manager.createCredential(creation))
    expect(error.name).toBe('CreateCredentialUnknownException')
  })

  it('ends a call that nobody ended: interrupted', async () => {
    const { manager } = native(() => ({ cancelled: true }))
    const error = await failure(manager.getCredential(request()))
    expect(error).toMatchObject({ name: 'GetCredentialInterruptedException', retryable: true })
  })
})

describe('a prepared sign-in', () => {
  const prepared = {
    value: {
      handleId: 'h1',
      credentialTypes: [PASSKEY],
      hasAuthenticationResults: false,
    },
  }

  it('answers what the phone knows, and undefined for what it hides', async () => {
    const { manager } = native(() => prepared)
    const response = await manager.prepareGetCredential(request())
    expect(response.hasCredentialResults(PASSKEY)).toBe(true)
    expect(response.hasCredentialResults(PASSWORD)).toBe(false)
    expect(response.hasAuthenticationResults()).toBe(false)
    expect(response.hasRemoteResults()).toBeUndefined()
  })

  it('is used once, in time, and not after a sign-out', async () => {
    const { manager, heard, pass } = native(({ method }) =>
      method === 'prepareGetCredential' ? prepared : passkeyAnswer,
    )
    const handle = async () =>
      (await manager.prepareGetCredential(request())).pendingGetCredentialHandle
    const first = await handle()
    await expect(manager.getCredential(first)).resolves.toBeDefined()
    expect(heard.at(-1)).toMatchObject({
      method: 'getPreparedCredential',
      json: { handleId: 'h1' },
    })

    const late = await handle()
    pass(300_000)
    const dropped = await handle()
    await manager.clearCredentialState(new client.ClearCredentialStateRequest())
    for (const used of [first, late, dropped]) {
      const error = await failure(manager.getCredential(used))
      expect(error.name).toBe('GetCredentialUnknownException')
    }
  })
})

describe('what is saved', () => {
  it.each([
    [
      'a passkey, without a question',
      new client.CreatePublicKeyCredentialRequest('{"user":{"name":"ada"}}', {
        isConditional: true,
      }),
      {
        [`${KEY}REQUEST_JSON`]: '{"user":{"name":"ada"}}',
        [`${KEY}IS_CONDITIONAL_REQUEST`]: true,
        [`${KEY}SUBTYPE`]:
          'androidx.credentials.BUNDLE_VALUE_SUBTYPE_CREATE_PUBLIC_KEY_CREDENTIAL_REQUEST',
      },
      { [`${KEY}REGISTRATION_RESPONSE_JSON`]: '{}' },
      new client.CreatePublicKeyCredentialResponse('{}'),
    ],
    [
      'a password',
      new client.CreatePasswordRequest('ada', 'secret'),
      { [`${KEY}ID`]: 'ada', [`${KEY}PASSWORD`]: 'secret' },
      {},
      new client.CreatePasswordResponse(),
    ],
    [
      'a restore key',
      new client.CreateRestoreCredentialRequest('{"user":{"id":"AA"}}', {
        isCloudBackupEnabled: false,
      }),
      {
        [`${KEY}CREATE_RESTORE_CREDENTIAL_REQUEST`]: '{"user":{"id":"AA"}}',
        [`${KEY}SHOULD_BACKUP_TO_CLOUD`]: false,
      },
      { [`${KEY}CREATE_RESTORE_CREDENTIAL_RESPONSE`]: '{}' },
      new client.CreateRestoreCredentialResponse('{}'),
    ],
  ])('is %s', async (_, asked, sent, data, response) => {
    const { manager, heard } = native(() => ({ value: { type: asked.type, data } }))
    expect(await manager.createCredential(asked)).toEqual(response)
    expect(heard[0]!.json).toMatchObject({ type: asked.type, credentialData: sent })
  })

  it('tells a missing backup apart, as Android does', async () => {
    const type = 'androidx.credentials.TYPE_E2EE_UNAVAILABLE_EXCEPTION'
    const { manager } = native(() => ({ exception: { type } }))
    const asked = new client.CreateRestoreCredentialRequest('{"user":{"id":"AA"}}')
    expect(await failure(manager.createCredential(asked))).toBeInstanceOf(
      client.E2eeUnavailableException,
    )
  })
})

describe('signals and sign-out', () => {
  const signal = new client.SignalUnknownCredentialRequest({
    rpId: 'example.com',
    credentialId: 'AA',
  })

  it('go to the phone', async () => {
    const { manager, heard } = native(() => ({ value: null }))
    await manager.signalCredentialState(signal)
    await manager.clearCredentialState(
      new client.ClearCredentialStateRequest(client.TYPE_CLEAR_RESTORE_CREDENTIAL),
    )
    expect(heard.map(({ json }) => json)).toEqual([
      { type: signal.type, requestJson: signal.requestJson },
      { requestType: client.TYPE_CLEAR_RESTORE_CREDENTIAL },
    ])
  })

  it('fail in their own families', async () => {
    const rate = 'androidx.credentials.SignalCredentialStateException.RATE_LIMIT_EXCEEDED'
    const limited = native(() => ({ exception: { type: rate, retryMillis: 5000 } }))
    expect(await failure(limited.manager.signalCredentialState(signal))).toMatchObject({
      name: 'SignalCredentialRateLimitExceededException',
      retryMillis: 5000,
      retryAfter: 5000,
    })
    const cleared = native(() => ({ exception: { type: 'com.example.TYPE_X' } }))
    const error = await failure(
      cleared.manager.clearCredentialState(new client.ClearCredentialStateRequest()),
    )
    expect(error.name).toBe('ClearCredentialCustomException')
  })

  it('are limited to ten in two minutes before they reach the phone', async () => {
    const { manager, heard, pass } = native(() => ({ value: null }))
    for (let count = 0; count < 10; count++) {
      await manager.signalCredentialState(signal)
      pass(1000)
    }
    const error = await failure(manager.signalCredentialState(signal))
    expect(error.retryAfter).toBe(110_000)
    expect(heard).toHaveLength(10)
    pass(110_000)
    await manager.signalCredentialState(signal)
    expect(heard).toHaveLength(11)
  })
})
