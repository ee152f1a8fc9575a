/**
 * Standard base64 with padding, for the places where the web has that and not base64url.
 *
 * @module
 */

/** Writes bytes as standard base64. */
export function encodeBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
