/**
 * Policies over models: who may register, and which of the stored credentials should not be trusted any more.
 *
 * A model is only what a trusted attestation says it is; an AAGUID that nobody vouched for decides nothing.
 *
 * @module
 */
import { encodeHex } from '../hex.ts'
import { parseCertificate } from '../certificate/certificate.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { cryptoRuntime } from '../crypto/runtime.ts'
import { CeremonyError } from '../errors.ts'
import type { Metadata } from './blob.ts'
import type { MetadataEntry } from './entry.ts'
import { compromisedStatus, isCertified } from './status.ts'
import type { CertificationLevel } from './status.ts'

/** Which authenticators may register. */
export interface ModelPolicy {
  /** AAGUIDs, lower-case UUID text: no other model. */
  readonly allowAaguids?: readonly string[] | undefined
  /** AAGUIDs, lower-case UUID text: all models but these. */
  readonly denyAaguids?: readonly string[] | undefined
  /** Refuses credentials that may be synced. */
  readonly deviceBoundOnly?: boolean | undefined
  /** The least certification, by the metadata. */
  readonly certification?: CertificationLevel | undefined
}

/** What a policy is applied to. */
export interface ModelFacts {
  /** Lower-case UUID text. */
  readonly aaguid: string
  /** Whether a chain vouches for it. */
  readonly trusted: boolean
  readonly backupEligible: boolean
  readonly trustPath: readonly Uint8Array[]
  readonly entry: MetadataEntry | undefined
  readonly now: Date
}

/**
 * Applies a policy to a registration whose attestation was judged.
 *
 * @throws {@link CeremonyError} with `authenticator_compromised`, `authenticator_not_allowed` or
 * `backup_eligibility_not_allowed`.
 */
export function checkModel(policy: ModelPolicy, facts: ModelFacts): void {
  const { allowAaguids, denyAaguids, certification } = policy
  if (policy.deviceBoundOnly === true && facts.backupEligible) {
    throw new CeremonyError('backup_eligibility_not_allowed', 'the credential may be synced')
  }
  const status = facts.entry && compromisedStatus(facts.entry, facts)
  if (status !== undefined) throw new CeremonyError('authenticator_compromised', status)
  // What nobody vouches for may call itself anything: good enough to be denied, never to be allowed.
  if (denyAaguids?.includes(facts.aaguid) === true) throw notAllowed('the model is denied')
  if (allowAaguids !== undefined && !(facts.trusted && allowAaguids.includes(facts.aaguid))) {
    throw notAllowed('the model is not among those allowed')
  }
  if (certification === undefined) return
  const certified =
    facts.trusted && facts.entry !== undefined && isCertified(facts.entry, certification, facts.now)
  if (!certified) throw notAllowed(`the model is not certified at ${certification}`)
}

/**
 * The entry of a model: by AAGUID, or for U2F by the key of its attestation certificate.
 */
export async function findModel(
  metadata: Metadata,
  { aaguid, leaf }: { readonly aaguid: string; readonly leaf: Certificate | undefined },
): Promise<MetadataEntry | undefined> {
  const entry = metadata.byAaguid.get(aaguid)
  if (entry !== undefined || leaf === undefined || metadata.byKeyIdentifier.size === 0) return entry
  // RFC 5280 §4.2.1.2, method 1: SHA-1 here is a name and protects nothing.
  const identifier = await cryptoRuntime().engine.digest('SHA-1', leaf.publicKeyBits)
  return metadata.byKeyIdentifier.get(encodeHex(identifier))
}

/** A stored credential, as far as metadata may have something to say about it. */
export interface StoredModel {
  readonly id: string
  /** Lower-case UUID text. */
  readonly aaguid: string
  /** DER certificates that were stored with it. */
  readonly trustPath?: readonly Uint8Array[] | undefined
}

/** A stored credential that should not be trusted any more, and the status that says so. */
export interface FlaggedCredential {
  readonly id: string
  readonly status: string
}

/** Looks at stored credentials again, with newer metadata. Certificates that cannot be read say nothing. */
export async function recheckCredentials(
  metadata: Metadata,
  credentials: readonly StoredModel[],
  { now }: { readonly now: Date },
): Promise<readonly FlaggedCredential[]> {
  const flagged: FlaggedCredential[] = []
  for (const { id, aaguid, trustPath = [] } of credentials) {
    const entry = await findModel(metadata, { aaguid, leaf: readLeaf(trustPath[0]) })
    const status = entry && compromisedStatus(entry, { now, trustPath })
    if (status !== undefined) flagged.push({ id, status })
  }
  return flagged
}

function readLeaf(der: Uint8Array | undefined): Certificate | undefined {
  try {
    return der && parseCertificate(der)
  } catch (error) {
    if (error instanceof CeremonyError) return undefined
    throw error
  }
}

function notAllowed(what: string): CeremonyError {
  return new CeremonyError('authenticator_not_allowed', what)
}
