/**
 * Signed JSON in compact form with a certificate chain in its header.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7515} RFC 7515
 * @module
 */
import { encodeBase64url } from '../bytes/base64url.ts'
import type { Json } from './change.ts'
import { ecdsaWithoutDer, signWithFault, type SignatureFault } from './signature.ts'
import type { SigningKey } from './signing-key.ts'

const UTF8 = new TextEncoder()

/**
 * Writes `header.payload.signature`, for keys that sign under RS256 or ES256. The header says so or not;
 * nothing is added to it.
 */
export function writeJws(
  header: Readonly<Record<string, Json>>,
  payload: Readonly<Record<string, Json>>,
  key: SigningKey,
  fault?: SignatureFault,
): string {
  const content = `${encodeJson(header)}.${encodeJson(payload)}`
  const signature = signWithFault(key, UTF8.encode(content), fault)
  // RFC 7518 §3.4: r and s one behind the other; a fault may have left something else to begin with.
  const compact = isEcdsa(signature, key) ? ecdsaWithoutDer(signature, key) : signature
  return `${content}.${encodeBase64url(compact)}`
}

function isEcdsa(signature: Uint8Array, { algorithm }: SigningKey): boolean {
  return algorithm === -7 && signature[0] === 0x30
}

function encodeJson(value: Json): string {
  return encodeBase64url(UTF8.encode(JSON.stringify(value)))
}
