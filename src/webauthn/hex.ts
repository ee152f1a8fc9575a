/**
 * Hexadecimal text.
 *
 * @module
 */

/** Writes bytes as lower-case hexadecimal text. */
export function encodeHex(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += PAIRS[byte]!
  return hex
}

const PAIRS: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
)
