/**
 * Proving with a passkey, once more, who is signed in.
 *
 * @module
 */
import type { CredentialManager } from '../client/credential-manager.ts'
import { PublicKeyCredential } from '../client/credential.ts'
import { NoCredentialException } from '../client/get-exceptions.ts'
import type { SignedIn } from '../client/latchkey-server.ts'
import type { Call, Options } from './auth-calls.ts'
import type { Stage } from './auth-element.ts'
import { passkeyRequest } from './ladder.ts'

/** What it takes to ask. */
export interface PasskeyProofPorts {
  readonly call: Call
  readonly manager: CredentialManager
  readonly signal: AbortSignal
  /** Told whom it waits for. */
  readonly now?: (stage: Stage) => void
}

/**
 * Asks for a passkey and brings the answer to the server. `purpose`: what for, where the server wants a proof for
 * that alone.
 *
 * @throws a `GetCredentialException`, or what the calls reject with.
 */
export async function proveWithPasskey(
  { call, manager, signal, now }: PasskeyProofPorts,
  purpose?: string,
): Promise<void> {
  const asked = purpose === undefined ? {} : { purpose }
  const path = '/reauthentication'
  const options = await call<Options>('POST', `${path}/options`, 'challenge', asked, signal)
  now?.('person')
  const request = passkeyRequest(JSON.stringify(options))
  const { credential } = await manager.getCredential(request, { signal })
  if (!(credential instanceof PublicKeyCredential)) throw new NoCredentialException('no passkey')
  now?.('server')
  const answer = JSON.parse(credential.authenticationResponseJson) as object
  await call<SignedIn>('POST', path, 'account', { ...answer, ...asked }, signal)
}
