import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import { itRefuses, member, signedIn } from './refusal-rows.ts'
import type { Row } from './refusal-rows.ts'
import { MINUTE, openSite, ORIGIN } from './site.ts'
import type { Site } from './site.ts'

const rows: readonly Row[] = [
  [
    'E10 authenticator data cut short',
    400,
    'malformed_credential',
    'authenticator_data_malformed',
    async (site) =>
      (await member(site)).trySignIn({
        faults: { authenticatorData: { bytes: new Uint8Array(20) } },
      }),
  ],
  [
    'E10 client data that is not JSON',
    400,
    'malformed_credential',
    'client_data_malformed',
    async (site) =>
      (await member(site)).trySignIn({ faults: { clientDataJSON: new TextEncoder().encode('{') } }),
  ],
  [
    'E11 a challenge of somebody else’s making',
    401,
    'challenge_invalid',
    'challenge_malformed',
    async (site) => {
      const visitor = await member(site)
      const challenge = randomBytes(58).toString('base64url')
      return visitor.trySignIn({ faults: { clientData: { challenge } } })
    },
  ],
  [
    'E11 a challenge of the right form with a tag of nobody',
    401,
    'challenge_invalid',
    'challenge_tag_mismatch',
    async (site) => {
      const visitor = await member(site)
      const options = await visitor.beginSignIn()
      const forged = Buffer.from(options.challenge, 'base64url')
      forged.set(randomBytes(16), 42)
      const challenge = forged.toString('base64url')
      return visitor.post('/auth/authentication', await visitor.get({ ...options, challenge }))
    },
  ],
  [
    'E11 a challenge of another site with another secret',
    401,
    'challenge_invalid',
    'challenge_tag_mismatch',
    async (site) => {
      const visitor = await member(site)
      const other = openSite()
      const { challenge } = await other.browser().beginSignIn()
      await other.latchkey.close()
      const options = await visitor.beginSignIn()
      return visitor.post('/auth/authentication', await visitor.get({ ...options, challenge }))
    },
  ],
  [
    'E11 a challenge of another ceremony',
    401,
    'challenge_invalid',
    'challenge_of_other_ceremony',
    async (site) => {
      const visitor = await member(site)
      const { challenge } = await visitor.beginSignUp('bob')
      const options = await visitor.beginSignIn()
      return visitor.post('/auth/authentication', await visitor.get({ ...options, challenge }))
    },
  ],
  [
    'E11 an answer posted through another browser (R19)',
    401,
    'challenge_invalid',
    'challenge_tag_mismatch',
    async (site) => {
      const attacker = await member(site, 'mallory')
      const response = await attacker.get(await attacker.beginSignIn())
      const victim = site.browser()
      await victim.beginSignIn()
      return victim.post('/auth/authentication', response)
    },
  ],
  [
    'E11 an answer without any ceremony secret',
    401,
    'challenge_invalid',
    'ceremony_secret_missing',
    async (site) => {
      const visitor = await member(site)
      const response = await visitor.get(await visitor.beginSignIn())
      return site.browser().post('/auth/authentication', response)
    },
  ],
  [
    'E12 a challenge that is too old',
    401,
    'challenge_expired',
    'challenge_expired',
    async (site) => {
      const visitor = await member(site)
      const response = await visitor.get(await visitor.beginSignIn())
      site.clock.advance(6 * MINUTE)
      return visitor.post('/auth/authentication', response)
    },
  ],
  [
    'E13 an answer sent twice',
    401,
    'challenge_used',
    'challenge_used',
    async (site) => {
      const visitor = await member(site)
      const response = await visitor.get(await visitor.beginSignIn())
      await visitor.post('/auth/authentication', response)
      return visitor.post('/auth/authentication', response)
    },
  ],
  [
    'E13 an answer sent twice, the second time with the other valid signature (R29)',
    401,
    'challenge_used',
    'challenge_used',
    async (site) => {
      const visitor = site.browser()
      visitor.authenticator = new SoftwareAuthenticator({ algorithms: [-7] })
      await visitor.signUp('alice')
      const response = await visitor.get(await visitor.beginSignIn())
      await visitor.post('/auth/authentication', response)
      const signature = withFlippedS(response.response.signature)
      return visitor.post('/auth/authentication', {
        ...response,
        response: { ...response.response, signature },
      })
    },
  ],
  [
    'E14 another origin',
    401,
    'authentication_failed',
    'origin_not_allowed',
    async (site) =>
      (await member(site)).trySignIn({
        faults: { clientData: { origin: 'https://evil.example' } },
      }),
  ],
  [
    'E14 another RP ID',
    401,
    'authentication_failed',
    'rp_id_mismatch',
    async (site) =>
      (await member(site)).trySignIn({ faults: { authenticatorData: { rpId: 'evil.example' } } }),
  ],
  [
    'E14 the type of a registration',
    401,
    'authentication_failed',
    'client_data_type_mismatch',
    async (site) =>
      (await member(site)).trySignIn({ faults: { clientData: { type: 'webauthn.create' } } }),
  ],
  [
    'E14 a signature that does not verify',
    401,
    'authentication_failed',
    'signature_invalid',
    async (site) => (await member(site)).trySignIn({ faults: { signature: 'bit_flipped' } }),
  ],
  [
    'E14 nobody present',
    401,
    'authentication_failed',
    'user_not_present',
    async (site) =>
      (await member(site)).trySignIn({ faults: { authenticatorData: { flags: { up: false } } } }),
  ],
  [
    'E14 nobody verified',
    401,
    'authentication_failed',
    'user_not_verified',
    async (site) =>
      (await member(site)).trySignIn({ faults: { authenticatorData: { flags: { uv: false } } } }),
  ],
  [
    'E14 another backup eligibility (R59)',
    401,
    'authentication_failed',
    'backup_eligibility_changed',
    async (site) =>
      (await member(site)).trySignIn({
        faults: { authenticatorData: { flags: { be: false, bs: false } } },
      }),
  ],
  [
    'E14 a counter that went back (R62)',
    401,
    'authentication_failed',
    'sign_count_regressed',
    async (site) => {
      const visitor = await member(site)
      await visitor.trySignIn({ faults: { authenticatorData: { signCount: 7 } } })
      return visitor.trySignIn({ faults: { authenticatorData: { signCount: 7 } } })
    },
  ],
  [
    'E14 the user handle of another account (R60)',
    401,
    'authentication_failed',
    'user_handle_mismatch',
    async (site) => {
      const userHandle = randomBytes(32).toString('base64url')
      return (await member(site)).trySignIn({ faults: { json: { response: { userHandle } } } })
    },
  ],
  [
    'E14 no user handle although nobody was named (R60)',
    401,
    'authentication_failed',
    'user_handle_missing',
    async (site) =>
      (await member(site)).trySignIn({ faults: { json: { response: { userHandle: null } } } }),
  ],
  [
    'E14 the passkey of another account for the name that was given (R18)',
    401,
    'authentication_failed',
    'account_mismatch',
    async (site) => {
      await member(site, 'alice')
      const mallory = await member(site, 'mallory')
      const options = await mallory.beginSignIn('alice')
      const response = await mallory.get({ ...options, allowCredentials: [] })
      return mallory.post('/auth/authentication', response)
    },
  ],
  [
    'E14 a real passkey for a name that does not exist',
    401,
    'authentication_failed',
    'account_mismatch',
    async (site) => {
      const mallory = await member(site, 'mallory')
      const options = await mallory.beginSignIn('nobody')
      const response = await mallory.get({ ...options, allowCredentials: [] })
      return mallory.post('/auth/authentication', response)
    },
  ],
  [
    'E14 an unknown passkey for the name that was given',
    401,
    'authentication_failed',
    'credential_unknown',
    async (site) => {
      const visitor = await member(site, 'alice')
      const options = await visitor.beginSignIn('alice')
      const id = randomBytes(32).toString('base64url')
      const faults = { json: { id, rawId: id } }
      return visitor.post('/auth/authentication', await visitor.get(options, { faults }))
    },
  ],
  [
    'E14 a passkey younger than the challenge (R60)',
    401,
    'authentication_failed',
    'credential_newer_than_challenge',
    async (site) => {
      const visitor = await signedIn(site, 'alice')
      const options = await visitor.beginSignIn('alice')
      site.clock.advance(1000)
      const second = new SoftwareAuthenticator()
      await visitor.addPasskey(second)
      const asked = { ...options, allowCredentials: [] }
      return visitor.post('/auth/authentication', await second.get(asked, { origin: ORIGIN }))
    },
  ],
  [
    'E15 a passkey that is not known here',
    401,
    'credential_unknown',
    'credential_unknown',
    async (site) => {
      const id = randomBytes(32).toString('base64url')
      return (await member(site)).trySignIn({ faults: { json: { id, rawId: id } } })
    },
  ],
]

describe('sign-ins that are refused', () => {
  itRefuses(rows)
})

describe('sign-ins that are refused, in detail', () => {
  let site: Site
  afterEach(() => site.latchkey.close())

  it('does not say why a sign-in failed', async () => {
    site = openSite()
    const visitor = await member(site)
    const answer = await visitor.trySignIn({ faults: { signature: 'bit_flipped' } })
    expect(Object.keys(answer.body).toSorted()).toEqual([
      'code',
      'requestId',
      'status',
      'title',
      'type',
    ])
  })

  it('keeps quiet about unknown passkeys when told to (R117)', async () => {
    site = openSite({ revealUnknownCredentials: false })
    const visitor = await member(site)
    const id = randomBytes(32).toString('base64url')
    const answer = await visitor.trySignIn({ faults: { json: { id, rawId: id } } })
    expect(answer.body.code).toBe('authentication_failed')
    expect(site.log.at(-1)?.reason).toBe('credential_unknown')
  })
})

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** The second valid form of an ECDSA signature: (r, n − s). */
function withFlippedS(signature: string): string {
  const der = Buffer.from(signature, 'base64url')
  const rLength = der[3]!
  const s = BigInt(`0x${der.subarray(6 + rLength).toString('hex')}`)
  const hex = (P256_ORDER - s).toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  const positive = bytes[0]! >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes
  const body = Buffer.concat([
    der.subarray(2, 4 + rLength),
    Buffer.of(2, positive.length),
    positive,
  ])
  return Buffer.concat([Buffer.of(0x30, body.length), body]).toString('base64url')
}
