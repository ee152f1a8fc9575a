/**
 * Signing in with Latchkey's client: the six steps of the guide, one after the other.
 *
 * @module
 */
import {
  GetCredentialRequest,
  GetPublicKeyCredentialOption,
  PendingGetCredentialRequest,
  TYPE_PUBLIC_KEY_CREDENTIAL,
} from 'latchkey/client'
import type { CredentialManager, GetCredentialResponse } from 'latchkey/client'
import { authenticate, authenticationOptions, ServerProblem } from './auth-server.ts'
import { signalUnknown } from './signals.ts'

/** Who signs in, and how the page takes the question back. */
export interface SignInSettings {
  /** Absent: the person picks one of the passkeys they have for this site. */
  readonly username?: string
  readonly signal: AbortSignal
}

/**
 * Signs a person in.
 *
 * @throws `GetCredentialException` when the browser gave no credential, {@link ServerProblem} when the
 * server refused it. `words.ts` has the sentence for each: that is step 6.
 */
export async function signIn(manager: CredentialManager, settings: SignInSettings): Promise<void> {
  // 1. The server's options: this text is the request, as it is.
  const requestJson = await authenticationOptions(settings.username)

  // 2. What kinds of credential are welcome.
  const option = new GetPublicKeyCredentialOption(requestJson)
  const request = new GetCredentialRequest([option])

  // 3. Preparing ahead is optional, and this page has no need of it.

  // 4. The browser shows its account selector.
  const response = await manager.getCredential(request, { signal: settings.signal })

  // 5. What came back.
  await handleSignIn(response, requestJson)
}

/** Step 5: hands the credential to the server, by its type. */
export async function handleSignIn(
  { credential }: GetCredentialResponse,
  requestJson: string,
): Promise<void> {
  switch (credential.type) {
    case TYPE_PUBLIC_KEY_CREDENTIAL:
      await finish(requestJson, credential.authenticationResponseJson)
      return
    // A site that also asks for passwords or federated accounts has a case for each.
    default:
      throw new TypeError(`This site did not ask for a credential of type ${credential.type}.`)
  }
}

async function finish(requestJson: string, authenticationResponseJson: string): Promise<void> {
  try {
    await authenticate(authenticationResponseJson)
  } catch (error) {
    if (error instanceof ServerProblem && error.code === 'credential_unknown') {
      const { rpId } = JSON.parse(requestJson) as { readonly rpId: string }
      await signalUnknown(rpId, authenticationResponseJson)
    }
    throw error
  }
}

/** What the page does with a sign-in that began in the suggestions of a field. */
export interface AutofillSettings {
  readonly signal: AbortSignal
  readonly onSignedIn: () => void
  readonly onFailure: (error: unknown) => void
}

/**
 * Offers passkeys among the suggestions of the field marked `autocomplete="username webauthn"`, for as
 * long as the page is open. The client fetches new options before a challenge grows old.
 */
export async function offerAutofill(
  manager: CredentialManager,
  { signal, onSignedIn, onFailure }: AutofillSettings,
): Promise<void> {
  let requestJson = ''
  const pending = new PendingGetCredentialRequest(
    async () => {
      requestJson = await authenticationOptions()
      return new GetCredentialRequest([new GetPublicKeyCredentialOption(requestJson)])
    },
    async (response) => {
      await handleSignIn(response, requestJson).catch((error: unknown) => {
        onFailure(error)
        throw error
      })
      onSignedIn()
    },
  )
  // Whatever else goes wrong here is nothing to bother anyone with: the button is still there.
  const onError = () => undefined
  await manager.attachPendingGetCredentialRequest(pending, { signal, onError }).catch(onError)
}
