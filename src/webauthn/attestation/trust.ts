/**
 * Trust: whether a sound statement comes from somebody the relying party believes.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-registering-a-new-credential} WebAuthn L3 §7.1, "assess the attestation trustworthiness"
 * @module
 */
import { parseCertificate } from '../certificate/certificate.ts'
import { checkPath } from '../certificate/path.ts'
import { parseAnchors } from '../certificate/pem.ts'
import type { CryptoRuntime } from '../crypto/runtime.ts'
import { CeremonyError } from '../errors.ts'
import type { AttestationOutcome } from './format.ts'

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
  /** Refuses U2F keys that name a model, as FIDO's tests want it. Real keys do name one. */
  readonly requireZeroU2fAaguid?: boolean | undefined
}

/** What trust is judged by, besides the statement. */
export interface TrustContext {
  readonly runtime: CryptoRuntime
  readonly policy: AttestationPolicy
  readonly now: Date
}

/**
 * Whether the chain of a statement leads to an anchor.
 *
 * @throws {@link CeremonyError} when trust is required and missing: `attestation_untrusted`,
 * `certificate_expired` or `certificate_chain_invalid`.
 */
export async function judgeTrust(
  { trustPath, rootInPath }: AttestationOutcome,
  context: TrustContext,
): Promise<boolean> {
  const { policy } = context
  const anchors = policy.trustAnchors ?? []
  const required = policy.require === 'trusted'
  if (trustPath.length === 0 || anchors.length === 0) {
    if (!required) return false
    throw new CeremonyError('attestation_untrusted', 'there is no chain, or no anchor for it')
  }
  const rules = {
    anchors: parseAnchors(anchors),
    now: context.now,
    allowSha1: policy.allowSha1 === true,
    rootInChain: rootInPath ?? 'refused',
  } as const
  try {
    await checkPath(context.runtime, trustPath.map(parseCertificate), rules)
    return true
  } catch (error) {
    // Nothing was promised, so a chain that leads nowhere is as good as none.
    if (!required && error instanceof CeremonyError) return false
    throw error
  }
}
