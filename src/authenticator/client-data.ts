/**
 * Client data: what the client says it was asked, and by which page, byte for byte as the
 * specification has clients write it.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#clientdatajson-serialization} WebAuthn L3 §5.8.1.1
 * @module
 */
import { changed, changedMembers, type Json } from './change.ts'
import type { ClientContext } from './context.ts'
import { sha256 } from './platform.ts'

/** What stands in client data, in the order in which it is written. */
export interface ClientData {
  readonly type: 'webauthn.create' | 'webauthn.get'
  /** Base64url text, as it came with the options. */
  readonly challenge: string
  readonly origin: string
  readonly crossOrigin: boolean
  /** Only when `crossOrigin` is true. */
  readonly topOrigin?: string
}

/** Client data as bytes, and the hash the authenticator gets. */
export interface CollectedClientData {
  readonly json: Uint8Array
  readonly hash: Uint8Array
}

const UTF8 = new TextEncoder()

/**
 * Collects, serializes and hashes client data, with the faults of the context.
 *
 * @throws TypeError on a `topOrigin` in a page that is not framed by another origin.
 */
export function collectClientData(
  type: ClientData['type'],
  challenge: string,
  context: ClientContext,
): CollectedClientData {
  const { origin, topOrigin, faults = {} } = context
  const { crossOrigin = topOrigin !== undefined } = context
  if (topOrigin !== undefined && !crossOrigin) {
    throw new TypeError('topOrigin is for pages framed by another origin')
  }
  const truth: ClientData = {
    type,
    challenge,
    origin,
    crossOrigin,
    ...(topOrigin === undefined ? {} : { topOrigin }),
  }
  const members = changedMembers<Json>({ ...truth }, faults.clientData)
  const json = changed(serializeClientData(members), faults.clientDataJSON)
  return { json, hash: changed(sha256(json), faults.clientDataHash) }
}

/** Writes members in their order, without white space. */
export function serializeClientData(
  members: Readonly<Record<string, Json>>,
): Uint8Array<ArrayBuffer> {
  const written = Object.entries(members).map(
    ([name, value]) => `${ccdToString(name)}:${serialize(value)}`,
  )
  return UTF8.encode(`{${written.join(',')}}`)
}

function serialize(value: Json): string {
  return typeof value === 'string' ? ccdToString(value) : JSON.stringify(value)
}

/** CCDToString: only the quote, the backslash and control characters are escaped. */
function ccdToString(text: string): string {
  const escaped = Array.from(text, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`
    if (character >= ' ') return character
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return `"${escaped.join('')}"`
}
