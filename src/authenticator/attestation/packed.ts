/**
 * Packed attestation: the new key signs for itself, or the key of the model does, with a certificate.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-packed-attestation} WebAuthn L3 §8.2
 * @module
 */
import type { CborValue } from '../../bytes/cbor.ts'
import {
  aaguidExtension,
  basicConstraints,
  subjectKeyIdentifier,
} from '../certificate-extensions.ts'
import { signWithFault } from '../signature.ts'
import {
  toSign,
  type AttestationMeans,
  type AttestationSubject,
  type Statement,
} from './subject.ts'

/** Self attestation. */
export function packedSelf(subject: AttestationSubject, { faults }: AttestationMeans): Statement {
  const { key } = subject
  return new Map<string, CborValue>([
    ['alg', key.algorithm],
    ['sig', signWithFault(key, toSign(subject), faults.signature)],
  ])
}

/** Attestation with a certificate as L3 §8.2.1 wants it. */
export async function packedFull(
  subject: AttestationSubject,
  means: AttestationMeans,
): Promise<Statement> {
  const { faults } = means
  const key = await means.attestationKey(means.algorithm ?? -7)
  const x5c = means.authority().issue(
    {
      subject: {
        C: 'SE',
        O: 'Latchkey Test',
        OU: 'Authenticator Attestation',
        CN: 'Latchkey Test Attestation',
      },
      publicKey: key.publicKey,
      extensions: [
        basicConstraints('end-entity'),
        subjectKeyIdentifier(key.publicKey),
        aaguidExtension(subject.aaguid),
      ],
    },
    faults,
  )
  return new Map<string, CborValue>([
    ['alg', key.algorithm],
    ['sig', signWithFault(key, toSign(subject), faults.signature, subject.key)],
    ['x5c', x5c],
  ])
}
