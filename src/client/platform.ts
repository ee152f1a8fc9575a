/**
 * What lies under Credential Manager: a browser, a phone, a vault.
 *
 * @module
 */
import type { CredentialManager } from './credential-manager.ts'

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
 * One way of reaching credentials: it answers the calls of a {@link CredentialManager}. Every method
 * rejects with the exceptions of its flow, or with the reason of the caller's own signal, and with
 * nothing else.
 */
export type CredentialPlatform = CredentialManager
