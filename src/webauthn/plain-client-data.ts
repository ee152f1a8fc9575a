/**
 * Client data that needs no parser.
 *
 * Nearly all of it is exactly what a current browser writes for a page that is not framed and has nothing to add, and a
 * comparison tells so in a fraction of the parser's time. Whatever differs in a single byte is not refused here: it
 * goes the long way and is judged there.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#clientdatajson-verification} WebAuthn L3 §5.8.1.2, limited verification
 * @module
 */
import type { ClientDataExpectations, ClientDataType } from './client-data.ts'

const START: Readonly<Record<ClientDataType, string>> = {
  'webauthn.create': '{"type":"webauthn.create","challenge":"',
  'webauthn.get': '{"type":"webauthn.get","challenge":"',
}
const MIDDLE = '","origin":"'
const END = '","crossOrigin":false}'

/** 1 for each character of ASCII that is not written as it is: `"`, `\`, and those that nobody can see. */
const ESCAPED = Uint8Array.from({ length: 128 }, (_, code) =>
  code < 0x20 || code === 0x22 || code === 0x5c || code === 0x7f ? 1 : 0,
)

/** Whether the bytes are the client data that was expected, in the form that browsers write. */
export function isPlainClientData(
  json: Uint8Array,
  type: ClientDataType,
  { challenge, origins }: ClientDataExpectations,
): boolean {
  const start = START[type]
  const challengeEnd = start.length + challenge.length
  const originStart = challengeEnd + MIDDLE.length
  for (const origin of origins) {
    const originEnd = originStart + origin.length
    if (
      originEnd + END.length === json.length &&
      holds(json, originStart, origin) &&
      holds(json, start.length, challenge) &&
      isWritten(json, 0, start) &&
      isWritten(json, challengeEnd, MIDDLE) &&
      isWritten(json, originEnd, END)
    ) {
      return true
    }
  }
  return false
}

/**
 * Whether a text stands there that needs no escaping: only such a one can be compared with what was escaped. Looks at
 * every character, so that the time taken does not tell how much of a guess was right.
 */
function holds(json: Uint8Array, at: number, text: string): boolean {
  let difference = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    difference |= (json[at + index]! ^ code) | ESCAPED[code & 0x7f]! | (code & 0xff80)
  }
  return difference === 0
}

/** Whether a text of ours stands there. */
function isWritten(json: Uint8Array, at: number, text: string): boolean {
  let difference = 0
  for (let index = 0; index < text.length; index++) {
    difference |= json[at + index]! ^ text.charCodeAt(index)
  }
  return difference === 0
}
