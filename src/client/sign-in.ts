/**
 * The guide in one function: ask the server for options, let the person pick, hand the pick to the route of
 * its type, and tell the person's providers what the server knows.
 *
 * @see {@link https://developer.android.com/identity/sign-in/credential-manager} “Sign in with passkeys”
 * @module
 */
import type { CredentialManager } from './credential-manager.ts'
import { type Credential, CustomCredential, TYPE_PUBLIC_KEY_CREDENTIAL } from './credential.ts'
import { postPick, type SignInResult } from './finish-sign-in.ts'
import { GetCredentialInterruptedException } from './get-exceptions.ts'
import {
  type CredentialOption,
  GetCredentialRequest,
  GetPasswordOption,
  GetPublicKeyCredentialOption,
  optionOf,
} from './get-request.ts'
import { GoogleIdTokenCredential, TYPE_GOOGLE_ID_TOKEN_CREDENTIAL } from './google-id.ts'
import { latchkeyServer, type SignedIn, type SignInServer } from './latchkey-server.ts'
import type { PreparedSignIn } from './prepared-sign-in.ts'

/** How a sign-in is done. */
export interface SignInSettings {
  readonly manager: CredentialManager
  /** The server, or the address of its routes. Default: `/auth` on the page's own origin. */
  readonly server?: SignInServer | string
  /** Asks for passwords, too. Default: for any. `undefined` asks for none. */
  readonly passwordOption?: GetPasswordOption | undefined
  /** What else will do. */
  readonly otherOptions?: readonly CredentialOption[]
  /** What else will do with a nonce of the server in it, such as a `GetGoogleIdOption`. */
  readonly federatedOptions?: (nonce: string) => readonly CredentialOption[]
  /** See `GetCredentialRequest`. Default `false`. */
  readonly preferImmediatelyAvailableCredentials?: boolean
  /** A sign-in that is ready: its request is used, and nothing is awaited before the browser is called. */
  readonly prepared?: PreparedSignIn
  /** The issuer that tokens of a `GetGoogleIdOption` are posted to. Default `google`. */
  readonly issuer?: string
  /** Signs in with a credential of a type this function does not know. Default: a `TypeError`. */
  readonly onCustomCredential?: (credential: Credential) => Promise<SignedIn>
  /** The relying party, for signals. Default: the one in the request, or the page's own host. */
  readonly rpId?: string | undefined
  /** Ends it. */
  readonly signal?: AbortSignal | undefined
}

/**
 * The source of requests for {@link signIn}: give it to `keepPrepared` or to a
 * `PendingGetCredentialRequest`.
 */
export function signInRequests(
  settings: Omit<SignInSettings, 'manager' | 'prepared' | 'signal'>,
): () => Promise<GetCredentialRequest> {
  const server = serverOf(settings)
  const passwordOption =
    'passwordOption' in settings ? settings.passwordOption : new GetPasswordOption()
  const { otherOptions = [], preferImmediatelyAvailableCredentials = false } = settings
  const { federatedOptions } = settings
  return async () => {
    const passkey = new GetPublicKeyCredentialOption(await server.authenticationOptions())
    // One after the other: in a browser without a ceremony secret, two answers would bring one each.
    const federated = federatedOptions?.((await server.federatedOptions()).nonce) ?? []
    const passwords = passwordOption ? [passwordOption] : []
    const options = [passkey, ...passwords, ...otherOptions, ...federated]
    return new GetCredentialRequest(options, { preferImmediatelyAvailableCredentials })
  }
}

// The latest sign-in at each manager: the older ones gave way to it, and must not push it aside again.
const latest = /* @__PURE__ */ new WeakMap<CredentialManager, object>()

/**
 * Signs a person in.
 *
 * @throws a {@link GetCredentialException} when nothing was picked, {@link ServerRefusedError} when the server
 * refused what was, and what `fetch` rejects with when it could not be reached.
 */
export async function signIn(settings: SignInSettings): Promise<SignInResult> {
  const { manager, prepared, signal } = settings
  const source = signInRequests(settings)
  let { rpId } = settings
  const own = {}
  latest.set(manager, own)
  const ask = async () => {
    if (prepared) return prepared.getCredential({ signal })
    const request = await source()
    rpId ??= rpIdOf(request)
    return manager.getCredential(request, { signal })
  }
  const { credential } = await ask().catch((error: unknown) => {
    // Interrupted is the one failure after which the same call may be made again, once.
    const isLatest = latest.get(manager) === own
    if (isLatest && error instanceof GetCredentialInterruptedException) return ask()
    throw error
  })
  return finishSignIn(credential, { ...settings, rpId })
}

/** The second half of {@link signIn}, for what was picked in another way: in autofill. */
export async function finishSignIn(
  credential: Credential,
  settings: SignInSettings,
): Promise<SignInResult> {
  const { manager, rpId, issuer = 'google', onCustomCredential } = settings
  const server = serverOf(settings)
  return postPick(credential, {
    manager,
    server,
    rpId,
    async onCustomCredential(credential) {
      const type: string = credential.type
      if (credential instanceof CustomCredential && type === TYPE_GOOGLE_ID_TOKEN_CREDENTIAL) {
        const { idToken } = GoogleIdTokenCredential.createFrom(credential.data)
        return server.finishFederated(issuer, idToken)
      }
      if (onCustomCredential) return onCustomCredential(credential)
      throw new TypeError(`nobody signs in with a credential of the type ${type}`)
    },
  })
}

function serverOf({ server = '/auth' }: Pick<SignInSettings, 'server'>): SignInServer {
  return typeof server === 'string' ? latchkeyServer({ baseUrl: server }) : server
}

/** The relying party that a request names. */
function rpIdOf(request: GetCredentialRequest): string | undefined {
  const option = optionOf(request, TYPE_PUBLIC_KEY_CREDENTIAL)
  return option && (JSON.parse(option.requestJson) as { readonly rpId?: string }).rpId
}
