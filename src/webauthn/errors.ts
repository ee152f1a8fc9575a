/**
 * The error of the verifier: one code for each rule of a ceremony that can be broken.
 *
 * Codes tell the relying party what happened. Most of them must not be shown to a stranger as they are:
 * the server folds them into few wire codes, and {@link isMalformed} tells it where the line runs.
 *
 * @module
 */
import { LatchkeyError } from '../errors.ts'

/** Codes of input that breaks its own format: nothing could be compared with what was expected. */
const MALFORMED = [
  'response_malformed',
  'credential_id_length_invalid',
  'client_data_malformed',
  'authenticator_data_malformed',
  'attestation_object_malformed',
  'attestation_statement_malformed',
  'public_key_malformed',
  'certificate_malformed',
] as const

/** Codes of well-formed input that breaks a rule. */
const REFUSED = [
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
] as const

/** Why a ceremony was refused: each code names the rule that was broken. */
export type CeremonyErrorCode = (typeof MALFORMED)[number] | (typeof REFUSED)[number]

/** Every code there is, for tables that must not forget one. */
export const CEREMONY_ERROR_CODES: readonly CeremonyErrorCode[] = [...MALFORMED, ...REFUSED]

/** Thrown by the verifiers when an answer breaks a rule of WebAuthn L3 §7, and by nothing else. */
export class CeremonyError extends LatchkeyError<CeremonyErrorCode> {
  override readonly name = 'CeremonyError'
}

/** Whether a code says that the input broke its own format, rather than a rule or an expectation. */
export function isMalformed(code: CeremonyErrorCode): boolean {
  return (MALFORMED as readonly string[]).includes(code)
}
