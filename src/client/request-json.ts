/**
 * The JSON text that requests and credentials carry: checked when the object is made, so that no call
 * can fail later for a text that never could have worked.
 *
 * @module
 */

/**
 * Takes JSON as text, or a dictionary to be written as text, and gives the text.
 *
 * @throws {@link TypeError} naming `field` when it is not a JSON object.
 */
export function jsonText(json: string | object, field: string): string {
  const text = typeof json === 'string' ? json : JSON.stringify(json)
  try {
    // JSON that begins with a brace is an object.
    if (JSON.parse(text) && /^\s*{/.test(text)) return text
  } catch {
    // Refused below, with what is JSON but not an object.
  }
  throw new TypeError(`${field} must not be empty, and must be a valid JSON`)
}

/**
 * Looks whether a hash of client data comes with the origin that the data name.
 *
 * @throws {@link TypeError} when there is a hash without an origin: whoever cannot speak for another
 * origin has no client data of its own.
 */
export function checkClientDataHash(hash: unknown, origin: string | undefined): void {
  if (hash && !origin) throw new TypeError('clientDataHash needs an origin')
}
