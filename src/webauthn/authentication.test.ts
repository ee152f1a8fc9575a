import { describe, expect, it } from 'vitest'
import { authenticate, USER_HANDLE, verifiedAuthentication } from '../../test/webauthn/ceremony.ts'
import type { WantedAuthentication } from '../../test/webauthn/ceremony.ts'
import { encodeBase64url } from '../bytes/base64url.ts'
import { verifyAuthentication } from './authentication.ts'

const COUNTING = { backupEligible: false, signCount: 'increment' } as const
const OTHER_HANDLE = encodeBase64url(new Uint8Array(32).fill(8))
const OTHER_ID = 'B'.repeat(42) + 'A'
const COSE_RUBBISH = encodeBase64url(Uint8Array.of(0xa0))

/** Level 1 to 3 differ in nothing here: AppIDs are URLs. */
const APP_ID = 'https://example.com/appid.json'

describe('verifyAuthentication', () => {
  it('gives what is to be stored', async () => {
    const { response, credential, expected } = await authenticate()
    expect(await verifyAuthentication({ response, credential, expected })).toEqual({
      credentialId: credential.id,
      signCount: 0,
      signCountRegressed: false,
      userVerified: true,
      backupEligible: true,
      backupState: true,
      extensions: {},
    })
  })

  it.each<readonly [string, WantedAuthentication]>([
    ['a person known beforehand', { expected: { userHandle: USER_HANDLE } }],
    [
      'a person known beforehand, whom the answer does not name',
      {
        expected: { userHandle: USER_HANDLE },
        faults: { json: { response: { userHandle: undefined } } },
      },
    ],
    [
      'an answer that names nobody, of a relying party that stores no handles',
      {
        credential: { userHandle: undefined },
        faults: { json: { response: { userHandle: undefined } } },
      },
    ],
    [
      'a person known beforehand, of a relying party that stores no handles',
      { expected: { userHandle: USER_HANDLE }, credential: { userHandle: undefined } },
    ],
    [
      'a client that speaks of an AppID nobody asked for',
      { faults: { json: { clientExtensionResults: { appid: true } } } },
    ],
    ['a counter that grew', { settings: COUNTING }],
    [
      'a credential whose eligibility was not stored',
      { credential: { backupEligible: undefined } },
    ],
    ['a backup state that changed', { faults: { authenticatorData: { flags: { bs: false } } } }],
    [
      'nobody verified where that was only preferred',
      {
        faults: { authenticatorData: { flags: { uv: false } } },
        expected: { userVerification: 'preferred' },
      },
    ],
    [
      'a counter that went back, where that is only to be reported',
      { settings: COUNTING, credential: { signCount: 9 }, expected: { signCount: 'report' } },
    ],
  ])('accepts %s', async (_, wanted) => {
    const { credentialId } = await verifiedAuthentication(wanted)
    expect(credentialId).toHaveLength(43)
  })

  it('reports a counter that went back', async () => {
    const wanted = { settings: COUNTING, credential: { signCount: 9 } }
    const { signCount, signCountRegressed } = await verifiedAuthentication({
      ...wanted,
      expected: { signCount: 'report' },
    })
    expect({ signCount, signCountRegressed }).toEqual({ signCount: 2, signCountRegressed: true })
  })

  it.each<readonly [string, string, WantedAuthentication]>([
    [
      'nobody present',
      'user_not_present',
      { faults: { authenticatorData: { flags: { up: false } } } },
    ],
    [
      'nobody present in a conditional sign-in either',
      'user_not_present',
      {
        context: { mediation: 'conditional' },
        faults: { authenticatorData: { flags: { up: false } } },
      },
    ],
    [
      'nobody verified',
      'user_not_verified',
      { faults: { authenticatorData: { flags: { uv: false } } } },
    ],
    [
      'a backup of what cannot be backed up',
      'backup_state_without_eligibility',
      { faults: { authenticatorData: { flags: { be: false, bs: true } } } },
    ],
    [
      'an eligibility that is gone',
      'backup_eligibility_changed',
      { faults: { authenticatorData: { flags: { be: false, bs: false } } } },
    ],
    [
      'an eligibility that is new',
      'backup_eligibility_changed',
      { settings: COUNTING, faults: { authenticatorData: { flags: { be: true } } } },
    ],
    [
      'a credential that was not listed',
      'credential_not_allowed',
      { expected: { allowCredentials: [OTHER_ID] } },
    ],
    ['another credential', 'credential_id_mismatch', { credential: { id: OTHER_ID } }],
    [
      'a user handle that is not the owner',
      'user_handle_mismatch',
      { credential: { userHandle: OTHER_HANDLE } },
    ],
    [
      'a user handle that was not chosen',
      'user_handle_mismatch',
      { expected: { userHandle: OTHER_HANDLE }, credential: { userHandle: undefined } },
    ],
    [
      'a credential that the chosen account does not own',
      'user_handle_mismatch',
      {
        expected: { userHandle: USER_HANDLE },
        credential: { userHandle: OTHER_HANDLE },
      },
    ],
    [
      'an answer that names nobody',
      'user_handle_missing',
      { faults: { json: { response: { userHandle: undefined } } } },
    ],
    ['another RP ID', 'rp_id_mismatch', { expected: { rpId: 'login.example.com' } }],
    [
      'a frame',
      'cross_origin_not_allowed',
      { context: { crossOrigin: true, topOrigin: 'https://shop.example' } },
    ],
    [
      'a credential made in a sign-in',
      'authenticator_data_malformed',
      { faults: { authenticatorData: { attestedCredentialData: 'added' } } },
    ],
    [
      'a counter that stands still',
      'sign_count_regressed',
      { settings: COUNTING, credential: { signCount: 2 } },
    ],
    [
      'a counter that went back',
      'sign_count_regressed',
      { settings: COUNTING, credential: { signCount: 3 } },
    ],
    ['a counter that went back to zero', 'sign_count_regressed', { credential: { signCount: 1 } }],
    [
      'a stored key that is none',
      'public_key_malformed',
      { credential: { publicKey: COSE_RUBBISH } },
    ],
    [
      'a stored key that is no base64url',
      'public_key_malformed',
      { credential: { publicKey: '=' } },
    ],
    [
      'a stored key beyond all measure',
      'public_key_malformed',
      { credential: { publicKey: 'A'.repeat(8193) } },
    ],
    ...(
      [
        'bit_flipped',
        'other_key',
        'other_message',
        'r_zero',
        's_zero',
        'trailing_byte',
        'r_padded',
        'not_der',
      ] as const
    ).map(
      (signature) =>
        [`a signature: ${signature}`, 'signature_invalid', { faults: { signature } }] as const,
    ),
  ])('refuses %s', async (_, code, wanted) => {
    const { response, credential, expected } = await authenticate(wanted)
    await expect(verifyAuthentication({ response, credential, expected })).rejects.toMatchObject({
      name: 'CeremonyError',
      code,
    })
  })

  it('checks the signature before it says anything about the counter', async () => {
    const code = 'signature_invalid'
    const wanted = { settings: COUNTING, credential: { signCount: 9 } }
    const { response, credential, expected } = await authenticate({
      ...wanted,
      faults: { signature: 'bit_flipped' },
    })
    await expect(verifyAuthentication({ response, credential, expected })).rejects.toMatchObject({
      code,
    })
  })

  it('lists credentials and needs no user handle then', async () => {
    const { response, credential, expected } = await authenticate({
      faults: { json: { response: { userHandle: undefined } } },
    })
    const listed = { ...expected, allowCredentials: [credential.id] }
    const { credentialId } = await verifyAuthentication({ response, credential, expected: listed })
    expect(credentialId).toBe(credential.id)
  })

  it.each<readonly [string, boolean | undefined, string | undefined, string]>([
    ['the AppID, when asked for and used', true, APP_ID, APP_ID],
    ['the RP ID, when asked for and not used', false, APP_ID, 'example.com'],
    ['the RP ID, when the client says nothing', undefined, APP_ID, 'example.com'],
  ])('compares the hash with %s', async (_, appid, appId, rpId) => {
    const { signCount } = await verifiedAuthentication({
      faults: {
        authenticatorData: { rpId },
        json: { clientExtensionResults: { appid } },
      },
      expected: { appId },
    })
    expect(signCount).toBe(0)
  })

  it.each<readonly [string, boolean | undefined, string | undefined, string]>([
    ['an AppID that nobody asked for', true, undefined, APP_ID],
    ['an AppID that the client did not use', false, APP_ID, APP_ID],
    ['the RP ID where the AppID was used', true, APP_ID, 'example.com'],
  ])('refuses %s', async (_, appid, appId, rpId) => {
    const { response, credential, expected } = await authenticate({
      faults: {
        authenticatorData: { rpId },
        json: { clientExtensionResults: { appid } },
      },
      expected: { appId },
    })
    const code = 'rp_id_mismatch'
    await expect(verifyAuthentication({ response, credential, expected })).rejects.toMatchObject({
      code,
    })
  })

  it.each([
    ['no challenge', { challenge: '' }],
    ['no RP ID', { rpId: undefined }],
    ['no origins', { origins: [] }],
    ['an origin that is no list', { origins: 'https://example.com' }],
    ['framing pages that are no list', { topOrigins: 'https://example.com' }],
    ['a wish nobody knows', { userVerification: 'always' }],
  ])('blames the caller for %s', async (_, change) => {
    const { response, credential, expected } = await authenticate()
    const wrong = { ...expected, ...change } as typeof expected
    const answer = verifyAuthentication({ response, credential, expected: wrong })
    await expect(answer).rejects.toBeInstanceOf(TypeError)
  })

  it.each([
    ['no record', undefined],
    ['null', null],
    ['a record that is a text', 'x'],
    ['a key that is a number', { id: 'x', publicKey: 1, signCount: 0 }],
    ['a record without a key', { id: 'x', signCount: 0 }],
    ['an id that is a number', { id: 1, publicKey: 'x', signCount: 0 }],
    ['half a counter', { id: 'x', publicKey: 'x', signCount: 0.5 }],
    ['a negative counter', { id: 'x', publicKey: 'x', signCount: -1 }],
  ])('blames the caller for %s', async (_, record) => {
    const { response, expected } = await authenticate()
    const credential = record as unknown as Parameters<typeof verifyAuthentication>[0]['credential']
    const answer = verifyAuthentication({ response, credential, expected })
    await expect(answer).rejects.toBeInstanceOf(TypeError)
    await expect(answer).rejects.toThrow(/^credential[ .]/)
  })
})
