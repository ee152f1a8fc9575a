/**
 * Verifying an authentication assertion.
 *
 * Everything that needs no signature is checked first, because a signature check is what a request
 * costs. What remains for after the signature is the counter: only a genuine answer may say something
 * about it.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion} WebAuthn L3 §7.2
 * @module
 */
import { parseAuthenticatorData } from './authenticator-data.ts'
import type { AuthenticatorData } from './authenticator-data.ts'
import { checkAuthenticationRequest } from './caller-mistakes.ts'
import { checkClientData } from './client-data.ts'
import type { Awaitable, Verifier } from './crypto/engine.ts'
import { cryptoRuntime } from './crypto/runtime.ts'
import type { CryptoRuntime } from './crypto/runtime.ts'
import type { AssertionMember, Workspace } from './crypto/workspace.ts'
import { CeremonyError } from './errors.ts'
import { checkFlags, checkRpIdHash } from './expectations.ts'
import type { CeremonyExpectations } from './expectations.ts'
import { authenticationExtensions } from './extensions.ts'
import type { AuthenticationExtensions } from './extensions.ts'
import { decodeMember, readAuthenticationShape } from './response-shape.ts'
import type { AuthenticationShape } from './response-shape.ts'

/** The stored record of the credential that the answer names. */
export interface StoredCredential {
  /** Base64url text. */
  readonly id: string
  /** Base64url text of the COSE key, as the registration gave it. */
  readonly publicKey: string
  readonly signCount: number
  /** When given, it must not have changed since the registration. */
  readonly backupEligible?: boolean | undefined
  /** Base64url text: the user handle of the account that owns the credential. */
  readonly userHandle?: string | undefined
}

/** What the relying party expects of an authentication. */
export interface AuthenticationExpectations extends CeremonyExpectations {
  /** Base64url text: the account that was chosen before the ceremony, if one was. */
  readonly userHandle?: string | undefined
  /** Ids in base64url: what the options listed. Empty or absent means a discoverable credential. */
  readonly allowCredentials?: readonly string[] | undefined
  /** The AppID the options asked for, for keys from the time of U2F. */
  readonly appId?: string | undefined
  /** What a counter that did not grow ends in. Default `refuse`. */
  readonly signCount?: 'refuse' | 'report' | undefined
}

declare const verified: unique symbol

/** Proof that an assertion passed. Only {@link verifyAuthentication} makes one. */
export interface VerifiedAuthentication {
  readonly [verified]: true
  /** Base64url text. */
  readonly credentialId: string
  /** The new counter, to be stored. */
  readonly signCount: number
  /** Whether the counter did not grow although it should have: a clone, a fault or a race. */
  readonly signCountRegressed: boolean
  readonly userVerified: boolean
  readonly backupEligible: boolean
  /** To be stored: it may change at any time. */
  readonly backupState: boolean
  readonly extensions: AuthenticationExtensions
}

/**
 * Verifies an authentication response against what was asked and against the stored credential.
 *
 * The challenge has to be consumed by the caller; this function knows nothing of earlier calls.
 * A code of `sign_count_regressed` means that the signature was good.
 *
 * @throws {@link CeremonyError} with the code of the rule that was broken.
 * @throws TypeError when `expected` or `credential` is not what it should be.
 *
 * @example
 * ```ts
 * const { signCount, backupState } = await verifyAuthentication({
 *   response: await request.json(),
 *   credential: await store.findCredential(id),
 *   expected: { challenge, rpId: 'example.com', origins: ['https://example.com'] },
 * })
 * ```
 */
export function verifyAuthentication(request: {
  /** The untrusted `AuthenticationResponseJSON`. */
  readonly response: unknown
  readonly credential: StoredCredential
  readonly expected: AuthenticationExpectations
}): Promise<VerifiedAuthentication> {
  return verifyAuthenticationWith(cryptoRuntime(), request)
}

/**
 * {@link verifyAuthentication} on a crypto of the caller's choice.
 *
 * @throws {@link CeremonyError} and TypeError as there.
 */
export async function verifyAuthenticationWith(
  runtime: CryptoRuntime,
  { response, credential, expected }: Parameters<typeof verifyAuthentication>[0],
): Promise<VerifiedAuthentication> {
  checkAuthenticationRequest(credential, expected)
  const shape = readAuthenticationShape(response)
  const extensions = authenticationExtensions(shape.clientExtensionResults)
  // From here on nothing of the response's own can run, and no other assertion can come in between where the workspace is shared.
  const bytes = decode(shape, runtime.engine.workspace)
  checkWho(shape, credential, expected)
  checkClientData(bytes.clientDataJSON, 'webauthn.get', expected)
  const data = parseAuthenticatorData(bytes.authenticatorData)
  const rpIdHash = runtime.hashOfRpId(rpIdOf(extensions, expected))
  // Awaited only where there is something to wait for: on Node all of this is synchronous.
  checkRpIdHash(bytes.authenticatorData, rpIdHash instanceof Promise ? await rpIdHash : rpIdHash)
  checkAuthenticatorData(data, credential, expected)
  const valid = isSigned(runtime, bytes, credential)
  if (!(valid instanceof Promise ? await valid : valid)) {
    throw new CeremonyError('signature_invalid', 'the signature does not verify')
  }
  const signCountRegressed = checkSignCount(data.signCount, credential, expected)
  return {
    credentialId: credential.id,
    signCount: data.signCount,
    signCountRegressed,
    userVerified: data.flags.userVerified,
    backupEligible: data.flags.backupEligible,
    backupState: data.flags.backupState,
    extensions,
  } as VerifiedAuthentication
}

type AssertionBytes = Readonly<Record<AssertionMember, Uint8Array>>

function decode(shape: AuthenticationShape, { decode: into }: Workspace): AssertionBytes {
  return {
    clientDataJSON: decodeMember('clientDataJSON', shape.clientDataJSON, into.clientDataJSON),
    authenticatorData: decodeMember(
      'authenticatorData',
      shape.authenticatorData,
      into.authenticatorData,
    ),
    signature: decodeMember('signature', shape.signature, into.signature),
  }
}

/** L3 §7.2 "identify the user being authenticated": which credential, and whose it is. */
function checkWho(
  shape: AuthenticationShape,
  credential: StoredCredential,
  expected: AuthenticationExpectations,
): void {
  const allowed = expected.allowCredentials ?? []
  if (allowed.length > 0 && !allowed.includes(shape.id)) {
    throw new CeremonyError('credential_not_allowed', 'the credential was not among those listed')
  }
  if (shape.id !== credential.id) {
    throw new CeremonyError('credential_id_mismatch', 'the answer names another credential')
  }
  const owner = credential.userHandle
  const chosen = expected.userHandle
  if (chosen !== undefined && owner !== undefined && chosen !== owner) {
    throw new CeremonyError('user_handle_mismatch', 'the credential belongs to another account')
  }
  const known = chosen ?? owner
  if (known === undefined) return
  if (shape.userHandle !== undefined && shape.userHandle !== known) {
    throw new CeremonyError('user_handle_mismatch', 'the answer names another account')
  }
  // Nobody was chosen beforehand, so the answer has to say who it is.
  if (shape.userHandle === undefined && chosen === undefined && allowed.length === 0) {
    throw new CeremonyError('user_handle_missing', 'a discoverable credential gives a user handle')
  }
}

/** The client's word decides between two hashes; a lie only makes the comparison fail. */
function rpIdOf(
  { appid }: AuthenticationExtensions,
  { appId, rpId }: AuthenticationExpectations,
): string {
  return appId !== undefined && appid === true ? appId : rpId
}

function checkAuthenticatorData(
  { flags, attestedCredential }: AuthenticatorData,
  credential: StoredCredential,
  expected: AuthenticationExpectations,
): void {
  if (attestedCredential !== undefined) {
    throw new CeremonyError('authenticator_data_malformed', 'an assertion makes no credential')
  }
  if (!flags.userPresent) throw new CeremonyError('user_not_present', 'nobody was there')
  checkFlags(flags, expected.userVerification)
  const eligible = credential.backupEligible
  if (eligible !== undefined && eligible !== flags.backupEligible) {
    throw new CeremonyError('backup_eligibility_changed', 'backup eligibility is for life')
  }
}

function isSigned(
  runtime: CryptoRuntime,
  { authenticatorData, clientDataJSON, signature }: AssertionBytes,
  { publicKey }: StoredCredential,
): Awaitable<boolean> {
  const verifier = runtime.verifierOf(publicKey)
  const data = runtime.engine.workspace.signedData(authenticatorData, clientDataJSON)
  if (verifier instanceof Promise || data instanceof Promise) {
    return isSignedLater({ verifier, data }, signature)
  }
  return verifier.verify(data, signature)
}

async function isSignedLater(
  pending: { readonly verifier: Awaitable<Verifier>; readonly data: Awaitable<Uint8Array> },
  signature: Uint8Array,
): Promise<boolean> {
  // The one that may fail comes first, so that no failure is left without somebody who waits for it.
  const verifier = await pending.verifier
  return verifier.verify(await pending.data, signature)
}

function checkSignCount(
  signCount: number,
  credential: StoredCredential,
  expected: AuthenticationExpectations,
): boolean {
  const counts = signCount !== 0 || credential.signCount !== 0
  const regressed = counts && signCount <= credential.signCount
  if (regressed && expected.signCount !== 'report') {
    throw new CeremonyError('sign_count_regressed', `${signCount} after ${credential.signCount}`)
  }
  return regressed
}
