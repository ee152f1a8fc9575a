/**
 * Faults on demand: any field of an answer can be made wrong, one at a time, and everything behind it
 * (hashes, signatures, statements) is made over the wrong value, so that just one rule is broken.
 *
 * Where a member says a change, that is the wrong value itself or a function from the true value to the
 * wrong one. In objects `undefined` leaves the member out:
 *
 * ```ts
 * { clientData: { type: 'webauthn.get' } }
 * { clientData: { challenge: undefined } }
 * { authenticatorData: { flags: { up: false } } }
 * { signature: 'bit_flipped' }
 * { json: { response: { clientDataJSON: '' } } }
 * ```
 *
 * @module
 */
import type { CertificateFaults, ChainFault } from './attestation-authority.ts'
import type { AndroidKeyFaults } from './attestation/android-key.ts'
import type { SafetyNetFaults } from './attestation/android-safetynet.ts'
import type { AppleFaults } from './attestation/apple.ts'
import type { TpmFaults } from './attestation/tpm.ts'
import type { AuthenticatorDataFaults } from './authenticator-data.ts'
import type { BytesChange, CborChange, JsonChange } from './change.ts'
import type { SignatureFault } from './signature.ts'

/** Members of the client data, before it is serialized, hashed and signed. */
export interface ClientDataFaults {
  readonly type?: JsonChange<string>
  readonly challenge?: JsonChange<string>
  readonly origin?: JsonChange<string>
  readonly crossOrigin?: JsonChange<boolean>
  readonly topOrigin?: JsonChange<string | undefined>
  readonly [other: string]: JsonChange<never>
}

/** Members of an attestation statement, after it was made. */
export interface StatementFaults {
  readonly alg?: CborChange<number>
  readonly sig?: CborChange<Uint8Array>
  readonly x5c?: CborChange<readonly Uint8Array[]>
  readonly [other: string]: CborChange<never>
}

/** Members of the attestation object, before it is encoded. */
export interface AttestationObjectFaults {
  readonly fmt?: CborChange<string>
  readonly attStmt?: CborChange
  readonly authData?: CborChange<Uint8Array>
  readonly [other: string]: CborChange<never>
}

/** Members of the response JSON. An object changes members deep inside, anything else replaces. */
export interface JsonFaults {
  readonly [name: string]: JsonChange<never> | JsonFaults
}

/** What is to be wrong in one answer. */
export interface Faults {
  readonly clientData?: ClientDataFaults
  /** The bytes of the client data, before they are hashed and signed. */
  readonly clientDataJSON?: BytesChange
  /** The hash that the authenticator gets to sign. */
  readonly clientDataHash?: BytesChange
  readonly authenticatorData?: AuthenticatorDataFaults
  /** The signature of an assertion, or the one in an attestation statement. */
  readonly signature?: SignatureFault
  /** The attestation certificate. */
  readonly certificate?: CertificateFaults
  /** The certificate between it and the root, where there is one. */
  readonly intermediate?: CertificateFaults
  /** The order and number of the certificates. */
  readonly chain?: ChainFault
  readonly tpm?: TpmFaults
  readonly androidKey?: AndroidKeyFaults
  readonly apple?: AppleFaults
  readonly safetyNet?: SafetyNetFaults
  readonly statement?: StatementFaults
  readonly attestationObject?: AttestationObjectFaults
  /** The attestation object as CBOR bytes. */
  readonly attestationObjectBytes?: BytesChange
  /** The response JSON, at the very last. */
  readonly json?: JsonFaults
}
