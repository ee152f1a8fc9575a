/**
 * A certificate authority of our own for attestation: what a vendor of authenticators runs. Give its
 * root to the verifier as trust anchor.
 *
 * Everything is valid from 2020 to the end of 2049, so tests need no clock.
 *
 * @module
 */
import type { Change } from './change.ts'
import { changed } from './change.ts'
import {
  aaguidExtension,
  authorityKeyIdentifier,
  basicConstraints,
  EXTENSION_IDS,
  keyUsage,
  serialNumberFor,
  subjectKeyIdentifier,
} from './certificate-extensions.ts'
import {
  certificatePem,
  writeCertificate,
  type CertificateExtension,
  type CertificateFields,
  type CertificateIssuer,
  type CertificateName,
} from './certificate.ts'
import { writeRevocationList } from './revocation-list.ts'
import type { SignatureFault } from './signature.ts'
import { freshKey } from './signing-key.ts'

/** Settings of an attestation authority. */
export interface AttestationAuthoritySettings {
  /** Whether leaves are issued by the root itself or by a certificate under it. Default: `none`. */
  readonly intermediate?: 'none' | 'one'
  /** COSE identifier of what it signs with: -7 (default), -35, -36, -8 or -257. */
  readonly algorithm?: number
  /** Default: `Latchkey Test`. */
  readonly organization?: string
}

/** What can be wrong in a certificate. It is signed as it is, lies included. */
export interface CertificateFaults {
  readonly version?: number
  readonly notBefore?: Date
  readonly notAfter?: Date
  /** Parts of the subject; `undefined` leaves one out. */
  readonly subject?: { readonly [Part in keyof CertificateName]?: string | undefined }
  readonly issuer?: CertificateName
  /** Basic Constraints: says CA, says no CA, or is not there. */
  readonly basicConstraints?: 'ca' | 'end-entity' | 'missing'
  /** What the AAGUID extension says, or `missing`. */
  readonly aaguid?: Uint8Array | 'missing'
  readonly aaguidCritical?: boolean
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey?: Uint8Array
  /** Object identifiers of extensions to leave out. */
  readonly without?: readonly string[]
  readonly extensions?: Change<readonly CertificateExtension[], readonly CertificateExtension[]>
  /** The issuer's signature under the certificate. */
  readonly signature?: SignatureFault
  /** The whole certificate, DER. */
  readonly bytes?: Change<Uint8Array, Uint8Array>
}

/** What can be wrong in a chain besides its certificates. */
export type ChainFault =
  /** The root stands at the end, where it does not belong. */
  | 'root_included'
  /** The leaf stands last. */
  | 'reversed'
  | 'intermediate_missing'
  /** The leaf's issuer has the right name and another key. */
  | 'other_authority'
  | 'empty'

/** The faults that concern certificates. */
export interface ChainFaults {
  readonly certificate?: CertificateFaults
  readonly intermediate?: CertificateFaults
  readonly chain?: ChainFault
}

/** What the leaf is to say. */
export interface LeafRequest {
  readonly subject: CertificateName
  readonly publicKey: Uint8Array
  readonly extensions: readonly CertificateExtension[]
}

/** A root of trust that issues attestation certificates. */
export interface AttestationAuthority {
  /** The root certificate, DER. */
  readonly certificate: Uint8Array
  /** The root certificate, PEM. */
  readonly pem: string
  /** The intermediate certificate, DER, if there is one. */
  readonly intermediate: Uint8Array | undefined
  /** Issues a chain, leaf first, without the root. */
  readonly issue: (request: LeafRequest, faults?: ChainFaults) => readonly Uint8Array[]
  /** Revocation lists, DER, one of each issuer, with those of the certificates (DER) that it issued. */
  readonly revoke: (certificates: readonly Uint8Array[]) => readonly Uint8Array[]
}

const NOT_BEFORE = new Date('2020-01-01T00:00:00Z')
const NOT_AFTER = new Date('2049-12-31T23:59:59Z')

/** Makes an authority with keys of its own: no two trust one another. */
export function createAttestationAuthority(
  settings: AttestationAuthoritySettings = {},
): AttestationAuthority {
  const { algorithm = -7, organization = 'Latchkey Test', intermediate = 'none' } = settings
  const root = newIssuer({ C: 'SE', O: organization, CN: 'Root CA' }, algorithm)
  const under = newIssuer({ C: 'SE', O: organization, CN: 'Intermediate CA' }, algorithm)
  const certificate = issueCertificate(caRequest(root), root)
  const issueIntermediate = (faults?: CertificateFaults) =>
    issueCertificate(caRequest(under), root, faults)
  const between = intermediate === 'one' ? issueIntermediate() : undefined
  const issuer = between === undefined ? root : under
  return {
    certificate,
    pem: certificatePem(certificate),
    intermediate: between,
    issue: (request, faults = {}) => {
      const from = faults.chain === 'other_authority' ? newIssuer(issuer.name, algorithm) : issuer
      const leaf = issueCertificate(request, from, faults.certificate)
      const middle = between === undefined ? [] : [issueIntermediate(faults.intermediate)]
      return arrange([leaf, ...middle], certificate, faults.chain)
    },
    revoke: (certificates) => {
      const issuers = between === undefined ? [root] : [root, under]
      return issuers.map((one) =>
        writeRevocationList(one, certificates, { thisUpdate: NOT_BEFORE, nextUpdate: NOT_AFTER }),
      )
    },
  }
}

function arrange(
  chain: readonly Uint8Array[],
  root: Uint8Array,
  fault: ChainFault | undefined,
): readonly Uint8Array[] {
  switch (fault) {
    case 'empty':
      return []
    case 'root_included':
      return [...chain, root]
    case 'reversed':
      // A leaf alone has no order; with its root in front it has a wrong one.
      return chain.length === 1 ? [root, ...chain] : chain.toReversed()
    case 'intermediate_missing':
      return chain.slice(0, 1)
    default:
      return chain
  }
}

function newIssuer(name: CertificateName, algorithm: number): CertificateIssuer {
  return { name, key: freshKey(algorithm) }
}

function caRequest({ name, key }: CertificateIssuer): LeafRequest {
  return {
    subject: name,
    publicKey: key.publicKey,
    extensions: [basicConstraints('ca'), keyUsage('ca'), subjectKeyIdentifier(key.publicKey)],
  }
}

function issueCertificate(
  request: LeafRequest,
  issuer: CertificateIssuer,
  faults: CertificateFaults = {},
): Uint8Array {
  const publicKey = faults.publicKey ?? request.publicKey
  const fields: CertificateFields = {
    version: faults.version ?? 3,
    serialNumber: serialNumberFor(publicKey, issuer.key.publicKey),
    subject: { ...request.subject, ...(faults.subject as CertificateName | undefined) },
    notBefore: faults.notBefore ?? NOT_BEFORE,
    notAfter: faults.notAfter ?? NOT_AFTER,
    publicKey,
    extensions: faultyExtensions(
      [...request.extensions, authorityKeyIdentifier(issuer.key.publicKey)],
      faults,
    ),
  }
  const name = faults.issuer ?? issuer.name
  const der = writeCertificate(fields, { name, key: issuer.key }, faults.signature)
  return changed<Uint8Array, Uint8Array>(der, faults.bytes)
}

function faultyExtensions(
  truth: readonly CertificateExtension[],
  faults: CertificateFaults,
): readonly CertificateExtension[] {
  const { without = [], aaguid, aaguidCritical } = faults
  const dropped = new Set(without)
  let extensions = truth.filter(({ id }) => !dropped.has(id))
  if (faults.basicConstraints !== undefined) {
    extensions = extensions.filter(({ id }) => id !== EXTENSION_IDS.basicConstraints)
    if (faults.basicConstraints !== 'missing') {
      extensions.push(basicConstraints(faults.basicConstraints))
    }
  }
  if (aaguid !== undefined) {
    extensions = extensions.filter(({ id }) => id !== EXTENSION_IDS.aaguid)
    if (aaguid !== 'missing') extensions.push(aaguidExtension(aaguid))
  }
  if (aaguidCritical !== undefined) {
    extensions = extensions.map((one) =>
      one.id === EXTENSION_IDS.aaguid ? { ...one, critical: aaguidCritical } : one,
    )
  }
  // RFC 5280 §4.1.2.9: only version 3 has extensions, and a liar about the version keeps them.
  return changed(extensions, faults.extensions)
}
