/**
 * The password of whoever is signed in: setting, changing and removing it (security.md R75, R92, R106).
 *
 * Whoever comes here has shown fresh proof; what counts as one is decided elsewhere.
 *
 * @module
 */
import { acceptedEvent } from '../audit.ts'
import { issueSession } from '../issuer.ts'
import { Refusal } from '../refusal.ts'
import type { Caller, Services } from '../services.ts'
import { askingSession } from '../sessions.ts'
import { lockAccount, raiseSessionEpoch } from '../store/acts/account-acts.ts'
import { recordAudit, recordRefusal } from '../store/acts/audit-acts.ts'
import { removePassword, storePassword } from '../store/acts/password-acts.ts'
import { beginSession, endOtherSessions, isSessionAlive } from '../store/acts/session-acts.ts'
import { countWays, waysToSignIn } from '../store/acts/way-acts.ts'
import type { LiveSession } from '../store/store.ts'
import { usernameKey } from '../usernames.ts'
import { forgetFailures } from './password-attempts.ts'
import { demandGoodPassword } from './password-policy.ts'

/**
 * Sets the account's first password, or another one. Every other session of the account ends. After a
 * recovery the limited session ends, too: answers the token of the one that comes in its place.
 *
 * @throws {@link Refusal} with `invalid_request`, `unavailable`, `session_required` when the session has
 * ended meanwhile, or `not_found` when there are no passwords here.
 */
export async function setOwnPassword(
  services: Services,
  caller: Caller,
  live: LiveSession,
  password: string,
): Promise<string | undefined> {
  const { account } = live
  const accountId = account.id
  if (!services.settings.passwords.on)
    throw new Refusal('not_found', 'passwords_off', { accountId })
  const names = [account.username, account.displayName]
  const good = await demandGoodPassword(services, password, names)
  const hash = await services.passwords.hash(good)
  const now = services.now()
  const asking = askingSession(services, live)
  const event = 'password.set'
  const audit = acceptedEvent({ at: now, requestId: caller.requestId, event, accountId })
  const following =
    live.session.method === 'recovery'
      ? issueSession(services, caller, { account, method: 'password', verified: true })
      : undefined
  const isDone = await services.store.transact(function* (tables) {
    yield* lockAccount(tables, accountId)
    if (!(yield* isSessionAlive(tables, asking))) return false
    yield* storePassword(tables, { accountId, hash, now })
    yield* forgetFailures(tables, services, usernameKey(account.username))
    yield* recordAudit(tables, audit)
    if (following === undefined) {
      yield* endOtherSessions(tables, accountId, asking.id)
      return true
    }
    yield* raiseSessionEpoch(tables, accountId)
    return yield* beginSession(tables, following.session, undefined)
  })
  if (!isDone) throw new Refusal('session_required', 'session_gone', { accountId })
  services.notify({ kind: 'password_changed', accountId, at: now })
  return following?.token
}

/**
 * Takes the account's password away. Every other session of the account ends.
 *
 * @throws {@link Refusal} with `not_found` when it has none, `last_sign_in_method`, or `session_required`
 * when the session has ended meanwhile.
 */
export async function removeOwnPassword(
  services: Services,
  caller: Caller,
  live: LiveSession,
): Promise<void> {
  const accountId = live.account.id
  const now = services.now()
  const asking = askingSession(services, live)
  const event = 'password.remove'
  const audit = acceptedEvent({ at: now, requestId: caller.requestId, event, accountId })
  const conflict = await services.store.transact(function* (tables) {
    yield* lockAccount(tables, accountId)
    if (!(yield* isSessionAlive(tables, asking))) return 'session_required'
    const ways = yield* waysToSignIn(tables, accountId)
    if (ways.passwords > 0 && countWays(ways) <= 1) {
      yield* recordRefusal(tables, audit, 'last_sign_in_method')
      return 'last_sign_in_method'
    }
    if (!(yield* removePassword(tables, accountId))) return 'not_found'
    yield* endOtherSessions(tables, accountId, asking.id)
    yield* recordAudit(tables, audit)
    return undefined
  })
  if (conflict !== undefined) throw new Refusal(conflict, conflict, { accountId })
  services.notify({ kind: 'password_removed', accountId, at: now })
}
