import { describe, expect, it } from 'vitest'
import { attested, refusalOf } from '../../../test/webauthn/attestation.ts'
import type { Refusal } from '../../../test/webauthn/attestation.ts'
import { verifiedRegistration } from '../../../test/webauthn/ceremony.ts'
import { freshKey } from '../../authenticator/signing-key.ts'
import { derSequence } from '../../bytes/der-encode.ts'

describe('apple', () => {
  it('is of type anonca', async () => {
    const { attestation } = await verifiedRegistration(attested('apple'))
    expect(attestation).toMatchObject({ format: 'apple', type: 'anonca', trusted: true })
  })

  it.each<Refusal>([
    [
      'the nonce of another ceremony',
      'attestation_challenge_mismatch',
      { faults: { apple: { nonce: new Uint8Array(32) } } },
    ],
    [
      'no nonce',
      'attestation_certificate_invalid',
      { faults: { certificate: { without: ['1.2.840.113635.100.8.2'] } } },
    ],
    [
      'a nonce in the wrong wrapping',
      'certificate_malformed',
      {
        faults: {
          certificate: {
            extensions: (truth) =>
              truth.map((one) =>
                one.id === '1.2.840.113635.100.8.2' ? { ...one, value: derSequence() } : one,
              ),
          },
        },
      },
    ],
    [
      'another key',
      'attestation_key_mismatch',
      { faults: { certificate: { publicKey: freshKey(-7).publicKey } } },
    ],
    [
      'no certificates',
      'attestation_statement_malformed',
      { faults: { statement: { x5c: undefined } } },
    ],
  ])('refuses %s', async (_, code, more) => {
    expect(await refusalOf(attested('apple', more))).toBe(code)
  })
})
