/**
 * Restore credentials: a key that a phone's system keeps for an app and carries to the next phone, so that
 * its user is signed in there without a tap.
 *
 * It stands for the device, not for the person: nobody is asked to verify anything, so a session made with
 * one is never fresh. It is made only just after a sign-in, in the place of the one its device had, and it
 * ends when the account's sessions are told to.
 *
 * @see {@link https://developer.android.com/identity/sign-in/restore-credentials} Restore Credentials
 * @module
 */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from '../../protocol/webauthn-json.ts'
import { acceptedEvent } from '../audit.ts'
import { claimedCeremony } from '../challenge.ts'
import { deviceKey } from '../device-key.ts'
import { askForProof } from '../freshness.ts'
import { Refusal } from '../refusal.ts'
import type { Caller, Services } from '../services.ts'
import { askingSession, sessionContext } from '../sessions.ts'
import { storeRestoreCredential } from '../store/acts/restore-acts.ts'
import { waysToSignIn } from '../store/acts/way-acts.ts'
import type { AccountRecord, CredentialRecord, LiveSession } from '../store/store.ts'
import { readSignedChallenge, toUsedChallenge } from './answer.ts'
import { openInSession, toRecord, verifyNewCredential } from './new-credential.ts'
import { makeOptions } from './registration-options.ts'

/**
 * Makes the options of a restore credential.
 *
 * @throws {@link Refusal} with `reauthentication_required` when the session did not begin just now: what
 * was stolen later must not outlive its session.
 */
export async function beginRestoreCredential(
  services: Services,
  live: LiveSession,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { session, account } = live
  const age = Math.abs(services.now() - session.createdAt)
  if (age > services.settings.freshness || session.method === 'recovery') {
    const ways = await services.store.read((tables) => waysToSignIn(tables, account.id))
    throw askForProof(live, ways, 'session_not_recent')
  }
  return makeOptions(services, {
    account,
    ceremony: 'restore credential',
    context: sessionContext(session),
    exclude: [],
  })
}

/** Whether the answer is that of a restore credential, by the challenge it signed. */
export function isRestoreAnswer(response: RegistrationResponseJSON): boolean {
  const { bytes } = readSignedChallenge(response.response.clientDataJSON)
  return claimedCeremony(bytes) === 'restore credential'
}

/**
 * Verifies a new restore credential and stores it in the place of the one its device had.
 *
 * @throws {@link Refusal} with `session_required`, `malformed_credential`, `challenge_invalid`,
 * `challenge_expired`, `challenge_used`, `registration_failed` or `credential_exists`.
 */
export async function finishRestoreCredential(
  services: Services,
  caller: Caller,
  response: RegistrationResponseJSON,
): Promise<{ readonly account: AccountRecord; readonly credential: CredentialRecord }> {
  const signed = readSignedChallenge(response.response.clientDataJSON)
  const live = await caller.session()
  if (live === undefined) throw new Refusal('session_required')
  const { account } = live
  const opened = openInSession(services, live, signed)
  const verified = await verifyNewCredential(services, {
    signed,
    response,
    accountId: account.id,
    userVerification: 'discouraged',
    attestation: 'any',
  })
  const now = services.now()
  const credential = {
    ...toRecord(verified, { accountId: account.id, now }),
    kind: 'restore' as const,
  }
  const finish = {
    challenge: toUsedChallenge(opened),
    credential,
    deviceKey: deviceKey(caller),
    asking: askingSession(services, live),
    audit: acceptedEvent({
      at: now,
      requestId: caller.requestId,
      event: 'restore.registration',
      accountId: account.id,
      credentialId: credential.id,
    }),
  }
  const conflict = await services.store.transact((tables) => storeRestoreCredential(tables, finish))
  if (conflict !== undefined) {
    const code = conflict === 'session_gone' ? 'session_required' : conflict
    throw new Refusal(code, conflict, { accountId: account.id })
  }
  return { account, credential }
}
