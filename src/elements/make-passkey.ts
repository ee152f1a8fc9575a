/**
 * Making a passkey and registering it.
 *
 * @module
 */
import { CreatePublicKeyCredentialRequest } from '../client/create-request.ts'
import type { CredentialManager } from '../client/credential-manager.ts'
import { SignalUnknownCredentialRequest } from '../client/signal-request.ts'
import type { RegisteredMessage } from '../protocol/messages.ts'
import { AuthRefusal, type Call, type Options } from './auth-calls.ts'
import type { Stage } from './auth-element.ts'

/**
 * Makes a passkey for the account that is signed in, or, with a `username`, for a new one.
 *
 * @throws a `CreateCredentialException`, or what the calls reject with.
 */
export async function makePasskey(
  who: object,
  {
    call,
    manager,
    signal,
    now,
  }: {
    readonly call: Call
    readonly manager: CredentialManager
    readonly signal: AbortSignal
    /** Told whom it waits for. */
    readonly now?: (stage: Stage) => void
  },
): Promise<RegisteredMessage> {
  const options = await call<Options>('POST', '/registration/options', 'challenge', who, signal)
  const request = new CreatePublicKeyCredentialRequest(JSON.stringify(options))
  now?.('person')
  const { registrationResponseJson } = await manager.createCredential(request, { signal })
  now?.('told')
  try {
    // From here on there is no way back: the passkey is there.
    return await call<RegisteredMessage>(
      'POST',
      '/registration',
      'passkey',
      registrationResponseJson,
    )
  } catch (error) {
    // It exists and opens nothing: its provider should not offer it. Without an answer of the server
    // nobody knows, and it may well have been stored.
    if (error instanceof AuthRefusal && error.status < 500) {
      const { id } = JSON.parse(registrationResponseJson) as { readonly id: string }
      const rpId = options.rp?.id ?? location.hostname
      const signal = new SignalUnknownCredentialRequest({ rpId, credentialId: id })
      void manager.signalCredentialState(signal).catch(() => undefined)
    }
    throw error
  }
}
