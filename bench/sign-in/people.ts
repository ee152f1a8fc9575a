/**
 * People with passkeys: they sign up through HTTP once and then sign in as often as they are told, with real
 * ES256 signatures made by `node:crypto`.
 *
 * @module
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { encodeBase64url } from '../../src/bytes/base64url.ts'
import type { CborValue } from '../../src/bytes/cbor.ts'
import { encodeCbor } from '../../src/bytes/cbor-encode.ts'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '../../src/protocol/webauthn-json.ts'
import type { Answer, Connection } from './connection.ts'

/** The site that everyone signs in to. */
export const ORIGIN = 'https://example.com'
const RP_ID_HASH = createHash('sha256').update('example.com').digest()

/** UP, UV, BE, BS: a synced passkey, whose counter is always zero. */
const FLAGS = 0x1d
const ATTESTED = 0x40

/** Someone with a passkey. */
export interface Person {
  readonly id: string
  readonly userHandle: string
  readonly key: KeyObject
}

/** Makes an account with a passkey. */
export async function signUp(connection: Connection, username: string): Promise<Person> {
  const begun = await post(connection, '/auth/registration/options', { username }, [])
  const options = JSON.parse(begun.body) as PublicKeyCredentialCreationOptionsJSON
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const point = publicKey.export({ type: 'spki', format: 'der' }).subarray(-64)
  const id = randomBytes(16)
  const coseKey = encodeCbor(
    new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, point.subarray(0, 32)],
      [-3, point.subarray(32)],
    ]),
  )
  const attested = Buffer.concat([new Uint8Array(16), Uint8Array.of(0, id.length), id, coseKey])
  const authData = Buffer.concat([authenticatorData(FLAGS | ATTESTED), attested])
  const attestationObject = encodeCbor(
    new Map<string, CborValue>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ]),
  )
  const response = {
    clientDataJSON: clientData('webauthn.create', options.challenge).toString('base64url'),
    attestationObject: encodeBase64url(attestationObject),
    transports: ['internal', 'hybrid'],
  }
  await post(connection, '/auth/registration', credential(id, response), begun.cookies)
  return { id: id.toString('base64url'), userHandle: options.user.id, key: privateKey }
}

/** A whole sign-in of someone who comes without cookies: two requests. */
export async function signIn(connection: Connection, person: Person): Promise<void> {
  const begun = await askForOptions(connection)
  const options = JSON.parse(begun.body) as PublicKeyCredentialRequestOptionsJSON
  const authData = authenticatorData(FLAGS)
  const json = clientData('webauthn.get', options.challenge)
  const hash = createHash('sha256').update(json).digest()
  const response = {
    clientDataJSON: json.toString('base64url'),
    authenticatorData: authData.toString('base64url'),
    signature: sign('sha256', Buffer.concat([authData, hash]), person.key).toString('base64url'),
    userHandle: person.userHandle,
  }
  const id = Buffer.from(person.id, 'base64url')
  await post(connection, '/auth/authentication', credential(id, response), begun.cookies)
}

/** The first half of a sign-in. */
export function askForOptions(connection: Connection): Promise<Answer> {
  return post(connection, '/auth/authentication/options', {}, [])
}

function credential(id: Buffer, response: object): object {
  const text = id.toString('base64url')
  const rest = { authenticatorAttachment: 'platform', clientExtensionResults: {} }
  return { id: text, rawId: text, type: 'public-key', ...rest, response }
}

function authenticatorData(flags: number): Buffer {
  return Buffer.concat([RP_ID_HASH, Uint8Array.of(flags, 0, 0, 0, 0)])
}

function clientData(type: string, challenge: string): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin: ORIGIN, crossOrigin: false }))
}

async function post(
  connection: Connection,
  path: string,
  body: object,
  cookies: readonly string[],
): Promise<Answer> {
  const sender = { origin: ORIGIN, cookie: cookies.join('; ') }
  const answer = await connection.post(path, JSON.stringify(body), sender)
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.body}`)
  return answer
}
