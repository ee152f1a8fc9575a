import { describe, expect, it } from 'vitest'
import {
  AUTHORITY,
  attested,
  OTHER_AAGUID,
  refusalOf,
  TRUSTED,
} from '../../../test/webauthn/attestation.ts'
import type { Refusal } from '../../../test/webauthn/attestation.ts'
import { register, verifiedRegistration } from '../../../test/webauthn/ceremony.ts'
import type { WantedRegistration } from '../../../test/webauthn/ceremony.ts'
import { createAttestationAuthority } from '../../authenticator/attestation-authority.ts'
import { freshKey } from '../../authenticator/signing-key.ts'
import { derInteger, derNull, derOctetString } from '../../bytes/der-encode.ts'
import { supportedAlgorithms } from '../options.ts'
import { verifyRegistration } from '../registration.ts'

describe('packed', () => {
  it('is of type basic, or self', async () => {
    const basic = await verifiedRegistration(attested('packed'))
    expect(basic.attestation).toMatchObject({ format: 'packed', type: 'basic', trusted: true })
    expect(basic.attestation.trustPath).toHaveLength(1)
    const self = await verifiedRegistration({ settings: { attestation: 'packed-self' } })
    expect(self.attestation).toEqual({
      format: 'packed',
      type: 'self',
      trusted: false,
      trustPath: [],
    })
  })

  const SERIAL_NUMBER = '1.3.6.1.4.1.45724.1.1.2'
  const FIRMWARE_VERSION = '1.3.6.1.4.1.45724.1.1.5'
  const extension = (id: string, value: Uint8Array, critical = false): WantedRegistration => ({
    faults: { certificate: { extensions: (truth) => [...truth, { id, value, critical }] } },
  })

  it.each<readonly [string, WantedRegistration]>([
    ['with a firmware version', extension(FIRMWARE_VERSION, derInteger(0x0102))],
    ['with the version zero', extension(FIRMWARE_VERSION, derInteger(0))],
    ['with a serial number', extension(SERIAL_NUMBER, derOctetString(Uint8Array.of(1)))],
    ['without the AAGUID in the certificate', { faults: { certificate: { aaguid: 'missing' } } }],
    ['without Basic Constraints', { faults: { certificate: { basicConstraints: 'missing' } } }],
    ...([-35, -36, -8, -257, -53] as const).map(
      (alg) => [`with a key for ${alg}`, { settings: { attestationAlgorithm: alg } }] as const,
    ),
  ])('passes %s', async (_, more) => {
    const { attestation } = await verifiedRegistration(attested('packed', more))
    expect(attestation.trusted).toBe(true)
  })

  it.each<Refusal>([
    ['version 2', 'attestation_certificate_invalid', { faults: { certificate: { version: 2 } } }],
    [
      'no country',
      'attestation_certificate_invalid',
      { faults: { certificate: { subject: { C: undefined } } } },
    ],
    [
      'a country of three letters',
      'attestation_certificate_invalid',
      { faults: { certificate: { subject: { C: 'SWE' } } } },
    ],
    [
      'no organization',
      'attestation_certificate_invalid',
      { faults: { certificate: { subject: { O: undefined } } } },
    ],
    [
      'no common name',
      'attestation_certificate_invalid',
      { faults: { certificate: { subject: { CN: undefined } } } },
    ],
    [
      'no unit',
      'attestation_certificate_invalid',
      { faults: { certificate: { subject: { OU: undefined } } } },
    ],
    [
      'a unit in other case',
      'attestation_certificate_invalid',
      { faults: { certificate: { subject: { OU: 'authenticator attestation' } } } },
    ],
    [
      'a CA',
      'attestation_certificate_invalid',
      { faults: { certificate: { basicConstraints: 'ca' } } },
    ],
    [
      'another AAGUID',
      'attestation_aaguid_mismatch',
      { faults: { certificate: { aaguid: OTHER_AAGUID } } },
    ],
    [
      'an AAGUID of fifteen bytes',
      'certificate_malformed',
      { faults: { certificate: { aaguid: new Uint8Array(15) } } },
    ],
    [
      'a critical AAGUID',
      'attestation_certificate_invalid',
      { faults: { certificate: { aaguidCritical: true } } },
    ],
    ...[SERIAL_NUMBER, FIRMWARE_VERSION].flatMap((id): readonly Refusal[] => [
      [
        `a critical extension ${id}`,
        'attestation_certificate_invalid',
        extension(
          id,
          id === SERIAL_NUMBER ? derOctetString(Uint8Array.of(1)) : derInteger(1),
          true,
        ),
      ],
      [`an extension ${id} that is none`, 'certificate_malformed', extension(id, derNull())],
    ]),
    [
      'a firmware version below zero',
      'certificate_malformed',
      extension(FIRMWARE_VERSION, Uint8Array.of(2, 1, 0xff)),
    ],
    [
      'a certificate that is none',
      'certificate_malformed',
      { faults: { certificate: { bytes: Uint8Array.of(0x30, 0) } } },
    ],
    [
      'a certificate as a text',
      'attestation_statement_malformed',
      { faults: { statement: { x5c: ['leaf'] } } },
    ],
    [
      'a certificate of no bytes',
      'attestation_statement_malformed',
      { faults: { statement: { x5c: [new Uint8Array(0)] } } },
    ],
    [
      'a certificate of one byte',
      'certificate_malformed',
      { faults: { statement: { x5c: [Uint8Array.of(0x30)] } } },
    ],
    [
      'a signature of one byte',
      'attestation_signature_invalid',
      { faults: { statement: { sig: Uint8Array.of(0x30) } } },
    ],
    [
      'eleven certificates',
      'attestation_statement_malformed',
      {
        faults: {
          statement: {
            x5c: (chain: readonly Uint8Array[]) => Array.from({ length: 11 }, () => chain[0]!),
          },
        },
      },
    ],
    ['an algorithm nobody knows', 'algorithm_unsupported', { faults: { statement: { alg: -99 } } }],
    [
      'a list for a statement',
      'attestation_statement_malformed',
      { faults: { attestationObject: { attStmt: [] } } },
    ],
    ['SHA-1', 'algorithm_unsupported', { settings: { attestationAlgorithm: -65535 } }],
  ])('refuses %s', async (_, code, more) => {
    expect(await refusalOf(attested('packed', more))).toBe(code)
  })

  const pairs: readonly (readonly [number, number])[] = [
    ...([
      [-7, -35],
      [-8, -53],
      [-8, -7],
      [-53, -8],
      [-257, -7],
      [-7, -257],
    ] as const),
    ...(supportedAlgorithms().includes(-48) ? ([[-48, -49]] as const) : []),
  ]

  it.each(pairs)(
    'refuses algorithm %i with a certificate for a key of %i',
    async (attestationAlgorithm, other) => {
      const more = attested('packed', {
        settings: { attestationAlgorithm },
        faults: { certificate: { publicKey: freshKey(other).publicKey } },
      })
      expect(await refusalOf(more)).toBe('attestation_algorithm_mismatch')
    },
  )

  it('may bring ten certificates along', async () => {
    const x5c = (chain: readonly Uint8Array[]) => Array.from({ length: 10 }, () => chain[0]!)
    const more = attested('packed', {
      faults: { statement: { x5c } },
      expected: { attestation: {} },
    })
    expect(await refusalOf(more)).toBe('accepted')
  })

  it('may have a certificate under SHA-1 where that is allowed, and only there', async () => {
    const settings = {
      attestation: 'packed',
      attestationAuthority: createAttestationAuthority({ algorithm: -65535 }),
    } as const
    const trustAnchors = [settings.attestationAuthority.certificate]
    const policy = { trustAnchors, require: 'trusted' } as const
    const allowed = { settings, expected: { attestation: { ...policy, allowSha1: true } } }
    const refused = { settings, expected: { attestation: policy } }
    expect(await refusalOf(allowed)).toBe('accepted')
    expect(await refusalOf(refused)).toBe('certificate_chain_invalid')
  })

  it('refuses self attestation under another algorithm of the same key', async () => {
    const more = {
      settings: { attestation: 'packed-self' },
      faults: { statement: { alg: -9 } },
    } as const
    expect(await refusalOf(more)).toBe('attestation_algorithm_mismatch')
  })

  it('refuses a certificate that was revoked', async () => {
    const { response, expected } = await register(attested('packed'))
    const { attestation } = await verifyRegistration({ response, expected })
    const revocationLists = AUTHORITY.revoke(attestation.trustPath)
    const policy = { ...TRUSTED, revocationLists }
    const answer = verifyRegistration({ response, expected: { ...expected, attestation: policy } })
    await expect(answer).rejects.toMatchObject({ code: 'certificate_revoked' })
  })

  it('is untrusted, not refused, when nobody asked for trust', async () => {
    const more = attested('packed', {
      expected: { attestation: { trustAnchors: [createAttestationAuthority().pem] } },
    })
    const { attestation } = await verifiedRegistration(more)
    expect(attestation).toMatchObject({ type: 'basic', trusted: false })
  })
})
