/**
 * Attestation: what the authenticator says about where the key came from.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-defined-attestation-formats} WebAuthn L3 §8
 * @module
 */
import type { CborValue } from '../../bytes/cbor.ts'
import { changedMembers } from '../change.ts'
import { androidKey } from './android-key.ts'
import { androidSafetyNet } from './android-safetynet.ts'
import { apple } from './apple.ts'
import { fidoU2f } from './fido-u2f.ts'
import { packedFull, packedSelf } from './packed.ts'
import type { Attestation, AttestationMeans, AttestationSubject, Statement } from './subject.ts'
import { tpm } from './tpm.ts'

/** Statements this authenticator can make; `packed` is the one with a certificate. */
export type AttestationFormat =
  | 'none'
  | 'packed'
  | 'packed-self'
  | 'tpm'
  | 'android-key'
  | 'android-safetynet'
  | 'fido-u2f'
  | 'apple'

/** Makes a statement of the format asked for; a list makes a compound one. */
export async function attest(
  format: AttestationFormat | readonly AttestationFormat[],
  subject: AttestationSubject,
  means: AttestationMeans,
): Promise<Attestation> {
  if (typeof format === 'string') {
    const { fmt, attStmt } = await attestOnce(format, subject, means)
    const members = Object.fromEntries<CborValue>(attStmt)
    const wrong = changedMembers(members, means.faults.statement)
    return { fmt, attStmt: new Map(Object.entries(wrong)) }
  }
  const parts: CborValue[] = []
  for (const one of format) {
    parts.push(new Map(Object.entries(await attest(one, subject, means))))
  }
  return { fmt: 'compound', attStmt: parts }
}

async function attestOnce(
  format: AttestationFormat,
  subject: AttestationSubject,
  means: AttestationMeans,
): Promise<{ readonly fmt: string; readonly attStmt: Statement }> {
  switch (format) {
    case 'packed':
      return { fmt: 'packed', attStmt: await packedFull(subject, means) }
    case 'packed-self':
      return { fmt: 'packed', attStmt: packedSelf(subject, means) }
    case 'tpm':
      return { fmt: 'tpm', attStmt: await tpm(subject, means) }
    case 'android-key':
      return { fmt: 'android-key', attStmt: androidKey(subject, means) }
    case 'android-safetynet':
      return { fmt: 'android-safetynet', attStmt: await androidSafetyNet(subject, means) }
    case 'fido-u2f':
      return { fmt: 'fido-u2f', attStmt: await fidoU2f(subject, means) }
    case 'apple':
      return { fmt: 'apple', attStmt: apple(subject, means) }
    default:
      return { fmt: 'none', attStmt: new Map() }
  }
}
