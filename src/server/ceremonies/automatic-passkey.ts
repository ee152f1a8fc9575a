/**
 * Automatic passkeys: made without a question after a sign-in with a saved password (conditional create).
 *
 * The one registration that a session may do which shows nothing but a password; so it is there only while
 * the account has no passkey, once for each password that was right, and raises nothing (security.md R65,
 * R90).
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#dom-credentialmediationrequirement-conditional} conditional
 * mediation
 * @module
 */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from '../../protocol/webauthn-json.ts'
import { acceptedEvent } from '../audit.ts'
import { claimedCeremony } from '../challenge.ts'
import { askForProof } from '../freshness.ts'
import { Refusal } from '../refusal.ts'
import type { Caller, Services } from '../services.ts'
import { askingSession, isFresh, sessionContext } from '../sessions.ts'
import {
  isAutomaticPasskeyGranted,
  storeAutomaticPasskey,
} from '../store/acts/automatic-passkey-acts.ts'
import { waysToSignIn } from '../store/acts/way-acts.ts'
import type { AccountRecord, CredentialRecord, LiveSession } from '../store/store.ts'
import { readSignedChallenge, toUsedChallenge } from './answer.ts'
import { openInSession, toRecord, verifyNewCredential } from './new-credential.ts'
import { makeOptions } from './registration-options.ts'

/**
 * Makes the options of an automatic passkey.
 *
 * @throws {@link Refusal} with `reauthentication_required` when this session was granted none, or too long ago.
 */
export async function beginAutomaticPasskey(
  services: Services,
  live: LiveSession,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { session, account } = live
  const asked = { accountId: account.id, sessionId: session.id }
  const { granted, ways } = await services.store.read(function* (tables) {
    const granted = yield* isAutomaticPasskeyGranted(tables, asked)
    return { granted, ways: yield* waysToSignIn(tables, account.id) }
  })
  // R89: the password has to be as fresh as for a passkey with a question, or a stolen session could have one.
  const { now, settings } = services
  const recent = isFresh(session, { now: now(), freshness: settings.freshness })
  if (!granted || !recent || ways.passkeys > 0) {
    throw askForProof(live, ways, 'automatic_passkey_not_granted')
  }
  return makeOptions(services, {
    account,
    ceremony: 'conditional create',
    context: sessionContext(session),
    exclude: [],
  })
}

/** Whether the answer is that of an automatic passkey, by the challenge it signed. */
export function isAutomaticAnswer(response: RegistrationResponseJSON): boolean {
  const { bytes } = readSignedChallenge(response.response.clientDataJSON)
  return claimedCeremony(bytes) === 'conditional create'
}

/**
 * Verifies an automatic passkey and stores it. Nobody need have been there when it was made.
 *
 * @throws {@link Refusal} with `session_required`, `malformed_credential`, `challenge_invalid`,
 * `challenge_expired`, `challenge_used`, `registration_failed` or `credential_exists`.
 */
export async function finishAutomaticPasskey(
  services: Services,
  caller: Caller,
  response: RegistrationResponseJSON,
): Promise<{ readonly account: AccountRecord; readonly credential: CredentialRecord }> {
  const signed = readSignedChallenge(response.response.clientDataJSON)
  const live = await caller.session()
  if (live === undefined) throw new Refusal('session_required')
  const { account } = live
  const accountId = account.id
  const opened = openInSession(services, live, signed)
  const verified = await verifyNewCredential(services, {
    signed,
    response,
    accountId,
    // Both belong to this ceremony; signing in with it later asks for them like any other.
    userPresence: 'conditional-create',
    userVerification: 'preferred',
    attestation: 'any',
  })
  const now = services.now()
  const credential = toRecord(verified, { accountId, now })
  const finish = {
    challenge: toUsedChallenge(opened),
    credential,
    asking: askingSession(services, live),
    audit: acceptedEvent({
      at: now,
      requestId: caller.requestId,
      event: 'registration.automatic',
      accountId,
      credentialId: credential.id,
    }),
  }
  const conflict = await services.store.transact((tables) => storeAutomaticPasskey(tables, finish))
  if (conflict === 'session_gone') throw new Refusal('session_required', conflict, { accountId })
  if (conflict === 'not_granted') {
    throw new Refusal('registration_failed', conflict, { accountId, publicReason: conflict })
  }
  if (conflict !== undefined) throw new Refusal(conflict, conflict, { accountId })
  services.notify({ kind: 'passkey_added', accountId, at: now, details: { automatic: 'yes' } })
  return { account, credential }
}
