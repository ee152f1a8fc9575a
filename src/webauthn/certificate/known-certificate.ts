/**
 * Certificates of issuers, which come back with each device of a model: read once, then remembered.
 *
 * @module
 */
import type { CryptoRuntime } from '../crypto/runtime.ts'
import { encodeHex } from '../hex.ts'
import { parseCertificate } from './certificate.ts'
import type { Certificate } from './certificate.ts'

/** Bytes. Larger ones are read each time, so that nobody fills the memory with them. */
const MAX_LENGTH = 4096

/**
 * Reads a certificate, or gives what was read before.
 *
 * @throws CeremonyError with `certificate_malformed`, or `public_key_malformed` when the key in it is none.
 */
export function knownCertificate(
  { certificates }: Pick<CryptoRuntime, 'certificates'>,
  der: Uint8Array,
): Certificate {
  if (der.length > MAX_LENGTH) return parseCertificate(der)
  const name = encodeHex(der)
  const known = certificates.get(name)
  if (known !== undefined) return known
  // A copy: whoever gave the bytes may change them, and what is remembered must not change with them.
  const certificate = parseCertificate(Uint8Array.from(der))
  certificates.set(name, certificate)
  return certificate
}
