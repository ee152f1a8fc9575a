/**
 * Passkeys as SimpleWebAuthn's documentation tells sites to store them: one a line of JSON, with its user.
 *
 * @module
 */
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { UsageError } from '../usage.ts'
import type { Source, SourcePerson, UnreadablePlace } from './source.ts'

/** Which member, of the file's own names, a name of ours stands for; dots lead inside. */
export type MemberMap = Readonly<Record<string, string>>

const MEMBERS = [
  'id',
  'publicKey',
  'webauthnUserID',
  'counter',
  'transports',
  'deviceType',
  'backedUp',
  'aaguid',
  'name',
  'createdAt',
  'user.id',
  'user.username',
  'user.displayName',
  'user.email',
  'user.emailVerified',
  'user.createdAt',
] as const

type Member = (typeof MEMBERS)[number]

/** Lines that are read at a time. */
const PIECE = 200

/** Reads a map of names. */
export function readMemberMap(text: string): MemberMap {
  let map: unknown
  try {
    map = JSON.parse(text)
  } catch {
    map = undefined
  }
  const isMap =
    typeof map === 'object' &&
    map !== null &&
    Object.entries(map).every(
      ([name, to]) => MEMBERS.includes(name as Member) && typeof to === 'string',
    )
  if (isMap) return map as MemberMap
  throw new UsageError(`--map has to be a JSON object of names; known are ${MEMBERS.join(', ')}`)
}

/** Reads the lines of a file, or of what is piped in for `-`. */
export async function* jsonLinesSource(
  file: string,
  { map, input }: { readonly map: MemberMap; readonly input: Readable },
): Source {
  const stream = file === '-' ? input : createReadStream(file)
  let piece: (SourcePerson | UnreadablePlace)[] = []
  let number = 0
  for await (const line of linesOf(stream)) {
    number += 1
    if (line?.trim() === '') continue
    piece.push(readLine(line, { place: `line ${number}`, map }))
    if (piece.length < PIECE) continue
    yield piece
    piece = []
  }
  yield piece
}

/** Only a line feed ends one: texts in JSON may hold every other separator. `undefined` for what is no UTF-8. */
async function* linesOf(stream: Readable): AsyncGenerator<string | undefined> {
  let begun: Buffer[] = []
  for await (const chunk of stream) {
    let rest = Buffer.from(chunk as Buffer)
    for (let end = rest.indexOf(LINE_FEED); end !== -1; end = rest.indexOf(LINE_FEED)) {
      yield textOf(Buffer.concat([...begun, rest.subarray(0, end)]))
      begun = []
      rest = rest.subarray(end + 1)
    }
    begun.push(rest)
  }
  yield textOf(Buffer.concat(begun))
}

const LINE_FEED = 0x0a

/** A letter that was lost would be a person of another name. */
function textOf(bytes: Buffer): string | undefined {
  try {
    // A byte order mark in front goes.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function readLine(
  line: string | undefined,
  { place, map }: { readonly place: string; readonly map: MemberMap },
): SourcePerson | UnreadablePlace {
  let row: unknown
  try {
    row = JSON.parse(line ?? '')
  } catch {
    row = undefined
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    return { place, unreadable: 'line_malformed' }
  }
  const member = (name: Member) => memberAt(row, map[name] ?? name)
  return {
    place,
    id: member('user.id'),
    username: member('user.username'),
    displayName: member('user.displayName'),
    email: member('user.email'),
    emailVerified: member('user.emailVerified'),
    createdAt: member('user.createdAt'),
    hasPassword: false,
    passkeys: [
      {
        credentialId: member('id'),
        publicKey: member('publicKey'),
        userHandle: member('webauthnUserID'),
        counter: member('counter'),
        transports: member('transports'),
        deviceType: member('deviceType'),
        backedUp: member('backedUp'),
        aaguid: member('aaguid'),
        name: member('name'),
        createdAt: member('createdAt'),
      },
    ],
  }
}

function memberAt(row: object, path: string): unknown {
  let value: unknown = row
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[name]
  }
  return value
}
