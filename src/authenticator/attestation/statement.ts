/**
 * Attestation: what the authenticator says about where the key came from.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-defined-attestation-formats} WebAuthn L3 §8
 * @module
 */
import { packedFull, packedSelf } from './packed.ts'
import type { Attestation, AttestationMeans, AttestationSubject } from './subject.ts'

/** Statements this authenticator can make; `packed` is the one with a certificate. */
export type AttestationFormat = 'none' | 'packed' | 'packed-self'

/** Makes a statement of the format asked for. */
export async function attest(
  format: AttestationFormat,
  subject: AttestationSubject,
  means: AttestationMeans,
): Promise<Attestation> {
  switch (format) {
    case 'packed':
      return { fmt: 'packed', attStmt: await packedFull(subject, means) }
    case 'packed-self':
      return { fmt: 'packed', attStmt: packedSelf(subject, means) }
    default:
      return { fmt: 'none', attStmt: new Map() }
  }
}
