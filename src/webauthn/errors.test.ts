import { describe, expect, it } from 'vitest'
import { CEREMONY_ERROR_CODES, CeremonyError, isMalformed } from './errors.ts'

describe('CeremonyError', () => {
  it('carries a code, and a message for logs', () => {
    const error = new CeremonyError('challenge_mismatch', 'not the one')
    expect(error).toMatchObject({ name: 'CeremonyError', code: 'challenge_mismatch' })
  })

  it('has each code once', () => {
    expect(new Set(CEREMONY_ERROR_CODES).size).toBe(CEREMONY_ERROR_CODES.length)
  })

  // Relying parties compare with these texts: none may be renamed or lost by accident.
  it('has a code for each rule', () => {
    expect(CEREMONY_ERROR_CODES.filter((code) => !isMalformed(code))).toEqual([
      'client_data_type_mismatch',
      'challenge_mismatch',
      'origin_not_allowed',
      'cross_origin_not_allowed',
      'top_origin_not_allowed',
      'rp_id_mismatch',
      'user_not_present',
      'user_not_verified',
      'backup_state_without_eligibility',
      'backup_eligibility_changed',
      'algorithm_not_allowed',
      'algorithm_unsupported',
      'credential_id_mismatch',
      'credential_not_allowed',
      'user_handle_missing',
      'user_handle_mismatch',
      'signature_invalid',
      'sign_count_regressed',
      'extension_policy_not_met',
      'attestation_format_unsupported',
      'attestation_format_not_allowed',
      'attestation_algorithm_mismatch',
      'attestation_signature_invalid',
      'attestation_challenge_mismatch',
      'attestation_key_mismatch',
      'attestation_key_not_protected',
      'attestation_aaguid_mismatch',
      'attestation_certificate_invalid',
      'attestation_untrusted',
      'authenticator_not_allowed',
      'authenticator_compromised',
      'backup_eligibility_not_allowed',
      'certificate_chain_invalid',
      'certificate_expired',
      'certificate_revoked',
    ])
  })

  it('tells broken input from broken rules', () => {
    expect(CEREMONY_ERROR_CODES.filter(isMalformed)).toEqual([
      'response_malformed',
      'credential_id_length_invalid',
      'client_data_malformed',
      'authenticator_data_malformed',
      'attestation_object_malformed',
      'attestation_statement_malformed',
      'public_key_malformed',
      'certificate_malformed',
    ])
  })
})
