/**
 * The FIDO Alliance's metadata blob: one signed list of all models.
 *
 * Fetching it and keeping it is the caller's affair; what is here says whether a fetched one may replace the one
 * that is kept, and how long a kept one may serve.
 *
 * @see {@link https://fidoalliance.org/specs/mds/fido-metadata-service-v3.1-ps-20250521.html} FIDO MDS 3.1
 * @module
 */
import { parseCertificate } from '../certificate/certificate.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { subjectAltDnsNames } from '../certificate/extensions.ts'
import { NAME_TYPES } from '../certificate/name.ts'
import { checkPath } from '../certificate/path.ts'
import type { PathRules } from '../certificate/path.ts'
import { parseAnchors } from '../certificate/pem.ts'
import { parseRevocationList } from '../certificate/revocation-list.ts'
import { cryptoRuntime } from '../crypto/runtime.ts'
import { CeremonyError } from '../errors.ts'
import { parseCompactJws } from '../jws.ts'
import type { Jws } from '../jws.ts'
import { algorithmOf, isKeyFor } from '../keys/algorithm-table.ts'
import { readEntry } from './entry.ts'
import type { MetadataEntry } from './entry.ts'
import { MetadataError } from './errors.ts'

/** Metadata that was verified. */
export interface Metadata {
  /** Serial number; only a larger one may replace it. */
  readonly no: number
  /** ISO 8601 date by which there will be a newer one. */
  readonly nextUpdate: string
  readonly legalHeader: string
  readonly entries: readonly MetadataEntry[]
  /** By AAGUID, lower-case UUID text. */
  readonly byAaguid: ReadonlyMap<string, MetadataEntry>
  /** By key identifier of the attestation certificate, lower-case hex. */
  readonly byKeyIdentifier: ReadonlyMap<string, MetadataEntry>
}

/** What a blob has to fulfil. */
export interface MetadataRules {
  /** Roots of the service: PEM text or DER bytes. The system's own are never used. */
  readonly trustAnchors: readonly (string | Uint8Array)[]
  /** When certificates are judged. */
  readonly now: Date
  /** DER revocation lists of the issuers; the service asks for them to be looked at. */
  readonly revocationLists?: readonly Uint8Array[] | undefined
  /** `no` of the blob in use; a fetched one has to be newer, or the same. */
  readonly previousNo?: number | undefined
  /**
   * For whom the signer's certificate is issued, by its host names. Default: the service of the FIDO Alliance. A
   * name given here may also be the common name of a certificate without host names, as signers for tests have.
   */
  readonly signer?: string | undefined
}

const SIGNER = 'mds.fidoalliance.org'

/** Characters. The real one has some five million. */
const MAX_LENGTH = 64 * 1024 * 1024

/**
 * Verifies a metadata blob: signature, chain, signer, and that it is not older than the one in use.
 *
 * @throws {@link MetadataError} with the code of the rule that was broken.
 * @throws TypeError when the blob is no text, or an anchor is not a certificate.
 */
export async function verifyMetadata(blob: string, rules: MetadataRules): Promise<Metadata> {
  if (typeof blob !== 'string') throw new TypeError('blob must be the text of a signed blob')
  const jws = blob.length > MAX_LENGTH ? undefined : parseCompactJws(blob.trim())
  if (jws === undefined) throw new MetadataError('metadata_malformed', 'not a signed blob')
  await checkSignature(jws, rules)
  const metadata = readPayload(jws.payload)
  if (rules.previousNo !== undefined && metadata.no < rules.previousNo) {
    throw new MetadataError('metadata_rolled_back', `${metadata.no} after ${rules.previousNo}`)
  }
  return metadata
}

/**
 * How far metadata may still be relied on: `fresh` until its `nextUpdate`, `stale` for as long as the grace
 * lasts, then `expired`. Stale metadata is to be replaced and may serve; expired metadata is none.
 */
export function metadataFreshness(
  { nextUpdate }: Pick<Metadata, 'nextUpdate'>,
  { now, graceMilliseconds }: { readonly now: Date; readonly graceMilliseconds: number },
): 'fresh' | 'stale' | 'expired' {
  // The date is the day of the next one, so all of that day still counts.
  const due = Date.parse(nextUpdate) + 24 * 60 * 60 * 1000
  if (now.getTime() <= due) return 'fresh'
  return now.getTime() <= due + graceMilliseconds ? 'stale' : 'expired'
}

async function checkSignature(jws: Jws, rules: MetadataRules): Promise<void> {
  const runtime = cryptoRuntime()
  const anchors = parseAnchors(runtime, rules.trustAnchors)
  const chain = guard(() => jws.x5c.map(parseCertificate))
  const [leaf] = chain
  if (!(await isSigned(jws, leaf!))) {
    throw new MetadataError('metadata_signature_invalid', 'the blob does not verify')
  }
  // Its root is a public CA, so anybody has a certificate under it; only one name may sign.
  const names = guard(() => namesOf(leaf!, rules.signer !== undefined))
  if (!names.includes(rules.signer ?? SIGNER)) {
    throw new MetadataError('metadata_signer_mismatch', 'signed by somebody else')
  }
  await checkChain(chain, {
    anchors,
    now: rules.now,
    allowSha1: false,
    rootInChain: 'allowed',
    revocationLists: (rules.revocationLists ?? []).map(parseRevocationList),
  })
}

/** Public CAs vouch for host names; a common name is what somebody trusts who names it. */
function namesOf(certificate: Certificate, orCommonName: boolean): readonly string[] {
  const hosts = subjectAltDnsNames(certificate)
  if (hosts.length > 0 || !orCommonName) return hosts
  const commonNames = certificate.subjectAttributes.filter(
    ({ type }) => type === NAME_TYPES.commonName,
  )
  return commonNames.map(({ value }) => value)
}

/** The header may name what it likes: a key is used for what it is for, and for nothing else. */
async function isSigned(jws: Jws, { publicKey }: Certificate): Promise<boolean> {
  const algorithm = algorithmOf(jws.alg)!
  if (!isKeyFor(algorithm, publicKey)) return false
  try {
    const verifier = await cryptoRuntime().engine.importKey(algorithm, publicKey)
    return await verifier.verify(jws.signedBytes, jws.signature)
  } catch (error) {
    // A key that this runtime cannot use has signed nothing that it could believe.
    if (error instanceof CeremonyError) return false
    throw error
  }
}

async function checkChain(chain: readonly Certificate[], rules: PathRules): Promise<void> {
  try {
    await checkPath(cryptoRuntime(), chain, rules)
  } catch (cause) {
    if (!(cause instanceof CeremonyError)) throw cause
    throw new MetadataError('metadata_chain_invalid', cause.message, { cause })
  }
}

function readPayload(payload: Jws['payload']): Metadata {
  const { no, nextUpdate, legalHeader, entries } = payload
  if (typeof no !== 'number' || !Number.isSafeInteger(no) || no < 0) {
    throw new MetadataError('metadata_malformed', 'no is not a number')
  }
  if (typeof nextUpdate !== 'string' || Number.isNaN(Date.parse(nextUpdate))) {
    throw new MetadataError('metadata_malformed', 'nextUpdate is not a date')
  }
  if (typeof legalHeader !== 'string' || legalHeader === '' || !Array.isArray(entries)) {
    throw new MetadataError('metadata_malformed', 'legalHeader or entries are missing')
  }
  const models = entries.map(readEntry).filter((entry) => entry !== undefined)
  return {
    no,
    nextUpdate,
    legalHeader,
    entries: models,
    byAaguid: new Map(
      models.flatMap((entry) => (entry.aaguid === undefined ? [] : [[entry.aaguid, entry]])),
    ),
    byKeyIdentifier: new Map(
      models.flatMap((entry) =>
        entry.attestationCertificateKeyIdentifiers.map((identifier) => [identifier, entry]),
      ),
    ),
  }
}

function guard<Value>(read: () => Value): Value {
  try {
    return read()
  } catch (cause) {
    if (!(cause instanceof CeremonyError)) throw cause
    throw new MetadataError('metadata_malformed', cause.message, { cause })
  }
}
