/**
 * Anchors as people have them: PEM text, with one certificate or many, or DER bytes.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7468} RFC 7468
 * @module
 */
import { decodeBase64 } from '../base64.ts'
import type { CryptoRuntime } from '../crypto/runtime.ts'
import { CeremonyError } from '../errors.ts'
import type { Certificate } from './certificate.ts'
import { knownCertificate } from './known-certificate.ts'

const BLOCK = /-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END CERTIFICATE-----/g

/**
 * Reads anchors.
 *
 * @throws TypeError when something given as an anchor is no certificate that can be used: the caller's mistake.
 */
export function parseAnchors(
  runtime: CryptoRuntime,
  anchors: readonly (string | Uint8Array)[],
): readonly Certificate[] {
  return anchors.flatMap((anchor) => {
    const ders = typeof anchor === 'string' ? fromPem(anchor) : [anchor]
    return ders.map((der) => parseAnchor(runtime, der))
  })
}

function parseAnchor(runtime: CryptoRuntime, der: Uint8Array): Certificate {
  try {
    return knownCertificate(runtime, der)
  } catch (cause) {
    if (!(cause instanceof CeremonyError)) throw cause
    throw new TypeError(`a trust anchor cannot be used: ${cause.message}`, { cause })
  }
}

function fromPem(text: string): readonly Uint8Array[] {
  const blocks = [...text.matchAll(BLOCK)]
  if (blocks.length === 0) throw new TypeError('a trust anchor is neither PEM text nor DER bytes')
  return blocks.map(([, body]) => {
    const der = decodeBase64(body!)
    if (der === undefined) throw new TypeError('a trust anchor is not base64 inside')
    return der
  })
}
