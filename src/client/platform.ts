/**
 * What lies under Credential Manager: a browser, a phone, a vault.
 *
 * @module
 */
import type {
  CreatePublicKeyCredentialRequest,
  CreatePublicKeyCredentialResponse,
} from './create-request.ts'
import type { GetCredentialRequest, GetCredentialResponse } from './get-request.ts'
import type { PendingGetCredentialRequest } from './pending-request.ts'

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

/**
 * One way of reaching credentials. Every method rejects with the exceptions of its flow, or with the
 * reason of the caller's own signal, and with nothing else.
 */
export interface CredentialPlatform {
  /** Lets the person pick a credential. */
  getCredential(request: GetCredentialRequest, options: CallOptions): Promise<GetCredentialResponse>
  /** Lets the person save a new credential. */
  createCredential(
    request: CreatePublicKeyCredentialRequest,
    options: CallOptions,
  ): Promise<CreatePublicKeyCredentialResponse>
  /** Offers a request in autofill until its callback resolves or the signal ends it. */
  attachPendingGetCredentialRequest(
    pending: PendingGetCredentialRequest,
    options: AttachOptions,
  ): Promise<void>
}
