/**
 * The attestation object, after the client has seen to the relying party's wish.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#attestation-object} WebAuthn L3 §6.5
 * @module
 */
import { encodeCbor } from '../bytes/cbor-encode.ts'
import type { CborValue } from '../bytes/cbor.ts'
import type { PublicKeyCredentialCreationOptionsJSON } from '../protocol/webauthn-json.ts'
import { attest, type Attestation, type AttestationSubject } from './attestation.ts'
import { changed, changedMembers } from './change.ts'
import type { Faults, StatementFaults } from './faults.ts'
import type { CompleteSettings } from './settings.ts'

/** What decides about the statement besides what it is made over. */
export interface AttestationWish {
  readonly options: PublicKeyCredentialCreationOptionsJSON
  readonly settings: CompleteSettings
  readonly faults: Faults
}

const ZERO_AAGUID = '00000000-0000-0000-0000-000000000000'

/** Makes a statement, changes what is to be wrong, and encodes it with the authenticator data. */
export function writeAttestationObject(
  subject: Omit<AttestationSubject, 'signatureFault'>,
  wish: AttestationWish,
): Uint8Array {
  const { faults } = wish
  const truth = attest(formatFor(wish), { ...subject, signatureFault: faults.signature })
  const { fmt, attStmt } = withStatementFaults(truth, faults.statement)
  const members = changedMembers<CborValue>(
    { fmt, attStmt, authData: subject.authenticatorData },
    faults.attestationObject,
  )
  return changed(encodeCbor(new Map(Object.entries(members))), faults.attestationObjectBytes)
}

/** L3 §5.1.3: under `none` only a self attestation that names no model stays. */
function formatFor({ options, settings }: AttestationWish): CompleteSettings['attestation'] {
  const asked = (options.attestation ?? 'none') !== 'none'
  const harmless = settings.attestation === 'packed-self' && settings.aaguid === ZERO_AAGUID
  return asked || harmless ? settings.attestation : 'none'
}

function withStatementFaults(truth: Attestation, faults: StatementFaults = {}): Attestation {
  if (!(truth.attStmt instanceof Map)) return truth
  const statement = Object.fromEntries<CborValue>(truth.attStmt)
  return { ...truth, attStmt: new Map(Object.entries(changedMembers(statement, faults))) }
}
