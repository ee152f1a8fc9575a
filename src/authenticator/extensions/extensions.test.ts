import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { decodeBase64url, encodeBase64url } from '../../bytes/base64url.ts'
import { decodeCborAt, type CborMap } from '../../bytes/cbor.ts'
import type {
  AuthenticationExtensionsJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '../../protocol/webauthn-json.ts'
import type { AuthenticatorSettings } from '../settings.ts'
import { SoftwareAuthenticator } from '../software-authenticator.ts'

const context = { origin: 'https://example.com' }
const creation: PublicKeyCredentialCreationOptionsJSON = {
  rp: { id: 'example.com', name: 'Example' },
  user: { id: 'YWRh', name: 'ada', displayName: 'Ada' },
  challenge: 'Y2hhbGxlbmdl',
  pubKeyCredParams: [],
  authenticatorSelection: { residentKey: 'required' },
}
const FIRST = encodeBase64url(new TextEncoder().encode('first'))
const SECOND = encodeBase64url(new TextEncoder().encode('second'))

async function register(
  extensions: AuthenticationExtensionsJSON,
  settings: AuthenticatorSettings = {},
  options: Partial<PublicKeyCredentialCreationOptionsJSON> = {},
) {
  const authenticator = new SoftwareAuthenticator(settings)
  const made = await authenticator.create({ ...creation, ...options, extensions }, context)
  return {
    authenticator,
    id: made.id,
    client: made.clientExtensionResults,
    signed: signedBy(made.response.authenticatorData!),
  }
}

/** Extension outputs inside authenticator data, or nothing when the flag is clear. */
function signedBy(text: string): Record<string, unknown> | undefined {
  const data = decodeBase64url(text)
  if ((data[32]! & 0x80) === 0) return undefined
  const start =
    (data[32]! & 0x40) === 0 ? 37 : decodeCborAt(data, 55 + data[53]! * 256 + data[54]!).end
  const { value, end } = decodeCborAt(data, start)
  expect(end).toBe(data.length)
  return Object.fromEntries(value as CborMap)
}

const signIn = async (
  authenticator: SoftwareAuthenticator,
  options: Partial<PublicKeyCredentialRequestOptionsJSON>,
) => {
  const answer = await authenticator.get({ challenge: 'Y2hhbGxlbmdl', ...options }, context)
  return {
    client: answer.clientExtensionResults,
    signed: signedBy(answer.response.authenticatorData),
    data: decodeBase64url(answer.response.authenticatorData),
  }
}

describe('registration', () => {
  it.each<[string, AuthenticationExtensionsJSON, object, object | undefined]>([
    ['nothing', {}, {}, undefined],
    ['an unknown extension', { example: true }, {}, undefined],
    ['credProps', { credProps: true }, { credProps: { rk: true } }, undefined],
    [
      'hmacCreateSecret',
      { hmacCreateSecret: true },
      { hmacCreateSecret: true },
      { 'hmac-secret': true },
    ],
    ['prf', { prf: {} }, { prf: { enabled: true } }, { 'hmac-secret': true }],
    [
      'largeBlob',
      { largeBlob: { support: 'preferred' } },
      { largeBlob: { supported: true } },
      undefined,
    ],
    [
      'credProtect',
      { credentialProtectionPolicy: 'userVerificationRequired' },
      {},
      { credProtect: 3 },
    ],
    ['credBlob', { credBlob: FIRST }, { credBlob: true }, { credBlob: true }],
    ['minPinLength', { minPinLength: true }, {}, { minPinLength: 6 }],
    [
      'appidExclude',
      { appidExclude: 'https://example.com/app' },
      { appidExclude: true },
      undefined,
    ],
  ])('answers %s', async (_, extensions, client, signed) => {
    const made = await register(extensions, { minPinLength: 6 })
    expect(made.client).toEqual(client)
    expect(made.signed).toEqual(signed)
  })

  it('keeps the least PIN length to itself unless told otherwise', async () => {
    expect((await register({ minPinLength: true })).signed).toBeUndefined()
  })

  it('has no extension that its settings leave out', async () => {
    const made = await register({ credProps: true, prf: {} }, { extensions: ['credProps'] })
    expect(made.client).toEqual({ credProps: { rk: true } })
  })

  it.each<[string, AuthenticationExtensionsJSON, string]>([
    ['evalByCredential', { prf: { evalByCredential: {} } }, 'extension_unsupported'],
    ['reading a blob', { largeBlob: { read: true } }, 'extension_unsupported'],
    ['a policy nobody knows', { credentialProtectionPolicy: 'always' }, 'extension_malformed'],
  ])('refuses %s', async (_, extensions, code) => {
    await expect(register(extensions)).rejects.toMatchObject({ code })
  })

  it('refuses a required blob for a credential that is not discoverable', async () => {
    const made = register(
      { largeBlob: { support: 'required' } },
      {},
      { authenticatorSelection: {} },
    )
    await expect(made).rejects.toMatchObject({ code: 'extension_unsupported' })
  })
})

describe('prf', () => {
  it('is an HMAC of the salted input under the secret of the credential', async () => {
    const made = await register({ prf: { eval: { first: FIRST, second: SECOND } } })
    const { prfSecret } = made.authenticator.credentials[0]!
    const expected = ['first', 'second'].map((input) => {
      const salt = createHash('sha256').update(`WebAuthn PRF\0${input}`).digest()
      return createHmac('sha256', prfSecret!).update(salt).digest('base64url')
    })
    expect(made.client).toEqual({
      prf: { enabled: true, results: { first: expected[0], second: expected[1] } },
    })
  })

  it('gives a sign-in the results of the registration', async () => {
    const { authenticator, client } = await register({ prf: { eval: { first: FIRST } } })
    const answer = await signIn(authenticator, { extensions: { prf: { eval: { first: FIRST } } } })
    const { results } = client['prf'] as { readonly results: unknown }
    expect(answer.client).toEqual({ prf: { results } })
    expect(answer.signed?.['hmac-secret']).toHaveLength(48)
  })

  it('prefers the input for the credential', async () => {
    const { authenticator, id } = await register({ prf: {} })
    const allowCredentials = [{ type: 'public-key' as const, id }]
    const ask = async (prf: object) =>
      (await signIn(authenticator, { allowCredentials, extensions: { prf } })).client
    const chosen = await ask({
      eval: { first: FIRST },
      evalByCredential: { [id]: { first: SECOND } },
    })
    expect(chosen).toEqual(await ask({ eval: { first: SECOND } }))
    expect(chosen).not.toEqual(await ask({ eval: { first: FIRST } }))
  })

  it('has nothing for a person who was not verified, nor for a credential without it', async () => {
    const unverified = await register({ prf: {} }, { userVerified: false })
    const without = await register({})
    const extensions = { prf: { eval: { first: FIRST } } }
    for (const { authenticator } of [unverified, without]) {
      expect((await signIn(authenticator, { extensions })).client).toEqual({ prf: {} })
    }
  })

  it.each([
    ['inputs by credential without a list', [], 'extension_unsupported'],
    ['an input for a credential that is not in the list', ['b3RoZXI'], 'extension_malformed'],
  ])('refuses %s', async (_, ids, code) => {
    const { authenticator, id } = await register({ prf: {} })
    const allowCredentials = ids.map((one) => ({ type: 'public-key' as const, id: one }))
    const extensions = { prf: { evalByCredential: { [id]: { first: FIRST } } } }
    await expect(signIn(authenticator, { allowCredentials, extensions })).rejects.toMatchObject({
      code,
    })
  })
})

describe('largeBlob', () => {
  it('is written, and read again', async () => {
    const { authenticator, id } = await register({ largeBlob: { support: 'required' } })
    const allowCredentials = [{ type: 'public-key' as const, id }]
    const ask = async (largeBlob: object) =>
      (await signIn(authenticator, { allowCredentials, extensions: { largeBlob } })).client
    expect(await ask({ read: true })).toEqual({ largeBlob: {} })
    expect(await ask({ write: FIRST })).toEqual({ largeBlob: { written: true } })
    expect(await ask({ read: true })).toEqual({ largeBlob: { blob: FIRST } })
  })

  it('has no room in a credential that was made without it', async () => {
    const { authenticator, id } = await register({})
    const allowCredentials = [{ type: 'public-key' as const, id }]
    const extensions = { largeBlob: { write: FIRST } }
    const { client } = await signIn(authenticator, { allowCredentials, extensions })
    expect(client).toEqual({ largeBlob: { written: false } })
  })

  it.each<[string, object]>([
    ['reading and writing at once', { read: true, write: FIRST }],
    ['support', { support: 'preferred' }],
    ['writing to no credential in particular', { write: FIRST }],
  ])('refuses %s', async (_, largeBlob) => {
    const { authenticator } = await register({ largeBlob: { support: 'required' } })
    await expect(signIn(authenticator, { extensions: { largeBlob } })).rejects.toMatchObject({
      code: 'extension_unsupported',
    })
  })
})

describe('credProtect', () => {
  it.each([
    ['userVerificationOptional', true, true],
    ['userVerificationOptionalWithCredentialIDList', false, true],
    ['userVerificationRequired', false, false],
  ])('%s holds without verification', async (policy, discovered, named) => {
    const { authenticator, id } = await register(
      { credentialProtectionPolicy: policy },
      { userVerified: false },
    )
    const works = (options: Partial<PublicKeyCredentialRequestOptionsJSON>) =>
      signIn(authenticator, options).then(
        () => true,
        () => false,
      )
    expect(await works({})).toBe(discovered)
    expect(await works({ allowCredentials: [{ type: 'public-key', id }] })).toBe(named)
  })
})

describe('credBlob', () => {
  it('comes back signed', async () => {
    const { authenticator } = await register({ credBlob: FIRST })
    const { signed } = await signIn(authenticator, { extensions: { getCredBlob: true } })
    expect(signed?.['credBlob']).toEqual(decodeBase64url(FIRST))
  })

  it('has 32 bytes and no more', async () => {
    const long = encodeBase64url(new Uint8Array(33))
    const { client, signed } = await register({ credBlob: long })
    expect(client).toEqual({ credBlob: false })
    expect(signed).toEqual({ credBlob: false })
  })
})

describe('appid', () => {
  const appid = 'https://example.com/u2f.json'

  async function withLegacyKey() {
    const { authenticator } = await register({}, {}, { authenticatorSelection: {} })
    const [credential] = authenticator.credentials
    authenticator.remove(credential!.id)
    authenticator.add({ ...credential!, rpId: appid })
    return { authenticator, id: credential!.id }
  }

  it('finds a key from the time of U2F, and says so', async () => {
    const { authenticator, id } = await withLegacyKey()
    const allowCredentials = [{ type: 'public-key' as const, id }]
    const { client, data } = await signIn(authenticator, {
      allowCredentials,
      extensions: { appid },
    })
    expect(client).toEqual({ appid: true })
    expect(Buffer.from(data.subarray(0, 32))).toEqual(createHash('sha256').update(appid).digest())
  })

  it('is false when the credential is not one of those', async () => {
    const { authenticator } = await register({})
    expect((await signIn(authenticator, { extensions: { appid } })).client).toEqual({
      appid: false,
    })
  })

  it('excludes such a key from registration', async () => {
    const { authenticator, id } = await withLegacyKey()
    const again = authenticator.create(
      {
        ...creation,
        excludeCredentials: [{ type: 'public-key', id }],
        extensions: { appidExclude: appid },
      },
      context,
    )
    await expect(again).rejects.toMatchObject({ code: 'credential_excluded' })
  })
})
