/**
 * The guide in one function: ask the server for options, let the person pick, hand the pick to the route of
 * its type, and tell the person's providers what the server knows.
 *
 * @see {@link https://developer.android.com/identity/sign-in/credential-manager} “Sign in with passkeys”
 * @module
 */
import type { CredentialManager } from './credential-manager.ts'
import { CreatePublicKeyCredentialRequest } from './create-request.ts'
import {
  type Credential,
  CustomCredential,
  PasswordCredential,
  PublicKeyCredential,
  RestoreCredential,
  TYPE_PUBLIC_KEY_CREDENTIAL,
} from './credential.ts'
import { GetCredentialInterruptedException } from './get-exceptions.ts'
import {
  type CredentialOption,
  GetCredentialRequest,
  GetPasswordOption,
  GetPublicKeyCredentialOption,
  optionOf,
} from './get-request.ts'
import { GoogleIdTokenCredential, TYPE_GOOGLE_ID_TOKEN_CREDENTIAL } from './google-id.ts'
import {
  latchkeyServer,
  ServerRefusedError,
  type SignedIn,
  type SignInServer,
} from './latchkey-server.ts'
import type { PreparedSignIn } from './prepared-sign-in.ts'
import {
  SignalAllAcceptedCredentialIdsRequest,
  type SignalCredentialStateRequest,
  SignalCurrentUserDetailsRequest,
  SignalUnknownCredentialRequest,
} from './signal-request.ts'

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

/** Somebody is signed in. */
export interface SignInResult extends SignedIn {
  /** What was picked. */
  readonly credential: Credential
  /**
   * Resolves when all that goes on behind it is done, whether it worked or not: signals, and a passkey made
   * without a question after a password. Wait for it before leaving the page, if you can spare the time.
   */
  readonly settled: Promise<void>
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
  const ask = async () => {
    if (prepared) return prepared.getCredential({ signal })
    const request = await source()
    rpId ??= rpIdOf(request)
    return manager.getCredential(request, { signal })
  }
  const { credential } = await ask().catch((error: unknown) => {
    // Interrupted is the one failure after which the same call may be made again, once.
    if (error instanceof GetCredentialInterruptedException) return ask()
    throw error
  })
  return finishSignIn(credential, { ...settings, rpId })
}

/** The second half of {@link signIn}, for what was picked in another way: in autofill. */
export async function finishSignIn(
  credential: Credential,
  settings: SignInSettings,
): Promise<SignInResult> {
  const { manager, rpId = globalThis.location?.hostname } = settings
  const server = serverOf(settings)
  const signedIn = await post(credential, server, settings).catch((error: unknown) => {
    const signal = unknownCredential(error, credential, rpId)
    if (signal) void quietly(() => manager.signalCredentialState(signal))
    throw error
  })
  const settled = (async () => {
    if (signedIn.conditionalCreate === true) await quietly(() => upgrade(manager, server))
    await quietly(() => sendSignals(manager, server))
  })()
  return { ...signedIn, credential, settled }
}

function serverOf({ server = '/auth' }: Pick<SignInSettings, 'server'>): SignInServer {
  return typeof server === 'string' ? latchkeyServer({ baseUrl: server }) : server
}

/** Hands a pick to the route of its type. */
async function post(
  credential: Credential,
  server: SignInServer,
  { issuer = 'google', onCustomCredential }: SignInSettings,
): Promise<SignedIn> {
  if (credential instanceof PublicKeyCredential || credential instanceof RestoreCredential) {
    return server.finishAuthentication(credential.authenticationResponseJson)
  }
  if (credential instanceof PasswordCredential) {
    return server.authenticateWithPassword(credential.id, credential.password)
  }
  const type: string = credential.type
  if (credential instanceof CustomCredential && type === TYPE_GOOGLE_ID_TOKEN_CREDENTIAL) {
    const { idToken } = GoogleIdTokenCredential.createFrom(credential.data)
    return server.finishFederated(issuer, idToken)
  }
  if (onCustomCredential) return onCustomCredential(credential)
  throw new TypeError(`nobody signs in with a credential of the type ${type}`)
}

/** The signal that a passkey is not known, when that is why the server refused. */
function unknownCredential(
  error: unknown,
  credential: Credential,
  rpId: string | undefined,
): SignalCredentialStateRequest | undefined {
  if (!(error instanceof ServerRefusedError) || error.code !== 'credential_unknown')
    return undefined
  if (!(credential instanceof PublicKeyCredential)) return undefined
  return aboutUnknown(credential.authenticationResponseJson, rpId)
}

/** The signal that the passkey in an answer is not known. The answer itself names no relying party. */
function aboutUnknown(
  json: string,
  rpId: string | undefined,
): SignalCredentialStateRequest | undefined {
  const { id } = JSON.parse(json) as { readonly id?: unknown }
  if (typeof id !== 'string' || !rpId) return undefined
  return new SignalUnknownCredentialRequest({ rpId, credentialId: id })
}

/** The relying party that a request names. */
function rpIdOf(request: GetCredentialRequest): string | undefined {
  const option = optionOf(request, TYPE_PUBLIC_KEY_CREDENTIAL)
  return option && (JSON.parse(option.requestJson) as { readonly rpId?: string }).rpId
}

/** Makes a passkey without a question, after a sign-in with a saved password. */
async function upgrade(manager: CredentialManager, server: SignInServer): Promise<void> {
  const requestJson = await server.conditionalRegistrationOptions()
  const request = new CreatePublicKeyCredentialRequest(requestJson, { isConditional: true })
  const { registrationResponseJson } = await manager.createCredential(request)
  try {
    await server.finishRegistration(registrationResponseJson)
  } catch (error) {
    // The server does not have what the provider has just made.
    const { rp } = JSON.parse(requestJson) as { readonly rp?: { readonly id?: string } }
    const signal = aboutUnknown(registrationResponseJson, rp?.id ?? globalThis.location?.hostname)
    if (signal) await manager.signalCredentialState(signal)
    throw error
  }
}

/** Passes on what the server says of the account, which other devices may have missed. */
async function sendSignals(manager: CredentialManager, server: SignInServer): Promise<void> {
  const { allAcceptedCredentials, currentUserDetails } = (await server.signals()) ?? {}
  if (allAcceptedCredentials) {
    const json = JSON.stringify(allAcceptedCredentials)
    await manager.signalCredentialState(new SignalAllAcceptedCredentialIdsRequest(json))
  }
  if (currentUserDetails) {
    const json = JSON.stringify(currentUserDetails)
    await manager.signalCredentialState(new SignalCurrentUserDetailsRequest(json))
  }
}

/** Does what may fail unseen: nobody is to be bothered by it. */
async function quietly(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch {
    // Best effort.
  }
}
