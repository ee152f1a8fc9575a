/**
 * What the person picked.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/GetCredentialResponse}
 * @module
 */
import type { Credential } from './credential.ts'

/** The answer of a sign-in: exactly one credential. */
export class GetCredentialResponse {
  declare readonly credential: Credential

  constructor(credential: Credential) {
    this.credential = credential
  }
}
