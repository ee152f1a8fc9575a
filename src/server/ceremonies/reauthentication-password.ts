/**
 * Proving once more who is there with a password, while that is the best the account has (security.md R88).
 *
 * @module
 */
import { acceptedEvent } from '../audit.ts'
import { askForProof } from '../freshness.ts'
import { issueSession } from '../issuer.ts'
import { acceptPassword, provePassword } from '../passwords/prove-password.ts'
import type { PasswordConflict } from '../passwords/prove-password.ts'
import { purposeDigest } from '../purpose.ts'
import type { Purpose } from '../purpose.ts'
import { Refusal } from '../refusal.ts'
import type { Caller, Services } from '../services.ts'
import { askingSession } from '../sessions.ts'
import { Undo } from '../store/act.ts'
import { succeed } from '../store/acts/reauthentication-acts.ts'
import { waysToSignIn } from '../store/acts/way-acts.ts'
import type { LiveSession } from '../store/store.ts'
import type { SignedIn } from './authentication.ts'

type Conflict = PasswordConflict | 'password_will_not_do' | 'session_gone'

/**
 * Checks the password and makes a fresh session in the place of the one that asked.
 *
 * @throws {@link Refusal} with `reauthentication_required` when the account has something better,
 * `authentication_failed`, `rate_limited`, `unavailable` or `session_required`.
 */
export async function reauthenticateWithPassword(
  services: Services,
  caller: Caller,
  {
    live,
    password,
    purpose,
  }: {
    readonly live: LiveSession
    readonly password: string
    readonly purpose: Purpose | undefined
  },
): Promise<SignedIn> {
  const { account } = live
  const before = await services.store.read((tables) => waysToSignIn(tables, account.id))
  // Before the password is looked at, so that nobody can try any here.
  if (before.passkeys > 0 || before.passwords === 0) {
    throw askForProof(live, before, 'password_will_not_do')
  }
  const event = 'reauthentication'
  const { username } = account
  const proved = await provePassword(services, caller, { username, password, event })
  // By then the name may be somebody else's, and the password theirs.
  if (proved.account.id !== account.id) {
    throw new Refusal('authentication_failed', 'name_changed', { accountId: account.id })
  }
  const { session, token } = issueSession(services, caller, {
    account,
    method: 'password',
    formerMethods: live.session.methods,
    verified: true,
  })
  const at = session.createdAt
  const succession = {
    asking: askingSession(services, live),
    session,
    purpose: purpose && purposeDigest(purpose),
    since: at - services.settings.freshness,
    audit: acceptedEvent({ at, requestId: caller.requestId, event, accountId: account.id }),
  }
  const refused = await services.store.transact<Conflict | undefined>(function* (tables) {
    const conflict = yield* acceptPassword(tables, proved)
    if (conflict !== undefined) return conflict
    const ways = yield* waysToSignIn(tables, account.id)
    if (ways.passkeys > 0) throw new Undo<Conflict>('password_will_not_do')
    if (!(yield* succeed(tables, succession))) throw new Undo<Conflict>('session_gone')
    return undefined
  })
  if (refused === undefined) return { account, session, token }
  if (refused === 'session_gone') {
    throw new Refusal('session_required', refused, { accountId: account.id })
  }
  throw new Refusal('authentication_failed', refused, { accountId: account.id })
}
