/**
 * The upper rungs of the sign-in: what is on this device, then the browser's own dialog, which knows other
 * devices, too.
 *
 * @see {@link https://developer.chrome.com/docs/identity/immediate-ui-mode} Immediate mediation
 * @module
 */
import type { Credential } from '../client/credential.ts'
import type { CredentialManager } from '../client/credential-manager.ts'
import { GetPublicKeyCredentialDomException } from '../client/get-exceptions.ts'
import {
  GetCredentialRequest,
  GetPasswordOption,
  GetPublicKeyCredentialOption,
} from '../client/get-request.ts'

/** Asks for a passkey: of this device or another one, or of another one first. */
export function passkeyRequest(json: string, { hybrid = false } = {}): GetCredentialRequest {
  const asked = hybrid ? JSON.stringify({ ...JSON.parse(json), hints: ['hybrid'] }) : json
  return new GetCredentialRequest([new GetPublicKeyCredentialOption(asked)])
}

/** How the person is asked. */
export interface Asking {
  readonly manager: CredentialManager
  readonly signal: AbortSignal
  /** Whether to look first for what is on this device alone. */
  readonly looksHere: boolean
  /** Whether a saved password will do, too, where it is found on this device. */
  readonly password: boolean
}

/**
 * Lets the person pick.
 *
 * @throws a `GetCredentialException`: of looking here it is `NoCredentialException` when there is nothing,
 * and no dialog opens in its place.
 */
export async function pickDown(
  request: GetCredentialRequest,
  { manager, signal, looksHere, password }: Asking,
): Promise<Credential> {
  if (looksHere) {
    const { credentialOptions } = request
    const options = password ? [...credentialOptions, new GetPasswordOption()] : credentialOptions
    const here = new GetCredentialRequest(options, { preferImmediatelyAvailableCredentials: true })
    try {
      return (await manager.getCredential(here, { signal })).credential
    } catch (error) {
      // The browser did not take it: the server may have kept it waiting for longer than a press counts.
      if (!(error instanceof GetPublicKeyCredentialDomException)) throw error
    }
  }
  return (await manager.getCredential(request, { signal })).credential
}
