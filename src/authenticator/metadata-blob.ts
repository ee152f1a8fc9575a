/**
 * Metadata blobs for tests: what the FIDO metadata service publishes, signed by an authority of ours.
 *
 * @see {@link https://fidoalliance.org/specs/mds/fido-metadata-service-v3.1-ps-20250521.html} FIDO Metadata Service
 * @module
 */
import type { AttestationAuthority, ChainFaults } from './attestation-authority.ts'
import { encodeBase64 } from './base64.ts'
import { basicConstraints, keyUsage, subjectAltDnsName } from './certificate-extensions.ts'
import { changedMembers, type Json, type JsonChange } from './change.ts'
import { writeJws } from './jws.ts'
import type { SignatureFault } from './signature.ts'
import { freshKey } from './signing-key.ts'

/** Whom relying parties expect to have signed. */
const SERVICE = 'mds.fidoalliance.org'

/** What a blob says. */
export interface MetadataBlob {
  readonly entries: readonly Json[]
  /** Serial number, growing from blob to blob. Default: 1. */
  readonly no?: number
  /** A day, `2049-12-31` unless told otherwise. */
  readonly nextUpdate?: string
  /** Who issues the certificate of the service. */
  readonly authority: AttestationAuthority
  /** COSE identifier of what the blob is signed with: -7 (default) or -257. */
  readonly algorithm?: -7 | -257
}

/** What can be wrong in a blob. It is signed as it is, lies included. */
export interface MetadataFaults extends ChainFaults {
  readonly header?: Readonly<Record<string, JsonChange<never>>>
  readonly payload?: Readonly<Record<string, JsonChange<never>>>
  readonly signature?: SignatureFault
}

/** What an entry says of one model. */
export interface MetadataModel {
  readonly aaguid: string
  readonly description?: string
  /** Whose attestation certificates are those of the model. */
  readonly authority: AttestationAuthority
  /** Statuses with the day each began, newest last, such as `FIDO_CERTIFIED` and `REVOKED`. */
  readonly statuses?: readonly { readonly status: string; readonly effectiveDate: string }[]
}

/** Writes a blob: a signed JSON text in compact form, certificates in its header. */
export function writeMetadataBlob(blob: MetadataBlob, faults: MetadataFaults = {}): string {
  const { entries, no = 1, nextUpdate = '2049-12-31', authority, algorithm = -7 } = blob
  const key = freshKey(algorithm)
  const chain = authority.issue(
    {
      subject: { C: 'US', O: 'Latchkey Test', CN: SERVICE },
      publicKey: key.publicKey,
      extensions: [
        basicConstraints('end-entity'),
        keyUsage('end-entity'),
        subjectAltDnsName(SERVICE),
      ],
    },
    faults,
  )
  const alg = algorithm === -7 ? 'ES256' : 'RS256'
  return writeJws(
    changedMembers<Json>({ alg, typ: 'JWT', x5c: chain.map(encodeBase64) }, faults.header),
    changedMembers<Json>(
      { legalHeader: 'For tests only.', no, nextUpdate, entries },
      faults.payload,
    ),
    key,
    faults.signature,
  )
}

/** Writes the entry of a model, for {@link writeMetadataBlob}. */
export function metadataEntry(model: MetadataModel): Json {
  const { aaguid, authority, description = 'Latchkey software authenticator' } = model
  const { statuses = [{ status: 'FIDO_CERTIFIED', effectiveDate: '2024-01-01' }] } = model
  return {
    aaguid,
    metadataStatement: {
      legalHeader: 'For tests only.',
      aaguid,
      description,
      authenticatorVersion: 1,
      protocolFamily: 'fido2',
      schema: 3,
      upv: [{ major: 1, minor: 1 }],
      authenticationAlgorithms: ['secp256r1_ecdsa_sha256_raw'],
      publicKeyAlgAndEncodings: ['cose'],
      attestationTypes: ['basic_full'],
      userVerificationDetails: [[{ userVerificationMethod: 'passcode_internal' }]],
      keyProtection: ['software'],
      matcherProtection: ['software'],
      attachmentHint: ['internal'],
      tcDisplay: [],
      attestationRootCertificates: [encodeBase64(authority.certificate)],
    },
    statusReports: statuses.map(({ status, effectiveDate }) => ({ status, effectiveDate })),
    timeOfLastStatusChange: statuses.at(-1)?.effectiveDate ?? '2024-01-01',
  }
}
