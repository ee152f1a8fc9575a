/**
 * Attestation: what the authenticator says about where the key came from, and what the client lets
 * through of it.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-attestation} WebAuthn L3 §6.5
 * @module
 */
import type { CborMap, CborValue } from '../bytes/cbor.ts'
import { concatBytes } from '../bytes/concat.ts'
import { signWithFault, type SignatureFault } from './signature.ts'
import type { SigningKey } from './signing-key.ts'

/** Statements this authenticator can make. */
export type AttestationFormat = 'none' | 'packed-self'

/** What a statement is made over. */
export interface AttestationSubject {
  readonly authenticatorData: Uint8Array
  readonly clientDataHash: Uint8Array
  /** The new credential's key. */
  readonly key: SigningKey
  readonly signatureFault: SignatureFault | undefined
}

/** A statement with the identifier of its format. */
export interface Attestation {
  readonly fmt: string
  readonly attStmt: CborValue
}

/** Makes a statement of the format asked for. */
export function attest(format: AttestationFormat, subject: AttestationSubject): Attestation {
  if (format === 'none') return { fmt: 'none', attStmt: new Map() }
  return { fmt: 'packed', attStmt: packedSelf(subject) }
}

/** L3 §8.2, self attestation: the new key signs for itself. */
function packedSelf(subject: AttestationSubject): CborMap {
  const { key, signatureFault } = subject
  const sig = signWithFault(key, toSign(subject), signatureFault)
  return new Map<string, CborValue>([
    ['alg', key.algorithm],
    ['sig', sig],
  ])
}

/** What most formats sign. */
export function toSign(
  subject: Pick<AttestationSubject, 'authenticatorData' | 'clientDataHash'>,
): Uint8Array {
  return concatBytes(subject.authenticatorData, subject.clientDataHash)
}
