/**
 * The FIDO server case list, in our words, against the verifier.
 */
import { describe, expect, it } from 'vitest'
import { verifyAuthentication } from '../../src/webauthn/authentication.ts'
import { verifyRegistration } from '../../src/webauthn/registration.ts'
import {
  authenticate,
  register,
  verifiedAuthentication,
  verifiedRegistration,
} from '../webauthn/ceremony.ts'
import { creationOptions, requestOptions } from '../../src/webauthn/options.ts'
import * as authentication from './authentication-cases.ts'
import { REFUSED as REFUSED_METADATA, registerByMetadata } from './metadata-cases.ts'
import * as registration from './registration-cases.ts'

describe('a FIDO server accepts at registration', () => {
  it.each(registration.ACCEPTED)('%s', async (_, wanted) => {
    const { attestation } = await verifiedRegistration(wanted)
    expect(attestation.trusted).toBe(wanted.expected?.attestation?.require === 'trusted')
  })
})

describe('a FIDO server refuses at registration', () => {
  it.each(registration.REFUSED)('%s: %s', async (_, code, wanted) => {
    const { response, expected } = await register(wanted)
    await expect(verifyRegistration({ response, expected })).rejects.toMatchObject({
      name: 'CeremonyError',
      code,
    })
  })
})

describe('a FIDO server accepts at sign-in', () => {
  it.each(authentication.ACCEPTED)('%s', async (_, wanted) => {
    const { signCountRegressed } = await verifiedAuthentication(wanted)
    expect(signCountRegressed).toBe(false)
  })
})

describe('a FIDO server refuses at sign-in', () => {
  it.each(authentication.REFUSED)('%s: %s', async (_, code, wanted) => {
    const { response, credential, expected } = await authenticate(wanted)
    await expect(verifyAuthentication({ response, credential, expected })).rejects.toMatchObject({
      name: 'CeremonyError',
      code,
    })
  })
})

describe('a FIDO server goes by metadata', () => {
  it('and accepts a model that is in good standing', async () => {
    const { attestation } = await registerByMetadata({})
    expect(attestation.trusted).toBe(true)
  })

  it.each(REFUSED_METADATA)('and refuses %s: %s', async (_, code, wanted) => {
    await expect(registerByMetadata(wanted)).rejects.toMatchObject({ code })
  })
})

describe('the options of a FIDO server', () => {
  const challenge = new Uint8Array(32).fill(5)
  const creation = creationOptions({
    challenge,
    rp: { id: 'example.com', name: 'Example' },
    user: { id: new Uint8Array(64), name: 'ada', displayName: 'Ada' },
    attestation: 'direct',
  })
  const request = requestOptions({
    challenge,
    rpId: 'example.com',
    allowCredentials: [{ id: 'AAAA' }],
    userVerification: 'preferred',
  })

  it('have the user, the relying party and the algorithms', () => {
    expect(creation.user).toEqual({ id: 'A'.repeat(86), name: 'ada', displayName: 'Ada' })
    expect(creation.rp).toEqual({ id: 'example.com', name: 'Example' })
    expect(creation.pubKeyCredParams.map(({ alg }) => alg)).toEqual([-8, -7, -257])
  })

  it('have the attestation that was asked for', () => expect(creation.attestation).toBe('direct'))

  it('have a challenge of at least sixteen bytes, in base64url', () => {
    expect(creation.challenge).toMatch(/^[\w-]{22,}$/)
    expect(request.challenge).toBe(creation.challenge)
  })

  it('have the RP ID, the credentials and the verification that was asked for', () => {
    expect(request).toMatchObject({
      rpId: 'example.com',
      allowCredentials: [{ type: 'public-key', id: 'AAAA' }],
      userVerification: 'preferred',
    })
  })

  it('take the challenge they are given, so two calls differ when two challenges do', () => {
    const other = requestOptions({ challenge: new Uint8Array(32), rpId: 'example.com' })
    expect(other.challenge).not.toBe(request.challenge)
  })
})

describe('the list', () => {
  it('has 133 cases to refuse, and ours one more: client data that is not base64url', () => {
    const counts = [registration.REFUSED, authentication.REFUSED, REFUSED_METADATA]
    expect(counts.map(({ length }) => length)).toEqual([84, 43 + 1, 6])
  })

  it('has 40 cases to accept, five of them options and one of them metadata', () => {
    const counts = [registration.ACCEPTED, authentication.ACCEPTED]
    expect(counts.map(({ length }) => length)).toEqual([25, 9])
  })
})
