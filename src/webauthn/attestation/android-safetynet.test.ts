import { describe, expect, it } from 'vitest'
import { attested, refusalOf, TRUSTED } from '../../../test/webauthn/attestation.ts'
import type { Refusal } from '../../../test/webauthn/attestation.ts'
import { verifiedRegistration } from '../../../test/webauthn/ceremony.ts'

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

  it.each<Refusal>([
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
