/**
 * What the FIDO Alliance's metadata says about one model of authenticator.
 *
 * Only what decisions here depend on is read. Values nobody knew when this was written are kept as they are:
 * a new status or certification must not break the rest.
 *
 * @see {@link https://fidoalliance.org/specs/mds/fido-metadata-service-v3.1-ps-20250521.html#metadata-blob-payload-entry-dictionary} FIDO MDS 3.1 §3.1.1
 * @module
 */
import { decodeBase64 } from '../base64.ts'

/** One report on the state of a model. */
export interface StatusReport {
  readonly status: string
  /** ISO 8601 date; absent for "since always". */
  readonly effectiveDate: string | undefined
  /** DER: when given, the report is about this attestation certificate and no other. */
  readonly certificate: Uint8Array | undefined
}

/** One model. */
export interface MetadataEntry {
  /** Lower-case UUID text; absent for U2F and UAF models. */
  readonly aaguid: string | undefined
  /** Lower-case hex, for U2F models, which have no AAGUID. */
  readonly attestationCertificateKeyIdentifiers: readonly string[]
  readonly description: string | undefined
  /** A `data:` URL. */
  readonly icon: string | undefined
  /** DER. */
  readonly attestationRootCertificates: readonly Uint8Array[]
  /** Oldest first. */
  readonly statusReports: readonly StatusReport[]
}

const MAX_TEXT = 65_536

/** Reads an entry; `undefined` when it is none, so that one broken entry does not cost the others. */
export function readEntry(value: unknown): MetadataEntry | undefined {
  if (!isRecord(value)) return undefined
  const statement = isRecord(value.metadataStatement) ? value.metadataStatement : {}
  const reports = list(value.statusReports).map(readReport)
  const roots = list(statement.attestationRootCertificates).map(readDer)
  if (!isAll(reports) || !isAll(roots)) return undefined
  return {
    aaguid: text(value.aaguid)?.toLowerCase(),
    attestationCertificateKeyIdentifiers: list(value.attestationCertificateKeyIdentifiers)
      .filter((identifier) => typeof identifier === 'string')
      .map((identifier) => identifier.toLowerCase()),
    description: text(statement.description),
    icon: text(statement.icon),
    attestationRootCertificates: roots,
    statusReports: reports,
  }
}

function readReport(value: unknown): StatusReport | undefined {
  if (!isRecord(value)) return undefined
  const status = text(value.status)
  const certificate = value.certificate === undefined ? undefined : readDer(value.certificate)
  // A report whose certificate cannot be read would otherwise seem to be about the whole model.
  if (status === undefined || (value.certificate !== undefined && certificate === undefined)) {
    return undefined
  }
  return { status, effectiveDate: text(value.effectiveDate), certificate }
}

function readDer(value: unknown): Uint8Array | undefined {
  return typeof value === 'string' ? decodeBase64(value) : undefined
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : []
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= MAX_TEXT ? value : undefined
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isAll<Value>(values: readonly (Value | undefined)[]): values is readonly Value[] {
  return values.every((value) => value !== undefined)
}
