/**
 * What an attestation format is: one file here for each, listed in `formats.ts`.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-defined-attestation-formats} WebAuthn L3 §8
 * @module
 */
import type { CborMap, CborValue } from '../../bytes/cbor.ts'
import type { AttestationStatement } from '../attestation-object.ts'
import type { AuthenticatorData, AttestedCredentialData } from '../authenticator-data.ts'
import type { Certificate } from '../certificate/certificate.ts'
import type { CryptoRuntime } from '../crypto/runtime.ts'
import { CeremonyError } from '../errors.ts'
import type { CredentialPublicKey } from '../keys/cose-key.ts'

/** How an attestation vouches for a credential (L3 §6.5.3). */
export type AttestationType = 'none' | 'self' | 'basic' | 'attca' | 'anonca'

/** What every verification procedure is given. */
export interface AttestationInput {
  readonly attStmt: AttestationStatement
  /** The authenticator data as signed. */
  readonly authData: Uint8Array
  readonly authenticatorData: AuthenticatorData
  readonly attestedCredential: AttestedCredentialData
  readonly credentialKey: CredentialPublicKey
  /** SHA-256 of the client data. */
  readonly clientDataHash: Uint8Array
  readonly runtime: CryptoRuntime
  readonly policy: AttestationFormatPolicy
}

/** What the relying party lets a format get away with. */
export interface AttestationFormatPolicy {
  readonly allowSha1: boolean
  readonly allowSafetyNet: boolean
  readonly requireZeroU2fAaguid: boolean
  readonly now: Date
}

/** What a verification procedure gives back when the statement is sound. */
export interface AttestationOutcome {
  readonly type: AttestationType
  /** DER certificates, the attestation certificate first; empty for none and self. */
  readonly trustPath: readonly Uint8Array[]
  /** The first of them, as the procedure has read it. */
  readonly leaf?: Certificate
  /** Whether the path may end with its own root. Android's does, the others leave it out. */
  readonly rootInPath?: 'allowed'
}

/** A format and its verification procedure, which throws a CeremonyError on an unsound statement. */
export interface AttestationFormat {
  /** The identifier in `fmt`, compared case-sensitively. */
  readonly id: string
  verify(input: AttestationInput): Promise<AttestationOutcome>
}

/** What attestation signatures are made over: authenticator data, then the hash of the client data. */
export function signedBytes({ authData, clientDataHash }: AttestationInput): Uint8Array {
  const bytes = new Uint8Array(authData.length + clientDataHash.length)
  bytes.set(authData)
  bytes.set(clientDataHash, authData.length)
  return bytes
}

/**
 * A statement that is a map.
 *
 * @throws {@link CeremonyError} with `attestation_statement_malformed`.
 */
export function statementMap(attStmt: AttestationStatement): CborMap {
  if (attStmt instanceof Map) return attStmt as CborMap
  throw malformedStatement('not a map')
}

/** @throws {@link CeremonyError} with `attestation_statement_malformed`. */
export function statementBytes(map: CborMap, name: string): Uint8Array {
  const value = map.get(name)
  if (value instanceof Uint8Array && value.length > 0) return value
  throw malformedStatement(`${name} is not a byte string, or empty`)
}

/** @throws {@link CeremonyError} with `attestation_statement_malformed`. */
export function statementAlgorithm(map: CborMap): number {
  const value = map.get('alg')
  if (typeof value === 'number') return value
  throw malformedStatement('alg is not an integer')
}

/**
 * The certificates of a statement, as DER.
 *
 * @throws {@link CeremonyError} with `attestation_statement_malformed`.
 */
export function statementChain(map: CborMap): readonly Uint8Array[] {
  const value = map.get('x5c')
  if (!Array.isArray(value)) throw malformedStatement('x5c is not an array')
  const chain = value as readonly CborValue[]
  if (chain.length === 0 || chain.length > MAX_CHAIN_LENGTH) {
    throw malformedStatement(`x5c has ${chain.length} certificates`)
  }
  return chain.map((der) => {
    if (der instanceof Uint8Array && der.length > 0) return der
    throw malformedStatement('x5c holds something else than byte strings')
  })
}

const MAX_CHAIN_LENGTH = 10

/** An error for a statement that does not have the shape its format wants. */
export function malformedStatement(what: string, options?: ErrorOptions): CeremonyError {
  return new CeremonyError('attestation_statement_malformed', `statement: ${what}`, options)
}
