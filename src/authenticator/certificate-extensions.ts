/**
 * The certificate extensions that attestation looks at.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-packed-attestation-cert-requirements} WebAuthn L3 §8.2.1
 * @see {@link https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1} RFC 5280 §4.2.1
 * @module
 */
import {
  derBitString,
  derBoolean,
  derContextPrimitive,
  derInteger,
  derObjectIdentifier,
  derOctetString,
  derSequence,
} from '../bytes/der-encode.ts'
import type { CertificateExtension } from './certificate.ts'
import { digest } from './platform.ts'

/** Object identifiers of the extensions, by their names. */
export const EXTENSION_IDS = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  aaguid: '1.3.6.1.4.1.45724.1.1.4',
  androidKeyDescription: '1.3.6.1.4.1.11129.2.1.17',
  appleNonce: '1.2.840.113635.100.8.2',
} as const

/** Basic Constraints; critical, as it has to be in a CA certificate. */
export function basicConstraints(kind: 'ca' | 'end-entity'): CertificateExtension {
  const value = kind === 'ca' ? derSequence(derBoolean(true)) : derSequence()
  return { id: EXTENSION_IDS.basicConstraints, critical: true, value }
}

/** Key Usage: signing certificates and revocation lists, or signing messages. */
export function keyUsage(kind: 'ca' | 'end-entity'): CertificateExtension {
  const value =
    kind === 'ca' ? derBitString(Uint8Array.of(0x06), 1) : derBitString(Uint8Array.of(0x80), 7)
  return { id: EXTENSION_IDS.keyUsage, critical: true, value }
}

/** Subject Key Identifier of a SubjectPublicKeyInfo. */
export function subjectKeyIdentifier(publicKey: Uint8Array): CertificateExtension {
  const value = derOctetString(keyIdentifier(publicKey))
  return { id: EXTENSION_IDS.subjectKeyIdentifier, value }
}

/** Authority Key Identifier that points to the issuer's SubjectPublicKeyInfo. */
export function authorityKeyIdentifier(publicKey: Uint8Array): CertificateExtension {
  const value = derSequence(derContextPrimitive(0, keyIdentifier(publicKey)))
  return { id: EXTENSION_IDS.authorityKeyIdentifier, value }
}

/** Extended Key Usage with one purpose. */
export function extendedKeyUsage(purpose: string): CertificateExtension {
  const value = derSequence(derObjectIdentifier(purpose))
  return { id: EXTENSION_IDS.extendedKeyUsage, value }
}

/** Subject Alternative Name with one host name. */
export function subjectAltDnsName(hostname: string): CertificateExtension {
  const value = derSequence(derContextPrimitive(2, new TextEncoder().encode(hostname)))
  return { id: EXTENSION_IDS.subjectAltName, value }
}

/** id-fido-gen-ce-aaguid: the model, in two wrappings. */
export function aaguidExtension(aaguid: Uint8Array): CertificateExtension {
  return { id: EXTENSION_IDS.aaguid, value: derOctetString(aaguid) }
}

/** A serial number like those of real CAs: positive and never the same for two keys. */
export function serialNumberFor(...parts: readonly Uint8Array[]): Uint8Array {
  return digest('sha256', ...parts, derInteger(1)).slice(0, 16)
}

/** Any bytes that name the key would do; like most CAs, the start of a hash. */
function keyIdentifier(publicKey: Uint8Array): Uint8Array {
  return digest('sha256', publicKey).slice(0, 20)
}
