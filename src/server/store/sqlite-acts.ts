/**
 * The acts that change something, each the inside of one write unit.
 *
 * They run under SQLite's write lock, so what one reads stays true until its commit. Nothing here waits:
 * an act is synchronous from its first row to its last.
 *
 * @module
 */
import {
  fromAudit,
  fromCredential,
  fromSession,
  sessionIdBytes,
  toCredential,
} from './sqlite-records.ts'
import type { Queries } from './sqlite-queries.ts'
import type {
  AuditEvent,
  AuthenticationConflict,
  AuthenticationFinish,
  CredentialRecord,
  DeleteOutcome,
  RegistrationConflict,
  RegistrationFinish,
  UsedChallenge,
} from './store.ts'

/** How long a used mark outlives its challenge, in milliseconds (R26). */
const SWEEP_DELAY = 60_000

/** Undoes what its work wrote when that ends in a conflict. */
export type Attempt = <Conflict>(work: () => Conflict | undefined) => Conflict | undefined

/** R27. A conflict after the used mark keeps the mark and a refused audit event, and nothing else (R30). */
export function finishAuthentication(
  queries: Queries,
  finish: AuthenticationFinish,
): AuthenticationConflict | undefined {
  const spent = useChallenge(queries, finish.challenge)
  if (spent !== undefined) return spent

  const { session } = finish
  const used = queries.useCredential.run({
    id: finish.credentialId,
    account: finish.accountId,
    sign_count: finish.signCount,
    any_count: finish.signCountPolicy === 'report' ? 1 : 0,
    backup_state: Number(finish.backupState),
    now: session.createdAt,
  })
  if (used !== 1) {
    const conflict = whyUnusable(queries, finish)
    refuse(queries, finish.audit, conflict)
    return conflict
  }
  expectOne(queries.insertSession.run(fromSession(session)))
  endSession(queries, finish.endSessionId)
  queries.insertAuditEvent.run(fromAudit(finish.audit))
  return undefined
}

function whyUnusable(queries: Queries, finish: AuthenticationFinish): AuthenticationConflict {
  const { credentialId: id, accountId: account, session } = finish
  const state = queries.credentialState.get({ id, account })
  if (state === undefined) return 'credential_gone'
  if (state.disabled !== 0) return 'account_disabled'
  queries.suspectClone.run({ id, now: session.createdAt })
  return 'sign_count_regressed'
}

/** R33, R50, R51. Conflicts end as in {@link finishAuthentication}. */
export function finishRegistration(
  queries: Queries,
  attempt: Attempt,
  finish: RegistrationFinish,
): RegistrationConflict | undefined {
  const spent = useChallenge(queries, finish.challenge)
  if (spent !== undefined) return spent

  const conflict = attempt(() => storePasskey(queries, finish))
  if (conflict !== undefined) {
    refuse(queries, finish.audit, conflict)
    return conflict
  }
  endSession(queries, finish.endSessionId)
  queries.insertAuditEvent.run(fromAudit(finish.audit))
  return undefined
}

function storePasskey(
  queries: Queries,
  finish: RegistrationFinish,
): RegistrationConflict | undefined {
  const { account, askingSession, credential, session } = finish
  if (askingSession !== undefined) {
    const id = sessionIdBytes(askingSession.id)
    const { now, idle } = askingSession
    if (id === undefined) return 'session_gone'
    const asking = queries.askingSession.get({ id, account: credential.accountId, now, idle })
    if (asking === undefined) return 'session_gone'
  }
  if (account !== undefined) {
    const inserted = queries.insertAccount.run({
      id: account.id,
      username: account.username,
      username_key: account.usernameKey,
      display_name: account.displayName,
      user_handle: account.userHandle,
      session_epoch: account.sessionEpoch,
      disabled: Number(account.disabled),
      created_at: account.createdAt,
    })
    if (inserted !== 1) return 'username_taken'
  }
  const { count } = queries.countPasskeys.get({ account: credential.accountId })!
  if (count >= finish.passkeyLimit) return 'passkey_limit'
  if (queries.insertCredential.run(fromCredential(credential)) !== 1) return 'credential_exists'
  if (session !== undefined) expectOne(queries.insertSession.run(fromSession(session)))
  return undefined
}

/** R30: for a verified answer that policy refuses. */
export function burnChallenge(
  queries: Queries,
  challenge: UsedChallenge,
  audit: AuditEvent,
): 'burnt' | 'challenge_used' | 'challenge_expired' {
  const spent = useChallenge(queries, challenge)
  if (spent !== undefined) return spent
  queries.insertAuditEvent.run(fromAudit(audit))
  return 'burnt'
}

/** Ends a session; the audit event only tells of one that was there. */
export function endSessionWithAudit(queries: Queries, sessionId: string, audit: AuditEvent): void {
  if (endSession(queries, sessionId)) queries.insertAuditEvent.run(fromAudit(audit))
}

/** Names a passkey of this account. */
export function renamePasskey(
  queries: Queries,
  given: { readonly account: string; readonly id: string; readonly name: string },
  audit: AuditEvent,
): CredentialRecord | undefined {
  const row = queries.renameCredential.get(given)
  if (row === undefined) return undefined
  queries.insertAuditEvent.run(fromAudit(audit))
  return toCredential(row)
}

/** R91–R93. The write lock keeps two deletions from each seeing the other's passkey as the one that stays. */
export function deletePasskey(
  queries: Queries,
  given: { readonly account: string; readonly id: string },
  audit: AuditEvent,
): DeleteOutcome {
  const { account, id } = given
  if (queries.credentialOfAccount.get({ account, id }) === undefined) return 'not_found'
  if (queries.countPasskeys.get({ account })!.count <= 1) {
    refuse(queries, audit, 'last_sign_in_method')
    return 'last_sign_in_method'
  }
  expectOne(queries.buryCredential.run({ account, id, now: audit.at }))
  queries.deleteSessionsOfCredential.run({ account, credential: id })
  queries.insertAuditEvent.run(fromAudit(audit))
  return 'deleted'
}

/** R26, R154: one batch; the floors rise in the transaction that forgets the marks. */
export function sweep(queries: Queries, now: number, limit: number): number {
  const marks = queries.deleteUsedChallenges.all({ before: now - SWEEP_DELAY, limit })
  const floors = new Map<number, number>()
  for (const { key_id: key, expires_at: expiry } of marks) {
    floors.set(key, Math.max(expiry, floors.get(key) ?? 0))
  }
  for (const [key, floor] of floors) queries.raiseFloor.run({ key, floor })
  const left = limit - marks.length
  return marks.length + (left > 0 ? queries.deleteExpiredSessions.run({ now, limit: left }) : 0)
}

/** The floor rule, then the mark: the unique key decides who was first. */
function useChallenge(
  queries: Queries,
  challenge: UsedChallenge,
): 'challenge_expired' | 'challenge_used' | undefined {
  const floor = queries.floor.get({ key: challenge.keyId })?.floor ?? 0
  if (challenge.expiresAt <= floor) return 'challenge_expired'
  const marked = queries.insertUsedChallenge.run({
    issued_at: challenge.issuedAt,
    digest: challenge.digest,
    key_id: challenge.keyId,
    expires_at: challenge.expiresAt,
  })
  return marked === 1 ? undefined : 'challenge_used'
}

function endSession(queries: Queries, sessionId: string | undefined): boolean {
  const id = sessionId === undefined ? undefined : sessionIdBytes(sessionId)
  return id !== undefined && queries.deleteSession.run({ id }) === 1
}

function refuse(queries: Queries, audit: AuditEvent, reason: string): void {
  queries.insertAuditEvent.run(fromAudit({ ...audit, outcome: 'refused', reason }))
}

/** R27: a row count that is not one undoes the whole act. */
function expectOne(rows: number): void {
  if (rows !== 1) throw new Error(`one row was to change, not ${rows}`)
}
