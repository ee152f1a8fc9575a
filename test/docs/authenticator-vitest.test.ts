import { describe, expect, it } from 'vitest'
// #region imports
import {
  createAttestationAuthority,
  metadataEntry,
  SoftwareAuthenticator,
  writeMetadataBlob,
  type Faults,
} from '../../src/authenticator/index.ts'
import {
  creationOptions,
  requestOptions,
  verifyAuthentication,
  verifyMetadata,
  verifyRegistration,
} from '../../src/webauthn/index.ts'
// #endregion

// #region vitest
const origin = 'https://login.example.com'
const rpId = 'example.com'

/** Registers a passkey and gives what a server would store. */
async function register(authenticator: SoftwareAuthenticator) {
  const options = creationOptions({
    rp: { id: rpId, name: 'Example' },
    user: { id: 'AAECAwQFBgcICQoLDA0ODw', name: 'ada', displayName: 'Ada' },
    challenge: 'Y2hhbGxlbmdlLW9mLXJlZ2lzdHJhdGlvbg',
  })
  const { credential } = await verifyRegistration({
    response: await authenticator.create(options, { origin }),
    expected: { challenge: options.challenge, origins: [origin], rpId },
  })
  return { ...credential, userHandle: options.user.id }
}

describe('signing in', () => {
  it('works with a passkey', async () => {
    const authenticator = new SoftwareAuthenticator()
    const credential = await register(authenticator)
    const options = requestOptions({ rpId, challenge: 'Y2hhbGxlbmdlLW9mLXNpZ24taW4' })
    const { userVerified } = await verifyAuthentication({
      response: await authenticator.get(options, { origin }),
      credential,
      expected: { challenge: options.challenge, origins: [origin], rpId },
    })
    expect(userVerified).toBe(true)
  })
})
// #endregion

// #region faults
describe('a sign-in that is wrong in one place', () => {
  it.each<[string, Faults, string]>([
    [
      'a replayed registration',
      { clientData: { type: 'webauthn.create' } },
      'client_data_type_mismatch',
    ],
    ['no challenge', { clientData: { challenge: undefined } }, 'client_data_malformed'],
    [
      'a look-alike origin',
      { clientData: { origin: 'https://evil-example.com' } },
      'origin_not_allowed',
    ],
    ['nobody there', { authenticatorData: { flags: { up: false } } }, 'user_not_present'],
    ['another relying party', { authenticatorData: { rpId: 'example.org' } }, 'rp_id_mismatch'],
    [
      'a counter that stands still',
      { authenticatorData: { signCount: 1 } },
      'sign_count_regressed',
    ],
    ['another key', { signature: 'other_key' }, 'signature_invalid'],
    ['no signature', { json: { response: { signature: '' } } }, 'response_malformed'],
  ])('is refused: %s', async (_, faults, code) => {
    const authenticator = new SoftwareAuthenticator({ signCount: 'increment' })
    const credential = await register(authenticator)
    const options = requestOptions({ rpId, challenge: 'Y2hhbGxlbmdlLW9mLXNpZ24taW4' })
    const verified = verifyAuthentication({
      response: await authenticator.get(options, { origin, faults }),
      credential,
      expected: { challenge: options.challenge, origins: [origin], rpId },
    })
    await expect(verified).rejects.toMatchObject({ code })
  })
})
// #endregion

// #region attestation
describe('an authenticator that attests', () => {
  it('is trusted by who trusts its authority', async () => {
    const authenticator = new SoftwareAuthenticator({ attestation: 'packed' })
    const options = creationOptions({
      rp: { id: rpId, name: 'Example' },
      user: { id: 'AAECAwQFBgcICQoLDA0ODw', name: 'ada', displayName: 'Ada' },
      challenge: 'Y2hhbGxlbmdlLW9mLXJlZ2lzdHJhdGlvbg',
      attestation: 'direct',
    })
    const verify = async (faults: Faults) =>
      verifyRegistration({
        response: await authenticator.create(options, { origin, faults }),
        expected: {
          challenge: options.challenge,
          origins: [origin],
          rpId,
          attestation: {
            require: 'trusted',
            trustAnchors: [authenticator.attestationAuthority.pem],
          },
        },
      })
    expect((await verify({})).attestation.trusted).toBe(true)
    await expect(verify({ certificate: { notAfter: new Date(0) } })).rejects.toMatchObject({
      code: 'certificate_expired',
    })
  })
})
// #endregion

// #region people
describe('a person with two accounts', () => {
  it('chooses', async () => {
    const authenticator = new SoftwareAuthenticator()
    for (const name of ['ada', 'bob']) {
      const options = creationOptions({
        rp: { id: rpId, name: 'Example' },
        user: { id: crypto.getRandomValues(new Uint8Array(32)), name, displayName: name },
        challenge: crypto.getRandomValues(new Uint8Array(32)),
      })
      await authenticator.create(options, { origin })
    }
    const [ada, bob] = authenticator.credentials
    const request = requestOptions({ rpId, challenge: crypto.getRandomValues(new Uint8Array(32)) })

    const newest = await authenticator.get(request, { origin })
    expect(newest.id).toBe(bob!.id)

    const chosen = await authenticator.get(request, {
      origin,
      account: (choices) => choices.find(({ userName }) => userName === 'ada')!,
    })
    expect(chosen.response.userHandle).toBe(ada!.userHandle)
  })
})
// #endregion

// #region metadata
describe('a relying party that judges models by metadata', () => {
  const vendor = createAttestationAuthority()
  const service = createAttestationAuthority()
  const metadataThatSays = (...reports: readonly string[]) =>
    writeMetadataBlob({
      authority: service,
      entries: [
        metadataEntry({
          aaguid: '6c617463-686b-6579-0000-000000000001',
          authority: vendor,
          statuses: reports.map((status) => ({ status, effectiveDate: '2024-01-01' })),
        }),
      ],
    })

  it('takes a model that is certified, and none that was revoked', async () => {
    const authenticator = new SoftwareAuthenticator({
      attestation: 'packed',
      attestationAuthority: vendor,
    })
    const options = creationOptions({
      rp: { id: rpId, name: 'Example' },
      user: { id: 'AAECAwQFBgcICQoLDA0ODw', name: 'ada', displayName: 'Ada' },
      challenge: 'Y2hhbGxlbmdlLW9mLXJlZ2lzdHJhdGlvbg',
      attestation: 'direct',
    })
    const response = await authenticator.create(options, { origin })
    const verify = async (blob: string) => {
      const metadata = await verifyMetadata(blob, {
        trustAnchors: [service.pem],
        now: new Date(),
      })
      return verifyRegistration({
        response,
        expected: {
          challenge: options.challenge,
          origins: [origin],
          rpId,
          attestation: { metadata, require: 'trusted', certification: 'L1' },
        },
      })
    }
    const { attestation } = await verify(metadataThatSays('FIDO_CERTIFIED_L1'))
    expect(attestation.trusted).toBe(true)
    await expect(verify(metadataThatSays('FIDO_CERTIFIED_L1', 'REVOKED'))).rejects.toMatchObject({
      code: 'authenticator_compromised',
    })
  })
})
// #endregion
