/**
 * The sessions of an account, as their owner sees and ends them (security.md R74–R76).
 *
 * @module
 */
import type { ListedSessionMessage } from '../protocol/account-messages.ts'
import { acceptedEvent } from './audit.ts'
import { deviceKey } from './device-key.ts'
import { Refusal } from './refusal.ts'
import type { Caller, Services } from './services.ts'
import { askingSession } from './sessions.ts'
import { lockAccount } from './store/acts/account-acts.ts'
import { recordAudit } from './store/acts/audit-acts.ts'
import { buryRestoreCredentials } from './store/acts/burial-acts.ts'
import {
  endOtherSessions,
  endSessionOf,
  isSessionAlive,
  listSessions,
  signOut,
} from './store/acts/session-acts.ts'
import type { LiveSession } from './store/store.ts'
import { isoTime, toSessionMessage } from './views.ts'

/** More than that nobody looks through; ending all others reaches the rest. */
const SHOWN = 100

/** A caller who is signed in. */
export type Owner = Caller & { readonly live: LiveSession }

/** R76: the sessions of whoever is signed in, the one used last first. */
export async function listOwnSessions(
  services: Services,
  live: LiveSession,
): Promise<readonly ListedSessionMessage[]> {
  const asked = { ...askingSession(services, live), limit: SHOWN }
  const sessions = await services.store.read((tables) => listSessions(tables, asked))
  return sessions.map((session) => {
    const { lastUsedAt, device = null } = session
    const current = session.id === live.session.id
    return Object.assign(toSessionMessage(session), {
      lastUsedAt: isoTime(lastUsedAt),
      device,
      current,
    })
  })
}

/** R74: signs out, and lets the restore credential of this device restore nothing any more. */
export async function endOwnSession(services: Services, owner: Owner): Promise<void> {
  const { session, account } = owner.live
  const audit = auditOf(services, owner, 'session.end')
  const device = deviceKey(owner)
  await services.store.transact(function* (tables) {
    yield* signOut(tables, session.id, audit)
    yield* buryRestoreCredentials(tables, account.id, { device })
  })
}

/**
 * R75: signs out everywhere but here. Restore credentials end, too, those of this device as well.
 *
 * @throws {@link Refusal} with `session_required` when somebody else was faster.
 */
export async function endOwnOtherSessions(services: Services, owner: Owner): Promise<void> {
  const { session, account } = owner.live
  const asking = askingSession(services, owner.live)
  const audit = auditOf(services, owner, 'session.end_others')
  const alive = await services.store.transact(function* (tables) {
    yield* lockAccount(tables, account.id)
    if (!(yield* isSessionAlive(tables, asking))) return 0
    const { length } = yield* listSessions(tables, { ...asking, limit: 2 })
    yield* endOtherSessions(tables, account.id, session.id)
    yield* recordAudit(tables, audit)
    return length
  })
  if (alive === 0) throw new Refusal('session_required', 'session_gone', { accountId: account.id })
  // Where there was no other one nothing ended, and who asks again and again fills no outbox.
  if (alive > 1) services.notify({ kind: 'sessions_ended', accountId: account.id, at: audit.at })
}

/**
 * Ends one session of the own account, and with it what could bring it back: the restore credentials of
 * every other device, because nobody can tell which of them had it.
 *
 * @throws {@link Refusal} with `not_found`, alike for sessions of others and for none at all, or
 * `session_required` when somebody else was faster.
 */
export async function endOwnSessionById(
  services: Services,
  owner: Owner,
  sessionId: string,
): Promise<void> {
  const accountId = owner.live.account.id
  const audit = auditOf(services, owner, 'session.end_one')
  const isCurrent = sessionId === owner.live.session.id
  const device = deviceKey(owner)
  const asking = askingSession(services, owner.live)
  const outcome = await services.store.transact(function* (tables) {
    yield* lockAccount(tables, accountId)
    if (!(yield* isSessionAlive(tables, asking))) return 'session_gone'
    if (!(yield* endSessionOf(tables, { accountId, sessionId }))) return 'session_not_found'
    const which = isCurrent ? { device } : { exceptDevice: device }
    yield* buryRestoreCredentials(tables, accountId, which)
    yield* recordAudit(tables, audit)
    return 'ended'
  })
  if (outcome === 'ended') return
  const code = outcome === 'session_gone' ? 'session_required' : 'not_found'
  throw new Refusal(code, outcome, { accountId })
}

function auditOf(
  services: Services,
  { requestId, live }: Owner,
  event: 'session.end' | 'session.end_others' | 'session.end_one',
) {
  return acceptedEvent({ at: services.now(), requestId, event, accountId: live.account.id })
}
