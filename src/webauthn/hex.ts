/**
 * Hexadecimal text.
 *
 * @module
 */

/** Writes bytes as lower-case hexadecimal text. */
export function encodeHex(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return hex
}
