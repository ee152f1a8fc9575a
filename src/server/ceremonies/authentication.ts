/**
 * Signing in with a passkey, the second half: the answer, verified by one read and kept by one write.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion} WebAuthn L3 §7.2
 * @module
 */
import type { AuthenticationResponseJSON } from '../../protocol/webauthn-json.ts'
import { verifyAuthentication } from '../../webauthn/authentication.ts'
import { CeremonyError, isMalformed } from '../../webauthn/errors.ts'
import { acceptedEvent } from '../audit.ts'
import { ceremonyContext } from '../ceremony-secret.ts'
import { accountBinding, ANY_ACCOUNT, claimedCeremony, openChallenge } from '../challenge.ts'
import type { OpenedChallenge } from '../challenge.ts'
import { issueSession } from '../issuer.ts'
import { Refusal } from '../refusal.ts'
import type { Caller, Services } from '../services.ts'
import { keepHandle } from '../store/acts/import-acts.ts'
import type {
  AccountRecord,
  AuthenticationConflict,
  CredentialRecord,
  SessionRecord,
} from '../store/store.ts'
import { refuseVerified, verifyAnswer } from './assertion.ts'
import type { Answer } from './assertion.ts'
import { fromCeremonyError, readSignedChallenge, toUsedChallenge } from './answer.ts'
import type { SignedChallenge } from './answer.ts'

/** Someone who has just signed in. */
export interface SignedIn {
  readonly account: AccountRecord
  readonly session: SessionRecord
  /** Proves the session. To be sent once and forgotten. */
  readonly token: string
}

/**
 * Verifies the answer to a sign-in and makes a session.
 *
 * @throws {@link Refusal} with `malformed_credential`, `challenge_invalid`, `challenge_expired`,
 * `challenge_used`, `credential_unknown` or `authentication_failed`.
 */
export async function finishAuthentication(
  services: Services,
  caller: Caller,
  response: AuthenticationResponseJSON,
): Promise<SignedIn> {
  const signed = readSignedChallenge(response.response.clientDataJSON)
  const opened = openSignIn(services, caller, signed)
  const found = await services.store.findCredential(response.id)
  if (found === undefined) return refuseUnknown(services, opened, { signed, response })

  const { credential, account } = found
  const subject = { accountId: account.id, credentialId: credential.id }
  const isNamed = opened.ceremony === 'sign-in with username'
  const verified = await verifyAnswer(
    services,
    { signed, response },
    { credential, account, isNamed },
  )
  // After the verifier, so that this refusal takes as long as that of a bad signature.
  checkAccount(opened, found)
  // The one exemption is the stored kind's, never the request's; what it gives is never fresh.
  const restores = credential.kind === 'restore'
  if (!restores && mustVerifyUser(services, opened) && !verified.userVerified) {
    const refused = { event: 'authentication', code: 'authentication_failed' } as const
    const reason = 'user_not_verified'
    return refuseVerified(services, caller, opened, { ...refused, reason, ...subject })
  }

  const now = services.now()
  const { session, token } = issueSession(services, caller, {
    account,
    method: credential.kind,
    credentialId: credential.id,
    verified: !restores && verified.userVerified,
  })
  const former = await caller.session()
  const event = { at: now, requestId: caller.requestId, event: 'authentication' as const }
  const conflict = await services.store.finishAuthentication({
    challenge: toUsedChallenge(opened),
    credentialId: credential.id,
    accountId: account.id,
    signCount: verified.signCount,
    backupState: verified.backupState,
    signCountPolicy: services.settings.signCount,
    session,
    endSessionId: former?.session.id,
    audit: acceptedEvent({ ...event, ...subject }),
  })
  if (conflict !== undefined) throw refuseConflict(conflict, subject)
  learnHandle(services, credential, response.response.userHandle)
  if (verified.signCountRegressed) {
    const requestId = caller.requestId
    services.log({
      level: 'warn',
      event: 'sign_count.regressed',
      outcome: 'accepted',
      requestId,
      ...subject,
    })
  }
  return { account, session, token }
}

/**
 * The first sign-in of an imported passkey tells which user handle it was made for. From then on it has to be
 * that one. Nobody waits for it: what does not work out now does so next time.
 */
function learnHandle(
  { store, later }: Services,
  { id, importedHandle }: CredentialRecord,
  userHandle: string | null | undefined,
): void {
  if (importedHandle !== null || typeof userHandle !== 'string' || userHandle === '') return
  later(() => store.transact((tables) => keepHandle(tables, { id, userHandle })))
}

function openSignIn(
  { keys, settings, challengeClock }: Services,
  { ceremony }: Caller,
  { bytes }: SignedChallenge,
): OpenedChallenge {
  const claimed = claimedCeremony(bytes)
  if (claimed !== 'sign-in' && claimed !== 'sign-in with username') {
    throw new Refusal('challenge_invalid', 'challenge_of_other_ceremony')
  }
  if (ceremony === undefined) throw new Refusal('challenge_invalid', 'ceremony_secret_missing')
  const context = ceremonyContext(ceremony)
  return openChallenge(keys, bytes, { rpId: settings.rpId, context, now: challengeClock.now() })
}

/** R18, R60: the account tag is recomputed with the owner of the credential that answered. */
function checkAccount(
  opened: OpenedChallenge,
  found: { readonly credential: CredentialRecord; readonly account: AccountRecord },
): void {
  const named = opened.ceremony === 'sign-in with username'
  const { credential, account } = found
  const subject = { accountId: account.id, credentialId: credential.id }
  if (!opened.isFor(named ? accountBinding(account.id) : ANY_ACCOUNT)) {
    throw new Refusal('authentication_failed', 'account_mismatch', subject)
  }
  if (named && credential.createdAt > opened.issuedAt) {
    throw new Refusal('authentication_failed', 'credential_newer_than_challenge', subject)
  }
}

/** R20: the stricter of what was sealed and what is configured now. */
function mustVerifyUser({ settings }: Services, { policy }: OpenedChallenge): boolean {
  return policy.userVerification || settings.userVerification === 'required'
}

/** A COSE key that nobody has the private half of a credential for: the generator of P-256 itself. */
const DUMMY_PUBLIC_KEY =
  'pQECAyYgASFYIGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWIlggT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU'

/** R63: an unknown credential costs as much time as a known one. */
async function refuseUnknown(
  { settings }: Services,
  opened: OpenedChallenge,
  { signed, response }: Answer,
): Promise<never> {
  const { id } = response
  const { origins, rpId } = settings
  const expected = { challenge: signed.text, origins, rpId, userVerification: 'preferred' as const }
  try {
    await verifyAuthentication({
      response,
      credential: { id, publicKey: DUMMY_PUBLIC_KEY, signCount: 0 },
      expected,
    })
  } catch (error) {
    const expectedError = error instanceof CeremonyError
    if (!expectedError || isMalformed(error.code)) {
      throw fromCeremonyError(error, 'authentication_failed')
    }
  }
  const named = opened.ceremony === 'sign-in with username'
  const tell = !named && settings.revealUnknownCredentials
  throw new Refusal(tell ? 'credential_unknown' : 'authentication_failed', 'credential_unknown')
}

function refuseConflict(
  conflict: AuthenticationConflict,
  subject: { readonly accountId: string; readonly credentialId: string },
): Refusal {
  if (conflict === 'challenge_used' || conflict === 'challenge_expired') {
    return new Refusal(conflict, conflict, subject)
  }
  return new Refusal('authentication_failed', conflict, subject)
}
