/**
 * Credential Manager: one call signs a person in, one call saves a credential.
 *
 * An interface, as on Android; {@link CredentialManager.create} gives the one for a platform. What a
 * call does in a browser is told in `browser/platform.ts`.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/CredentialManager}
 * @module
 */
import { browserPlatform } from './browser/platform.ts'
import type {
  CreatePublicKeyCredentialRequest,
  CreatePublicKeyCredentialResponse,
} from './create-request.ts'
import type { GetCredentialRequest, GetCredentialResponse } from './get-request.ts'
import type { PendingGetCredentialRequest } from './pending-request.ts'
import type { AttachOptions, CallOptions, CredentialPlatform } from './platform.ts'

/** How a manager is made. */
export interface CredentialManagerSettings {
  /** Where credentials come from. Default: the browser this page runs in. */
  readonly platform?: CredentialPlatform
}

/**
 * Signs a person in with whatever credential they have, and saves new ones.
 *
 * @example
 * ```ts
 * const manager = CredentialManager.create()
 * const option = new GetPublicKeyCredentialOption(requestJson)
 * const { credential } = await manager.getCredential(new GetCredentialRequest([option]))
 * ```
 */
export interface CredentialManager {
  /**
   * Lets the person pick one of the credentials that the request allows.
   *
   * Safari opens its sheet only from within a click: have the request ready before the click and call
   * this first. Nothing is awaited between this call and the browser's own, unless the request prefers
   * immediately available credentials.
   *
   * @throws a {@link GetCredentialException}, or `signal.reason` when the caller's own signal ended it.
   */
  getCredential(
    request: GetCredentialRequest,
    options?: CallOptions,
  ): Promise<GetCredentialResponse>

  /**
   * Lets the person save a new credential. The remark on Safari at {@link getCredential} holds here too.
   *
   * @throws a {@link CreateCredentialException}, or `signal.reason` when the caller's own signal ended it.
   */
  createCredential(
    request: CreatePublicKeyCredentialRequest,
    options?: CallOptions,
  ): Promise<CreatePublicKeyCredentialResponse>

  /**
   * Offers a request among the autofill suggestions of the page's fields that are marked
   * `autocomplete="username webauthn"`, for as long as it takes.
   *
   * Resolves when the callback has resolved, when the signal ends it, or at once where there is no such
   * autofill. It steps back for every other call and comes again when that one fails; after one that
   * succeeds it comes again ten seconds later, so end it with the signal once the person is signed in.
   *
   * @throws a {@link GetCredentialException}: `GetCredentialInterruptedException` when another request
   * is attached in its place; any other means that the request can never work, and why.
   */
  attachPendingGetCredentialRequest(
    pending: PendingGetCredentialRequest,
    options?: AttachOptions,
  ): Promise<void>
}

/** Makes managers. */
export const CredentialManager = {
  /** Makes a manager. Touches nothing yet: it may be made anywhere, at any time. */
  create({ platform = browserPlatform() }: CredentialManagerSettings = {}): CredentialManager {
    return platform
  },
}
