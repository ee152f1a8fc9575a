/**
 * `latchkey/authenticator`: a software authenticator and the client around it, for tests and vaults.
 *
 * @module
 */
export { SoftwareAuthenticator } from './software-authenticator.ts'
export { AuthenticatorError, type AuthenticatorErrorCode } from './errors.ts'
export type { AuthenticatorSettings } from './settings.ts'
export type { AttestationFormat } from './attestation/statement.ts'
export {
  createAttestationAuthority,
  type AttestationAuthority,
  type AttestationAuthoritySettings,
  type CertificateFaults,
  type ChainFault,
} from './attestation-authority.ts'
export type { AuthenticatorCredential } from './credential.ts'
export type { ClientContext } from './context.ts'
export type {
  AttestationObjectFaults,
  ClientDataFaults,
  Faults,
  JsonFaults,
  StatementFaults,
} from './faults.ts'
export type { AuthenticatorDataFaults, Flags } from './authenticator-data.ts'
export type { SignatureFault } from './signature.ts'
export type { BytesChange, CborChange, Change, Json, JsonChange } from './change.ts'
