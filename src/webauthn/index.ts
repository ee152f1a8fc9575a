/**
 * `latchkey/webauthn`: the relying party's half of WebAuthn Level 3.
 *
 * Verifies what authenticators answer and makes the options they are asked with. Pure: no storage, no clock
 * of its own, no network. It does not remember challenges and does not know accounts; `latchkey/server` does.
 *
 * @example
 * ```ts
 * import { creationOptions, verifyRegistration } from 'latchkey/webauthn'
 *
 * const relyingParty = { rpId: 'example.com', origins: ['https://example.com'] }
 * const options = creationOptions({
 *   challenge: crypto.getRandomValues(new Uint8Array(32)),
 *   rp: { id: relyingParty.rpId, name: 'Example' },
 *   user: { id: crypto.getRandomValues(new Uint8Array(32)), name: 'ada' },
 * })
 * const response = await ask(options) // the browser, or an app
 * const { credential } = await verifyRegistration({
 *   response,
 *   expected: { ...relyingParty, challenge: options.challenge },
 * })
 * ```
 *
 * @module latchkey/webauthn
 */
export { providerName } from './aaguid.ts'
export { AAGUID_NAMES } from './aaguid-table.ts'
export type { AttestationType } from './attestation/format.ts'
export type { AttestationPolicy } from './attestation/trust.ts'
export { verifyAuthentication } from './authentication.ts'
export type {
  AuthenticationExpectations,
  StoredCredential,
  VerifiedAuthentication,
} from './authentication.ts'
export { CEREMONY_ERROR_CODES, CeremonyError, isMalformed } from './errors.ts'
export type { CeremonyErrorCode } from './errors.ts'
export type { CreationExtensions, PrfInputs, RequestExtensions } from './extension-inputs.ts'
export type { AuthenticationExtensions, CredProtect, RegistrationExtensions } from './extensions.ts'
export { metadataFreshness, verifyMetadata } from './metadata/blob.ts'
export type { Metadata, MetadataRules } from './metadata/blob.ts'
export type { MetadataEntry, StatusReport } from './metadata/entry.ts'
export { MetadataError } from './metadata/errors.ts'
export type { MetadataErrorCode } from './metadata/errors.ts'
export { recheckCredentials } from './metadata/policy.ts'
export type { FlaggedCredential, ModelPolicy, StoredModel } from './metadata/policy.ts'
export type { CertificationLevel } from './metadata/status.ts'
export { creationOptions, requestOptions, supportedAlgorithms } from './options.ts'
export type { CreationRequest, CredentialReference, SignInRequest } from './options.ts'
export { parseProviderList } from './provider-list.ts'
export type { Provider } from './provider-list.ts'
export { verifyRegistration } from './registration.ts'
export type {
  RegisteredCredential,
  RegistrationExpectations,
  VerifiedRegistration,
} from './registration.ts'
export type {
  AttestationConveyancePreference,
  AuthenticatorSelectionCriteria,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialDescriptorJSON,
  PublicKeyCredentialParameters,
  PublicKeyCredentialRequestOptionsJSON,
  PublicKeyCredentialRpEntity,
  PublicKeyCredentialUserEntityJSON,
  UserVerificationRequirement,
} from '../protocol/webauthn-json.ts'
