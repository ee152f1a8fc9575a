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
import type { ClearCredentialStateRequest } from './clear-request.ts'
import type { CreateCredentialResponse } from './create-response.ts'
import type { GetCredentialRequest } from './get-request.ts'
import type { GetCredentialResponse } from './get-response.ts'
import type { PendingGetCredentialRequest } from './pending-request.ts'
import type {
  AttachOptions,
  CallOptions,
  CreateCredentialRequest,
  CredentialPlatform,
} from './platform.ts'
import type { PendingGetCredentialHandle, PrepareGetCredentialResponse } from './prepare.ts'
import type { SignalCredentialStateRequest } from './signal-request.ts'
import type { SignalCredentialStateResponse } from './signal-response.ts'

/** How a manager is made. */
export interface CredentialManagerSettings {
  /** Where credentials come from. Default: the browser this page runs in. */
  readonly platform?: CredentialPlatform
}

/** The answer to a request to save a credential of some type. */
export type CreateCredentialResponseTo<Request extends CreateCredentialRequest> = Extract<
  CreateCredentialResponse,
  { readonly type: Request['type'] }
>

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
export interface CredentialManager extends CredentialPlatform {
  /**
   * Does what can be done before a click, and shows nothing. The handle in the answer opens the account
   * selector, once, as long as the challenge of the request is good.
   *
   * @throws a {@link GetCredentialException}: already here, where no passkey or password could come of it.
   */
  prepareGetCredential(
    request: GetCredentialRequest,
    options?: CallOptions,
  ): Promise<PrepareGetCredentialResponse>

  /**
   * Lets the person pick one of the credentials that the request allows.
   *
   * Safari opens its sheet only from within a click: have the request ready before the click and call
   * this first. Nothing is awaited between this call and the browser's own, unless the request prefers
   * immediately available credentials and was not prepared.
   *
   * @throws a {@link GetCredentialException}, or `signal.reason` when the caller's own signal ended it.
   * A handle that was used before or is too old ends in `GetCredentialUnknownException`.
   */
  getCredential(
    request: GetCredentialRequest | PendingGetCredentialHandle,
    options?: CallOptions,
  ): Promise<GetCredentialResponse>

  /**
   * Lets the person save a new credential. The remark on Safari at {@link getCredential} holds here too.
   *
   * @throws a {@link CreateCredentialException}, or `signal.reason` when the caller's own signal ended it.
   */
  createCredential<Request extends CreateCredentialRequest>(
    request: Request,
    options?: CallOptions,
  ): Promise<CreateCredentialResponseTo<Request>>

  /**
   * Forgets who is signed in: to be called at sign-out. Pending calls are interrupted and prepared
   * handles are of no use any more. Touches no passkey.
   *
   * @throws a {@link ClearCredentialException}. Log it: it must not keep anybody from signing out.
   */
  clearCredentialState(request: ClearCredentialStateRequest): Promise<void>

  /**
   * Tells the person's providers what the server knows of its passkeys. That it resolves says nothing
   * about whether anything changed.
   *
   * @throws a {@link SignalCredentialStateException}: `SignalCredentialRateLimitExceededException` after
   * ten signals within two minutes.
   */
  signalCredentialState(
    request: SignalCredentialStateRequest,
  ): Promise<SignalCredentialStateResponse>

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
    // A platform's answer has the type of its request, which only the manager's signature says.
    return platform as CredentialManager
  },
}
