/**
 * Creating a passkey with Latchkey's client: for a new account, or one more for the account at hand.
 *
 * @module
 */
import { CreatePublicKeyCredentialRequest } from 'latchkey/client'
import type { CredentialManager } from 'latchkey/client'
import { register, ServerProblem } from './auth-server.ts'
import { signalUnknown } from './signals.ts'

/**
 * Creates a passkey from the server's options and registers it.
 *
 * @throws `CreateCredentialException` when the browser made none, {@link ServerProblem} when the server
 * did not take it.
 */
export async function createPasskey(
  manager: CredentialManager,
  requestJson: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  const request = new CreatePublicKeyCredentialRequest(requestJson)
  const { registrationResponseJson } = await manager.createCredential(request, { signal })
  try {
    await register(registrationResponseJson)
  } catch (error) {
    // The passkey exists by now, and opens nothing: its password manager should not offer it. When
    // nobody knows how the call ended, the passkey may well have been stored.
    if (error instanceof ServerProblem && error.code !== 'unreachable') {
      const { rp } = JSON.parse(requestJson) as { readonly rp: { readonly id: string } }
      await signalUnknown(rp.id, registrationResponseJson)
    }
    throw error
  }
}
