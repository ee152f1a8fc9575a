/**
 * Writing certificate revocation lists for tests.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc5280#section-5.1} RFC 5280 §5.1
 * @module
 */
import {
  derBitString,
  derContext,
  derInteger,
  derObjectIdentifier,
  derOctetString,
  derSequence,
  derTime,
  type DerBytes,
} from '../bytes/der-encode.ts'
import { authorityKeyIdentifier } from './certificate-extensions.ts'
import { signatureAlgorithm, writeName, type CertificateIssuer } from './certificate.ts'
import { nodeCrypto } from './platform.ts'

/** When a list was made and until when it counts. */
export interface RevocationTimes {
  readonly thisUpdate: Date
  readonly nextUpdate: Date
}

/** Writes and signs the list of those certificates (DER) that the issuer has issued and takes back. */
export function writeRevocationList(
  issuer: CertificateIssuer,
  certificates: readonly Uint8Array[],
  { thisUpdate, nextUpdate }: RevocationTimes,
): DerBytes {
  const algorithm = signatureAlgorithm(issuer.key.algorithm)
  const revoked = ownSerialNumbers(issuer, certificates).map((serialNumber) =>
    derSequence(derInteger(serialNumber), derTime(thisUpdate)),
  )
  const { id, value } = authorityKeyIdentifier(issuer.key.publicKey)
  const content = derSequence(
    derInteger(1),
    algorithm,
    writeName(issuer.name),
    derTime(thisUpdate),
    derTime(nextUpdate),
    // RFC 5280 §5.1.2.6: an empty list is left out.
    ...(revoked.length === 0 ? [] : [derSequence(...revoked)]),
    derContext(0, derSequence(derSequence(derObjectIdentifier(id), derOctetString(value)))),
  )
  return derSequence(content, algorithm, derBitString(issuer.key.sign(content)))
}

function ownSerialNumbers(
  { key }: CertificateIssuer,
  certificates: readonly Uint8Array[],
): readonly Uint8Array[] {
  const { X509Certificate, createPublicKey } = nodeCrypto()
  const publicKey = createPublicKey({
    key: Buffer.from(key.publicKey),
    format: 'der',
    type: 'spki',
  })
  return certificates
    .map((der) => new X509Certificate(der))
    .filter((certificate) => certificate.verify(publicKey))
    .map(({ serialNumber }) => Uint8Array.from(Buffer.from(serialNumber, 'hex')))
}
