/**
 * Proving once more who is there, for somebody who is signed in: bound to the session and to what it is for
 * (security.md R18, R88–R90, R97).
 *
 * @module
 */
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '../../protocol/webauthn-json.ts'
import { requestOptions } from '../../webauthn/options.ts'
import { acceptedEvent } from '../audit.ts'
import { accountBinding, claimedCeremony, CLIENT_TIMEOUT, openChallenge } from '../challenge.ts'
import { sealChallenge } from '../challenge.ts'
import type { OpenedChallenge } from '../challenge.ts'
import { inNeutralOrder } from '../decoys.ts'
import { lengthPrefixed } from '../fields.ts'
import { askForProof } from '../freshness.ts'
import { issueSession } from '../issuer.ts'
import { purposeDigest } from '../purpose.ts'
import type { Purpose } from '../purpose.ts'
import { Refusal } from '../refusal.ts'
import { random } from '../services.ts'
import type { Caller, Services } from '../services.ts'
import { askingSession, sessionContext } from '../sessions.ts'
import { finishReauthentication } from '../store/acts/reauthentication-acts.ts'
import type { ReauthenticationConflict } from '../store/acts/reauthentication-acts.ts'
import { waysToSignIn } from '../store/acts/way-acts.ts'
import type { LiveSession } from '../store/store.ts'
import { readSignedChallenge, toUsedChallenge } from './answer.ts'
import type { SignedChallenge } from './answer.ts'
import { refuseVerified, verifyAnswer } from './assertion.ts'
import type { SignedIn } from './authentication.ts'

/**
 * Makes the options of a re-authentication with a passkey. Nothing is written.
 *
 * @throws {@link Refusal} with `reauthentication_required` when the account has no passkey: its `methods`
 * say what will do.
 */
export async function beginReauthentication(
  services: Services,
  live: LiveSession,
  purpose: Purpose | undefined,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { settings, keys, challengeClock, store } = services
  const { session, account } = live
  const passkeys = await store.listCredentials(account.id)
  if (passkeys.length === 0) {
    const ways = await store.read((tables) => waysToSignIn(tables, account.id))
    throw askForProof(live, ways, 'no_passkey')
  }
  const challenge = sealChallenge(keys, {
    ceremony: 'reauthentication',
    // Whatever is configured for sign-ins: presence alone proves nobody.
    policy: { userVerification: true, attestation: false },
    rpId: settings.rpId,
    context: sessionContext(session),
    account: boundTo(account.id, purpose && purposeDigest(purpose)),
    now: challengeClock.now(),
    random: random(16),
  })
  return requestOptions({
    challenge,
    rpId: settings.rpId,
    timeout: CLIENT_TIMEOUT,
    userVerification: 'required',
    allowCredentials: inNeutralOrder(
      passkeys.map(({ credentialId: id, transports }) => ({
        type: 'public-key' as const,
        id,
        transports,
      })),
    ),
  })
}

/**
 * Verifies the answer and makes a fresh session in the place of the one that asked. The purpose counts
 * only if the challenge was sealed for it.
 *
 * @throws {@link Refusal} with `malformed_credential`, `challenge_invalid`, `challenge_expired`,
 * `challenge_used`, `authentication_failed` or `session_required`.
 */
export async function reauthenticateWithPasskey(
  services: Services,
  caller: Caller,
  {
    live,
    response,
    purpose,
  }: {
    readonly live: LiveSession
    readonly response: AuthenticationResponseJSON
    readonly purpose: Purpose | undefined
  },
): Promise<SignedIn> {
  const { account } = live
  const signed = readSignedChallenge(response.response.clientDataJSON)
  const digest = purpose && purposeDigest(purpose)
  const opened = open(services, live, { signed, digest })
  const found = await services.store.findCredential(response.id)
  const isOwn = found?.account.id === account.id && found.credential.kind === 'passkey'
  if (found === undefined || !isOwn) {
    throw new Refusal('authentication_failed', 'credential_unknown', { accountId: account.id })
  }
  const { credential } = found
  const subject = { accountId: account.id, credentialId: credential.id }
  const owner = { credential, account, isNamed: true }
  const verified = await verifyAnswer(services, { signed, response }, owner)
  const event = 'reauthentication'
  if (!verified.userVerified) {
    const refused = { event, code: 'authentication_failed', reason: 'user_not_verified' } as const
    return refuseVerified(services, caller, opened, { ...refused, ...subject })
  }

  const { session, token } = issueSession(services, caller, {
    account,
    method: 'passkey',
    credentialId: credential.id,
    formerMethods: live.session.methods,
    verified: true,
  })
  const finish = {
    challenge: toUsedChallenge(opened),
    asking: askingSession(services, live),
    credentialId: credential.id,
    signCount: verified.signCount,
    backupState: verified.backupState,
    signCountPolicy: services.settings.signCount,
    session,
    purpose: digest,
    since: session.createdAt - services.settings.freshness,
    audit: acceptedEvent({
      at: session.createdAt,
      requestId: caller.requestId,
      event,
      ...subject,
    }),
  }
  const conflict = await services.store.transact((tables) => finishReauthentication(tables, finish))
  if (conflict !== undefined) throw refuseConflict(conflict, subject)
  return { account, session, token }
}

/** The outer tag says that this very session asked; the account tag says for what. */
function open(
  { keys, settings, challengeClock }: Services,
  { session, account }: LiveSession,
  asked: { readonly signed: SignedChallenge; readonly digest: Uint8Array | undefined },
): OpenedChallenge {
  const { bytes } = asked.signed
  if (claimedCeremony(bytes) !== 'reauthentication') {
    throw new Refusal('challenge_invalid', 'challenge_of_other_ceremony')
  }
  const opened = openChallenge(keys, bytes, {
    rpId: settings.rpId,
    context: sessionContext(session),
    now: challengeClock.now(),
  })
  // An answer that names no purpose proves the person, and nothing beyond.
  if (asked.digest !== undefined && !opened.isFor(boundTo(account.id, asked.digest))) {
    throw new Refusal('challenge_invalid', 'purpose_mismatch', { accountId: account.id })
  }
  return opened
}

function boundTo(accountId: string, purpose: Uint8Array | undefined): Uint8Array {
  const account = accountBinding(accountId)
  return purpose === undefined ? account : lengthPrefixed('purpose', account, purpose)
}

function refuseConflict(
  conflict: ReauthenticationConflict,
  subject: { readonly accountId: string; readonly credentialId: string },
): Refusal {
  if (conflict === 'challenge_used' || conflict === 'challenge_expired') {
    return new Refusal(conflict, conflict, subject)
  }
  const code = conflict === 'session_gone' ? 'session_required' : 'authentication_failed'
  return new Refusal(code, conflict, subject)
}
