import { describe, expect, it } from 'vitest'
import { attested, refusalOf, TRUSTED } from '../../../test/webauthn/attestation.ts'
import type { Refusal } from '../../../test/webauthn/attestation.ts'
import { verifiedRegistration } from '../../../test/webauthn/ceremony.ts'
import type { WantedRegistration } from '../../../test/webauthn/ceremony.ts'

describe('android-safetynet', () => {
  const NOW = Date.UTC(2026, 0, 1)
  const SAFETYNET = attested('android-safetynet', {
    settings: { now: () => NOW },
    expected: { attestation: { ...TRUSTED, allowSafetyNet: true }, now: new Date(NOW) },
  })

  it('is refused unless allowed', async () => {
    const more = { ...SAFETYNET, expected: { attestation: TRUSTED } }
    expect(await refusalOf(more)).toBe('attestation_format_not_allowed')
  })

  it('is of type basic where it is allowed', async () => {
    const { attestation } = await verifiedRegistration(SAFETYNET)
    expect(attestation).toMatchObject({ format: 'android-safetynet', type: 'basic', trusted: true })
  })

  const answeredAt = (timestampMs: () => number | string) => ({
    faults: { safetyNet: { payload: { timestampMs } } },
  })
  /** For the service by its common name, its alternative name, or neither. */
  const issuedFor = (CN: string | undefined, without: readonly string[], O = 'Latchkey Test') => ({
    faults: { certificate: { subject: { CN, O }, without } },
  })
  const SERVICE = 'attest.android.com'
  const ALTERNATIVE_NAME = ['2.5.29.17']

  it.each<readonly [string, WantedRegistration]>([
    ['an answer a minute old', answeredAt(() => NOW - 60_000)],
    ['a certificate with the alternative name alone', issuedFor('attest.example.com', [])],
    ['a certificate with the common name alone', issuedFor(SERVICE, ALTERNATIVE_NAME)],
  ])('passes %s', async (_, more) => {
    const { attestation } = await verifiedRegistration({ ...SAFETYNET, ...more })
    expect(attestation.trusted).toBe(true)
  })

  it.each<Refusal>([
    [
      'an answer older than a minute',
      'attestation_challenge_mismatch',
      answeredAt(() => NOW - 60_001),
    ],
    ['an answer from later', 'attestation_challenge_mismatch', answeredAt(() => NOW + 1)],
    [
      'an answer whose time is a text',
      'attestation_challenge_mismatch',
      answeredAt(() => `${NOW}`),
    ],
    [
      'a version that is a number',
      'attestation_statement_malformed',
      { faults: { statement: { ver: 1 } } },
    ],
    [
      'a certificate for nobody',
      'attestation_certificate_invalid',
      issuedFor(undefined, ALTERNATIVE_NAME),
    ],
    [
      'a certificate for an organization of that name',
      'attestation_certificate_invalid',
      issuedFor('attest.example.com', ALTERNATIVE_NAME, SERVICE),
    ],
    [
      'another host',
      'attestation_certificate_invalid',
      { faults: { safetyNet: { hostname: 'attest.example.com' } } },
    ],
    [
      'a wrong signature',
      'attestation_signature_invalid',
      { faults: { signature: 'bit_flipped' } },
    ],
    [
      'no time',
      'attestation_challenge_mismatch',
      { faults: { safetyNet: { payload: { timestampMs: undefined } } } },
    ],
    [
      'no signature at all',
      'attestation_statement_malformed',
      { faults: { safetyNet: { header: { alg: 'none' } } } },
    ],
    [
      'a response that is no JWS',
      'attestation_statement_malformed',
      { faults: { statement: { response: Uint8Array.of(0x2e, 0x2e) } } },
    ],
  ])('refuses %s', async (_, code, more) => {
    expect(await refusalOf({ ...SAFETYNET, ...more })).toBe(code)
  })
})
