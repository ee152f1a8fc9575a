/**
 * Apple anonymous attestation: Apple issues a certificate for the new key, with a nonce in it.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-apple-anonymous-attestation} WebAuthn L3 §8.8
 * @module
 */
import { derContext, derOctetString, derSequence } from '../../bytes/der-encode.ts'
import { basicConstraints, EXTENSION_IDS } from '../certificate-extensions.ts'
import { changed, type BytesChange } from '../change.ts'
import { sha256 } from '../platform.ts'
import { freshKey } from '../signing-key.ts'
import {
  toSign,
  type AttestationMeans,
  type AttestationSubject,
  type Statement,
} from './subject.ts'

/** What can be wrong in the certificate that Apple issues. */
export interface AppleFaults {
  readonly nonce?: BytesChange
  /** Whose certificate it is. */
  readonly key?: 'other'
}

/** A statement as Apple's servers make it. */
export function apple(subject: AttestationSubject, means: AttestationMeans): Statement {
  const { apple: wrong = {} } = means.faults
  const key = wrong.key === 'other' ? freshKey(subject.key.algorithm) : subject.key
  const nonce = changed(sha256(toSign(subject)), wrong.nonce)
  const x5c = means.authority().issue(
    {
      subject: { CN: 'Latchkey Test', OU: 'AAA Certification', O: 'Latchkey Test' },
      publicKey: key.publicKey,
      extensions: [
        basicConstraints('end-entity'),
        {
          id: EXTENSION_IDS.appleNonce,
          value: derSequence(derContext(1, derOctetString(nonce))),
        },
      ],
    },
    means.faults,
  )
  return new Map([['x5c', x5c]])
}
