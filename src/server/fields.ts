/**
 * Length-prefixed fields: the input of a tag, in a form in which no two lists of fields look the same.
 *
 * @module
 */

/** Writes each field as its length (4 bytes) and its bytes. Texts count as UTF-8. */
export function lengthPrefixed(...fields: readonly (Uint8Array | string)[]): Uint8Array {
  const parts = fields.map((field) => (typeof field === 'string' ? Buffer.from(field) : field))
  const length = parts.reduce((sum, part) => sum + 4 + part.length, 0)
  const bytes = new Uint8Array(length)
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const part of parts) {
    view.setUint32(at, part.length)
    bytes.set(part, at + 4)
    at += 4 + part.length
  }
  return bytes
}
