/**
 * Signed JSON in compact form with a certificate chain in its header.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7515} RFC 7515
 * @module
 */
import { encodeBase64url } from '../bytes/base64url.ts'
import type { Json } from './change.ts'
import { signWithFault, type SignatureFault } from './signature.ts'
import type { SigningKey } from './signing-key.ts'

const UTF8 = new TextEncoder()

/** Writes `header.payload.signature`; the key has to sign under RS256. */
export function writeJws(
  header: Readonly<Record<string, Json>>,
  payload: Readonly<Record<string, Json>>,
  key: SigningKey,
  fault?: SignatureFault,
): string {
  const content = `${encodeJson(header)}.${encodeJson(payload)}`
  const signature = signWithFault(key, UTF8.encode(content), fault)
  return `${content}.${encodeBase64url(signature)}`
}

function encodeJson(value: Json): string {
  return encodeBase64url(UTF8.encode(JSON.stringify(value)))
}
