/**
 * Beginning, listing and ending sessions, inside the act that proves who is there.
 *
 * @module
 */
import { decodeBase64url } from '../../../bytes/base64url.ts'
import { type Act, changesOf, rowOf, rowsOf, type Tables } from '../act.ts'
import { fromSession, sessionIdBytes, toSession } from '../records.ts'
import { aliveSessions } from '../session-queries.ts'
import type { AskingSession, AuditEvent, NewSession, SessionRecord } from '../store.ts'
import { raiseSessionEpoch } from './account-acts.ts'
import { recordAudit } from './audit-acts.ts'

/**
 * R27, R72: stores a session under the account's epoch of this instant and ends the one it replaces.
 * Answers whether there was an enabled account to store it for.
 */
export function* beginSession(
  tables: Tables,
  session: NewSession,
  endSessionId: string | undefined,
): Act<boolean> {
  const { db } = tables
  const account = yield* rowOf(
    db
      .selectFrom('accounts')
      .select('session_epoch')
      .where('id', '=', session.accountId)
      .where('disabled', '=', 0),
  )
  if (account === undefined) return false
  const row = { ...fromSession(session), epoch: account.session_epoch }
  yield* changesOf(db.insertInto('sessions').values(row))
  if (endSessionId !== undefined) yield* endSession(tables, endSessionId)
  return true
}

/** Ends a session; answers whether it was there. */
export function* endSession({ db }: Tables, sessionId: string): Act<boolean> {
  const id = decodeBase64url(sessionId)
  return (yield* changesOf(db.deleteFrom('sessions').where('id', '=', id))) === 1
}

/** Signing out; the audit event only tells of a session that was there. */
export function* signOut(tables: Tables, sessionId: string, audit: AuditEvent): Act<void> {
  if (sessionIdBytes(sessionId) === undefined) return
  if (yield* endSession(tables, sessionId)) yield* recordAudit(tables, audit)
}

/** Ends a session of this account; one of another is not there (R86). */
export function* endSessionOf(
  { db }: Tables,
  { accountId, sessionId }: { readonly accountId: string; readonly sessionId: string },
): Act<boolean> {
  const id = sessionIdBytes(sessionId)
  if (id === undefined) return false
  const ended = db.deleteFrom('sessions').where('id', '=', id).where('account_id', '=', accountId)
  return (yield* changesOf(ended)) === 1
}

/**
 * R75: ends every session of an account but one, which goes on under the new epoch. The caller holds the
 * account's lock.
 */
export function* endOtherSessions(
  tables: Tables,
  accountId: string,
  keptSessionId: string,
): Act<void> {
  const { db } = tables
  const kept = decodeBase64url(keptSessionId)
  const epoch = yield* raiseSessionEpoch(tables, accountId, { exceptSessionId: keptSessionId })
  if (epoch === undefined) return
  yield* changesOf(
    db
      .updateTable('sessions')
      .set({ epoch })
      .where('id', '=', kept)
      .where('account_id', '=', accountId),
  )
}

/** Whether a session is alive at this instant, by every rule. */
export function* isSessionAlive(
  { db }: Tables,
  { id, accountId, now, idle }: AskingSession,
): Act<boolean> {
  const bytes = sessionIdBytes(id)
  if (bytes === undefined) return false
  const session = yield* rowOf(
    aliveSessions(db)
      .select('sessions.account_id')
      .where('sessions.id', '=', bytes)
      .where('sessions.account_id', '=', accountId)
      .where('sessions.expires_at', '>', now)
      .where('sessions.last_used_at', '>', now - idle),
  )
  return session !== undefined
}

/** R76: the sessions of an account that are alive at this instant, the one used last first. */
export function* listSessions(
  { db }: Tables,
  asked: {
    readonly accountId: string
    readonly now: number
    readonly idle: number
    readonly limit: number
  },
): Act<readonly SessionRecord[]> {
  const { accountId, now, idle, limit } = asked
  const rows = yield* rowsOf(
    aliveSessions(db)
      .selectAll('sessions')
      .where('sessions.account_id', '=', accountId)
      .where('sessions.expires_at', '>', now)
      .where('sessions.last_used_at', '>', now - idle)
      .orderBy('sessions.last_used_at', 'desc')
      .orderBy('sessions.id', 'desc')
      .limit(limit),
  )
  return rows.map(toSession)
}

/** The device of the newest session that each passkey of an account made, as far as one is left. */
export function* devicesOfPasskeys(
  { db }: Tables,
  accountId: string,
): Act<ReadonlyMap<string, string>> {
  const rows = yield* rowsOf(
    db
      .selectFrom('sessions')
      .select(['credential_id', 'device'])
      .where('account_id', '=', accountId)
      .where('credential_id', 'is not', null)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1000),
  )
  const devices = new Map<string, string | null>()
  for (const { credential_id: id, device } of rows) {
    if (id !== null && !devices.has(id)) devices.set(id, device)
  }
  return new Map([...devices].filter((entry): entry is [string, string] => entry[1] !== null))
}
