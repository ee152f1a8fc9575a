/**
 * What lies under Credential Manager: a browser, a phone, a vault.
 *
 * @module
 */
import type { ClearCredentialStateRequest } from './clear-request.ts'
import type { CreateCustomCredentialRequest } from './create-custom-request.ts'
import type { CreateDigitalCredentialRequest } from './create-digital-request.ts'
import type { CreatePasswordRequest } from './create-password-request.ts'
import type { CreatePublicKeyCredentialRequest } from './create-request.ts'
import type { CreateCredentialResponse } from './create-response.ts'
import type { CreateRestoreCredentialRequest } from './create-restore-request.ts'
import type { GetCredentialRequest } from './get-request.ts'
import type { GetCredentialResponse } from './get-response.ts'
import type { PendingGetCredentialRequest } from './pending-request.ts'
import type { PendingGetCredentialHandle, PrepareGetCredentialResponse } from './prepare.ts'
import type { SignalCredentialStateRequest } from './signal-request.ts'
import type { SignalCredentialStateResponse } from './signal-response.ts'

/** What every call takes besides its request. */
export interface CallOptions {
  /** Ends the call; its promise then rejects with `signal.reason`, as it is. */
  readonly signal?: AbortSignal | undefined
}

/** What attaching a pending request takes besides it. */
export interface AttachOptions {
  /** Takes the request off the page again. */
  readonly signal?: AbortSignal | undefined
  /**
   * Told of what the source or the callback of the pending request rejected with; the request is armed
   * again either way. Default: the page's `reportError`.
   */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** Any request to save a credential. */
export type CreateCredentialRequest =
  | CreatePublicKeyCredentialRequest
  | CreatePasswordRequest
  | CreateRestoreCredentialRequest
  | CreateDigitalCredentialRequest
  | CreateCustomCredentialRequest

/**
 * One way of reaching credentials: it answers the calls of a {@link CredentialManager}, where each is
 * described. Every method rejects with the exceptions of its flow, or with the reason of the caller's own
 * signal, and with nothing else.
 */
export interface CredentialPlatform {
  /** Does ahead what can be done ahead, and shows nothing. */
  prepareGetCredential(
    request: GetCredentialRequest,
    options?: CallOptions,
  ): Promise<PrepareGetCredentialResponse>

  /** Opens the account selector; the answer holds what was picked. */
  getCredential(
    request: GetCredentialRequest | PendingGetCredentialHandle,
    options?: CallOptions,
  ): Promise<GetCredentialResponse>

  /** The answer has the type of the request. */
  createCredential(
    request: CreateCredentialRequest,
    options?: CallOptions,
  ): Promise<CreateCredentialResponse>

  /** At sign-out: nothing is given unasked from here on. */
  clearCredentialState(request: ClearCredentialStateRequest): Promise<void>

  /** Tells providers what became of credentials. */
  signalCredentialState(
    request: SignalCredentialStateRequest,
  ): Promise<SignalCredentialStateResponse>

  /** Offers credentials in the suggestions of a field, until one is picked or `signal` ends it. */
  attachPendingGetCredentialRequest(
    pending: PendingGetCredentialRequest,
    options?: AttachOptions,
  ): Promise<void>
}
