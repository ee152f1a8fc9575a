/**
 * A metadata service with one model in its list, for the tests of what is read from it and of what follows.
 *
 * @module
 */
import { createAttestationAuthority } from '../../src/authenticator/attestation-authority.ts'
import type { AttestationAuthority } from '../../src/authenticator/attestation-authority.ts'
import type { Json } from '../../src/authenticator/change.ts'
import { verifyMetadata } from '../../src/webauthn/metadata/blob.ts'
import type { Metadata, MetadataRules } from '../../src/webauthn/metadata/blob.ts'
import { base64, signBlob } from './metadata-blob.ts'

/** Who signs the blobs. */
export const SERVICE: AttestationAuthority = createAttestationAuthority({
  intermediate: 'one',
  organization: 'Service',
})
/** Who makes the model. */
export const VENDOR: AttestationAuthority = createAttestationAuthority({ organization: 'Vendor' })
export const NOW: Date = new Date('2026-05-01T00:00:00Z')
export const AAGUID: string = '6c617463-686b-6579-0000-000000000001'
export const RULES: MetadataRules = { trustAnchors: [SERVICE.pem], now: NOW }

/** An entry of that model, as it is but for what `change` says. */
export const entry = (change: Readonly<Record<string, Json>> = {}): Json => ({
  aaguid: AAGUID,
  metadataStatement: {
    description: 'A model',
    icon: 'data:image/png;base64,AAAA',
    attestationRootCertificates: [base64(VENDOR.certificate)],
  },
  statusReports: [{ status: 'FIDO_CERTIFIED_L1', effectiveDate: '2024-01-01' }],
  timeOfLastStatusChange: '2024-01-01',
  ...change,
})
/** The same with other reports. */
export const reported = (...statusReports: readonly Json[]): Json => entry({ statusReports })
/** A blob of these entries, verified. */
export const metadataOf = (...entries: readonly Json[]): Promise<Metadata> =>
  verifyMetadata(signBlob(SERVICE, { payload: { entries } }).blob, RULES)
