/**
 * The second half of a sign-in: hand the pick to the route of its type, and tell the person's providers what
 * the server knows.
 *
 * @module
 */
import type { CredentialManager } from './credential-manager.ts'
import { CreatePublicKeyCredentialRequest } from './create-request.ts'
import {
  type Credential,
  PasswordCredential,
  PublicKeyCredential,
  RestoreCredential,
} from './credential.ts'
import {
  ServerRefusedError,
  type ServerSignals,
  type SignedIn,
  type SignInServer,
} from './latchkey-server.ts'
import {
  SignalAllAcceptedCredentialIdsRequest,
  type SignalCredentialStateRequest,
  SignalCurrentUserDetailsRequest,
  SignalUnknownCredentialRequest,
} from './signal-request.ts'

/** How a pick is handed on. */
export interface FinishSettings {
  readonly manager: CredentialManager
  readonly server: SignInServer
  /** Signs in with a credential of any other type than passkeys and passwords. */
  readonly onCustomCredential: (credential: Credential) => Promise<SignedIn>
  /** The relying party, for signals. Default: the page's own host. */
  readonly rpId?: string | undefined
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

/** Posts a pick, and does what goes on behind it. */
export async function postPick(
  credential: Credential,
  settings: FinishSettings,
): Promise<SignInResult> {
  const { manager, server, rpId = globalThis.location?.hostname } = settings
  const signedIn = await post(credential, settings).catch((error: unknown) => {
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

/** Hands a pick to the route of its type. */
async function post(
  credential: Credential,
  { server, onCustomCredential }: FinishSettings,
): Promise<SignedIn> {
  if (credential instanceof PublicKeyCredential || credential instanceof RestoreCredential) {
    return server.finishAuthentication(credential.authenticationResponseJson)
  }
  if (credential instanceof PasswordCredential) {
    return server.authenticateWithPassword(credential.id, credential.password)
  }
  return onCustomCredential(credential)
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

/** Makes a passkey without a question, after a sign-in with a saved password. */
async function upgrade(manager: CredentialManager, server: SignInServer): Promise<void> {
  const requestJson = await server.conditionalRegistrationOptions()
  const request = new CreatePublicKeyCredentialRequest(requestJson, { isConditional: true })
  const { registrationResponseJson } = await manager.createCredential(request)
  try {
    await server.finishRegistration(registrationResponseJson)
  } catch (error) {
    // The server does not have what the provider has just made. Without its word nobody knows, and it may
    // well have been stored: the signals that follow tell.
    if (!(error instanceof ServerRefusedError && error.status < 500)) throw error
    const { rp } = JSON.parse(requestJson) as { readonly rp?: { readonly id?: string } }
    const signal = aboutUnknown(registrationResponseJson, rp?.id ?? globalThis.location?.hostname)
    if (signal) await manager.signalCredentialState(signal)
    throw error
  }
}

/** Passes on what the server says of the account, which other devices may have missed. */
export async function sendSignals(
  manager: CredentialManager,
  server: Pick<SignInServer, 'signals'>,
): Promise<void> {
  const { imported = [], ...own } = (await server.signals()) ?? {}
  for (const signals of [own, ...imported]) await sendSignalsOf(manager, signals)
}

async function sendSignalsOf(
  manager: CredentialManager,
  { allAcceptedCredentials, currentUserDetails }: ServerSignals,
): Promise<void> {
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
