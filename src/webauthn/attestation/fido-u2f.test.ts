import { describe, expect, it } from 'vitest'
import { attested, AUTHORITY, refusalOf, TRUSTED } from '../../../test/webauthn/attestation.ts'
import type { Refusal } from '../../../test/webauthn/attestation.ts'
import { register, verifiedRegistration } from '../../../test/webauthn/ceremony.ts'
import { freshKey } from '../../authenticator/signing-key.ts'
import { verifyRegistration } from '../registration.ts'

describe('fido-u2f', () => {
  it('is of type basic, whatever model it names', async () => {
    const more = attested('fido-u2f', {
      settings: { aaguid: '6c617463-686b-6579-0000-000000000009' },
    })
    const { attestation } = await verifiedRegistration(more)
    expect(attestation).toMatchObject({ format: 'fido-u2f', type: 'basic', trusted: true })
  })

  it.each<Refusal>([
    [
      'two certificates',
      'attestation_statement_malformed',
      { faults: { statement: { x5c: (chain: readonly Uint8Array[]) => [chain[0]!, chain[0]!] } } },
    ],
    ['no certificate', 'attestation_statement_malformed', { faults: { statement: { x5c: [] } } }],
    [
      'a certificate on another curve',
      'attestation_certificate_invalid',
      { faults: { certificate: { publicKey: freshKey(-35).publicKey } } },
    ],
    [
      'a certificate with an RSA key',
      'attestation_certificate_invalid',
      { faults: { certificate: { publicKey: freshKey(-257).publicKey } } },
    ],
    [
      'another credential id',
      'attestation_signature_invalid',
      { faults: { signature: 'other_message' } },
    ],
    [
      'no signature',
      'attestation_statement_malformed',
      { faults: { statement: { sig: undefined } } },
    ],
  ])('refuses %s', async (_, code, more) => {
    expect(await refusalOf(attested('fido-u2f', more))).toBe(code)
  })

  it.each([
    ['accepted', '00000000-0000-0000-0000-000000000000'],
    ['attestation_aaguid_mismatch', '00000000-0000-0000-0000-000000000009'],
  ])('is %s where no model may be named, with %s', async (outcome, aaguid) => {
    const more = attested('fido-u2f', {
      settings: { aaguid },
      expected: { attestation: { ...TRUSTED, requireZeroU2fAaguid: true } },
    })
    expect(await refusalOf(more)).toBe(outcome)
  })

  it('is for ES256 alone, and not for its other number', async () => {
    const more = attested('packed', {
      settings: { algorithms: [-9] },
      faults: { statement: { alg: undefined }, attestationObject: { fmt: 'fido-u2f' } },
    })
    expect(await refusalOf(more)).toBe('attestation_algorithm_mismatch')
  })

  it('is for ES256 alone', async () => {
    const self = await register({
      settings: { attestation: 'packed', attestationAuthority: AUTHORITY, algorithms: [-8] },
      faults: { statement: { alg: undefined }, attestationObject: { fmt: 'fido-u2f' } },
    })
    const code = 'attestation_algorithm_mismatch'
    await expect(verifyRegistration(self)).rejects.toMatchObject({ code })
  })
})
