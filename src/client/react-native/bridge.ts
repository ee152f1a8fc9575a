/**
 * What the native side of an app has to offer: JSON text in, JSON text out.
 *
 * Small on purpose, so that a native module of your own, or an adapter over one that is there, is a page of
 * Kotlin or Swift. Nothing here needs React Native itself.
 *
 * @module
 */
import type { ExceptionJSON } from '../twins/exceptions.ts'

/** How a call ended, as JSON text: {@link BridgeAnswer}. */
export type BridgeAnswerText = string

/** How a call ended. */
export type BridgeAnswer =
  | { readonly value: unknown }
  | { readonly exception: ExceptionJSON }
  /** The call was ended by {@link CredentialManagerBridge.cancel}. */
  | { readonly cancelled: true }

/** What a prepared sign-in answers with. A list that is left out is hidden by the platform. */
export interface PreparedValue {
  /** Names the handle for {@link CredentialManagerBridge.getPreparedCredential}. */
  readonly handleId: string
  /** Type strings of which there are credentials. */
  readonly credentialTypes?: readonly string[]
  readonly hasAuthenticationResults?: boolean
  readonly hasRemoteResults?: boolean
}

/**
 * The native module. Requests are those of `twins/requests.ts` with data under Android's bundle keys;
 * credentials and answers are `{ type, data }`. No two calls of an app have the same `callId`.
 *
 * Every promise resolves: a rejection is taken for a fault of
 * the module, and ends as the "unknown" exception of the call's family.
 */
export interface CredentialManagerBridge {
  /** Value: `{ type, data }` of a credential. */
  getCredential(callId: string, requestJson: string): Promise<BridgeAnswerText>
  /** Value: {@link PreparedValue}. Shows nothing. */
  prepareGetCredential(callId: string, requestJson: string): Promise<BridgeAnswerText>
  /** Value: `{ type, data }` of a credential. */
  getPreparedCredential(callId: string, handleId: string): Promise<BridgeAnswerText>
  /** Value: `{ type, data }` of an answer. */
  createCredential(callId: string, requestJson: string): Promise<BridgeAnswerText>
  /** Value: anything. */
  clearCredentialState(callId: string, requestJson: string): Promise<BridgeAnswerText>
  /** Value: anything. */
  signalCredentialState(callId: string, requestJson: string): Promise<BridgeAnswerText>
  /** Ends a call: on Android its `CancellationSignal`. */
  cancel(callId: string): void
}
