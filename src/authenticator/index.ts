/**
 * `latchkey/authenticator`: a software authenticator and the client around it, for tests and vaults.
 *
 * @example
 * ```ts
 * import { SoftwareAuthenticator } from 'latchkey/authenticator'
 *
 * const authenticator = new SoftwareAuthenticator()
 * const registration = await authenticator.create(creationOptions, { origin: 'https://example.com' })
 * const answer = await authenticator.get(requestOptions, { origin: 'https://example.com' })
 * const wrong = await authenticator.get(requestOptions, {
 *   origin: 'https://example.com',
 *   faults: { signature: 'bit_flipped' },
 * })
 * ```
 *
 * @module latchkey/authenticator
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
export type { ExtensionName } from './extensions/inputs.ts'
export type { AndroidKeyFaults, AuthorizationList } from './attestation/android-key.ts'
export type { SafetyNetFaults, SafetyNetPayloadFaults } from './attestation/android-safetynet.ts'
export type { AppleFaults } from './attestation/apple.ts'
export type { TpmFaults } from './attestation/tpm.ts'
export type { CertificateExtension, CertificateName } from './certificate.ts'
export {
  fromVirtualAuthenticatorCredential,
  toVirtualAuthenticatorCredential,
  type VirtualAuthenticatorCredential,
} from './virtual-authenticator.ts'
export {
  metadataEntry,
  writeMetadataBlob,
  type MetadataBlob,
  type MetadataFaults,
  type MetadataModel,
} from './metadata-blob.ts'
export type { ChainFaults, LeafRequest } from './attestation-authority.ts'
export type { CborMap, CborValue } from '../bytes/cbor.ts'
export type {
  AuthenticationResponseJSON,
  AuthenticatorAssertionResponseJSON,
  AuthenticatorAttestationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '../protocol/webauthn-json.ts'
