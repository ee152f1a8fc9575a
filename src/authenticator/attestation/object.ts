/**
 * The attestation object, after the client has seen to the relying party's wish.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#attestation-object} WebAuthn L3 §6.5
 * @module
 */
import { encodeCbor } from '../../bytes/cbor-encode.ts'
import type { CborValue } from '../../bytes/cbor.ts'
import type { AttestationConveyancePreference } from '../../protocol/webauthn-json.ts'
import { changed, changedMembers } from '../change.ts'
import { ZERO_AAGUID, type CompleteSettings } from '../settings.ts'
import { attest } from './statement.ts'
import type { AttestationMeans, AttestationSubject } from './subject.ts'

/**
 * What the relying party gets to see. L3 §5.1.3: under `none` only a self attestation that names no
 * model stays.
 */
export function conveyedFormat(
  asked: AttestationConveyancePreference | undefined,
  { attestation, aaguid }: CompleteSettings,
): CompleteSettings['attestation'] {
  const harmless = attestation === 'packed-self' && aaguid === ZERO_AAGUID
  return (asked ?? 'none') === 'none' && !harmless ? 'none' : attestation
}

/** Makes a statement, changes what is to be wrong, and encodes it with the authenticator data. */
export async function writeAttestationObject(
  format: CompleteSettings['attestation'],
  subject: AttestationSubject,
  means: AttestationMeans,
): Promise<Uint8Array> {
  const { faults } = means
  const { fmt, attStmt } = await attest(format, subject, means)
  const members = changedMembers<CborValue>(
    { fmt, attStmt, authData: subject.authenticatorData },
    faults.attestationObject,
  )
  return changed(encodeCbor(new Map(Object.entries(members))), faults.attestationObjectBytes)
}
