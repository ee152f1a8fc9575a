/**
 * Credential Manager over providers: who is asked, in which order, and what becomes of each answer.
 *
 * One file in spite of its length: every test brings a provider made in one place.
 */
import { encodeBase64url } from '../../bytes/base64url.ts'
import { describe, expect, it } from 'vitest'
import { ClearCredentialStateRequest } from '../clear-request.ts'
import { CreatePublicKeyCredentialRequest } from '../create-request.ts'
import { CreatePasswordRequest } from '../create-password-request.ts'
import { CreatePasswordResponse } from '../create-response.ts'
import { CredentialManager } from '../credential-manager.ts'
import {
  PasswordCredential,
  PublicKeyCredential,
  TYPE_PASSWORD_CREDENTIAL,
  TYPE_PUBLIC_KEY_CREDENTIAL,
} from '../credential.ts'
import { GetCustomCredentialOption } from '../custom-option.ts'
import {
  GetCredentialCancellationException,
  GetCredentialCustomException,
} from '../get-exceptions.ts'
import {
  GetCredentialRequest,
  GetPasswordOption,
  GetPublicKeyCredentialOption,
} from '../get-request.ts'
import type { CredentialProvider, ProviderAnswer } from '../provider.ts'
import type { AccountSelector, SelectorView } from '../selector/account-selector.ts'
import type { SelectorChoice } from '../selector/page.ts'
import { SignalUnknownCredentialRequest } from '../signal-request.ts'
import { providerPlatform } from './platform.ts'
import type { ProviderPlatformSettings } from './settings.ts'

const ORIGIN = 'https://example.com'
const CHALLENGE = 'Y2hhbGxlbmdl'
const json = (value: unknown) => encodeBase64url(new TextEncoder().encode(JSON.stringify(value)))

const answerJson = (type: string, challenge = CHALLENGE) =>
  JSON.stringify({
    id: 'x',
    response: { clientDataJSON: json({ type, challenge, origin: ORIGIN }) },
  })
const passkeyAnswer = (challenge = CHALLENGE): ProviderAnswer => ({
  type: TYPE_PUBLIC_KEY_CREDENTIAL,
  data: { authenticationResponseJson: answerJson('webauthn.get', challenge) },
})
const passwordAnswer = (id = 'ada', password = 'secret'): ProviderAnswer => ({
  type: TYPE_PASSWORD_CREDENTIAL,
  data: { id, password },
})

/** A provider with one entry for each option, and whatever a test changes. */
const provider = (change: Partial<CredentialProvider> = {}): CredentialProvider => ({
  id: 'p',
  label: 'P',
  beginGetCredential: ({ options }) =>
    Promise.resolve({
      credentialEntries: options.map(({ id, type }) => ({
        id: `entry ${type}`,
        optionId: id,
        type,
        userName: 'ada',
      })),
    }),
  getCredential: ({ option }) =>
    Promise.resolve(option.type === TYPE_PASSWORD_CREDENTIAL ? passwordAnswer() : passkeyAnswer()),
  beginCreateCredential: () =>
    Promise.resolve({ createEntries: [{ id: 'place', accountName: 'P' }] }),
  createCredential: ({ type }) =>
    Promise.resolve({ type, data: { registrationResponseJson: answerJson('webauthn.create') } }),
  ...change,
})

const rows = ({ pages }: SelectorView) =>
  (pages.allOptions ?? pages.first)?.sections.flatMap(({ choices }) => choices) ?? []
const first: AccountSelector = (view) => Promise.resolve(rows(view)[0])
const kind =
  (wanted: SelectorChoice['kind']): AccountSelector =>
  (view) =>
    Promise.resolve(rows(view).find((choice) => choice.kind === wanted))

const managerOf = (
  providers: readonly CredentialProvider[],
  settings: Partial<ProviderPlatformSettings> = {},
) =>
  CredentialManager.create({
    platform: providerPlatform({
      providers,
      selector: first,
      caller: { origin: ORIGIN },
      queryDeadline: 50,
      answerDeadline: 50,
      ...settings,
    }),
  })

const passkeyOption = (settings = {}) =>
  new GetPublicKeyCredentialOption({ challenge: CHALLENGE, rpId: 'example.com' }, settings)
const request = (settings = {}) => new GetCredentialRequest([passkeyOption()], settings)
const creation = (settings = {}) =>
  new CreatePublicKeyCredentialRequest(
    {
      challenge: CHALLENGE,
      rp: { id: 'example.com', name: 'Example' },
      user: { id: 'YWRh', name: 'ada', displayName: 'Ada' },
      pubKeyCredParams: [],
    },
    settings,
  )
const hangs = () => new Promise<never>(() => {})
const throws = (): never => {
  throw new Error('broken')
}
const nameOf = (call: Promise<unknown>) =>
  call.then(
    () => 'resolved',
    (error: unknown) => (error as Error).name,
  )

describe('getCredential', () => {
  it('gives the class of the answer, for a passkey and a password in one request', async () => {
    const both = new GetCredentialRequest([new GetPasswordOption(), passkeyOption()])
    const { credential } = await managerOf([provider()]).getCredential(both)
    expect(credential).toBeInstanceOf(PublicKeyCredential)
    const second = managerOf([provider()], {
      selector: (view) => Promise.resolve(rows(view)[1]),
    })
    const other = await second.getCredential(both)
    expect(other.credential).toEqual(new PasswordCredential('ada', 'secret'))
  })

  it('shows candidates only what all may see, and the pick the whole', async () => {
    const seen: unknown[] = []
    const option = new GetCustomCredentialOption('com.example.X', {
      candidateQueryData: { open: 1 },
      requestData: { secret: 2 },
    })
    const watching = provider({
      async beginGetCredential(request, options) {
        seen.push(request.options, request.callingAppInfo)
        return provider().beginGetCredential(request, options)
      },
      async getCredential({ option }) {
        seen.push(option)
        return { type: option.type, data: {} }
      },
    })
    await managerOf([watching]).getCredential(new GetCredentialRequest([option]))
    expect(seen).toEqual([
      [{ id: '0', type: 'com.example.X', candidateQueryData: { open: 1 } }],
      { id: ORIGIN, origin: ORIGIN, isOriginClaimed: false },
      { type: 'com.example.X', requestData: { secret: 2 } },
    ])
  })

  it.each<[string, Partial<CredentialProvider>, string]>([
    ['throws when asked', { beginGetCredential: throws }, 'NoCredentialException'],
    ['hangs when asked', { beginGetCredential: hangs }, 'NoCredentialException'],
    [
      'rejects when asked',
      { beginGetCredential: () => Promise.reject(new Error('no')) },
      'NoCredentialException',
    ],
    [
      'answers nonsense when asked',
      { beginGetCredential: () => Promise.resolve({ credentialEntries: 7 } as never) },
      'NoCredentialException',
    ],
    ['throws when picked', { getCredential: throws }, 'GetCredentialUnknownException'],
    ['hangs when picked', { getCredential: hangs }, 'GetCredentialUnknownException'],
    ['gives nothing', { getCredential: () => Promise.resolve(undefined) }, 'NoCredentialException'],
    [
      'answers another challenge',
      { getCredential: () => Promise.resolve(passkeyAnswer('b3RoZXI')) },
      'GetCredentialUnknownException',
    ],
    [
      'answers another type',
      { getCredential: () => Promise.resolve(passwordAnswer()) },
      'GetCredentialUnknownException',
    ],
    [
      'answers with a registration',
      {
        getCredential: () =>
          Promise.resolve({
            type: TYPE_PUBLIC_KEY_CREDENTIAL,
            data: { authenticationResponseJson: answerJson('webauthn.create') },
          }),
      },
      'GetCredentialUnknownException',
    ],
    [
      'answers with no data',
      { getCredential: () => Promise.resolve({ type: TYPE_PUBLIC_KEY_CREDENTIAL } as never) },
      'GetCredentialUnknownException',
    ],
    [
      'says that the person backed out',
      { getCredential: () => Promise.reject(new GetCredentialCancellationException()) },
      'GetCredentialCancellationException',
    ],
    [
      'throws an exception of its own',
      { getCredential: () => Promise.reject(new GetCredentialCustomException('com.example.E')) },
      'GetCredentialCustomException',
    ],
  ])(
    'with a provider that %s ends in the documented exception, and the next call works',
    async (_, change, name) => {
      let isBroken = true
      const moody: CredentialProvider = {
        ...provider(),
        beginGetCredential: (...args) =>
          (isBroken && change.beginGetCredential ? change : provider()).beginGetCredential!(
            ...args,
          ),
        getCredential: (...args) =>
          (isBroken && change.getCredential ? change : provider()).getCredential!(...args),
      }
      const manager = managerOf([moody])
      expect(await nameOf(manager.getCredential(request()))).toBe(name)
      isBroken = false
      expect(await nameOf(manager.getCredential(request()))).toBe('resolved')
    },
  )

  it('is not spoilt for others by a provider that fails, and tells who failed', async () => {
    const failed: string[] = []
    const manager = managerOf(
      [
        provider({ id: '1', beginGetCredential: hangs }),
        provider({ id: '2', beginGetCredential: throws }),
        provider({ id: '3' }),
      ],
      { onProviderError: (_, { id }) => failed.push(id) },
    )
    expect(await nameOf(manager.getCredential(request()))).toBe('resolved')
    expect(failed.toSorted((a, b) => a.localeCompare(b))).toEqual(['1', '2'])
  })

  it('refuses a password of a user that was not asked for', async () => {
    const option = new GetPasswordOption({ allowedUserIds: ['bob'] })
    const manager = managerOf([provider()])
    expect(await nameOf(manager.getCredential(new GetCredentialRequest([option])))).toBe(
      'GetCredentialUnknownException',
    )
  })

  it("ends in the developer's exception without providers", async () => {
    expect(await nameOf(managerOf([]).getCredential(request()))).toBe(
      'GetCredentialProviderConfigurationException',
    )
  })

  it('asks only the providers that an option allows', async () => {
    const only = (allowedProviders: string[]) =>
      managerOf([provider()]).getCredential(
        new GetCredentialRequest([passkeyOption({ allowedProviders })]),
      )
    expect(await nameOf(only(['p']))).toBe('resolved')
    expect(await nameOf(only(['other']))).toBe('NoCredentialException')
  })

  it.each<[string, AccountSelector, string]>([
    ['the person leaves', () => Promise.resolve(undefined), 'GetCredentialCancellationException'],
    ['the selector throws', throws, 'GetCredentialUnknownException'],
  ])('when %s ends in the documented exception', async (_, selector, name) => {
    const manager = managerOf([provider()], { selector })
    expect(await nameOf(manager.getCredential(request()))).toBe(name)
  })

  it('selects by itself without a selector', async () => {
    const ready = provider({
      beginGetCredential: () =>
        Promise.resolve({
          credentialEntries: [
            {
              id: '1',
              optionId: '0',
              type: TYPE_PUBLIC_KEY_CREDENTIAL,
              userName: 'ada',
              isAutoSelectAllowed: true,
            },
          ],
        }),
    })
    const manager = managerOf([ready], { selector: throws })
    expect(await nameOf(manager.getCredential(request()))).toBe('resolved')
  })

  it('ends with the reason of the caller, and closes the selector', async () => {
    const controller = new AbortController()
    let closed = false
    const selector: AccountSelector = (_, { signal }) =>
      new Promise(() => signal.addEventListener('abort', () => (closed = true)))
    const call = managerOf([provider()], { selector }).getCredential(request(), controller)
    setTimeout(() => controller.abort('enough'), 5)
    await expect(call).rejects.toBe('enough')
    expect(closed).toBe(true)
    await expect(managerOf([provider()]).getCredential(request(), controller)).rejects.toBe(
      'enough',
    )
  })

  it('gives way to the next call', async () => {
    let asked = 0
    const selector: AccountSelector = (view, options) =>
      (asked += 1) === 1 ? hangs() : first(view, options)
    const manager = managerOf([provider()], { selector })
    const former = nameOf(manager.getCredential(request()))
    await expect.poll(() => asked).toBe(1)
    expect(await nameOf(manager.getCredential(request()))).toBe('resolved')
    expect(await former).toBe('GetCredentialInterruptedException')
  })
})

describe('a locked provider', () => {
  const lockedBegin = () =>
    Promise.resolve({ authenticationActions: [{ id: 'unlock', title: 'Unlock' }] })

  it('is unlocked by the pick, and then asked anew', async () => {
    const locked = provider({
      beginGetCredential: lockedBegin,
      authenticate: (_, request, options) => provider().beginGetCredential(request, options),
    })
    expect(await nameOf(managerOf([locked]).getCredential(request()))).toBe('resolved')
  })

  it('that turns out empty ends in a notice, then in no credential', async () => {
    const views: SelectorView['kind'][] = []
    const empty = provider({
      beginGetCredential: lockedBegin,
      authenticate: () => Promise.resolve({}),
    })
    const selector: AccountSelector = (view, options) => {
      views.push(view.kind)
      return first(view, options)
    }
    const manager = managerOf([empty], { selector })
    expect(await nameOf(manager.getCredential(request()))).toBe('NoCredentialException')
    expect(views).toEqual(['pages', 'empty-notice'])
  })

  it('that stays locked is the cancellation it says', async () => {
    const locked = provider({
      beginGetCredential: lockedBegin,
      authenticate: () => Promise.reject(new GetCredentialCancellationException()),
    })
    expect(await nameOf(managerOf([locked]).getCredential(request()))).toBe(
      'GetCredentialCancellationException',
    )
  })

  it('counts as immediately available', async () => {
    const locked = provider({
      beginGetCredential: lockedBegin,
      authenticate: (_, request, options) => provider().beginGetCredential(request, options),
    })
    const immediate = request({ preferImmediatelyAvailableCredentials: true })
    expect(await nameOf(managerOf([locked]).getCredential(immediate))).toBe('resolved')
  })
})

describe('another device and other actions', () => {
  const remoteOnly = provider({
    beginGetCredential: () => Promise.resolve({ remoteEntry: { id: 'qr', optionId: '0' } }),
  })

  it('answers through the remote entry', async () => {
    const manager = managerOf([remoteOnly], { selector: kind('remote') })
    expect(await nameOf(manager.getCredential(request()))).toBe('resolved')
    const immediate = request({ preferImmediatelyAvailableCredentials: true })
    expect(await nameOf(manager.getCredential(immediate))).toBe('NoCredentialException')
  })

  it.each([
    ['an answer', () => Promise.resolve(passkeyAnswer()), 'resolved'],
    ['none', () => Promise.resolve(undefined), 'NoCredentialException'],
    [
      'a wrong one',
      () => Promise.resolve(passkeyAnswer('b3RoZXI')),
      'GetCredentialUnknownException',
    ],
  ])('takes %s from an action', async (_, act, name) => {
    const busy = provider({
      act,
      beginGetCredential: async (request, options) => ({
        ...(await provider().beginGetCredential(request, options)),
        actions: [{ id: 'm', title: 'Manage' }],
      }),
    })
    const manager = managerOf([busy], { selector: kind('action') })
    expect(await nameOf(manager.getCredential(request()))).toBe(name)
  })
})

describe('prepareGetCredential', () => {
  it('answers exactly, and shows nothing', async () => {
    const manager = managerOf(
      [
        provider(),
        provider({
          id: 'q',
          beginGetCredential: () =>
            Promise.resolve({
              authenticationActions: [{ id: 'unlock', title: 'Unlock' }],
              remoteEntry: { id: 'qr', optionId: '0' },
            }),
        }),
      ],
      { selector: throws },
    )
    const prepared = await manager.prepareGetCredential(request())
    expect(prepared.hasCredentialResults(TYPE_PUBLIC_KEY_CREDENTIAL)).toBe(true)
    expect(prepared.hasCredentialResults(TYPE_PASSWORD_CREDENTIAL)).toBe(false)
    expect(prepared.hasAuthenticationResults()).toBe(true)
    expect(prepared.hasRemoteResults()).toBe(true)
    const alone = await managerOf([provider()]).prepareGetCredential(request())
    expect([alone.hasAuthenticationResults(), alone.hasRemoteResults()]).toEqual([false, false])
  })

  it('asks providers once, and its handle works once, in time, and for its own manager', async () => {
    let asked = 0
    let now = 0
    const counting = provider({
      beginGetCredential: (request, options) => {
        asked += 1
        return provider().beginGetCredential(request, options)
      },
    })
    const manager = managerOf([counting], { now: () => now })
    const option = new GetPublicKeyCredentialOption({ challenge: CHALLENGE, timeout: 1000 })
    const prepare = async () =>
      (await manager.prepareGetCredential(new GetCredentialRequest([option])))
        .pendingGetCredentialHandle
    const handle = await prepare()
    expect(await nameOf(manager.getCredential(handle))).toBe('resolved')
    expect(asked).toBe(1)
    const unknown = 'GetCredentialUnknownException'
    expect(await nameOf(manager.getCredential(handle))).toBe(unknown)
    const late = await prepare()
    now = 1000
    expect(await nameOf(manager.getCredential(late))).toBe(unknown)
    expect(await nameOf(managerOf([provider()]).getCredential(await prepare()))).toBe(unknown)
    const dropped = await prepare()
    await manager.clearCredentialState(new ClearCredentialStateRequest())
    expect(await nameOf(manager.getCredential(dropped))).toBe(unknown)
  })

  it('gives no handle that outlives a sign-out in the meantime', async () => {
    let answer = () => {}
    const away = new Promise<void>((resolve) => (answer = resolve))
    const slow = provider({
      beginGetCredential: async (request, options) => {
        await away
        return provider().beginGetCredential(request, options)
      },
    })
    const manager = managerOf([slow])
    const preparing = manager.prepareGetCredential(request())
    await manager.clearCredentialState(new ClearCredentialStateRequest())
    answer()
    const { pendingGetCredentialHandle } = await preparing
    expect(await nameOf(manager.getCredential(pendingGetCredentialHandle))).toBe(
      'GetCredentialUnknownException',
    )
  })
})

describe('the origin', () => {
  const origins: string[] = []
  const watching = provider({
    beginGetCredential: (request, options) => {
      const { origin, isOriginClaimed } = request.callingAppInfo
      origins.push(`${origin} ${isOriginClaimed}`)
      return provider().beginGetCredential(request, options)
    },
  })
  const page = { origin: 'https://page.example' }
  const hash = { clientDataHash: new Uint8Array(32) }

  it("is the platform's for an ordinary app, which may claim no other", async () => {
    const manager = managerOf([watching])
    origins.length = 0
    await manager.getCredential(request())
    expect(origins).toEqual([`${ORIGIN} false`])
    expect(await nameOf(manager.getCredential(request(page)))).toBe(
      'GetPublicKeyCredentialDomException',
    )
    expect(await nameOf(manager.createCredential(creation(page)))).toBe(
      'CreatePublicKeyCredentialDomException',
    )
    await expect(
      manager.signalCredentialState(
        new SignalUnknownCredentialRequest({ rpId: 'example.com', credentialId: 'eA' }, page),
      ),
    ).rejects.toMatchObject({ name: 'SignalCredentialStateProviderConfigurationException' })
    expect(origins).toHaveLength(1)
  })

  it('is what a privileged caller says, with its hash of client data', async () => {
    const caller = { id: 'com.example.browser', origin: ORIGIN, mayClaimOrigins: true }
    const manager = managerOf([watching], { caller })
    origins.length = 0
    const asked = new GetCredentialRequest([passkeyOption(hash)], page)
    expect(await nameOf(manager.getCredential(asked))).toBe('resolved')
    expect(origins).toEqual([`${page.origin} true`])
  })

  it('has to stand beside a hash of client data', () => {
    expect(() => new GetCredentialRequest([passkeyOption(hash)])).toThrow(TypeError)
  })
})

describe('createCredential', () => {
  it('gives the class of the answer', async () => {
    const manager = managerOf([provider()])
    const { registrationResponseJson } = await manager.createCredential(creation())
    expect(registrationResponseJson).toBe(answerJson('webauthn.create'))
    const saved = await manager.createCredential(new CreatePasswordRequest('ada', 'secret'))
    expect(saved).toBeInstanceOf(CreatePasswordResponse)
  })

  it.each<[string, Partial<CredentialProvider>, object, string]>([
    [
      'keeps nothing',
      { beginCreateCredential: () => Promise.resolve({}) },
      {},
      'CreateCredentialNoCreateOptionException',
    ],
    [
      'fails when asked',
      { beginCreateCredential: throws },
      {},
      'CreateCredentialNoCreateOptionException',
    ],
    ['throws when picked', { createCredential: throws }, {}, 'CreateCredentialUnknownException'],
    ['hangs when picked', { createCredential: hangs }, {}, 'CreateCredentialUnknownException'],
    [
      'answers something else',
      { createCredential: () => Promise.resolve(passwordAnswer()) },
      {},
      'CreateCredentialUnknownException',
    ],
    [
      'has only another device, immediate',
      { beginCreateCredential: () => Promise.resolve({ remoteEntry: { id: 'qr' } }) },
      { preferImmediatelyAvailableCredentials: true },
      'CreateCredentialNoCreateOptionException',
    ],
    [
      'has only another device',
      { beginCreateCredential: () => Promise.resolve({ remoteEntry: { id: 'qr' } }) },
      {},
      'resolved',
    ],
  ])('with a provider that %s ends as documented', async (_, change, settings, name) => {
    const manager = managerOf([provider(change)])
    expect(await nameOf(manager.createCredential(creation(settings)))).toBe(name)
  })

  it('ends as documented when the person leaves, and without providers', async () => {
    const leaving = managerOf([provider()], { selector: () => Promise.resolve(undefined) })
    expect(await nameOf(leaving.createCredential(creation()))).toBe(
      'CreateCredentialCancellationException',
    )
    expect(await nameOf(managerOf([]).createCredential(creation()))).toBe(
      'CreateCredentialProviderConfigurationException',
    )
  })

  it('shows nothing for a conditional one', async () => {
    const silent = managerOf([provider()], { selector: throws })
    expect(await nameOf(silent.createCredential(creation({ isConditional: true })))).toBe(
      'resolved',
    )
    const none = managerOf([provider({ beginCreateCredential: () => Promise.resolve({}) })])
    expect(await nameOf(none.createCredential(creation({ isConditional: true })))).toBe(
      'CreateCredentialNoCreateOptionException',
    )
  })
})

describe('clear and signals', () => {
  const clear = new ClearCredentialStateRequest()
  const signal = new SignalUnknownCredentialRequest({ rpId: 'example.com', credentialId: 'eA' })

  it('tells every provider to forget, even when one fails', async () => {
    let told = 0
    const listening = provider({ id: '2', clearCredentialState: async () => void (told += 1) })
    await managerOf([listening]).clearCredentialState(clear)
    const both = managerOf([provider({ id: '1', clearCredentialState: throws }), listening])
    expect(await nameOf(both.clearCredentialState(clear))).toBe('ClearCredentialUnknownException')
    expect(told).toBe(2)
    expect(await nameOf(managerOf([]).clearCredentialState(clear))).toBe(
      'ClearCredentialProviderConfigurationException',
    )
  })

  it('ends a call under way', async () => {
    const manager = managerOf([provider()], { selector: hangs })
    const call = nameOf(manager.getCredential(request()))
    await manager.clearCredentialState(clear)
    expect(await call).toBe('GetCredentialInterruptedException')
  })

  it('passes on ten signals in two minutes, and says when to come again', async () => {
    let now = 0
    const heard: string[] = []
    const manager = managerOf(
      [provider({ signalCredentialState: async ({ type }) => void heard.push(type) })],
      { now: () => now },
    )
    for (let count = 0; count < 10; count += 1) await manager.signalCredentialState(signal)
    now = 20_000
    await expect(manager.signalCredentialState(signal)).rejects.toMatchObject({
      name: 'SignalCredentialRateLimitExceededException',
      retryMillis: 100_000,
    })
    now = 120_000
    await manager.signalCredentialState(signal)
    expect(heard).toEqual(Array.from({ length: 11 }, () => signal.type))
  })

  it('never tells whether a signal did anything', async () => {
    const failing = managerOf([provider({ signalCredentialState: throws })])
    expect(await nameOf(failing.signalCredentialState(signal))).toBe('resolved')
  })
})

describe('the platform', () => {
  it('refuses two providers with one id', () => {
    expect(() => managerOf([provider(), provider()])).toThrow(TypeError)
  })
})
