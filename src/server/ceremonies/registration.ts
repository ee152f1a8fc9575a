/**
 * Registering a passkey, the second half: verified, and stored with its account or not at all.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-registering-a-new-credential} WebAuthn L3 §7.1
 * @module
 */
import type { RegistrationResponseJSON } from '../../protocol/webauthn-json.ts'
import { acceptedEvent } from '../audit.ts'
import { ceremonyContext, pendingAccounts } from '../ceremony-secret.ts'
import { accountBinding, claimedCeremony, openChallenge } from '../challenge.ts'
import type { OpenedChallenge } from '../challenge.ts'
import { issueSession } from '../issuer.ts'
import { Refusal } from '../refusal.ts'
import type { Caller, Services } from '../services.ts'
import type {
  AccountRecord,
  CredentialRecord,
  RegistrationConflict,
  SessionRecord,
} from '../store/store.ts'
import { usernameKey } from '../usernames.ts'
import { readSignedChallenge, toUsedChallenge } from './answer.ts'
import type { SignedChallenge } from './answer.ts'
import { openInSession, toRecord, verifyNewCredential } from './new-credential.ts'

/** A passkey that was just stored. */
export interface Registered {
  readonly account: AccountRecord
  readonly credential: CredentialRecord
  /** With a new account, and after a recovery. */
  readonly signedIn: { readonly session: SessionRecord; readonly token: string } | undefined
}

/**
 * Verifies a new passkey and stores it, with its account if that is new.
 *
 * @throws {@link Refusal} with `malformed_credential`, `challenge_invalid`, `challenge_expired`,
 * `challenge_used`, `registration_failed`, `credential_exists`, `username_taken`, `passkey_limit`,
 * `session_required`, or `reauthentication_required` when a session without proof of a passkey comes with one
 * for an account that has got another meanwhile.
 */
export async function finishRegistration(
  services: Services,
  caller: Caller,
  response: RegistrationResponseJSON,
): Promise<Registered> {
  const signed = readSignedChallenge(response.response.clientDataJSON)
  const registrant = await findRegistrant(services, caller, signed)
  const { account, opened, asking } = registrant
  const verified = await verifyNewCredential(services, {
    signed,
    response,
    accountId: account.id,
    userVerification: mustVerifyUser(services, opened) ? 'required' : 'preferred',
    attestation: opened.policy.attestation ? 'trusted' : 'any',
  })

  const now = services.now()
  const credential = toRecord(verified, { accountId: account.id, now })
  const proof = { account, method: 'passkey', credentialId: credential.id } as const
  // R131: whoever comes from a recovery has a way in again, and with it a session like any other.
  const beginsSession = asking === undefined || asking.method === 'recovery'
  const signedIn = beginsSession
    ? issueSession(services, caller, { ...proof, verified: verified.userVerified })
    : undefined
  const former = beginsSession ? await caller.session() : undefined
  const conflict = await services.store.finishRegistration({
    challenge: toUsedChallenge(opened),
    account:
      asking === undefined ? { ...account, usernameKey: usernameKey(account.username) } : undefined,
    credential,
    passkeyLimit: services.settings.passkeyLimit,
    askingSession: asking && { id: asking.id, now, idle: services.settings.sessions.idle },
    onlyTheFirst: asking !== undefined && !['passkey', 'recovery'].includes(asking.method),
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
  // R55. Whoever signs up knows.
  if (asking !== undefined) {
    services.notify({ kind: 'passkey_added', accountId: account.id, at: now })
  }
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
  signed: SignedChallenge,
): Promise<Registrant> {
  const claimed = claimedCeremony(signed.bytes)
  if (claimed === 'add passkey') {
    const live = await caller.session()
    if (live === undefined) throw new Refusal('session_required')
    const opened = openInSession(services, live, signed)
    return { account: live.account, opened, asking: live.session }
  }
  if (claimed !== 'sign-up') throw new Refusal('challenge_invalid', 'challenge_of_other_ceremony')
  const { ceremony } = caller
  if (ceremony === undefined) throw new Refusal('challenge_invalid', 'ceremony_secret_missing')
  const { keys, settings, challengeClock } = services
  const opened = openChallenge(keys, signed.bytes, {
    rpId: settings.rpId,
    context: ceremonyContext(ceremony),
    now: challengeClock.now(),
  })
  const pending = pendingAccounts(keys, ceremony).find(({ id, userHandle }) =>
    opened.isFor(accountBinding(id, userHandle)),
  )
  if (pending === undefined) throw new Refusal('challenge_invalid', 'pending_account_missing')
  const { issuedAt: _, ...names } = pending
  const account = { ...names, sessionEpoch: 0, disabled: false, createdAt: services.now() }
  return { account, opened, asking: undefined }
}

/** R20: the stricter of what was sealed and what is configured now. */
function mustVerifyUser({ settings }: Services, { policy }: OpenedChallenge): boolean {
  return policy.userVerification || settings.userVerification === 'required'
}

function refuseConflict(conflict: RegistrationConflict, accountId: string): Refusal {
  if (conflict === 'proof_too_weak') {
    const details = { methods: ['passkey'], accountId } as const
    return new Refusal('reauthentication_required', conflict, details)
  }
  const code = conflict === 'session_gone' ? 'session_required' : conflict
  return new Refusal(code, conflict, { accountId })
}
