/**
 * The FIDO server case list for metadata, in our words: what makes a server refuse the blob, or the model.
 *
 * @module
 */
import { createAttestationAuthority } from '../../src/authenticator/attestation-authority.ts'
import { verifyMetadata } from '../../src/webauthn/metadata/blob.ts'
import { verifyRegistration } from '../../src/webauthn/registration.ts'
import { register } from '../webauthn/ceremony.ts'
import { base64, signBlob } from '../webauthn/metadata-blob.ts'
import type { WantedBlob } from '../webauthn/metadata-blob.ts'

const SERVICE = createAttestationAuthority({ intermediate: 'one', organization: 'Service' })
const VENDOR = createAttestationAuthority({ organization: 'Vendor' })
const NOW = new Date('2026-05-01T00:00:00Z')

/** What is wrong: with the blob, with what became of its certificates, or with the model. */
export interface MetadataCase {
  readonly blob?: WantedBlob
  /** Which certificate of the signer's chain was revoked. */
  readonly revoked?: 0 | 1
  readonly status?: string
  /** What the payload is changed to after it was signed. */
  readonly tampered?: boolean
}

/** What is refused, and why. */
export const REFUSED: readonly (readonly [what: string, code: string, wanted: MetadataCase])[] = [
  ['a blob that was changed', 'metadata_signature_invalid', { tampered: true }],
  [
    'a blob whose chain does not verify',
    'metadata_chain_invalid',
    { blob: { chain: 'other_authority' } },
  ],
  [
    'a signature that does not verify',
    'metadata_signature_invalid',
    { blob: { signature: 'bit_flipped' } },
  ],
  ['a signer that was revoked', 'metadata_chain_invalid', { revoked: 0 }],
  ['an intermediate that was revoked', 'metadata_chain_invalid', { revoked: 1 }],
  [
    'a model that was compromised',
    'authenticator_compromised',
    { status: 'USER_VERIFICATION_BYPASS' },
  ],
]

/** Verifies a blob, then registers with the model it is about. */
export async function registerByMetadata(wanted: MetadataCase) {
  const entry = {
    aaguid: '6c617463-686b-6579-0000-000000000001',
    metadataStatement: { attestationRootCertificates: [base64(VENDOR.certificate)] },
    statusReports: [{ status: wanted.status ?? 'FIDO_CERTIFIED' }],
  }
  const { blob, chain } = signBlob(SERVICE, { payload: { entries: [entry] }, ...wanted.blob })
  const metadata = await verifyMetadata(wanted.tampered === true ? tamper(blob) : blob, {
    trustAnchors: [SERVICE.certificate],
    now: NOW,
    revocationLists: wanted.revoked === undefined ? [] : SERVICE.revoke([chain[wanted.revoked]!]),
  })
  const { response, expected } = await register({
    settings: { attestation: 'packed', attestationAuthority: VENDOR },
    expected: { attestation: { metadata, require: 'trusted' }, now: NOW },
  })
  return verifyRegistration({ response, expected })
}

function tamper(blob: string): string {
  const [header, payload, signature] = blob.split('.')
  const text = Buffer.from(payload!, 'base64url').toString().replace('"no":7', '"no":8')
  return [header, Buffer.from(text).toString('base64url'), signature].join('.')
}
