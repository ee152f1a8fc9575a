import { describe, expect, it } from 'vitest'
import { attested, refusalOf } from '../../../test/webauthn/attestation.ts'
import type { Refusal } from '../../../test/webauthn/attestation.ts'
import { verifiedRegistration } from '../../../test/webauthn/ceremony.ts'
import { derSequence } from '../../bytes/der-encode.ts'

describe('android-key', () => {
  it('is of type basic', async () => {
    const { attestation } = await verifiedRegistration(attested('android-key'))
    expect(attestation).toMatchObject({ format: 'android-key', type: 'basic', trusted: true })
  })

  it('may bring its root along', async () => {
    const more = { faults: { chain: 'root_included' } } as const
    const { attestation } = await verifiedRegistration(attested('android-key', more))
    expect(attestation.trusted).toBe(true)
  })

  it('may be kept in software', async () => {
    const { attestation } = await verifiedRegistration(
      attested('android-key', {
        faults: {
          androidKey: {
            softwareEnforced: { purpose: [2], origin: 0 },
            teeEnforced: { purpose: undefined, origin: undefined },
          },
        },
      }),
    )
    expect(attestation.type).toBe('basic')
  })

  it.each<Refusal>([
    [
      'for all applications',
      'attestation_key_not_protected',
      { faults: { androidKey: { teeEnforced: { allApplications: true } } } },
    ],
    [
      'for all applications, in software',
      'attestation_key_not_protected',
      { faults: { androidKey: { softwareEnforced: { allApplications: true } } } },
    ],
    [
      'that was imported',
      'attestation_key_not_protected',
      { faults: { androidKey: { teeEnforced: { origin: 2 } } } },
    ],
    [
      'that was imported, as software says',
      'attestation_key_not_protected',
      { faults: { androidKey: { softwareEnforced: { origin: 2 } } } },
    ],
    [
      'for decrypting',
      'attestation_key_not_protected',
      { faults: { androidKey: { teeEnforced: { purpose: [1] } } } },
    ],
    [
      'for decrypting as well',
      'attestation_key_not_protected',
      { faults: { androidKey: { teeEnforced: { purpose: [1, 2] } } } },
    ],
    [
      'of which nobody says how it was made',
      'attestation_key_not_protected',
      { faults: { androidKey: { teeEnforced: { origin: undefined } } } },
    ],
    [
      'of which nobody says what it is for',
      'attestation_key_not_protected',
      { faults: { androidKey: { teeEnforced: { purpose: undefined } } } },
    ],
    [
      'without a description',
      'attestation_certificate_invalid',
      { faults: { certificate: { without: ['1.3.6.1.4.1.11129.2.1.17'] } } },
    ],
    [
      'with a description that is none',
      'certificate_malformed',
      {
        faults: {
          certificate: {
            extensions: (truth) =>
              truth.map((one) =>
                one.id === '1.3.6.1.4.1.11129.2.1.17' ? { ...one, value: derSequence() } : one,
              ),
          },
        },
      },
    ],
    [
      'with a wrong signature',
      'attestation_signature_invalid',
      { faults: { signature: 'bit_flipped' } },
    ],
  ])('refuses a key %s', async (_, code, more) => {
    expect(await refusalOf(attested('android-key', more))).toBe(code)
  })
})
