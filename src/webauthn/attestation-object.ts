/**
 * The attestation object: authenticator data, and a statement about where it comes from.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-attestation} WebAuthn L3 §6.5
 * @module
 */
import { decodeCbor } from '../bytes/cbor.ts'
import type { CborMap, CborValue } from '../bytes/cbor.ts'
import { BytesError } from '../bytes/errors.ts'
import { CeremonyError } from './errors.ts'

/** A statement: a map, or an array of statements in the compound format. */
export type AttestationStatement = CborMap | readonly CborValue[]

/** An attestation object, taken apart. */
export interface AttestationObject {
  /** The format, such as `packed`; compared case-sensitively. */
  readonly fmt: string
  readonly authData: Uint8Array
  readonly attStmt: AttestationStatement
}

/**
 * Takes an attestation object apart.
 *
 * @throws {@link CeremonyError} with `attestation_object_malformed`.
 */
export function parseAttestationObject(bytes: Uint8Array): AttestationObject {
  const object = decode(bytes)
  if (!(object instanceof Map)) throw malformed('not a CBOR map')
  const { fmt, attStmt } = readStatement(object as CborMap)
  const authData = (object as CborMap).get('authData')
  if (!(authData instanceof Uint8Array)) throw malformed('authData is not a byte string')
  return { fmt, authData, attStmt }
}

/**
 * Reads `fmt` and `attStmt`, which a compound statement nests.
 *
 * @throws {@link CeremonyError} with `attestation_object_malformed`.
 */
export function readStatement(map: CborMap): Pick<AttestationObject, 'fmt' | 'attStmt'> {
  const fmt = map.get('fmt')
  const attStmt = map.get('attStmt')
  if (typeof fmt !== 'string') throw malformed('fmt is not a text')
  if (attStmt instanceof Map) return { fmt, attStmt: attStmt as CborMap }
  if (Array.isArray(attStmt)) return { fmt, attStmt: attStmt as readonly CborValue[] }
  throw malformed('attStmt is neither a map nor an array')
}

function decode(bytes: Uint8Array): CborValue {
  try {
    return decodeCbor(bytes)
  } catch (cause) {
    if (cause instanceof BytesError) throw malformed('CBOR is malformed', { cause })
    throw cause
  }
}

function malformed(what: string, options?: ErrorOptions): CeremonyError {
  return new CeremonyError('attestation_object_malformed', what, options)
}
