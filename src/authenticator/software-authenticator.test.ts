import { describe, expect, it } from 'vitest'
import { decodeBase64url } from '../bytes/base64url.ts'
import { decodeCbor, type CborMap } from '../bytes/cbor.ts'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from '../protocol/webauthn-json.ts'
import type { ClientContext } from './context.ts'
import type { AuthenticatorSettings } from './settings.ts'
import { SoftwareAuthenticator } from './software-authenticator.ts'

const context: ClientContext = { origin: 'https://login.example.com' }
const creation: PublicKeyCredentialCreationOptionsJSON = {
  rp: { id: 'example.com', name: 'Example' },
  user: { id: 'YWRh', name: 'ada', displayName: 'Ada' },
  challenge: 'Y2hhbGxlbmdl',
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
}
const request = { challenge: 'Y2hhbGxlbmdl', rpId: 'example.com' }
const userOf = (id: string, name: string) => ({ user: { id, name, displayName: name } })

const flagsAt = (data: string) => decodeBase64url(data)[32]!
const counterAt = (data: string) => new DataView(decodeBase64url(data).buffer).getUint32(33)
const textOf = (json: string) => new TextDecoder().decode(decodeBase64url(json))
const attestationOf = ({ response }: RegistrationResponseJSON) =>
  decodeCbor(decodeBase64url(response.attestationObject)) as CborMap

describe('create', () => {
  it('serializes client data as the specification says', async () => {
    const { response } = await new SoftwareAuthenticator().create(creation, {
      ...context,
      topOrigin: 'https://framing.example',
    })
    expect(textOf(response.clientDataJSON)).toBe(
      '{"type":"webauthn.create","challenge":"Y2hhbGxlbmdl","origin":"https://login.example.com",' +
        '"crossOrigin":true,"topOrigin":"https://framing.example"}',
    )
  })

  it('escapes nothing but quotes, backslashes and control characters', async () => {
    const { response } = await new SoftwareAuthenticator().create(creation, {
      ...context,
      faults: { clientData: { 'o"ther': 'a/b\\c\nd\u007fé\u{1f511}' } },
    })
    expect(textOf(response.clientDataJSON)).toContain(
      ',"crossOrigin":false,"o\\"ther":"a/b\\\\c\\u000ad\u007fé\u{1f511}"}',
    )
  })

  it.each<[string, AuthenticatorSettings, Partial<ClientContext>, number]>([
    ['a synced passkey', {}, {}, 0x5d],
    ['a device-bound one', { backupEligible: false }, {}, 0x45],
    ['one that is not backed up yet', { backupState: false }, {}, 0x4d],
  ])('sets the flags of %s', async (_, settings, change, flags) => {
    const { response } = await new SoftwareAuthenticator(settings).create(creation, {
      ...context,
      ...change,
    })
    expect(flagsAt(response.authenticatorData!)).toBe(flags)
  })

  it('claims no presence in a conditional create', async () => {
    const { response } = await new SoftwareAuthenticator().create(
      { ...creation, authenticatorSelection: { residentKey: 'required' } },
      { ...context, mediation: 'conditional' },
    )
    expect(flagsAt(response.authenticatorData!)).toBe(0x58)
  })

  it('refuses an excluded credential and keeps what it has', async () => {
    const authenticator = new SoftwareAuthenticator()
    const { id } = await authenticator.create(creation, context)
    const again = authenticator.create(
      { ...creation, excludeCredentials: [{ type: 'public-key', id }] },
      context,
    )
    await expect(again).rejects.toMatchObject({
      code: 'credential_excluded',
      domName: 'InvalidStateError',
    })
    expect(authenticator.credentials).toHaveLength(1)
  })

  it('replaces the discoverable credential of the same user, and nobody else’s', async () => {
    const authenticator = new SoftwareAuthenticator()
    await authenticator.create(creation, context)
    const bob = await authenticator.create({ ...creation, ...userOf('Ym9i', 'bob') }, context)
    const ada = await authenticator.create(creation, context)
    expect(authenticator.credentials.map(({ id }) => id)).toEqual([bob.id, ada.id])
  })

  it('keeps several credentials of one user that are not discoverable', async () => {
    const authenticator = new SoftwareAuthenticator({ residentKey: 'unsupported' })
    const options = { ...creation, authenticatorSelection: {} }
    await authenticator.create(options, context)
    await authenticator.create(options, context)
    expect(authenticator.credentials).toHaveLength(2)
  })

  it.each<[string, Partial<PublicKeyCredentialCreationOptionsJSON>, AuthenticatorSettings, string]>(
    [
      ['no algorithm in common', {}, { algorithms: [-257] }, 'algorithm_unsupported'],
      [
        'another attachment',
        { authenticatorSelection: { authenticatorAttachment: 'cross-platform' } },
        {},
        'attachment_mismatch',
      ],
      [
        'no room for discoverable credentials',
        { authenticatorSelection: { requireResidentKey: true } },
        { residentKey: 'unsupported' },
        'resident_key_unsupported',
      ],
      ['nobody to verify', {}, { userVerified: false }, 'user_verification_unavailable'],
      ['a foreign RP ID', { rp: { id: 'example.org', name: '' } }, {}, 'rp_id_not_allowed'],
      ['a whole top-level domain', { rp: { id: 'com', name: '' } }, {}, 'rp_id_not_allowed'],
      ['a mere text suffix', { rp: { id: 'ample.com', name: '' } }, {}, 'rp_id_not_allowed'],
    ],
  )('refuses %s', async (_, change, settings, code) => {
    const made = new SoftwareAuthenticator(settings).create({ ...creation, ...change }, context)
    await expect(made).rejects.toMatchObject({ code })
  })

  it.each([
    ['plain http', 'http://login.example.com', 'origin_not_secure'],
    ['an IP address', 'https://127.0.0.1', 'rp_id_not_allowed'],
  ])('refuses %s', async (_, origin, code) => {
    const made = new SoftwareAuthenticator().create(creation, { origin })
    await expect(made).rejects.toMatchObject({ code })
  })

  it.each([
    ['http on localhost', 'localhost', { origin: 'http://localhost:3000' }],
    ['an app', 'example.com', { origin: 'android:apk-key-hash:MzJieXRlcw' }],
    [
      'a related origin',
      'example.com',
      { origin: 'https://example.org', relatedOrigins: ['https://example.org'] },
    ],
  ])('lets %s through', async (_, id, context) => {
    const options = { ...creation, rp: { id, name: '' } }
    const made = await new SoftwareAuthenticator().create(options, context)
    expect(textOf(made.response.clientDataJSON)).toContain(context.origin)
  })

  it.each<[string, Partial<PublicKeyCredentialCreationOptionsJSON>, Partial<ClientContext>]>([
    ['an empty user handle', userOf('', 'ada'), {}],
    ['a user handle that is no base64url', userOf('a+b=', 'ada'), {}],
    ['an origin with a path', {}, { origin: 'https://example.com/' }],
    ['a topOrigin without a frame', {}, { crossOrigin: false, topOrigin: 'https://a.example' }],
  ])('takes %s for a mistake of the caller', async (_, change, wrong) => {
    const made = new SoftwareAuthenticator().create(
      { ...creation, ...change },
      { ...context, ...wrong },
    )
    await expect(made).rejects.toBeInstanceOf(TypeError)
  })

  it('prefers its own first algorithm among those on offer', async () => {
    const offered = [-257, -8, -7].map((alg) => ({ type: 'public-key' as const, alg }))
    const made = await new SoftwareAuthenticator().create(
      { ...creation, pubKeyCredParams: offered },
      context,
    )
    expect(made.response.publicKeyAlgorithm).toBe(-7)
  })

  it('tells the model only when asked', async () => {
    const settings = { attestation: 'packed' } as const
    const quiet = await new SoftwareAuthenticator(settings).create(creation, context)
    const loud = await new SoftwareAuthenticator(settings).create(
      { ...creation, attestation: 'direct' },
      context,
    )
    expect(attestationOf(quiet).get('fmt')).toBe('none')
    expect(attestationOf(loud).get('fmt')).toBe('packed')
  })

  it('takes keys and randomness from its settings', async () => {
    const first = new SoftwareAuthenticator()
    await first.create(creation, context)
    const { privateKey } = first.credentials[0]!
    const second = new SoftwareAuthenticator({
      generatePrivateKey: () => Promise.resolve(privateKey),
      randomBytes: (length) => new Uint8Array(length).fill(7),
    })
    const { id } = await second.create(creation, context)
    expect(decodeBase64url(id)).toEqual(new Uint8Array(32).fill(7))
    expect(second.credentials[0]!.privateKey).toEqual(privateKey)
  })

  it('answers credProps', async () => {
    const options = { ...creation, extensions: { credProps: true } }
    const made = await new SoftwareAuthenticator().create(options, context)
    expect(made.clientExtensionResults).toEqual({ credProps: { rk: true } })
  })
})

describe('get', () => {
  async function twoAccounts(settings: AuthenticatorSettings = {}) {
    const authenticator = new SoftwareAuthenticator(settings)
    const ada = await authenticator.create(creation, context)
    const bob = await authenticator.create({ ...creation, ...userOf('Ym9i', 'bob') }, context)
    return { authenticator, ada, bob }
  }

  it('takes the newest account unless the person chooses', async () => {
    const { authenticator, ada, bob } = await twoAccounts()
    const account: ClientContext['account'] = (choices) =>
      choices.find(({ userName }) => userName === 'ada')!
    expect((await authenticator.get(request, context)).id).toBe(bob.id)
    const chosen = await authenticator.get(request, { ...context, account })
    expect(chosen.id).toBe(ada.id)
    expect(chosen.response.userHandle).toBe('YWRh')
  })

  it('takes only what is allowed', async () => {
    const { authenticator, ada } = await twoAccounts()
    const allowCredentials = [{ type: 'public-key' as const, id: ada.id }]
    const answer = await authenticator.get({ ...request, allowCredentials }, context)
    expect(answer.id).toBe(ada.id)
  })

  it('counts device-bound credentials one by one, and synced ones never', async () => {
    const bound = await twoAccounts({ backupEligible: false })
    const synced = await twoAccounts()
    const counters: number[] = []
    for (const { authenticator } of [bound, bound, synced]) {
      const { response } = await authenticator.get(request, context)
      counters.push(counterAt(response.authenticatorData))
    }
    expect(counters).toEqual([2, 3, 0])
    expect(bound.authenticator.credentials.map(({ signCount }) => signCount)).toEqual([1, 3])
  })

  it('has no userHandle for a credential it cannot find by itself', async () => {
    const authenticator = new SoftwareAuthenticator({ residentKey: 'unsupported' })
    const { id } = await authenticator.create({ ...creation, authenticatorSelection: {} }, context)
    await expect(authenticator.get(request, context)).rejects.toMatchObject({
      code: 'no_credential',
    })
    const allowCredentials = [{ type: 'public-key' as const, id }]
    const answer = await authenticator.get({ ...request, allowCredentials }, context)
    expect(answer.response).not.toHaveProperty('userHandle')
  })

  it('has nothing for another relying party', async () => {
    const { authenticator } = await twoAccounts()
    const other = authenticator.get({ challenge: 'AA' }, { origin: 'https://example.org' })
    await expect(other).rejects.toMatchObject({
      code: 'no_credential',
      domName: 'NotAllowedError',
    })
  })

  it('forgets what was removed', async () => {
    const { authenticator, ada, bob } = await twoAccounts()
    expect(authenticator.remove(bob.id)).toBe(true)
    expect(authenticator.remove(bob.id)).toBe(false)
    expect((await authenticator.get(request, context)).id).toBe(ada.id)
  })
})
