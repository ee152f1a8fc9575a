import { describe, expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/index.ts'
import {
  CeremonyError,
  creationOptions,
  isMalformed,
  requestOptions,
  verifyAuthentication,
  verifyRegistration,
} from '../../src/webauthn/index.ts'
import { AUTHORITY } from '../webauthn/attestation.ts'

// #region relying-party
const relyingParty = { rpId: 'example.com', origins: ['https://login.example.com'] }
// #endregion

const challengeBytes = () => globalThis.crypto.getRandomValues(new Uint8Array(32))
const userHandle = globalThis.crypto.getRandomValues(new Uint8Array(32))
const context = { origin: relyingParty.origins[0]! }

async function register(authenticator: SoftwareAuthenticator) {
  // #region creation
  const options = creationOptions({
    challenge: challengeBytes(),
    rp: { id: relyingParty.rpId, name: 'Example' },
    user: { id: userHandle, name: 'ada' },
  })
  // #endregion
  const response: unknown = await authenticator.create(options, context)
  // #region registration
  const { credential } = await verifyRegistration({
    response,
    expected: { ...relyingParty, challenge: options.challenge },
  })
  // #endregion
  return credential
}

describe('the guide to the verifier', () => {
  it('registers and signs in', async () => {
    const authenticator = new SoftwareAuthenticator()
    const credential = await register(authenticator)
    // #region request
    const options = requestOptions({ challenge: challengeBytes(), rpId: relyingParty.rpId })
    // #endregion
    const response: unknown = await authenticator.get(options, context)
    // #region authentication
    const { signCount, backupState } = await verifyAuthentication({
      response,
      credential,
      expected: { ...relyingParty, challenge: options.challenge },
    })
    // #endregion
    expect({ signCount, backupState }).toEqual({ signCount: 0, backupState: true })
  })

  it('asks for extensions and reads what came of it', async () => {
    const authenticator = new SoftwareAuthenticator()
    // #region extensions
    const options = creationOptions({
      challenge: challengeBytes(),
      rp: { id: relyingParty.rpId, name: 'Example' },
      user: { id: userHandle, name: 'ada' },
      extensions: {
        credProps: true,
        prf: {},
        credentialProtectionPolicy: 'userVerificationRequired',
        enforceCredentialProtectionPolicy: true,
      },
    })
    // #endregion
    const response: unknown = await authenticator.create(options, context)
    // #region extension-outputs
    const { extensions } = await verifyRegistration({
      response,
      expected: { ...relyingParty, challenge: options.challenge, credProtect: 3 },
    })
    const isDiscoverable = extensions.credProps?.rk
    const hasPrf = extensions.prf?.enabled === true
    // #endregion
    expect({ isDiscoverable, hasPrf }).toEqual({ isDiscoverable: true, hasPrf: true })
  })

  it('refuses with a code', async () => {
    const response = { type: 'password' }
    const expected = { ...relyingParty, challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }
    const answers: number[] = []
    // #region refusal
    try {
      await verifyRegistration({ response, expected })
    } catch (error) {
      if (!(error instanceof CeremonyError)) throw error
      // The code is for logs and for you; a stranger gets one of two answers.
      answers.push(isMalformed(error.code) ? 400 : 403)
    }
    // #endregion
    expect(answers).toEqual([400])
  })

  it('trusts what leads to an anchor', async () => {
    const vendorRoot = AUTHORITY.pem
    const authenticator = new SoftwareAuthenticator({
      attestation: 'packed',
      attestationAuthority: AUTHORITY,
    })
    const options = creationOptions({
      challenge: challengeBytes(),
      rp: { id: relyingParty.rpId },
      user: { id: userHandle, name: 'ada' },
      attestation: 'direct',
    })
    const response: unknown = await authenticator.create(options, context)
    // #region attestation
    const { attestation } = await verifyRegistration({
      response,
      expected: {
        ...relyingParty,
        challenge: options.challenge,
        attestation: { trustAnchors: [vendorRoot], require: 'trusted' },
      },
    })
    // #endregion
    expect(attestation).toMatchObject({ format: 'packed', trusted: true })
  })
})
