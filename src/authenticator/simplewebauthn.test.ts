/**
 * A foreign verifier accepts what this authenticator makes.
 */
import {
  SettingsService,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { describe, expect, it } from 'vitest'
import type { PublicKeyCredentialCreationOptionsJSON } from '../protocol/webauthn-json.ts'
import { createAttestationAuthority } from './attestation-authority.ts'
import type { Faults } from './faults.ts'
import type { AuthenticatorSettings } from './settings.ts'
import { SoftwareAuthenticator } from './software-authenticator.ts'

const ORIGIN = 'https://login.example.com'
const RP_ID = 'example.com'

const creation: PublicKeyCredentialCreationOptionsJSON = {
  rp: { id: RP_ID, name: 'Example' },
  user: { id: 'AAECAwQFBgcICQoLDA0ODw', name: 'ada', displayName: 'Ada' },
  challenge: 'Y2hhbGxlbmdlLW9mLXRoaXMtdGVzdA',
  pubKeyCredParams: [],
  authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
}

const FORMATS = ['packed', 'tpm', 'android-key', 'android-safetynet', 'fido-u2f', 'apple'] as const
const withIntermediate = createAttestationAuthority({ intermediate: 'one' })

async function roundTrip(
  settings: AuthenticatorSettings,
  options: Partial<PublicKeyCredentialCreationOptionsJSON>,
  faults: Faults = {},
) {
  const authenticator = new SoftwareAuthenticator(settings)
  for (const identifier of FORMATS) {
    const certificates = [authenticator.attestationAuthority.pem]
    SettingsService.setRootCertificates({ identifier, certificates })
  }
  const created = await authenticator.create(
    { ...creation, ...options },
    { origin: ORIGIN, faults },
  )
  const registration = await verifyRegistrationResponse({
    response: created as unknown as RegistrationResponseJSON,
    expectedChallenge: creation.challenge,
    expectedOrigin: ORIGIN,
    expectedRPID: RP_ID,
    supportedAlgorithmIDs: [-7, -8, -35, -36, -257, -258, -259, -37, -38, -39],
  })
  const { credential, fmt } = registration.registrationInfo!
  const signedIn = await authenticator.get(
    { challenge: creation.challenge, rpId: RP_ID },
    { origin: ORIGIN },
  )
  const authentication = await verifyAuthenticationResponse({
    response: signedIn as unknown as AuthenticationResponseJSON,
    expectedChallenge: creation.challenge,
    expectedOrigin: ORIGIN,
    expectedRPID: RP_ID,
    credential,
  })
  return { registration, authentication, fmt }
}

describe('@simplewebauthn/server', () => {
  it.each<[string, AuthenticatorSettings, Partial<PublicKeyCredentialCreationOptionsJSON>, string]>(
    [
      ['no attestation', {}, {}, 'none'],
      ['self attestation', {}, { attestation: 'direct' }, 'packed'],
      ['a certificate', { attestation: 'packed' }, { attestation: 'direct' }, 'packed'],
      ['a TPM', { attestation: 'tpm' }, { attestation: 'direct' }, 'tpm'],
      [
        'a TPM with an RSA key',
        { attestation: 'tpm', algorithms: [-257], attestationAlgorithm: -257 },
        { attestation: 'direct' },
        'tpm',
      ],
      ['U2F', { attestation: 'fido-u2f' }, { attestation: 'direct' }, 'fido-u2f'],
      ['Apple', { attestation: 'apple' }, { attestation: 'direct' }, 'apple'],
      [
        'SafetyNet',
        { attestation: 'android-safetynet' },
        { attestation: 'direct' },
        'android-safetynet',
      ],
      [
        'a chain of certificates',
        {
          attestation: 'packed',
          attestationAuthority: withIntermediate,
        },
        { attestation: 'direct' },
        'packed',
      ],
    ],
  )('accepts %s', async (_, settings, options, format) => {
    const { registration, authentication, fmt } = await roundTrip(settings, options)
    expect(fmt).toBe(format)
    expect(registration.verified).toBe(true)
    expect(authentication.verified).toBe(true)
  })

  it('accepts an Android key, whose chains come with their root', async () => {
    const { registration, fmt } = await roundTrip(
      { attestation: 'android-key' },
      { attestation: 'direct' },
      { chain: 'root_included' },
    )
    expect(fmt).toBe('android-key')
    expect(registration.verified).toBe(true)
  })

  it.each([
    ['ES256', -7],
    ['EdDSA', -8],
    ['ES384', -35],
    ['ES512', -36],
    ['RS256', -257],
  ])('accepts self attestation and sign-in with %s', async (_, alg) => {
    const { registration, authentication } = await roundTrip(
      { algorithms: [alg] },
      { attestation: 'direct', pubKeyCredParams: [{ type: 'public-key', alg }] },
    )
    expect(registration.verified).toBe(true)
    expect(authentication.verified).toBe(true)
  })

  it('refuses a certificate of an authority it does not know', async () => {
    const authenticator = new SoftwareAuthenticator({ attestation: 'packed' })
    SettingsService.setRootCertificates({
      identifier: 'packed',
      certificates: [createAttestationAuthority().pem],
    })
    const created = await authenticator.create(
      { ...creation, attestation: 'direct' },
      { origin: ORIGIN },
    )
    const verified = verifyRegistrationResponse({
      response: created as unknown as RegistrationResponseJSON,
      expectedChallenge: creation.challenge,
      expectedOrigin: ORIGIN,
      expectedRPID: RP_ID,
    })
    await expect(verified).rejects.toBeInstanceOf(Error)
  })
})
