/**
 * Signatures on certificates: which algorithm, by which key.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc5280#section-4.1.1.2} RFC 5280 §4.1.1.2
 * @module
 */
import { derChildren, derObjectIdentifier, derSmallNumber, isDerContext } from '../../bytes/der.ts'
import type { DerItem } from '../../bytes/der.ts'
import type { CryptoRuntime } from '../crypto/runtime.ts'
import { CeremonyError } from '../errors.ts'
import type { HashName, SignatureScheme } from '../keys/algorithm-table.ts'
import type { PublicKey } from '../keys/public-key.ts'
import type { Certificate } from './certificate.ts'
import { guard } from './extensions.ts'
import { EDWARDS, ML_DSA } from './spki.ts'

const ECDSA: ReadonlyMap<string, HashName> = new Map([
  ['1.2.840.10045.4.1', 'SHA-1'],
  ['1.2.840.10045.4.3.2', 'SHA-256'],
  ['1.2.840.10045.4.3.3', 'SHA-384'],
  ['1.2.840.10045.4.3.4', 'SHA-512'],
])

const RSA: ReadonlyMap<string, HashName> = new Map([
  ['1.2.840.113549.1.1.5', 'SHA-1'],
  ['1.2.840.113549.1.1.11', 'SHA-256'],
  ['1.2.840.113549.1.1.12', 'SHA-384'],
  ['1.2.840.113549.1.1.13', 'SHA-512'],
])

const RSA_PSS = '1.2.840.113549.1.1.10'

const HASHES: ReadonlyMap<string, HashName> = new Map([
  ['1.3.14.3.2.26', 'SHA-1'],
  ['2.16.840.1.101.3.4.2.1', 'SHA-256'],
  ['2.16.840.1.101.3.4.2.2', 'SHA-384'],
  ['2.16.840.1.101.3.4.2.3', 'SHA-512'],
])

const SALT_LENGTH: Readonly<Record<HashName, number>> = {
  'SHA-1': 20,
  'SHA-256': 32,
  'SHA-384': 48,
  'SHA-512': 64,
}

/** A signed structure: a certificate or a revocation list. */
export type Signed = Pick<Certificate, 'tbs' | 'signatureAlgorithm' | 'signature'>

/**
 * Whether `issuer` signed the structure. Names and dates are not looked at.
 *
 * @throws {@link CeremonyError} with `algorithm_unsupported` or `certificate_malformed`.
 */
export async function isSignedBy(
  runtime: CryptoRuntime,
  signed: Signed,
  issuer: Certificate,
  options: { readonly allowSha1: boolean },
): Promise<boolean> {
  const scheme = guard(() => schemeOf(signed.signatureAlgorithm, issuer.publicKey))
  if (scheme === undefined) return false
  if ('hash' in scheme && scheme.hash === 'SHA-1' && !options.allowSha1) return false
  const { tbs: data, signature } = signed
  return runtime.isSigned(scheme, issuer.publicKey, { data, signature })
}

/** `undefined` when the algorithm cannot have been used with a key of this kind. */
function schemeOf(identifier: DerItem, key: PublicKey): SignatureScheme | undefined {
  const [name, parameters] = derChildren(identifier)
  const oid = derObjectIdentifier(name)
  if (key.kty === 'EC') {
    const hash = ECDSA.get(oid)
    return hash && { scheme: 'ECDSA', curve: key.curve, hash }
  }
  if (key.kty === 'RSA') {
    if (oid === RSA_PSS) return { scheme: 'RSA-PSS', hash: pssHash(parameters) }
    const hash = RSA.get(oid)
    return hash && { scheme: 'RSASSA-PKCS1-v1_5', hash }
  }
  // For these two kinds key and signature have one name.
  if (key.kty === 'OKP') {
    return EDWARDS.get(oid) === key.curve ? { scheme: 'EdDSA', curve: key.curve } : undefined
  }
  return ML_DSA.get(oid) === key.variant ? { scheme: 'ML-DSA', variant: key.variant } : undefined
}

/** Only the parameters everybody uses: one hash for all, and a salt as long as the hash. */
function pssHash(parameters: DerItem | undefined): HashName {
  const fields = parameters === undefined ? [] : derChildren(parameters)
  const hashField = fields.find((item) => isDerContext(item, 0))
  const saltField = fields.find((item) => isDerContext(item, 2))
  const hash =
    hashField === undefined
      ? 'SHA-1'
      : HASHES.get(derObjectIdentifier(derChildren(derChildren(hashField)[0]!)[0]))
  const salt = saltField === undefined ? 20 : derSmallNumber(derChildren(saltField)[0])
  if (hash !== undefined && salt === SALT_LENGTH[hash]) return hash
  throw new CeremonyError('algorithm_unsupported', 'PSS parameters nobody uses')
}
