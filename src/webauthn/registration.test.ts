import { describe, expect, it } from 'vitest'
import { register, verifiedRegistration } from '../../test/webauthn/ceremony.ts'
import type { WantedRegistration } from '../../test/webauthn/ceremony.ts'
import type { CborMap } from '../bytes/cbor.ts'
import { verifyRegistration } from './registration.ts'

/** Changes one parameter of the COSE key; `undefined` takes it out. */
const key = (label: number, change: (value: Uint8Array) => unknown): WantedRegistration => ({
  faults: {
    authenticatorData: {
      coseKey: (map) => {
        const changed = new Map(map as ReadonlyMap<number, unknown>)
        const value = change(changed.get(label) as Uint8Array)
        if (value === undefined) changed.delete(label)
        else changed.set(label, value)
        return changed as CborMap
      },
    },
  },
})
const rsa = (label: number, change: (value: Uint8Array) => unknown): WantedRegistration => ({
  ...key(label, change),
  settings: { algorithms: [-257] },
})

describe('verifyRegistration', () => {
  it('gives what is to be stored', async () => {
    const { response, expected } = await register({ settings: { attestation: 'none' } })
    expect(await verifyRegistration({ response, expected })).toEqual({
      credential: {
        id: response.id,
        publicKey: expect.stringMatching(/^pQECAyYgASFYI/) as string,
        algorithm: -7,
        signCount: 0,
        transports: ['hybrid', 'internal'],
        aaguid: '6c617463-686b-6579-0000-000000000001',
        uvInitialized: true,
        backupEligible: true,
        backupState: true,
      },
      attestation: { format: 'none', type: 'none', trusted: false, trustPath: [] },
      userVerified: true,
      extensions: {},
    })
  })

  it.each<readonly [string, WantedRegistration]>([
    [
      'nobody present in an automatic registration',
      {
        context: { mediation: 'conditional' },
        faults: { authenticatorData: { flags: { up: false } } },
        expected: { userPresence: 'conditional-create' },
      },
    ],
    [
      'nobody verified where that was only preferred',
      {
        faults: { authenticatorData: { flags: { uv: false } } },
        expected: { userVerification: 'preferred' },
      },
    ],
    ['a copy of the key that lies', { faults: { json: { response: { publicKey: 'AAAA' } } } }],
    [
      'an algorithm that lies outside',
      { faults: { json: { response: { publicKeyAlgorithm: -257 } } } },
    ],
    ['reserved flags', { faults: { authenticatorData: { flags: { rfu1: true, rfu2: true } } } }],
  ])('accepts %s', async (_, wanted) => {
    const { credential } = await verifiedRegistration(wanted)
    expect(credential.algorithm).toBe(-7)
  })

  it('says that the person was not verified yet', async () => {
    const { credential, userVerified } = await verifiedRegistration({
      faults: { authenticatorData: { flags: { uv: false } } },
      expected: { userVerification: 'discouraged' },
    })
    expect({ userVerified, uvInitialized: credential.uvInitialized }).toEqual({
      userVerified: false,
      uvInitialized: false,
    })
  })

  it.each<readonly [string, string, WantedRegistration]>([
    [
      'nobody present',
      'user_not_present',
      { faults: { authenticatorData: { flags: { up: false } } } },
    ],
    [
      'nobody verified',
      'user_not_verified',
      { faults: { authenticatorData: { flags: { uv: false } } } },
    ],
    [
      'a backup of what cannot be backed up',
      'backup_state_without_eligibility',
      { faults: { authenticatorData: { flags: { be: false } } } },
    ],
    ['another RP ID', 'rp_id_mismatch', { expected: { rpId: 'login.example.com' } }],
    [
      'a frame',
      'cross_origin_not_allowed',
      { context: { crossOrigin: true, topOrigin: 'https://shop.example' } },
    ],
    [
      'an id that is not the one signed',
      'credential_id_mismatch',
      { faults: { json: { id: 'A'.repeat(43), rawId: 'A'.repeat(43) } } },
    ],
    [
      'a credential id of 15 bytes',
      'credential_id_length_invalid',
      { faults: { authenticatorData: { credentialId: new Uint8Array(15) } } },
    ],
    [
      'a credential id of 1024 bytes',
      'credential_id_length_invalid',
      { faults: { authenticatorData: { credentialId: new Uint8Array(1024) } } },
    ],
    [
      'an algorithm that was not offered',
      'algorithm_not_allowed',
      { expected: { algorithms: [-8] } },
    ],
    [
      'an algorithm nobody knows',
      'algorithm_unsupported',
      {
        ...key(3, () => -99),
        expected: { algorithms: [-99] },
      },
    ],
    [
      'trust that nobody gave',
      'attestation_untrusted',
      { expected: { attestation: { require: 'trusted' } } },
    ],
    ['a key without alg', 'public_key_malformed', key(3, () => undefined)],
    ['a key with alg as a text', 'public_key_malformed', key(3, () => 'ES256')],
    ['a key of another type', 'public_key_malformed', key(1, () => 3)],
    ['a key on another curve', 'public_key_malformed', key(-1, () => 2)],
    ['a key with its private part', 'public_key_malformed', key(-4, () => new Uint8Array(32))],
    ['a key with an identifier', 'public_key_malformed', key(2, () => new Uint8Array(4))],
    ['a key without y', 'public_key_malformed', key(-3, () => undefined)],
    ['a compressed point', 'public_key_malformed', key(-3, () => true)],
    ['a point that is not on the curve', 'public_key_malformed', key(-3, flipped)],
    [
      'a coordinate with a zero in front',
      'public_key_malformed',
      key(-2, (x) => Uint8Array.of(0, ...x)),
    ],
    ['a coordinate that is short', 'public_key_malformed', key(-2, (x) => x.slice(1))],
    ['a coordinate as a text', 'public_key_malformed', key(-2, () => 'x')],
    ['a small RSA key', 'public_key_malformed', rsa(-1, (n) => n.slice(0, 255))],
    ['a large RSA key', 'public_key_malformed', rsa(-1, (n) => Uint8Array.of(...n, ...n, ...n))],
    ['an even modulus', 'public_key_malformed', rsa(-1, (n) => n.with(255, n[255]! & 0xfe))],
    ['a modulus of zeros', 'public_key_malformed', rsa(-1, () => new Uint8Array(256))],
    ['an exponent of 3', 'public_key_malformed', rsa(-2, () => Uint8Array.of(3))],
    ['an exponent of 1', 'public_key_malformed', rsa(-2, () => Uint8Array.of(1))],
    ['an even exponent', 'public_key_malformed', rsa(-2, () => Uint8Array.of(1, 0, 2))],
    ['a huge exponent', 'public_key_malformed', rsa(-2, () => Uint8Array.of(1, 0, 0, 0, 1))],
    [
      'an attestation object that is no CBOR',
      'attestation_object_malformed',
      { faults: { attestationObjectBytes: Uint8Array.of(0xff) } },
    ],
    [
      'a key that is no map',
      'public_key_malformed',
      { faults: { authenticatorData: { coseKeyBytes: Uint8Array.of(0x80) } } },
    ],
    [
      'a point of small order',
      'public_key_malformed',
      { ...key(-2, () => new Uint8Array(32)), settings: { algorithms: [-8] } },
    ],
  ])('refuses %s', async (_, code, wanted) => {
    const { response, expected } = await register({
      ...wanted,
      settings: { attestation: 'none', ...wanted.settings },
    })
    await expect(verifyRegistration({ response, expected })).rejects.toMatchObject({
      name: 'CeremonyError',
      code,
    })
  })

  it('offers EdDSA, ES256 and RS256 when nothing else is said', async () => {
    const { response, expected } = await register({ settings: { algorithms: [-35] } })
    const asked = { ...expected, algorithms: undefined }
    await expect(verifyRegistration({ response, expected: asked })).rejects.toMatchObject({
      code: 'algorithm_not_allowed',
    })
  })

  it('blames the caller for an expectation that is none', async () => {
    const { response, expected } = await register()
    const wrong = { ...expected, origins: [] }
    const answer = verifyRegistration({ response, expected: wrong })
    await expect(answer).rejects.toBeInstanceOf(TypeError)
  })
})

function flipped(bytes: Uint8Array): Uint8Array {
  return bytes.with(bytes.length - 1, bytes.at(-1)! ^ 1)
}
