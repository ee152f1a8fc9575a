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
 * @module
 */
export { CredentialManager, type CredentialManagerSettings } from './credential-manager.ts'
export type { BrowserPage } from './browser/page.ts'
export { browserPlatform } from './browser/platform.ts'
export type { AttachOptions, CallOptions, CredentialPlatform } from './platform.ts'
export {
  type CredentialOption,
  GetCredentialRequest,
  type GetCredentialRequestSettings,
  GetCredentialResponse,
  GetPasswordOption,
  type GetPasswordOptionSettings,
  GetPublicKeyCredentialOption,
} from './get-request.ts'
export {
  CreatePublicKeyCredentialRequest,
  type CreatePublicKeyCredentialRequestSettings,
  CreatePublicKeyCredentialResponse,
  type DisplayInfo,
} from './create-request.ts'
export { PendingGetCredentialRequest } from './pending-request.ts'
export {
  Credential,
  CustomCredential,
  type CustomCredentialType,
  PasswordCredential,
  PublicKeyCredential,
  TYPE_PASSWORD_CREDENTIAL,
  TYPE_PUBLIC_KEY_CREDENTIAL,
} from './credential.ts'
export { type DomError, domError, type DomErrorName } from './dom-error.ts'
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
} from './create-exceptions.ts'
