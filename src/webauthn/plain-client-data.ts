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

/** Whether the bytes are the client data that was expected, in the form that browsers write. */
export function isPlainClientData(
  json: Uint8Array,
  type: ClientDataType,
  { challenge, origins }: ClientDataExpectations,
): boolean {
  const start = START[type]
  const challengeEnd = start.length + challenge.length
  const originStart = challengeEnd + MIDDLE.length
  const fits = ({ length }: string) => originStart + length + END.length === json.length
  const origin = origins.find((one) => fits(one) && holds(json, originStart, one))
  if (origin === undefined || !isUnescaped(challenge) || !isUnescaped(origin)) return false
  return (
    holds(json, 0, start) &&
    holds(json, start.length, challenge) &&
    holds(json, challengeEnd, MIDDLE) &&
    holds(json, originStart + origin.length, END)
  )
}

/** Looks at every character, so that the time taken does not tell how much of a guess was right. */
function holds(json: Uint8Array, at: number, text: string): boolean {
  let difference = 0
  for (let index = 0; index < text.length; index++) {
    difference |= json[at + index]! ^ text.charCodeAt(index)
  }
  return difference === 0
}

/** Only what needs no escaping can be compared with what was escaped: ASCII without `"`, `\` and control characters. */
function isUnescaped(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) return false
  }
  return true
}
