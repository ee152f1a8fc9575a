/**
 * Trust: whether a sound statement comes from somebody the relying party believes.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-registering-a-new-credential} WebAuthn L3 §7.1, "assess the attestation trustworthiness"
 * @module
 */
import { CeremonyError } from '../errors.ts'
import type { AttestationInput, AttestationOutcome } from './format.ts'

/** What the relying party wants of an attestation. */
export interface AttestationPolicy {
  /** Certificates that end a chain: PEM text or DER bytes. The system's own are never used. */
  readonly trustAnchors?: readonly (string | Uint8Array)[] | undefined
  /** `trusted` refuses every statement that does not lead to an anchor. Default `any`. */
  readonly require?: 'any' | 'trusted' | undefined
  /** Lets SHA-1 pass in statements of old TPMs. */
  readonly allowSha1?: boolean | undefined
  /** Lets the retired format `android-safetynet` pass. */
  readonly allowSafetyNet?: boolean | undefined
}

/**
 * Whether the chain of a statement leads to an anchor.
 *
 * @throws {@link CeremonyError} with `attestation_untrusted`, when trust is required.
 */
export async function judgeTrust(
  { trustPath }: AttestationOutcome,
  policy: AttestationPolicy,
  _input: AttestationInput,
): Promise<boolean> {
  if (policy.require === 'trusted') {
    throw new CeremonyError('attestation_untrusted', `no anchor for ${trustPath.length}`)
  }
  return false
}
