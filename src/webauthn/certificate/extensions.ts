/**
 * The certificate extensions that attestation looks at.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc5280#section-4.2} RFC 5280 §4.2
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-packed-attestation-cert-requirements} WebAuthn L3 §8.2.1
 * @module
 */
import {
  derChildren,
  derObjectIdentifier,
  derSmallNumber,
  derUnsigned,
  expectDer,
  isDer,
  isDerContext,
  readDer,
} from '../../bytes/der.ts'
import type { DerItem } from '../../bytes/der.ts'
import { BytesError } from '../../bytes/errors.ts'
import { CeremonyError } from '../errors.ts'
import type { Certificate, CertificateExtension } from './certificate.ts'

/** Object identifiers of extensions. */
export const EXTENSIONS = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  fidoSerialNumber: '1.3.6.1.4.1.45724.1.1.2',
  fidoAaguid: '1.3.6.1.4.1.45724.1.1.4',
  fidoFirmwareVersion: '1.3.6.1.4.1.45724.1.1.5',
  androidKey: '1.3.6.1.4.1.11129.2.1.17',
  appleNonce: '1.2.840.113635.100.8.2',
} as const

/** Tag of a host name among the alternative names. */
const DNS_NAME = 2

/** Basic Constraints; a certificate without them is no CA. */
export interface BasicConstraints {
  readonly ca: boolean
  /** How many CAs may stand between this one and the leaf; `undefined` for any number. */
  readonly pathLength: number | undefined
}

/**
 * Basic Constraints.
 *
 * @throws {@link CeremonyError} with `certificate_malformed`.
 */
export function basicConstraints(certificate: Certificate): BasicConstraints {
  const value = readExtension(certificate, EXTENSIONS.basicConstraints)
  if (value === undefined) return { ca: false, pathLength: undefined }
  return guard(() => {
    const [first, second] = derChildren(expectDer(value, 'sequence'))
    // Written out although it is the default, by some: `ca` may be there and false.
    const ca = isDer(first, 'boolean') && first.contents[0] !== 0
    const length = isDer(first, 'boolean') ? second : first
    return { ca, pathLength: length === undefined ? undefined : derSmallNumber(length) }
  })
}

/**
 * Whether the key may sign certificates: either nothing is said about its use, or this is.
 *
 * @throws {@link CeremonyError} with `certificate_malformed`.
 */
export function maySignCertificates(certificate: Certificate): boolean {
  const value = readExtension(certificate, EXTENSIONS.keyUsage)
  if (value === undefined) return true
  const { contents } = guard(() => expectDer(value, 'bitString'))
  return ((contents[1] ?? 0) & 0x04) !== 0
}

/**
 * Object identifiers of the Extended Key Usage; empty when there is none.
 *
 * @throws {@link CeremonyError} with `certificate_malformed`.
 */
export function extendedKeyUsage(certificate: Certificate): readonly string[] {
  const value = readExtension(certificate, EXTENSIONS.extendedKeyUsage)
  if (value === undefined) return []
  return guard(() => derChildren(expectDer(value, 'sequence')).map(derObjectIdentifier))
}

/**
 * Host names among the alternative names; empty when there are none.
 *
 * @throws {@link CeremonyError} with `certificate_malformed`.
 */
export function subjectAltDnsNames(certificate: Certificate): readonly string[] {
  const value = readExtension(certificate, EXTENSIONS.subjectAltName)
  if (value === undefined) return []
  return guard(() =>
    derChildren(expectDer(value, 'sequence'))
      .filter((name) => isDerContext(name, DNS_NAME))
      .map(({ contents }) => new TextDecoder().decode(contents)),
  )
}

/**
 * The AAGUID the certificate was issued for; `undefined` when it names none.
 *
 * @throws {@link CeremonyError} with `certificate_malformed`, or `attestation_certificate_invalid` when the
 * extension is critical, which the spec forbids.
 */
export function certificateAaguid(certificate: Certificate): Uint8Array | undefined {
  const extension = certificate.extensions.get(EXTENSIONS.fidoAaguid)
  if (extension === undefined) return undefined
  if (extension.critical) {
    throw new CeremonyError('attestation_certificate_invalid', 'the AAGUID extension is critical')
  }
  const { contents } = guard(() => expectDer(readDer(extension.value), 'octetString'))
  if (contents.length === 16) return contents
  throw new CeremonyError('certificate_malformed', 'an AAGUID of odd length')
}

/**
 * Looks at what a model may say besides its AAGUID: a firmware version, which is a number, and in the certificates of an
 * enterprise a serial number, which is a byte string. Neither may be critical.
 *
 * @throws {@link CeremonyError} with `certificate_malformed` or `attestation_certificate_invalid`.
 */
export function checkFidoExtensions({ extensions }: Certificate): void {
  for (const [identifier, type] of [
    [EXTENSIONS.fidoSerialNumber, 'octetString'],
    [EXTENSIONS.fidoFirmwareVersion, 'integer'],
  ] as const) {
    const extension = extensions.get(identifier)
    if (extension === undefined) continue
    if (extension.critical) {
      throw new CeremonyError('attestation_certificate_invalid', `${identifier} is critical`)
    }
    guard(() => {
      const item = expectDer(readDer(extension.value), type)
      return type === 'integer' ? derUnsigned(item) : item.contents
    })
  }
}

/**
 * The value of an extension, read one level deep.
 *
 * @throws {@link CeremonyError} with `certificate_malformed`.
 */
export function readExtension(certificate: Certificate, identifier: string): DerItem | undefined {
  const extension: CertificateExtension | undefined = certificate.extensions.get(identifier)
  return extension === undefined ? undefined : guard(() => readDer(extension.value))
}

/**
 * Runs a reader of DER and names the certificate as the culprit.
 *
 * @throws {@link CeremonyError} with `certificate_malformed`.
 */
export function guard<Value>(read: () => Value): Value {
  try {
    return read()
  } catch (cause) {
    if (!(cause instanceof BytesError)) throw cause
    throw new CeremonyError('certificate_malformed', 'an extension is malformed', { cause })
  }
}
