/**
 * What attestation statements are made over, and with.
 *
 * @module
 */
import type { CborValue } from '../../bytes/cbor.ts'
import { concatBytes } from '../../bytes/concat.ts'
import type { AttestationAuthority } from '../attestation-authority.ts'
import type { Faults } from '../faults.ts'
import type { SigningKey } from '../signing-key.ts'

/** What a statement is made over. */
export interface AttestationSubject {
  readonly authenticatorData: Uint8Array
  readonly clientDataHash: Uint8Array
  /** The new credential's key. */
  readonly key: SigningKey
  readonly aaguid: Uint8Array
}

/** What a statement is made with. */
export interface AttestationMeans {
  /** Made when first asked for. */
  readonly authority: () => AttestationAuthority
  /** The key of the model, which signs for the new key; made when first asked for. */
  readonly attestationKey: (algorithm: number) => Promise<SigningKey>
  /** COSE identifier the attestation key signs under, where the format leaves a choice. */
  readonly algorithm: number | undefined
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly faults: Faults
}

/** Members of a statement. */
export type Statement = ReadonlyMap<string, CborValue>

/** A statement with the identifier of its format. */
export interface Attestation {
  readonly fmt: string
  readonly attStmt: CborValue
}

/** What most formats sign. */
export function toSign(
  subject: Pick<AttestationSubject, 'authenticatorData' | 'clientDataHash'>,
): Uint8Array<ArrayBuffer> {
  return concatBytes(subject.authenticatorData, subject.clientDataHash)
}
