/**
 * X.509 certificates, as far as attestation needs them.
 *
 * Real attestation certificates break DER and RFC 5280 in places nobody relies on: zero or negative serial
 * numbers, default values written out, malformed policy qualifiers. A library that parses everything
 * refuses them, so this reads what is checked and steps over the rest unread.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc5280#section-4.1} RFC 5280 §4.1
 * @module
 */
import {
  derBitString,
  derChildren,
  derObjectIdentifier,
  derSmallNumber,
  expectDer,
  isDer,
  isDerContext,
  readDer,
} from '../../bytes/der.ts'
import type { DerItem } from '../../bytes/der.ts'
import { equalBytes } from '../../bytes/equal.ts'
import { BytesError } from '../../bytes/errors.ts'
import { CeremonyError } from '../errors.ts'
import type { PublicKey } from '../keys/public-key.ts'
import { readNameAttributes } from './name.ts'
import type { NameAttribute } from './name.ts'
import { readSpki } from './spki.ts'
import { readTime } from './time.ts'

/** One extension; its value is DER, still to be read. */
export interface CertificateExtension {
  readonly critical: boolean
  readonly value: Uint8Array
}

/** A certificate, taken apart. Nothing in it is verified. */
export interface Certificate {
  readonly der: Uint8Array
  /** The part that is signed. */
  readonly tbs: Uint8Array
  /** 1, 2 or 3. */
  readonly version: number
  /** Contents of the INTEGER as they stand there: real ones are zero or negative at times. */
  readonly serialNumber: Uint8Array
  /** DER of the name; names are compared byte by byte. */
  readonly issuer: Uint8Array
  readonly subject: Uint8Array
  readonly subjectAttributes: readonly NameAttribute[]
  /** Milliseconds since 1970. */
  readonly notBefore: number
  readonly notAfter: number
  readonly publicKey: PublicKey
  /** The bits of the key as they stand there, of which key identifiers are made. */
  readonly publicKeyBits: Uint8Array
  /** By object identifier in dotted form. */
  readonly extensions: ReadonlyMap<string, CertificateExtension>
  /** The AlgorithmIdentifier of the signature. */
  readonly signatureAlgorithm: DerItem
  readonly signature: Uint8Array
}

/**
 * Reads a certificate.
 *
 * @throws {@link CeremonyError} with `certificate_malformed`, or `public_key_malformed` when the key in it
 * is none.
 */
export function parseCertificate(der: Uint8Array): Certificate {
  try {
    return readCertificate(der)
  } catch (cause) {
    if (cause instanceof BytesError) {
      throw new CeremonyError('certificate_malformed', 'a certificate is malformed', { cause })
    }
    throw cause
  }
}

function readCertificate(der: Uint8Array): Certificate {
  const [tbs, signatureAlgorithm, signature] = derChildren(expectDer(readDer(der), 'sequence'))
  const fields = derChildren(expectDer(tbs, 'sequence'))
  const [versionField] = fields
  const hasVersion = isDerContext(versionField, 0)
  const version = hasVersion ? derSmallNumber(derChildren(versionField)[0]) + 1 : 1
  const [serialNumber, inner, issuer, validity, subject, spki, ...rest] = hasVersion
    ? fields.slice(1)
    : fields
  const outer = expectDer(signatureAlgorithm, 'sequence')
  if (!equalBytes(outer.whole, expectDer(inner, 'sequence').whole)) {
    throw new CeremonyError('certificate_malformed', 'two signature algorithms')
  }
  const [notBefore, notAfter] = derChildren(expectDer(validity, 'sequence'))
  return {
    der,
    tbs: tbs!.whole,
    version,
    serialNumber: expectDer(serialNumber, 'integer').contents,
    issuer: expectDer(issuer, 'sequence').whole,
    subject: expectDer(subject, 'sequence').whole,
    subjectAttributes: readNameAttributes(subject!),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    publicKey: readSpki(expectDer(spki, 'sequence')),
    publicKeyBits: derBitString(derChildren(spki!)[1]),
    extensions: readExtensions(rest.find((item) => isDerContext(item, 3))),
    signatureAlgorithm: outer,
    signature: readSignature(signature, readNameAttributes(issuer!)),
  }
}

/**
 * Some of Yubico's first security keys carry a certificate whose signature begins with a byte at random where the
 * number of unused bits stands. The signature behind it is good, and the keys are in use.
 */
const ISSUER_OF_ODD_SIGNATURES = 'Yubico U2F Root CA Serial 457200631'

function readSignature(field: DerItem | undefined, issuer: readonly NameAttribute[]): Uint8Array {
  if (issuer.length !== 1 || issuer[0]!.value !== ISSUER_OF_ODD_SIGNATURES) {
    return derBitString(field)
  }
  return expectDer(field, 'bitString').contents.subarray(1)
}

/** Real ones have some ten; thousands would only keep the server busy. */
const MAX_EXTENSIONS = 128

function readExtensions(field: DerItem | undefined): ReadonlyMap<string, CertificateExtension> {
  const extensions = new Map<string, CertificateExtension>()
  if (field === undefined) return extensions
  const members = derChildren(expectDer(derChildren(field)[0], 'sequence'))
  if (members.length > MAX_EXTENSIONS) {
    throw new CeremonyError('certificate_malformed', `${members.length} extensions`)
  }
  for (const extension of members) {
    const [name, second, third] = derChildren(expectDer(extension, 'sequence'))
    const identifier = derObjectIdentifier(name)
    if (extensions.has(identifier)) {
      throw new CeremonyError('certificate_malformed', `extension ${identifier} stands twice`)
    }
    const hasFlag = isDer(second, 'boolean')
    extensions.set(identifier, {
      critical: hasFlag && second.contents[0] !== 0,
      value: expectDer(hasFlag ? third : second, 'octetString').contents,
    })
  }
  return extensions
}
