/**
 * Trust: whether a sound statement comes from somebody the relying party believes.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-registering-a-new-credential} WebAuthn L3 §7.1, "assess the attestation trustworthiness"
 * @module
 */
import type { Certificate } from '../certificate/certificate.ts'
import { knownCertificate } from '../certificate/known-certificate.ts'
import { checkPath } from '../certificate/path.ts'
import { parseAnchors } from '../certificate/pem.ts'
import { parseRevocationList } from '../certificate/revocation-list.ts'
import type { CryptoRuntime } from '../crypto/runtime.ts'
import { CeremonyError } from '../errors.ts'
import type { Metadata } from '../metadata/blob.ts'
import { checkModel, findModel } from '../metadata/policy.ts'
import type { ModelPolicy } from '../metadata/policy.ts'
import type { AttestationOutcome } from './format.ts'

/** What the relying party wants of an attestation, and of the authenticator that gives it. */
export interface AttestationPolicy extends ModelPolicy {
  /** Certificates that end a chain: PEM text or DER bytes. The system's own are never used. */
  readonly trustAnchors?: readonly (string | Uint8Array)[] | undefined
  /** DER revocation lists of the issuers, as far as the caller has them. Nothing is fetched. */
  readonly revocationLists?: readonly Uint8Array[] | undefined
  /** Verified metadata: the roots of each model, and what speaks against it. */
  readonly metadata?: Metadata | undefined
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
  /** Lower-case UUID text. */
  readonly aaguid: string
  readonly backupEligible: boolean
}

/**
 * Whether the chain of a statement leads to an anchor, and whether the model behind it may register.
 *
 * @throws {@link CeremonyError} when trust is required and missing: `attestation_untrusted`,
 * `certificate_expired`, `certificate_revoked` or `certificate_chain_invalid`; or when the model may not register:
 * `authenticator_compromised`, `authenticator_not_allowed` or `backup_eligibility_not_allowed`.
 */
export async function judgeTrust(
  outcome: AttestationOutcome,
  context: TrustContext,
): Promise<boolean> {
  const { policy, aaguid, backupEligible, now } = context
  const { trustPath, leaf } = outcome
  const entry = policy.metadata && (await findModel(policy.metadata, { aaguid, leaf }))
  const anchors = [
    ...parseAnchors(context.runtime, policy.trustAnchors ?? []),
    ...modelAnchors(context.runtime, entry?.attestationRootCertificates ?? []),
  ]
  const trusted = await isTrusted(outcome, anchors, context)
  checkModel(policy, { aaguid, trusted, backupEligible, trustPath, entry, now })
  return trusted
}

async function isTrusted(
  { trustPath, leaf, rootInPath }: AttestationOutcome,
  anchors: readonly Certificate[],
  { runtime, policy, now }: TrustContext,
): Promise<boolean> {
  const required = policy.require === 'trusted'
  if (leaf === undefined || anchors.length === 0) {
    if (!required) return false
    throw new CeremonyError('attestation_untrusted', 'there is no chain, or no anchor for it')
  }
  const allowSha1 = policy.allowSha1 === true
  const rules = {
    anchors,
    now,
    allowSha1,
    rootInChain: rootInPath ?? 'refused',
    revocationLists: (policy.revocationLists ?? []).map(parseRevocationList),
  } as const
  try {
    const issuers = trustPath.slice(1).map((der) => knownCertificate(runtime, der))
    await checkPath(runtime, [leaf, ...issuers], rules)
    return true
  } catch (error) {
    // Nothing was promised, so a chain that leads nowhere is as good as none.
    if (!required && error instanceof CeremonyError) return false
    throw error
  }
}

/** Roots that metadata names and that cannot be read here are no roots; the others still count. */
function modelAnchors(runtime: CryptoRuntime, ders: readonly Uint8Array[]): readonly Certificate[] {
  return ders.flatMap((der) => {
    try {
      return [knownCertificate(runtime, der)]
    } catch (error) {
      if (error instanceof CeremonyError) return []
      throw error
    }
  })
}
