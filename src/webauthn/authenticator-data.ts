/**
 * Authenticator data: what the authenticator signed, byte by byte.
 *
 * Reading only. Whether the flags are good enough is for the ceremonies to say.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-authenticator-data} WebAuthn L3 §6.1
 * @module
 */
import { decodeCborAt } from '../bytes/cbor.ts'
import type { CborMap, CborValue } from '../bytes/cbor.ts'
import { BytesError } from '../bytes/errors.ts'
import { CeremonyError } from './errors.ts'

/** The flags that have a meaning; the reserved ones are ignored. */
export interface AuthenticatorFlags {
  readonly userPresent: boolean
  readonly userVerified: boolean
  readonly backupEligible: boolean
  readonly backupState: boolean
}

/** The credential that a registration made. */
export interface AttestedCredentialData {
  /** 16 bytes. */
  readonly aaguid: Uint8Array
  readonly credentialId: Uint8Array
  /** The COSE_Key as it was written; this is what gets stored. */
  readonly publicKeyBytes: Uint8Array
  readonly publicKey: CborValue
}

/** Authenticator data, taken apart. */
export interface AuthenticatorData {
  readonly flags: AuthenticatorFlags
  readonly signCount: number
  readonly attestedCredential: AttestedCredentialData | undefined
  /** Extension outputs by identifier; empty when the flag is clear. */
  readonly extensions: ReadonlyMap<string, CborValue>
}

const HEADER_LENGTH = 37
const MAX_CREDENTIAL_ID_LENGTH = 1023
const AT = 0x40
const ED = 0x80

const NO_EXTENSIONS: ReadonlyMap<string, CborValue> = new Map()

/**
 * Takes authenticator data apart. Flags and data have to agree, and no byte may be left over.
 *
 * @throws {@link CeremonyError} with `authenticator_data_malformed`, or `credential_id_length_invalid`
 * when the credential id is longer than 1023 bytes or shorter than 16.
 */
export function parseAuthenticatorData(bytes: Uint8Array): AuthenticatorData {
  if (bytes.length < HEADER_LENGTH) throw malformed(`${bytes.length} bytes only`)
  const flags = bytes[32]!
  let at = HEADER_LENGTH
  let attestedCredential: AttestedCredentialData | undefined
  let extensions = NO_EXTENSIONS
  if ((flags & AT) !== 0) {
    const read = readAttestedCredential(bytes, at)
    attestedCredential = read.credential
    at = read.end
  }
  if ((flags & ED) !== 0) {
    const { value, end } = readCbor(bytes, at)
    extensions = checkExtensions(value)
    at = end
  }
  if (at !== bytes.length) throw malformed('bytes left over')
  return {
    flags: {
      userPresent: (flags & 0x01) !== 0,
      userVerified: (flags & 0x04) !== 0,
      backupEligible: (flags & 0x08) !== 0,
      backupState: (flags & 0x10) !== 0,
    },
    signCount: bytes[33]! * 0x1000000 + ((bytes[34]! << 16) | (bytes[35]! << 8) | bytes[36]!),
    attestedCredential,
    extensions,
  }
}

function readAttestedCredential(
  bytes: Uint8Array,
  start: number,
): { readonly credential: AttestedCredentialData; readonly end: number } {
  const idStart = start + 18
  if (bytes.length < idStart) throw malformed('attested credential data is cut short')
  const idLength = (bytes[start + 16]! << 8) | bytes[start + 17]!
  if (idLength < 16 || idLength > MAX_CREDENTIAL_ID_LENGTH) {
    throw new CeremonyError('credential_id_length_invalid', `credential id has ${idLength} bytes`)
  }
  const idEnd = idStart + idLength
  if (bytes.length < idEnd) throw malformed('credential id is cut short')
  const { value, end } = readCbor(bytes, idEnd)
  const credential = {
    aaguid: bytes.subarray(start, start + 16),
    credentialId: bytes.subarray(idStart, idEnd),
    publicKeyBytes: bytes.subarray(idEnd, end),
    publicKey: value,
  }
  return { credential, end }
}

function checkExtensions(value: CborValue): ReadonlyMap<string, CborValue> {
  if (!(value instanceof Map)) throw malformed('extensions are not a map')
  for (const key of (value as CborMap).keys()) {
    if (typeof key !== 'string') throw malformed('an extension identifier is not a text')
  }
  return value as ReadonlyMap<string, CborValue>
}

function readCbor(bytes: Uint8Array, at: number) {
  try {
    return decodeCborAt(bytes, at)
  } catch (cause) {
    if (cause instanceof BytesError) throw malformed('CBOR in it is malformed', { cause })
    throw cause
  }
}

function malformed(what: string, options?: ErrorOptions): CeremonyError {
  return new CeremonyError('authenticator_data_malformed', what, options)
}
