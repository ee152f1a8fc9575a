/**
 * Writing X.509 certificates for tests: sound ones, and ones that are wrong in one field.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc5280#section-4.1} RFC 5280 §4.1
 * @module
 */
import {
  derBitString,
  derBoolean,
  derContext,
  derInteger,
  derNull,
  derObjectIdentifier,
  derOctetString,
  derPrintableString,
  derSequence,
  derSet,
  derTime,
  derUtf8String,
  type DerBytes,
} from '../bytes/der-encode.ts'
import { encodeBase64 } from './base64.ts'
import { signWithFault, type SignatureFault } from './signature.ts'
import type { SigningKey } from './signing-key.ts'

/** One extension; `value` is what stands inside the extension's OCTET STRING. */
export interface CertificateExtension {
  /** Dotted object identifier. */
  readonly id: string
  readonly critical?: boolean
  readonly value: Uint8Array
}

/** Parts of a name, each in a set of its own, in the order in which they are given. */
export interface CertificateName {
  /** Country, two letters. */
  readonly C?: string
  readonly O?: string
  readonly OU?: string
  readonly CN?: string
}

/** What a certificate says. */
export interface CertificateFields {
  /** 3 for every certificate of this century. */
  readonly version: number
  readonly serialNumber: Uint8Array
  readonly subject: CertificateName
  readonly notBefore: Date
  readonly notAfter: Date
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array
  readonly extensions: readonly CertificateExtension[]
}

/** Who signs, and how well. */
export interface CertificateIssuer {
  readonly name: CertificateName
  readonly key: SigningKey
}

const NAME_PARTS: Readonly<Record<keyof CertificateName, string>> = {
  C: '2.5.4.6',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  CN: '2.5.4.3',
}

/** Signature algorithms by COSE identifier; those of RSA carry a NULL as parameters. */
const SIGNATURE_ALGORITHMS: ReadonlyMap<number, readonly [id: string, rsa: 'null' | 'absent']> =
  new Map([
    [-7, ['1.2.840.10045.4.3.2', 'absent']],
    [-35, ['1.2.840.10045.4.3.3', 'absent']],
    [-36, ['1.2.840.10045.4.3.4', 'absent']],
    [-8, ['1.3.101.112', 'absent']],
    [-257, ['1.2.840.113549.1.1.11', 'null']],
    [-65535, ['1.2.840.113549.1.1.5', 'null']],
  ])

/**
 * Writes and signs a certificate, as DER.
 *
 * @throws TypeError on an issuer's key whose algorithm certificates are not signed with here.
 */
export function writeCertificate(
  fields: CertificateFields,
  issuer: CertificateIssuer,
  signatureFault?: SignatureFault,
): DerBytes {
  const algorithm = signatureAlgorithm(issuer.key.algorithm)
  const extensions = fields.extensions.map(writeExtension)
  const content = derSequence(
    // Version 1 is the default, and a default is left out.
    ...(fields.version === 1 ? [] : [derContext(0, derInteger(fields.version - 1))]),
    derInteger(fields.serialNumber),
    algorithm,
    writeName(issuer.name),
    derSequence(derTime(fields.notBefore), derTime(fields.notAfter)),
    writeName(fields.subject),
    fields.publicKey,
    ...(extensions.length === 0 ? [] : [derContext(3, derSequence(...extensions))]),
  )
  const signature = signWithFault(issuer.key, content, signatureFault)
  return derSequence(content, algorithm, derBitString(signature))
}

/** Writes a name: country as PrintableString, everything else as UTF8String. */
export function writeName(name: CertificateName): DerBytes {
  const parts = Object.entries(name) as [keyof CertificateName, string | undefined][]
  const sets = parts
    .filter(([, text]) => text !== undefined)
    .map(([part, text = '']) => {
      const value = part === 'C' ? derPrintableString(text) : derUtf8String(text)
      return derSet(derSequence(derObjectIdentifier(NAME_PARTS[part]), value))
    })
  return derSequence(...sets)
}

/** Writes DER bytes as PEM text. */
export function certificatePem(der: Uint8Array): string {
  const text = encodeBase64(der)
  const lines = text.match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

function writeExtension({ id, critical = false, value }: CertificateExtension): DerBytes {
  return derSequence(
    derObjectIdentifier(id),
    ...(critical ? [derBoolean(true)] : []),
    derOctetString(value),
  )
}

/**
 * Writes the AlgorithmIdentifier of a signature.
 *
 * @throws TypeError on an algorithm that certificates are not signed with here.
 */
export function signatureAlgorithm(algorithm: number): DerBytes {
  const row = SIGNATURE_ALGORITHMS.get(algorithm)
  if (row === undefined) throw new TypeError(`no certificates are signed under ${algorithm} here`)
  const [id, parameters] = row
  return derSequence(derObjectIdentifier(id), ...(parameters === 'null' ? [derNull()] : []))
}
