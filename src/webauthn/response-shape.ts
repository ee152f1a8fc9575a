/**
 * The outer shape of a credential as JSON: which members there are, of which type, how long.
 *
 * This is the only place that touches the untrusted value itself. Each member is read once and under
 * guard, because the value may be anything: a proxy, a getter that throws, a string of a gigabyte.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#dictdef-registrationresponsejson} WebAuthn L3 §5.1
 * @module
 */
import { isBase64url } from '../bytes/base64url.ts'
import { BytesError } from '../bytes/errors.ts'
import { CeremonyError } from './errors.ts'

/** Longest texts that are decoded at all, in characters of base64url. */
const MAX_LENGTH = {
  clientDataJSON: 16_384,
  attestationObject: 65_536,
  authenticatorData: 16_384,
  signature: 16_384,
} as const

/** 1023 bytes, the longest credential id there may be (L3 §4, credential ID). */
const MAX_ID_LENGTH = 1364
/** 16 bytes, the shortest one (100 bits of entropy in 16 bytes). */
const MIN_ID_LENGTH = 22
/** 64 bytes, the longest user handle. */
const MAX_USER_HANDLE_LENGTH = 86
const MAX_TRANSPORT_LENGTH = 32
/** More than a class of any app has. To look through a hundred thousand takes a fifth of a second. */
const MAX_PROTOTYPES = 16

/** Decodes base64url text strictly; throws a BytesError. */
export type Decoder = (text: string) => Uint8Array

/** What both kinds of response share. */
interface CredentialShape {
  /** Base64url text; the bytes are `rawId`. */
  readonly id: string
  /** Untrusted still, and to be read with {@link readMember}. */
  readonly clientExtensionResults: unknown
}

/** A registration response whose members have the right types. */
export interface RegistrationShape extends CredentialShape {
  readonly clientDataJSON: Uint8Array
  readonly attestationObject: Uint8Array
  readonly transports: readonly string[]
}

/**
 * An authentication response whose members have the right types. What is bytes is text still, for
 * {@link decodeMember}: while a response is being read, code of the response's own may run.
 */
export interface AuthenticationShape extends CredentialShape {
  readonly clientDataJSON: string
  readonly authenticatorData: string
  readonly signature: string
  /** Base64url text; `undefined` when the authenticator gave none. */
  readonly userHandle: string | undefined
}

/**
 * Reads the shape of a registration response.
 *
 * @throws {@link CeremonyError} with `response_malformed` or `credential_id_length_invalid`.
 */
export function readRegistrationShape(value: unknown, decode: Decoder): RegistrationShape {
  const { id, response, clientExtensionResults } = readOuter(value)
  return {
    id,
    clientExtensionResults,
    clientDataJSON: decodeMember('clientDataJSON', readText(response, 'clientDataJSON'), decode),
    attestationObject: decodeMember(
      'attestationObject',
      readText(response, 'attestationObject'),
      decode,
    ),
    transports: readTransports(response),
  }
}

/**
 * Reads the shape of an authentication response.
 *
 * @throws {@link CeremonyError} with `response_malformed` or `credential_id_length_invalid`.
 */
export function readAuthenticationShape(value: unknown): AuthenticationShape {
  const { id, response, clientExtensionResults } = readOuter(value)
  return {
    id,
    clientExtensionResults,
    clientDataJSON: readText(response, 'clientDataJSON'),
    authenticatorData: readText(response, 'authenticatorData'),
    signature: readText(response, 'signature'),
    userHandle: readUserHandle(response),
  }
}

/**
 * The bytes of a member.
 *
 * @throws {@link CeremonyError} with `response_malformed`.
 */
export function decodeMember(
  name: keyof typeof MAX_LENGTH,
  text: string,
  decode: Decoder,
): Uint8Array {
  try {
    return decode(text)
  } catch (cause) {
    if (cause instanceof BytesError) throw malformed(`${name} is not base64url`, { cause })
    throw cause
  }
}

/** A member of an untrusted value; `undefined` when there is none or reading it fails. */
export function readMember(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  try {
    if (!Object.hasOwn(value, name) && hasTooManyPrototypes(value)) return undefined
    return (value as Readonly<Record<string, unknown>>)[name]
  } catch {
    return undefined
  }
}

function hasTooManyPrototypes(value: object): boolean {
  let next: unknown = value
  for (let count = 0; count <= MAX_PROTOTYPES; count++) {
    next = Object.getPrototypeOf(next)
    if (next === null) return false
  }
  return true
}

function readOuter(value: unknown) {
  if (readMember(value, 'type') !== 'public-key') throw malformed('type is not public-key')
  const id = readMember(value, 'id')
  if (typeof id !== 'string') throw malformed('id is not a string')
  const rawId = readMember(value, 'rawId')
  // Lengths first: two different texts of a hundred megabytes take a second to compare.
  if (typeof rawId !== 'string' || rawId.length !== id.length)
    throw malformed('id and rawId differ')
  if (id.length < MIN_ID_LENGTH || id.length > MAX_ID_LENGTH) {
    throw new CeremonyError('credential_id_length_invalid', `id has ${id.length} characters`)
  }
  if (rawId !== id) throw malformed('id and rawId differ')
  checkBase64url(id, 'id')
  return {
    id,
    response: readMember(value, 'response'),
    clientExtensionResults: readMember(value, 'clientExtensionResults'),
  }
}

function readText(response: unknown, name: keyof typeof MAX_LENGTH): string {
  const text = readMember(response, name)
  if (typeof text !== 'string') throw malformed(`${name} is not a string`)
  if (text.length === 0) throw malformed(`${name} is empty`)
  if (text.length > MAX_LENGTH[name]) throw malformed(`${name} is too long`)
  return text
}

function readUserHandle(response: unknown): string | undefined {
  const text = readMember(response, 'userHandle')
  if (text === undefined || text === null) return undefined
  if (typeof text !== 'string') throw malformed('userHandle is not a string')
  if (text.length > MAX_USER_HANDLE_LENGTH) throw malformed('userHandle is too long')
  checkBase64url(text, 'userHandle')
  // Some clients write "none" as an empty text; a real handle has 1 to 64 bytes.
  return text === '' ? undefined : text
}

/**
 * Hints, so whatever is not a short text is left out rather than refused. Unknown words stay: L3 wants
 * them stored and sent back unchanged.
 */
function readTransports(response: unknown): readonly string[] {
  const value = readMember(response, 'transports')
  const length = readMember(value, 'length')
  if (typeof length !== 'number') return []
  const words = new Set<string>()
  for (let index = 0; index < Math.min(length, 16); index++) {
    const word = readMember(value, String(index))
    if (typeof word !== 'string' || word.length > MAX_TRANSPORT_LENGTH) continue
    if (/^[\x21-\x7e]+$/.test(word)) words.add(word)
  }
  return [...words]
}

/** For texts that are compared and never decoded: whether exactly these bytes would be written so. */
function checkBase64url(text: string, name: string): void {
  if (!isBase64url(text)) throw malformed(`${name} is not base64url`)
}

function malformed(what: string, options?: ErrorOptions): CeremonyError {
  return new CeremonyError('response_malformed', what, options)
}
