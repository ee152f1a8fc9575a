import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import type { PublicKeyCredentialCreationOptionsJSON } from '../../src/protocol/webauthn-json.ts'
import { itRefuses, member, signedIn } from './refusal-rows.ts'
import type { Row } from './refusal-rows.ts'
import { MINUTE, openSite, ORIGIN } from './site.ts'
import type { Site } from './site.ts'

const rows: readonly Row[] = [
  [
    'E10 an attestation object that is not CBOR',
    400,
    'malformed_credential',
    'attestation_object_malformed',
    async (site) => {
      const visitor = site.browser()
      const faults = { attestationObjectBytes: Uint8Array.of(0xff) }
      const response = await visitor.create(await visitor.beginSignUp('bob'), { faults })
      return visitor.post('/auth/registration', response)
    },
  ],
  [
    'E11 a sign-in challenge at the registration',
    400,
    'challenge_invalid',
    'challenge_of_other_ceremony',
    async (site) => {
      const visitor = site.browser()
      const options = await visitor.beginSignUp('bob')
      const { challenge } = await visitor.beginSignIn()
      return visitor.post('/auth/registration', await visitor.create({ ...options, challenge }))
    },
  ],
  [
    'E11 a sign-up whose pending account is gone',
    400,
    'challenge_invalid',
    'pending_account_missing',
    async (site) => {
      const visitor = site.browser()
      const response = await visitor.create(await visitor.beginSignUp('bob'))
      const [secret = ''] = visitor.cookies.get('__Host-ceremony')!.split('.')
      visitor.cookies.set('__Host-ceremony', secret)
      return visitor.post('/auth/registration', response)
    },
  ],
  [
    'E11 a passkey added with the options of another session',
    400,
    'challenge_invalid',
    'challenge_tag_mismatch',
    async (site) => {
      const alice = await signedIn(site)
      const bob = await signedIn(site, 'bob')
      const { body } = await bob.post<PublicKeyCredentialCreationOptionsJSON>(
        '/auth/registration/options',
        {},
      )
      const authenticator = new SoftwareAuthenticator()
      return alice.post('/auth/registration', await authenticator.create(body, { origin: ORIGIN }))
    },
  ],
  [
    'E12 a registration that is too old',
    400,
    'challenge_expired',
    'challenge_expired',
    async (site) => {
      const visitor = site.browser()
      const response = await visitor.create(await visitor.beginSignUp('bob'))
      site.clock.advance(6 * MINUTE)
      return visitor.post('/auth/registration', response)
    },
  ],
  [
    'E13 a registration sent twice',
    400,
    'challenge_used',
    'challenge_used',
    async (site) => {
      const visitor = site.browser()
      const response = await visitor.create(await visitor.beginSignUp('bob'))
      await visitor.post('/auth/registration', response)
      return visitor.post('/auth/registration', response)
    },
  ],
  [
    'E16 a registration from another origin',
    400,
    'registration_failed',
    'origin_not_allowed',
    async (site) => {
      const visitor = site.browser()
      const faults = { clientData: { origin: 'https://evil.example' } }
      const response = await visitor.create(await visitor.beginSignUp('bob'), { faults })
      return visitor.post('/auth/registration', response)
    },
  ],
  [
    'E16 a registration without verification',
    400,
    'registration_failed',
    'user_not_verified',
    async (site) => {
      const visitor = site.browser()
      const faults = { authenticatorData: { flags: { uv: false } } }
      const response = await visitor.create(await visitor.beginSignUp('bob'), { faults })
      return visitor.post('/auth/registration', response)
    },
  ],
  [
    'E16 a key of an algorithm that was not offered (R48)',
    400,
    'registration_failed',
    'algorithm_not_allowed',
    async (site) => {
      const visitor = site.browser()
      visitor.authenticator = new SoftwareAuthenticator({ algorithms: [-35] })
      const options = await visitor.beginSignUp('bob')
      const pubKeyCredParams = [{ type: 'public-key' as const, alg: -35 }]
      const response = await visitor.create({ ...options, pubKeyCredParams })
      return visitor.post('/auth/registration', response)
    },
  ],
  [
    'E17 a credential id that is taken (R50)',
    409,
    'credential_exists',
    'credential_exists',
    async (site) => {
      const id = randomBytes(32)
      const fixed = () =>
        new SoftwareAuthenticator({
          randomBytes: (length) => (length === 32 ? id : randomBytes(length)),
        })
      const alice = site.browser()
      alice.authenticator = fixed()
      await alice.signUp('alice')
      const bob = site.browser()
      bob.authenticator = fixed()
      return bob.post('/auth/registration', await bob.create(await bob.beginSignUp('bob')))
    },
  ],
  [
    'E18 a username that is taken',
    409,
    'username_taken',
    'username_taken',
    async (site) => {
      await member(site, 'admin')
      return site.browser().post('/auth/registration/options', { username: 'Ａdmin' })
    },
  ],
  [
    'E18 a username that was taken in between',
    409,
    'username_taken',
    'username_taken',
    async (site) => {
      const visitor = site.browser()
      const response = await visitor.create(await visitor.beginSignUp('alice'))
      await member(site, 'ALICE')
      return visitor.post('/auth/registration', response)
    },
  ],
]

describe('registrations that are refused', () => {
  itRefuses(rows)
})

describe('registrations that are refused, in detail', () => {
  let site: Site
  afterEach(() => site.latchkey.close())

  it('E24 one passkey too many (R51)', async () => {
    site = openSite({ passkeyLimit: 2 })
    const visitor = await signedIn(site)
    await visitor.addPasskey()
    const answer = await visitor.post('/auth/registration/options', {})
    expect(answer.body).toMatchObject({ status: 409, code: 'passkey_limit' })
  })

  it('E24 one passkey too many when two are added at once', async () => {
    site = openSite({ passkeyLimit: 2 })
    const visitor = await signedIn(site)
    const path = '/auth/registration'
    const responses = []
    for (const authenticator of [new SoftwareAuthenticator(), new SoftwareAuthenticator()]) {
      const { body } = await visitor.post<PublicKeyCredentialCreationOptionsJSON>(
        `${path}/options`,
        {},
      )
      responses.push(await authenticator.create(body, { origin: ORIGIN }))
    }
    const answers = await Promise.all(responses.map((response) => visitor.post(path, response)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]))
    expect(site.log.at(-1)?.outcome === 'refused' || site.log.at(-2)?.outcome === 'refused').toBe(
      true,
    )
  })

  it('says which proof would be fresh, and why a registration failed', async () => {
    site = openSite()
    const visitor = await signedIn(site)
    site.clock.advance(6 * MINUTE)
    const stale = await visitor.post('/auth/registration/options', {})
    expect(stale.body.methods).toEqual(['passkey'])
    const faults = { clientData: { origin: 'https://evil.example' } }
    const response = await visitor.create(await visitor.beginSignUp('bob'), { faults })
    const failed = await visitor.post('/auth/registration', response)
    expect(failed.body.reason).toBe('origin_not_allowed')
  })
})
