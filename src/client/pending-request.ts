/**
 * A sign-in that waits in the page's autofill suggestions until the person picks it.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/PendingGetCredentialRequest}
 * @module
 */
import type { GetCredentialRequest } from './get-request.ts'
import type { GetCredentialResponse } from './get-response.ts'

/**
 * A request to be offered among a field's autofill suggestions, and what to do with the answer.
 *
 * Where Android takes one request, this takes a source of them: a challenge does not live as long as a
 * page may stay open, so a fresh one is fetched whenever the request has to be armed again.
 */
export class PendingGetCredentialRequest {
  /** Called at the first arming, before the challenge runs out, and after a failure. */
  declare readonly source: () => Promise<GetCredentialRequest>
  /** Called with the pick. Rejecting means that the sign-in failed: the request is armed again. */
  declare readonly callback: (response: GetCredentialResponse) => void | Promise<void>

  constructor(
    source: () => Promise<GetCredentialRequest>,
    callback: (response: GetCredentialResponse) => void | Promise<void>,
  ) {
    this.source = source
    this.callback = callback
  }
}
