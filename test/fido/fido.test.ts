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
import * as authentication from './authentication-cases.ts'
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
