/**
 * Signing in with a password, and signing up with one.
 *
 * @module
 */
import { encodeBase64url } from '../../bytes/base64url.ts'
import { acceptedEvent } from '../audit.ts'
import { demandSignUpAllowed } from '../host-hooks.ts'
import { issueSession } from '../issuer.ts'
import { Refusal } from '../refusal.ts'
import { random } from '../services.ts'
import type { Caller, Services } from '../services.ts'
import { Undo } from '../store/act.ts'
import { storeAccount } from '../store/acts/account-creation-acts.ts'
import { recordAudit, recordRefusal } from '../store/acts/audit-acts.ts'
import { grantAutomaticPasskey } from '../store/acts/automatic-passkey-acts.ts'
import { storePassword } from '../store/acts/password-acts.ts'
import { beginSession } from '../store/acts/session-acts.ts'
import type { AccountRecord, SessionRecord } from '../store/store.ts'
import { refuseUsername, usernameKey } from '../usernames.ts'
import { forgetFailures } from './password-attempts.ts'
import { demandGoodPassword } from './password-policy.ts'
import { acceptPassword, provePassword } from './prove-password.ts'
import type { PasswordConflict } from './prove-password.ts'

/** Someone who has just signed in with a password. */
export interface SignedInWithPassword {
  readonly account: AccountRecord
  readonly session: SessionRecord
  /** Proves the session. To be sent once and forgotten. */
  readonly token: string
  /** Whether one passkey may be made without a question. */
  readonly automaticPasskey: boolean
}

/**
 * Signs in with a password.
 *
 * @throws {@link Refusal} with `authentication_failed`, `rate_limited` or `unavailable`.
 */
export async function signInWithPassword(
  services: Services,
  caller: Caller,
  given: { readonly username: string; readonly password: string },
): Promise<SignedInWithPassword> {
  const event = 'password.authentication'
  const proved = await provePassword(services, caller, { ...given, event })
  const { account } = proved
  const issued = issueSession(services, caller, { account, method: 'password', verified: true })
  const former = await caller.session()
  const now = services.now()
  const subject = { at: now, requestId: caller.requestId, event, accountId: account.id } as const
  const audit = acceptedEvent(subject)
  const outcome = await services.store.transact<PasswordConflict | { granted: boolean }>(
    function* (tables) {
      const conflict = yield* acceptPassword(tables, proved)
      if (conflict !== undefined) {
        yield* recordRefusal(tables, audit, conflict)
        return conflict
      }
      yield* beginSession(tables, issued.session, former?.session.id)
      yield* recordAudit(tables, audit)
      const asked = { accountId: account.id, sessionId: issued.session.id, now }
      return { granted: yield* grantAutomaticPasskey(tables, asked) }
    },
  )
  if (typeof outcome === 'string') {
    throw new Refusal('authentication_failed', outcome, { accountId: account.id })
  }
  return { account, ...issued, automaticPasskey: outcome.granted }
}

/** Names and password of a new account. */
export interface PasswordSignUp {
  readonly username: string
  readonly displayName?: string | undefined
  readonly password: string
  /** The username is an address, and whoever asks has shown that they read it. */
  readonly mailbox?: 'proved'
}

/**
 * Makes an account with a password and signs it in.
 *
 * @throws {@link Refusal} with `invalid_request`, `username_taken`, `unavailable`, `registration_failed`
 * when the host says no, or `session_required` when sign-up is closed, passwords are off, or mailboxes have
 * to be proved first.
 */
export async function signUpWithPassword(
  services: Services,
  caller: Caller,
  { username, displayName = username, password, mailbox }: PasswordSignUp,
): Promise<SignedInWithPassword> {
  const { settings, store } = services
  if (settings.signUp === 'closed') throw new Refusal('session_required', 'sign_up_closed')
  if (!settings.passwords.on) throw new Refusal('session_required', 'passwords_off')
  const isProved = mailbox === 'proved'
  if (settings.accounts === 'email' && !isProved) {
    throw new Refusal('session_required', 'mailbox_not_proved')
  }
  const wrong = isProved ? undefined : refuseUsername(username)
  if (wrong !== undefined) {
    const errors = [{ pointer: '/username', code: wrong }]
    throw new Refusal('invalid_request', 'username_not_allowed', { errors })
  }
  await demandSignUpAllowed(services, { username, displayName, method: 'password' })
  const key = usernameKey(username)
  const good = await demandGoodPassword(services, password, [username, displayName])
  const namesake = await store.findAccountByUsernameKey(key)
  if (namesake !== undefined) throw new Refusal('username_taken')
  const hash = await services.passwords.hash(good)

  const now = services.now()
  const account: AccountRecord = {
    id: encodeBase64url(random(16)),
    username,
    displayName,
    userHandle: encodeBase64url(random(32)),
    sessionEpoch: 0,
    disabled: false,
    createdAt: now,
  }
  const accountId = account.id
  const issued = issueSession(services, caller, { account, method: 'password', verified: true })
  const former = await caller.session()
  const event = 'password.registration'
  const audit = acceptedEvent({ at: now, requestId: caller.requestId, event, accountId })
  const outcome = await store.transact<'username_taken' | { granted: boolean }>(function* (tables) {
    const isNew = yield* storeAccount(tables, { ...account, usernameKey: key })
    if (!isNew) throw new Undo('username_taken')
    yield* storePassword(tables, { accountId, hash, now })
    // What was tried under this name before it was anybody's says nothing of this password.
    yield* forgetFailures(tables, services, key)
    yield* beginSession(tables, issued.session, former?.session.id)
    yield* recordAudit(tables, audit)
    const asked = { accountId, sessionId: issued.session.id, now }
    return { granted: yield* grantAutomaticPasskey(tables, asked) }
  })
  if (outcome === 'username_taken') throw new Refusal('username_taken')
  return { account, ...issued, automaticPasskey: outcome.granted }
}
