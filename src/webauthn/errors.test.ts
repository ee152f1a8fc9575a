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
