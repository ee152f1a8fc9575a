/**
 * `latchkey/client`: Credential Manager for browsers, with the names and type strings of
 * `androidx.credentials`. No dependencies.
 *
 * @example
 * ```ts
 * import { CredentialManager, GetCredentialRequest, GetPublicKeyCredentialOption } from 'latchkey/client'
 *
 * const manager = CredentialManager.create()
 * const option = new GetPublicKeyCredentialOption(requestJson)
 * const { credential } = await manager.getCredential(new GetCredentialRequest([option]))
 * ```
 *
 * @module latchkey/client
 */
export {
  CredentialManager,
  type CreateCredentialResponseTo,
  type CredentialManagerSettings,
} from './credential-manager.ts'
export type { BrowserPage } from './browser/page.ts'
export { browserPlatform } from './browser/platform.ts'
export type {
  AttachOptions,
  CallOptions,
  CreateCredentialRequest,
  CredentialPlatform,
} from './platform.ts'
export {
  type CredentialOptionSettings,
  PRIORITY_DEFAULT,
  PRIORITY_OIDC_OR_SIMILAR,
  PRIORITY_PASSKEY_OR_SIMILAR,
  PRIORITY_PASSWORD_OR_SIMILAR,
} from './credential-option.ts'
export {
  type CredentialOption,
  GetCredentialRequest,
  type GetCredentialRequestSettings,
  GetPasswordOption,
  type GetPasswordOptionSettings,
  GetPublicKeyCredentialOption,
  type GetPublicKeyCredentialOptionSettings,
} from './get-request.ts'
export { GetRestoreCredentialOption } from './restore-option.ts'
export { GetDigitalCredentialOption } from './digital-option.ts'
export {
  type CustomBrowserQuery,
  type CustomBrowserWay,
  GetCustomCredentialOption,
  type GetCustomCredentialOptionSettings,
} from './custom-option.ts'
export { GetCredentialResponse } from './get-response.ts'
export {
  type HandleSettings,
  PendingGetCredentialHandle,
  PrepareGetCredentialResponse,
  type PrepareResults,
} from './prepare.ts'
export { DisplayInfo, type DisplayInfoSettings } from './display-info.ts'
export {
  type CreateCredentialRequestSettings,
  CreatePublicKeyCredentialRequest,
  type CreatePublicKeyCredentialRequestSettings,
} from './create-request.ts'
export {
  CreatePasswordRequest,
  type CreatePasswordRequestSettings,
} from './create-password-request.ts'
export {
  CreateRestoreCredentialRequest,
  type CreateRestoreCredentialRequestSettings,
} from './create-restore-request.ts'
export {
  CreateDigitalCredentialRequest,
  type CreateDigitalCredentialRequestSettings,
} from './create-digital-request.ts'
export {
  CreateCustomCredentialRequest,
  type CreateCustomCredentialRequestSettings,
} from './create-custom-request.ts'
export {
  CreateCredentialResponse,
  CreateCustomCredentialResponse,
  CreateDigitalCredentialResponse,
  CreatePasswordResponse,
  CreatePublicKeyCredentialResponse,
  CreateRestoreCredentialResponse,
} from './create-response.ts'
export {
  ClearCredentialStateRequest,
  type ClearCredentialRequestType,
  TYPE_CLEAR_CREDENTIAL_STATE,
  TYPE_CLEAR_RESTORE_CREDENTIAL,
} from './clear-request.ts'
export {
  type AllAcceptedCredentialsSignal,
  type CurrentUserDetailsSignal,
  SIGNAL_ALL_ACCEPTED_CREDENTIALS_REQUEST_TYPE,
  SIGNAL_CURRENT_USER_DETAILS_STATE_REQUEST_TYPE,
  SIGNAL_UNKNOWN_CREDENTIAL_STATE_REQUEST_TYPE,
  SignalAllAcceptedCredentialIdsRequest,
  type SignalCredentialStateRequest,
  type SignalCredentialStateRequestSettings,
  SignalCurrentUserDetailsRequest,
  SignalUnknownCredentialRequest,
  type UnknownCredentialSignal,
} from './signal-request.ts'
export { SignalCredentialStateResponse } from './signal-response.ts'
export { PendingGetCredentialRequest } from './pending-request.ts'
export {
  Credential,
  CustomCredential,
  type CustomCredentialType,
  DigitalCredential,
  PasswordCredential,
  PublicKeyCredential,
  RestoreCredential,
  TYPE_DIGITAL_CREDENTIAL,
  TYPE_PASSWORD_CREDENTIAL,
  TYPE_PUBLIC_KEY_CREDENTIAL,
  TYPE_RESTORE_CREDENTIAL,
} from './credential.ts'
export type { Diagnosis } from './diagnosis.ts'
export { DOM_ERROR_NAMES, type DomError, domError, type DomErrorName } from './dom-error.ts'
export { CredentialManagerException } from './exception.ts'
export {
  GetCredentialCancellationException,
  GetCredentialCustomException,
  GetCredentialException,
  GetCredentialInterruptedException,
  GetCredentialProviderConfigurationException,
  GetCredentialUnknownException,
  GetCredentialUnsupportedException,
  GetPublicKeyCredentialDomException,
  GetPublicKeyCredentialException,
  NoCredentialException,
} from './get-exceptions.ts'
export {
  CreateCredentialCancellationException,
  CreateCredentialCustomException,
  CreateCredentialException,
  CreateCredentialInterruptedException,
  CreateCredentialNoCreateOptionException,
  CreateCredentialProviderConfigurationException,
  CreateCredentialUnknownException,
  CreateCredentialUnsupportedException,
  CreatePublicKeyCredentialDomException,
  CreatePublicKeyCredentialException,
  CreateRestoreCredentialDomException,
  CreateRestoreCredentialException,
  E2eeUnavailableException,
} from './create-exceptions.ts'
export {
  ClearCredentialCustomException,
  ClearCredentialException,
  ClearCredentialInterruptedException,
  ClearCredentialProviderConfigurationException,
  ClearCredentialUnknownException,
  ClearCredentialUnsupportedException,
} from './clear-exceptions.ts'
export {
  SignalCredentialRateLimitExceededException,
  SignalCredentialSecurityException,
  SignalCredentialStateException,
  SignalCredentialStateProviderConfigurationException,
  SignalCredentialUnknownException,
} from './signal-exceptions.ts'
export { providerPlatform } from './providers/platform.ts'
export type { Caller, ProviderPlatformSettings } from './providers/settings.ts'
export type {
  Action,
  AuthenticationAction,
  BeginCreateCredentialRequest,
  BeginCreateCredentialResponse,
  BeginGetCredentialOption,
  BeginGetCredentialRequest,
  BeginGetCredentialResponse,
  CallingAppInfo,
  CreateEntry,
  CredentialEntry,
  CredentialProvider,
  ProviderAnswer,
  ProviderCallOptions,
  ProviderClearCredentialStateRequest,
  ProviderCreateCredentialRequest,
  ProviderGetCredentialRequest,
  ProviderSignalCredentialStateRequest,
  RemoteEntry,
} from './provider.ts'
export type { AccountSelector, SelectorView } from './selector/account-selector.ts'
export type {
  SelectorChoice,
  SelectorPage,
  SelectorSection,
  SelectorTitle,
} from './selector/page.ts'
export type { SelectorPages } from './selector/selector-model.ts'
export { choiceText, headingText, SELECTOR_WORDS, titleText } from './selector/words.ts'
export {
  GetGoogleIdOption,
  type GetGoogleIdOptionSettings,
  GoogleIdTokenCredential,
  GoogleIdTokenParsingException,
  TYPE_GOOGLE_ID_TOKEN_CREDENTIAL,
} from './google-id.ts'
export { customCredentialParsers } from './custom-parsers.ts'
export { keepPrepared, type PreparedPorts, type PreparedSignIn } from './prepared-sign-in.ts'
export {
  latchkeyServer,
  type LatchkeyServerSettings,
  ServerRefusedError,
  type ServerSignals,
  type SignedIn,
  type SignInServer,
} from './latchkey-server.ts'
export { finishSignIn, signIn, signInRequests, type SignInSettings } from './sign-in.ts'
export type { SignInResult } from './finish-sign-in.ts'
export {
  clearCredentialStateRequestFromJSON,
  type ClearCredentialStateRequestJSON,
  clearCredentialStateRequestToJSON,
  createCredentialRequestFromJSON,
  type CreateCredentialRequestJSON,
  createCredentialRequestToJSON,
  credentialOptionFromJSON,
  type CredentialOptionJSON,
  credentialOptionToJSON,
  getCredentialRequestFromJSON,
  type GetCredentialRequestJSON,
  getCredentialRequestToJSON,
  signalCredentialStateRequestFromJSON,
  type SignalCredentialStateRequestJSON,
  signalCredentialStateRequestToJSON,
} from './twins/requests.ts'
export {
  createCredentialResponseToJSON,
  credentialToJSON,
  type TypedDataJSON,
} from './twins/credentials.ts'
export {
  clearCredentialExceptionFromJSON,
  createCredentialExceptionFromJSON,
  type ExceptionJSON,
  exceptionToJSON,
  getCredentialExceptionFromJSON,
  signalCredentialStateExceptionFromJSON,
} from './twins/exceptions.ts'
export type {
  OfferedAction,
  OfferedEntry,
  OfferedRemote,
  OfferedUnlock,
  ProviderInfo,
} from './selector/offers.ts'
export type { OfferedPlace } from './selector/page.ts'
