/**
 * Signing in with an account at another site, through the browser (FedCM). Loaded when somebody does.
 *
 * @module
 */
import type { CredentialManager } from '../client/credential-manager.ts'
import { CustomCredential } from '../client/credential.ts'
import { GetCredentialRequest } from '../client/get-request.ts'
import { NoCredentialException } from '../client/get-exceptions.ts'
import { GetGoogleIdOption, GoogleIdTokenCredential } from '../client/google-id.ts'
import type { FederatedOptionsMessage } from '../protocol/federation-messages.ts'
import type { Call } from './auth-calls.ts'
import type { Stage } from './auth-element.ts'
import type { Issuer } from './issuers.ts'

/** What was picked, and the token in it. */
export interface FederatedPick {
  readonly credential: CustomCredential
  readonly idToken: string
}

/** Lets the person pick an account at an issuer that the server knows by `name`. */
export async function askIssuer(
  name: string,
  {
    call,
    manager,
    issuer,
    signal,
    now,
  }: {
    readonly call: Call
    readonly manager: CredentialManager
    readonly issuer: Issuer
    readonly signal: AbortSignal
    /** Told whom it waits for. */
    readonly now: (stage: Stage) => void
  },
): Promise<FederatedPick> {
  const options = await call<FederatedOptionsMessage>(
    'POST',
    '/federated/options',
    'issuers',
    {},
    signal,
  )
  const known = options.issuers.find((one) => one.name === name)
  if (known === undefined) throw new NoCredentialException(`the server knows no issuer ${name}`)
  const option = new GetGoogleIdOption({
    serverClientId: known.clientId,
    nonce: options.nonce,
    filterByAuthorizedAccounts: false,
    ...(issuer.configURL !== undefined && { configURL: issuer.configURL }),
  })
  now('person')
  const { credential } = await manager.getCredential(new GetCredentialRequest([option]), { signal })
  if (!(credential instanceof CustomCredential)) throw new NoCredentialException('no token')
  const { idToken } = GoogleIdTokenCredential.createFrom(credential.data)
  return { credential, idToken }
}
