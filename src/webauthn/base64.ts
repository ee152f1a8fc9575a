/**
 * Standard base64, with padding: how certificates stand in JSON and in PEM. White space is stepped over,
 * since vendors break lines.
 *
 * @module
 */

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** Bytes of base64 text; `undefined` when it is none. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const compact = text.replaceAll(/\s/g, '')
  if (compact.length % 4 !== 0 || !BASE64.test(compact)) return undefined
  return Uint8Array.from(atob(compact), (character) => character.charCodeAt(0))
}
