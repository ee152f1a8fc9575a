/**
 * Registering a passkey: with a new account (sign-up), or for whoever is signed in.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-registering-a-new-credential} WebAuthn L3 §7.1
 * @module
 */
import { encodeBase64url } from '../../bytes/base64url.ts'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from '../../protocol/webauthn-json.ts'
import { creationOptions } from '../../webauthn/options.ts'
import { verifyRegistration } from '../../webauthn/registration.ts'
import type { VerifiedRegistration } from '../../webauthn/registration.ts'
import { acceptedEvent } from '../audit.ts'
import { ceremonyContext, pendingAccounts, withPendingAccount } from '../ceremony-secret.ts'
import type { CeremonySecret } from '../ceremony-secret.ts'
import {
  accountBinding,
  CLIENT_TIMEOUT,
  claimedCeremony,
  openChallenge,
  sealChallenge,
} from '../challenge.ts'
import type { OpenedChallenge } from '../challenge.ts'
import { Refusal } from '../refusal.ts'
import { random } from '../services.ts'
import type { Caller, Services } from '../services.ts'
import { newSession, SESSION_RANDOM_BYTES, sessionContext } from '../sessions.ts'
import type {
  AccountRecord,
  CredentialRecord,
  LiveSession,
  RegistrationConflict,
  SessionRecord,
} from '../store/store.ts'
import { refuseUsername, usernameKey } from '../usernames.ts'
import { fromCeremonyError, readSignedChallenge, toUsedChallenge } from './answer.ts'
import type { SignedChallenge } from './answer.ts'

/** A passkey that was just stored. */
export interface Registered {
  readonly account: AccountRecord
  readonly credential: CredentialRecord
  /** Only with a new account. */
  readonly signedIn: { readonly session: SessionRecord; readonly token: string } | undefined
}

/**
 * Makes the options of a sign-up. The account does not exist yet: it travels inside the ceremony secret.
 *
 * @throws {@link Refusal} with `invalid_request`, `username_taken`, or `session_required` when sign-up is
 * closed.
 */
export async function beginSignUp(
  services: Services,
  ceremony: CeremonySecret,
  {
    username,
    displayName,
  }: { readonly username: string; readonly displayName?: string | undefined },
): Promise<{
  readonly options: PublicKeyCredentialCreationOptionsJSON
  readonly ceremony: CeremonySecret
}> {
  const { settings, store, keys, challengeClock } = services
  if (settings.signUp === 'closed') throw new Refusal('session_required', 'sign_up_closed')
  const wrong = refuseUsername(username)
  if (wrong !== undefined) {
    const errors = [{ pointer: '/username', code: wrong }]
    throw new Refusal('invalid_request', 'username_not_allowed', { errors })
  }
  const namesake = await store.findAccountByUsernameKey(usernameKey(username))
  if (namesake !== undefined) throw new Refusal('username_taken')
  const pending = {
    id: encodeBase64url(random(16)),
    username,
    displayName: displayName ?? username,
    userHandle: encodeBase64url(random(32)),
    issuedAt: challengeClock.now(),
  }
  const kept = withPendingAccount(keys, ceremony, { pending, nonce: random(12) })
  const options = makeOptions(services, {
    account: pending,
    ceremony: 'sign-up',
    context: ceremonyContext(kept),
    exclude: [],
  })
  return { options, ceremony: kept }
}

/**
 * Makes the options for one more passkey. The caller has checked that the session is fresh (R36).
 *
 * @throws {@link Refusal} with `passkey_limit`.
 */
export async function beginAddPasskey(
  services: Services,
  { session, account }: LiveSession,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const credentials = await services.store.listCredentials(account.id)
  if (credentials.length >= services.settings.passkeyLimit) {
    throw new Refusal('passkey_limit', 'passkey_limit', { accountId: account.id })
  }
  return makeOptions(services, {
    account,
    ceremony: 'add passkey',
    context: sessionContext(session),
    exclude: credentials,
  })
}

function makeOptions(
  { settings, keys, challengeClock }: Services,
  asked: {
    readonly account: Pick<AccountRecord, 'id' | 'username' | 'displayName' | 'userHandle'>
    readonly ceremony: 'sign-up' | 'add passkey'
    readonly context: Uint8Array
    readonly exclude: readonly CredentialRecord[]
  },
): PublicKeyCredentialCreationOptionsJSON {
  const { id, username, displayName, userHandle } = asked.account
  const challenge = sealChallenge(keys, {
    ceremony: asked.ceremony,
    policy: { userVerification: settings.userVerification === 'required', attestation: false },
    rpId: settings.rpId,
    context: asked.context,
    account: accountBinding(id, userHandle),
    now: challengeClock.now(),
    random: random(16),
  })
  return creationOptions({
    challenge,
    rp: { id: settings.rpId, name: settings.rpName },
    user: { id: userHandle, name: username, displayName },
    excludeCredentials: asked.exclude.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports,
    })),
    userVerification: settings.userVerification,
    timeout: CLIENT_TIMEOUT,
  })
}

/**
 * Verifies a new passkey and stores it, with its account if that is new.
 *
 * @throws {@link Refusal} with `malformed_credential`, `challenge_invalid`, `challenge_expired`,
 * `challenge_used`, `registration_failed`, `credential_exists`, `username_taken`, `passkey_limit` or
 * `session_required`.
 */
export async function finishRegistration(
  services: Services,
  caller: Caller,
  response: RegistrationResponseJSON,
): Promise<Registered> {
  const signed = readSignedChallenge(response.response.clientDataJSON)
  const registrant = await findRegistrant(services, caller, signed)
  const { account, opened, asking } = registrant
  const verified = await verify(services, opened, { signed, response, accountId: account.id })

  const now = services.now()
  const credential = toRecord(verified, { accountId: account.id, now })
  const signedIn =
    asking === undefined ? startSession(services, caller, verified, credential) : undefined
  const former = asking === undefined ? await caller.session() : undefined
  const conflict = await services.store.finishRegistration({
    challenge: toUsedChallenge(opened),
    account:
      asking === undefined ? { ...account, usernameKey: usernameKey(account.username) } : undefined,
    credential,
    passkeyLimit: services.settings.passkeyLimit,
    askingSession: asking && { id: asking.id, now, idle: services.settings.sessions.idle },
    session: signedIn?.session,
    endSessionId: former?.session.id,
    audit: acceptedEvent({
      at: now,
      requestId: caller.requestId,
      event: 'registration',
      accountId: account.id,
      credentialId: credential.id,
    }),
  })
  if (conflict !== undefined) throw refuseConflict(conflict, account.id)
  return { account, credential, signedIn }
}

interface Registrant {
  readonly account: AccountRecord
  readonly opened: OpenedChallenge
  /** The session that adds a passkey; absent at sign-up. */
  readonly asking: SessionRecord | undefined
}

/** Whose passkey it is going to be: that of the session, or of an account that waits in the secret. */
async function findRegistrant(
  services: Services,
  caller: Caller,
  { bytes }: SignedChallenge,
): Promise<Registrant> {
  const claimed = claimedCeremony(bytes)
  const { keys, settings, challengeClock } = services
  const bound = { rpId: settings.rpId, now: challengeClock.now() }
  if (claimed === 'add passkey') {
    const live = await caller.session()
    if (live === undefined) throw new Refusal('session_required')
    const { session, account } = live
    const opened = openChallenge(keys, bytes, { ...bound, context: sessionContext(session) })
    if (opened.isFor(accountBinding(account.id, account.userHandle))) {
      return { account, opened, asking: session }
    }
    throw new Refusal('challenge_invalid', 'account_mismatch', { accountId: account.id })
  }
  if (claimed !== 'sign-up') throw new Refusal('challenge_invalid', 'challenge_of_other_ceremony')
  const { ceremony } = caller
  if (ceremony === undefined) throw new Refusal('challenge_invalid', 'ceremony_secret_missing')
  const opened = openChallenge(keys, bytes, { ...bound, context: ceremonyContext(ceremony) })
  const pending = pendingAccounts(keys, ceremony).find(({ id, userHandle }) =>
    opened.isFor(accountBinding(id, userHandle)),
  )
  if (pending === undefined) throw new Refusal('challenge_invalid', 'pending_account_missing')
  const { issuedAt: _, ...names } = pending
  const account = { ...names, sessionEpoch: 0, disabled: false, createdAt: services.now() }
  return { account, opened, asking: undefined }
}

async function verify(
  { settings }: Services,
  { policy }: OpenedChallenge,
  answer: {
    readonly signed: SignedChallenge
    readonly response: RegistrationResponseJSON
    readonly accountId: string
  },
): Promise<VerifiedRegistration> {
  const { rpId, origins } = settings
  const { signed, response, accountId } = answer
  const required = policy.userVerification || settings.userVerification === 'required'
  const userVerification = required ? 'required' : 'preferred'
  try {
    return await verifyRegistration({
      response,
      expected: {
        challenge: signed.text,
        origins,
        rpId,
        userVerification,
        ...(policy.attestation && { attestation: { require: 'trusted' } }),
      },
    })
  } catch (error) {
    throw fromCeremonyError(error, 'registration_failed', { accountId })
  }
}

function toRecord(
  { credential, attestation }: VerifiedRegistration,
  { accountId, now }: { readonly accountId: string; readonly now: number },
): CredentialRecord {
  const { id: credentialId, transports, ...rest } = credential
  return {
    ...rest,
    id: encodeBase64url(random(16)),
    accountId,
    credentialId,
    transports: knownTransports(transports),
    attestationFormat: attestation.format,
    name: undefined,
    createdAt: now,
    lastUsedAt: undefined,
  }
}

const TRANSPORTS: ReadonlySet<string> = new Set([
  'ble',
  'cable',
  'hybrid',
  'internal',
  'nfc',
  'smart-card',
  'usb',
])

/** R53: known words only, at most eight, in the order in which browsers give them. */
function knownTransports(transports: readonly string[]): readonly string[] {
  return transports
    .filter((word) => TRANSPORTS.has(word))
    .toSorted()
    .slice(0, 8)
}

function startSession(
  { settings, now }: Services,
  { device }: Caller,
  { userVerified }: VerifiedRegistration,
  { accountId, id: credentialId }: CredentialRecord,
) {
  return newSession({
    accountId,
    epoch: 0,
    credentialId,
    userVerified,
    device,
    now: now(),
    absolute: settings.sessions.absolute,
    random: random(SESSION_RANDOM_BYTES),
  })
}

function refuseConflict(conflict: RegistrationConflict, accountId: string): Refusal {
  const code = conflict === 'session_gone' ? 'session_required' : conflict
  return new Refusal(code, conflict, { accountId })
}
