/**
 * Base64url as WebAuthn writes it: no padding, no white space, one text for one byte string.
 *
 * The platform's decoders are lenient (`AB` and `AA` give the same byte), so a strict one is needed:
 * two texts for one credential id would be two keys in a store.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc4648#section-5} RFC 4648 §5
 * @module
 */
import { BytesError } from './errors.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const FOREIGN = 64

const VALUES = new Uint8Array(256).fill(FOREIGN)
for (let value = 0; value < ALPHABET.length; value++) VALUES[ALPHABET.charCodeAt(value)] = value

/** Writes bytes as base64url text without padding. */
export function encodeBase64url(bytes: Uint8Array): string {
  let text = ''
  let index = 0
  for (; index + 2 < bytes.length; index += 3) {
    const group = (bytes[index]! << 16) | (bytes[index + 1]! << 8) | bytes[index + 2]!
    text += letter(group >> 18) + letter(group >> 12) + letter(group >> 6) + letter(group)
  }
  const left = bytes.length - index
  if (left === 1) {
    const group = bytes[index]! << 4
    text += letter(group >> 6) + letter(group)
  }
  if (left === 2) {
    const group = (bytes[index]! << 10) | (bytes[index + 1]! << 2)
    text += letter(group >> 12) + letter(group >> 6) + letter(group)
  }
  return text
}

/**
 * Reads base64url text. Exactly the texts that {@link encodeBase64url} writes are accepted.
 *
 * @throws {@link BytesError} with `base64url_malformed`: padding, a foreign character, an impossible
 * length (4n + 1), or unused bits that are not zero.
 */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  decodeBase64urlInto(text, bytes)
  return bytes
}

/**
 * {@link decodeBase64url} into bytes that are there already, from the first on; those behind stay as they are.
 * Gives the number of bytes. `target` has to have room for three bytes of every four characters.
 *
 * @throws {@link BytesError} as there; the bytes are then of no use.
 */
export function decodeBase64urlInto(text: string, target: Uint8Array): number {
  const tail = text.length & 3
  if (tail === 1) throw malformed('impossible length')
  const whole = text.length - tail
  let at = 0
  let seen = 0
  for (let index = 0; index < whole; index += 4) {
    const a = valueAt(text, index)
    const b = valueAt(text, index + 1)
    const c = valueAt(text, index + 2)
    const d = valueAt(text, index + 3)
    seen |= a | b | c | d
    target[at++] = (a << 2) | (b >> 4)
    target[at++] = (b << 4) | (c >> 2)
    target[at++] = (c << 6) | d
  }
  if (tail > 1) {
    const a = valueAt(text, whole)
    const b = valueAt(text, whole + 1)
    const c = tail === 3 ? valueAt(text, whole + 2) : 0
    seen |= a | b | c
    target[at++] = (a << 2) | (b >> 4)
    if (tail === 3) target[at++] = (b << 4) | (c >> 2)
    if ((tail === 2 ? b & 15 : c & 3) !== 0) throw malformed('unused bits are not zero')
  }
  if (seen >= FOREIGN) throw malformed('a character outside the alphabet')
  return at
}

/** Whether {@link decodeBase64url} would read the text. */
export function isBase64url(text: string): boolean {
  const tail = text.length & 3
  if (tail === 1) return false
  let seen = 0
  let last = 0
  for (let index = 0; index < text.length; index++) {
    last = valueAt(text, index)
    seen |= last
  }
  if (tail === 2 && (last & 15) !== 0) return false
  if (tail === 3 && (last & 3) !== 0) return false
  return seen < FOREIGN
}

function letter(bits: number): string {
  return ALPHABET[bits & 63]!
}

/** Six bits, or more than six when the character is none of the alphabet. */
function valueAt(text: string, index: number): number {
  const code = text.charCodeAt(index)
  // Without a branch, because this is most of what reading a response costs.
  return VALUES[code & 0xff]! | (code & 0xff00)
}

function malformed(what: string): BytesError {
  return new BytesError('base64url_malformed', `not base64url: ${what}`)
}
