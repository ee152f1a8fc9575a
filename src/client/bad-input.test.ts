/**
 * Bad input, row by row: the documented exception, and the next call works.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeBase64url } from '../bytes/base64url.ts'
import * as client from './index.ts'

const ORIGIN = 'https://example.com'
const CHALLENGE = 'Y2hhbGxlbmdl'
const { TYPE_PASSWORD_CREDENTIAL: PASSWORD, TYPE_PUBLIC_KEY_CREDENTIAL: PASSKEY } = client

const clientData = (type: string, challenge: string) => {
  const text = JSON.stringify({ type, challenge, origin: ORIGIN })
  return { clientDataJSON: encodeBase64url(new TextEncoder().encode(text)) }
}
const answerOf = (type: string, challenge = CHALLENGE) =>
  JSON.stringify({ id: 'x', response: clientData(type, challenge) })
const passkey = (challenge?: string): client.ProviderAnswer => ({
  type: PASSKEY,
  data: { authenticationResponseJson: answerOf('webauthn.get', challenge) },
})
const created = (challenge?: string): client.ProviderAnswer => ({
  type: PASSKEY,
  data: { registrationResponseJson: answerOf('webauthn.create', challenge) },
})

/** A provider that does everything right. */
const sound: client.CredentialProvider = {
  id: 'p',
  label: 'P',
  beginGetCredential: ({ options }) =>
    Promise.resolve({
      credentialEntries: options.map(({ id, type }) => ({
        id: type,
        optionId: id,
        type,
        userName: 'ada',
      })),
    }),
  getCredential: ({ option: { type } }) =>
    Promise.resolve(
      type === PASSKEY ? passkey() : { type, data: { id: 'ada', password: 'secret' } },
    ),
  beginCreateCredential: () => Promise.resolve({ createEntries: [{ id: '1', accountName: 'P' }] }),
  createCredential: ({ type }) =>
    Promise.resolve(type === PASSKEY ? created() : { type, data: {} }),
  clearCredentialState: () => Promise.resolve(),
  signalCredentialState: () => Promise.resolve(),
}

/** What a test puts in the place of the sound provider's methods. */
let mood: Partial<client.CredentialProvider>
let now: number
let manager: client.CredentialManager
beforeEach(() => {
  mood = {}
  now = 1_000_000
  manager = client.CredentialManager.create({
    platform: client.providerPlatform({
      providers: [new Proxy(sound, { get: (of, name) => Reflect.get({ ...of, ...mood }, name) })],
      selector: ({ pages }) => Promise.resolve(pages.first?.sections[0]?.choices[0]),
      caller: { origin: ORIGIN },
      queryDeadline: 40,
      answerDeadline: 40,
      now: () => now,
    }),
  })
})

const passkeyOption = () =>
  new client.GetPublicKeyCredentialOption({
    challenge: CHALLENGE,
    rpId: 'example.com',
    timeout: 60_000,
  })
const get = () => manager.getCredential(new client.GetCredentialRequest([passkeyOption()]))
const getPassword = () =>
  manager.getCredential(new client.GetCredentialRequest([new client.GetPasswordOption()]))
const create = () =>
  manager.createCredential(
    new client.CreatePublicKeyCredentialRequest({
      challenge: CHALLENGE,
      rp: { id: 'example.com', name: 'Example' },
      user: { id: 'YWRh', name: 'ada', displayName: 'Ada' },
      pubKeyCredParams: [],
    }),
  )
const clear = () => manager.clearCredentialState(new client.ClearCredentialStateRequest())
const signal = () =>
  manager.signalCredentialState(
    new client.SignalUnknownCredentialRequest({ rpId: 'example.com', credentialId: 'AA' }),
  )
const prepare = async () => {
  const request = new client.GetCredentialRequest([passkeyOption()])
  return (await manager.prepareGetCredential(request)).pendingGetCredentialHandle
}

/** The next call of each kind. What rejects here fails the test before it. */
afterEach(async () => {
  mood = {}
  const picked = [await get(), await getPassword(), await manager.getCredential(await prepare())]
  const types = picked.map(({ credential }) => credential.type)
  if (types.join() !== [PASSKEY, PASSWORD, PASSKEY].join()) throw new Error(types.join())
  await create()
  await clear()
  await signal()
})

const digital = () => new client.GetDigitalCredentialOption('{"requests":[]}')
const restore = () => new client.GetRestoreCredentialOption('{}')
const request = (...options: client.CredentialOption[]) => new client.GetCredentialRequest(options)

describe('what cannot work is refused before anybody is asked', () => {
  it.each<[string, () => unknown]>([
    ['an empty option list', () => request()],
    ['a digital option beside a passkey option', () => request(digital(), passkeyOption())],
    ['a digital option beside a restore option', () => request(digital(), restore())],
    [
      'a restore option beside a password option',
      () => request(restore(), new client.GetPasswordOption()),
    ],
    ['two restore options', () => request(restore(), restore())],
    ['an empty password to be saved', () => new client.CreatePasswordRequest('ada', '')],
    ['an empty password that was picked', () => new client.PasswordCredential('ada', '')],
  ])('%s', (_, make) => {
    expect(make).toThrow(TypeError)
  })

  const TAKERS: [string, (json: string) => unknown][] = [
    ['GetPublicKeyCredentialOption', (json) => new client.GetPublicKeyCredentialOption(json)],
    ['GetRestoreCredentialOption', (json) => new client.GetRestoreCredentialOption(json)],
    ['GetDigitalCredentialOption', (json) => new client.GetDigitalCredentialOption(json)],
    [
      'CreatePublicKeyCredentialRequest',
      (json) => new client.CreatePublicKeyCredentialRequest(json),
    ],
    ['CreateRestoreCredentialRequest', (json) => new client.CreateRestoreCredentialRequest(json)],
    ['CreateDigitalCredentialRequest', (json) => new client.CreateDigitalCredentialRequest(json)],
    ['PublicKeyCredential', (json) => new client.PublicKeyCredential(json)],
    ['RestoreCredential', (json) => new client.RestoreCredential(json)],
    ['DigitalCredential', (json) => new client.DigitalCredential(json)],
    [
      'CreatePublicKeyCredentialResponse',
      (json) => new client.CreatePublicKeyCredentialResponse(json),
    ],
    ['CreateRestoreCredentialResponse', (json) => new client.CreateRestoreCredentialResponse(json)],
    ['CreateDigitalCredentialResponse', (json) => new client.CreateDigitalCredentialResponse(json)],
    ['SignalUnknownCredentialRequest', (json) => new client.SignalUnknownCredentialRequest(json)],
    [
      'SignalAllAcceptedCredentialIdsRequest',
      (json) => new client.SignalAllAcceptedCredentialIdsRequest(json),
    ],
    ['SignalCurrentUserDetailsRequest', (json) => new client.SignalCurrentUserDetailsRequest(json)],
  ]
  it.each(TAKERS)('JSON that does not parse, by %s', (_, take) => {
    for (const json of ['', ' ', '{', 'undefined', '[]', 'null', '7', '"{}"', '\u0000']) {
      expect(() => take(json)).toThrow(TypeError)
    }
  })
})

describe('a handle', () => {
  it.each<[string, () => Promise<client.PendingGetCredentialHandle>]>([
    [
      'used twice',
      async () => {
        const handle = await prepare()
        await manager.getCredential(handle)
        return handle
      },
    ],
    [
      'used after expiry',
      async () => {
        const handle = await prepare()
        now += 60_000
        return handle
      },
    ],
    [
      'used after a sign-out',
      async () => {
        const handle = await prepare()
        await clear()
        return handle
      },
    ],
    [
      'that somebody else gave out',
      () => Promise.resolve(new client.PendingGetCredentialHandle({}, { owner: {} })),
    ],
  ])('%s', async (_, make) => {
    await expect(manager.getCredential(await make())).rejects.toBeInstanceOf(
      client.GetCredentialUnknownException,
    )
  })

  it('used twice at once is good for one', async () => {
    const handle = await prepare()
    const ends = await Promise.allSettled([
      manager.getCredential(handle),
      manager.getCredential(handle),
    ])
    const names = ends.map((end) =>
      end.status === 'fulfilled' ? 'ok' : (end.reason as Error).name,
    )
    // The newcomer ends the one before, and then finds the handle used.
    expect(names).toEqual(['GetCredentialInterruptedException', 'GetCredentialUnknownException'])
  })
})

const throws = (): never => {
  throw new Error('broken')
}
const rejects = () => Promise.reject(new Error('broken'))
const hangs = () => new Promise<never>(() => {})
const gives = (answer: unknown) => () => Promise.resolve(answer as never)

describe('a provider', () => {
  const { NoCredentialException: None, GetCredentialUnknownException: Unknown } = client
  it.each<[string, Partial<client.CredentialProvider>, new () => Error]>([
    ['throws when asked', { beginGetCredential: throws }, None],
    ['rejects when asked', { beginGetCredential: rejects }, None],
    ['hangs when asked', { beginGetCredential: hangs }, None],
    ['answers nonsense when asked', { beginGetCredential: gives(7) }, None],
    ['throws when picked', { getCredential: throws }, Unknown],
    ['rejects when picked', { getCredential: rejects }, Unknown],
    ['hangs when picked', { getCredential: hangs }, Unknown],
    ['answers for another request', { getCredential: gives(passkey('b3RoZXI')) }, Unknown],
    ['answers with a new passkey', { getCredential: gives(created()) }, Unknown],
    ['answers with another type', { getCredential: gives({ type: PASSWORD, data: {} }) }, Unknown],
    [
      'answers with JSON that does not parse',
      { getCredential: gives({ type: PASSKEY, data: { authenticationResponseJson: '{' } }) },
      Unknown,
    ],
    ['answers with nonsense', { getCredential: gives('yes') }, Unknown],
    ['answers with nothing', { getCredential: gives(undefined) }, None],
  ])('that %s, in a sign-in', async (_, change, Exception) => {
    mood = change
    await expect(get()).rejects.toBeInstanceOf(Exception)
  })

  it.each<[string, unknown]>([
    ['an empty password', { type: PASSWORD, data: { id: 'ada', password: '' } }],
    ['a password that is no text', { type: PASSWORD, data: { id: 'ada', password: 7 } }],
  ])('that answers with %s', async (_, answer) => {
    mood = { getCredential: gives(answer) }
    await expect(getPassword()).rejects.toBeInstanceOf(Unknown)
  })

  const { CreateCredentialNoCreateOptionException: NoPlace } = client
  const { CreateCredentialUnknownException: NotMade } = client
  it.each<[string, Partial<client.CredentialProvider>, new () => Error]>([
    ['throws when asked', { beginCreateCredential: throws }, NoPlace],
    ['hangs when asked', { beginCreateCredential: hangs }, NoPlace],
    ['throws when picked', { createCredential: throws }, NotMade],
    ['hangs when picked', { createCredential: hangs }, NotMade],
    ['answers for another request', { createCredential: gives(created('b3RoZXI')) }, NotMade],
    ['answers with a sign-in', { createCredential: gives(passkey()) }, NotMade],
    ['answers with nothing', { createCredential: gives(undefined) }, NotMade],
  ])('that %s, when something is to be saved', async (_, change, Exception) => {
    mood = change
    await expect(create()).rejects.toBeInstanceOf(Exception)
  })

  it.each([
    ['throws', throws],
    ['rejects', rejects],
    ['hangs', hangs],
  ])('that %s at sign-out, or at a signal, which tells nobody', async (_, method) => {
    mood = { clearCredentialState: method, signalCredentialState: method }
    await expect(clear()).rejects.toBeInstanceOf(client.ClearCredentialUnknownException)
    await expect(signal()).resolves.toBeInstanceOf(client.SignalCredentialStateResponse)
  })
})
