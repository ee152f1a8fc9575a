import { describe, expect, it } from 'vitest'
import { attested, OTHER_AAGUID, refusalOf } from '../../../test/webauthn/attestation.ts'
import type { Refusal } from '../../../test/webauthn/attestation.ts'
import { verifiedRegistration } from '../../../test/webauthn/ceremony.ts'
import type { WantedRegistration } from '../../../test/webauthn/ceremony.ts'
import type { CertificateExtension } from '../../authenticator/certificate.ts'
import { derContextPrimitive, derSequence } from '../../bytes/der-encode.ts'
import { derChildren, readDer } from '../../bytes/der.ts'

const DNS_NAME = derContextPrimitive(2, new TextEncoder().encode('tpm.example.com'))

function withAlternativeName(truth: readonly CertificateExtension[]) {
  return truth.map((one) => {
    if (one.id !== '2.5.29.17') return one
    const names = derChildren(readDer(one.value)).map(({ whole }) => whole)
    return { ...one, value: derSequence(DNS_NAME, ...names) }
  })
}

describe('tpm', () => {
  it('is of type attca', async () => {
    const { attestation } = await verifiedRegistration(attested('tpm'))
    expect(attestation).toMatchObject({ format: 'tpm', type: 'attca', trusted: true })
  })

  it.each<readonly [string, WantedRegistration]>([
    ['of a manufacturer nobody lists', { faults: { tpm: { manufacturer: 'id:00000000' } } }],
    ['with a key on P-384', { settings: { algorithms: [-35] } }],
    ['with an RSA credential', { settings: { algorithms: [-257] } }],
    ['with a key on P-521', { settings: { algorithms: [-36] } }],
    ['with a name under SHA-384', { settings: { attestationAlgorithm: -35 } }],
    ['with a name under SHA-512', { settings: { attestationAlgorithm: -36 } }],
    [
      'with a DNS name beside the TPM',
      { faults: { certificate: { extensions: withAlternativeName } } },
    ],
    ['with an RSA attestation key', { settings: { attestationAlgorithm: -257 } }],
  ])('passes %s', async (_, more) => {
    const { attestation } = await verifiedRegistration(attested('tpm', more))
    expect(attestation.trusted).toBe(true)
  })

  it.each<Refusal>([
    [
      'another version',
      'attestation_statement_malformed',
      { faults: { statement: { ver: '1.2' } } },
    ],
    [
      'no version',
      'attestation_statement_malformed',
      { faults: { statement: { ver: undefined } } },
    ],
    [
      'no certInfo',
      'attestation_statement_malformed',
      { faults: { statement: { certInfo: undefined } } },
    ],
    [
      'no pubArea',
      'attestation_statement_malformed',
      { faults: { statement: { pubArea: undefined } } },
    ],
    [
      'no certificates',
      'attestation_statement_malformed',
      { faults: { statement: { x5c: undefined } } },
    ],
    [
      'certInfo of another kind',
      'attestation_statement_malformed',
      { faults: { tpm: { type: 0x8018 } } },
    ],
    [
      'certInfo that is cut short',
      'attestation_statement_malformed',
      { faults: { tpm: { certInfo: (bytes: Uint8Array) => bytes.slice(0, -1) } } },
    ],
    [
      'certInfo with more to it',
      'attestation_statement_malformed',
      { faults: { tpm: { certInfo: (bytes: Uint8Array) => Uint8Array.of(...bytes, 0) } } },
    ],
    [
      'certInfo that names another object',
      'attestation_key_mismatch',
      { faults: { tpm: { name: new Uint8Array(34) } } },
    ],
    [
      'pubArea with more to it',
      'attestation_statement_malformed',
      { faults: { tpm: { pubArea: (bytes: Uint8Array) => Uint8Array.of(...bytes, 0) } } },
    ],
    [
      'pubArea of a kind nobody knows',
      'attestation_statement_malformed',
      { faults: { tpm: { pubArea: (bytes: Uint8Array) => bytes.with(1, 0x25) } } },
    ],
    [
      'pubArea on a curve nobody knows',
      'attestation_statement_malformed',
      { faults: { tpm: { pubArea: (bytes: Uint8Array) => bytes.with(15, 0x20) } } },
    ],
    [
      'pubArea of a storage key',
      'attestation_statement_malformed',
      { faults: { tpm: { pubArea: (bytes: Uint8Array) => bytes.with(11, 6) } } },
    ],
    [
      'pubArea named by a hash nobody knows',
      'attestation_statement_malformed',
      { faults: { tpm: { pubArea: (bytes: Uint8Array) => bytes.with(3, 0x27) } } },
    ],
    [
      'a wrong signature',
      'attestation_signature_invalid',
      { faults: { signature: 'bit_flipped' } },
    ],
    [
      'a subject',
      'attestation_certificate_invalid',
      { faults: { certificate: { subject: { CN: 'TPM' } } } },
    ],
    ['version 2', 'attestation_certificate_invalid', { faults: { certificate: { version: 2 } } }],
    [
      'a CA',
      'attestation_certificate_invalid',
      { faults: { certificate: { basicConstraints: 'ca' } } },
    ],
    [
      'no purpose',
      'attestation_certificate_invalid',
      { faults: { certificate: { without: ['2.5.29.37'] } } },
    ],
    [
      'no alternative name',
      'attestation_certificate_invalid',
      { faults: { certificate: { without: ['2.5.29.17'] } } },
    ],
    [
      'an alternative name that says nothing',
      'attestation_certificate_invalid',
      {
        faults: {
          certificate: {
            extensions: (truth) =>
              truth.map((one) => (one.id === '2.5.29.17' ? { ...one, value: derSequence() } : one)),
          },
        },
      },
    ],
    [
      'an alternative name without a manufacturer',
      'attestation_certificate_invalid',
      { faults: { tpm: { manufacturer: '' } } },
    ],
    [
      'another AAGUID',
      'attestation_aaguid_mismatch',
      { faults: { certificate: { aaguid: OTHER_AAGUID } } },
    ],
    ['SHA-1', 'algorithm_unsupported', { settings: { attestationAlgorithm: -65535 } }],
    [
      'an algorithm without a hash',
      'attestation_algorithm_mismatch',
      { settings: { attestationAlgorithm: -8 } },
    ],
  ])('refuses %s', async (_, code, more) => {
    expect(await refusalOf(attested('tpm', more))).toBe(code)
  })
})
