/**
 * A sign-in's finish on SQLite: prepared statements inside one write unit.
 *
 * It runs under SQLite's write lock, so what it reads stays true until its commit. Nothing here waits: it
 * is synchronous from its first row to its last.
 *
 * @module
 */
import { fromAudit, fromSession, sessionIdBytes } from './records.ts'
import type { Queries } from './sqlite-queries.ts'
import type { AuthenticationConflict, AuthenticationFinish, UsedChallenge } from './store.ts'

/** R27. A conflict after the used mark keeps the mark and a refused audit event, and nothing else (R30). */
export function finishAuthentication(
  queries: Queries,
  finish: AuthenticationFinish,
): AuthenticationConflict | undefined {
  const spent = useChallenge(queries, finish.challenge)
  if (spent !== undefined) return spent

  const { session, audit } = finish
  const used = queries.useCredential.run({
    id: finish.credentialId,
    account: finish.accountId,
    sign_count: finish.signCount,
    any_count: finish.signCountPolicy === 'report' ? 1 : 0,
    backup_state: Number(finish.backupState),
    now: session.createdAt,
  })
  if (used !== 1) {
    const reason = whyUnusable(queries, finish)
    queries.insertAuditEvent.run(fromAudit({ ...audit, outcome: 'refused', reason }))
    return reason
  }
  expectOne(queries.insertSession.run(fromSession(session)))
  const ended = finish.endSessionId === undefined ? undefined : sessionIdBytes(finish.endSessionId)
  if (ended !== undefined) queries.deleteSession.run({ id: ended })
  queries.insertAuditEvent.run(fromAudit(audit))
  return undefined
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

function whyUnusable(queries: Queries, finish: AuthenticationFinish): AuthenticationConflict {
  const { credentialId: id, accountId: account, session } = finish
  const state = queries.credentialState.get({ id, account })
  if (state === undefined) return 'credential_gone'
  if (state.disabled !== 0) return 'account_disabled'
  queries.suspectClone.run({ id, now: session.createdAt })
  return 'sign_count_regressed'
}

/** R27: a row count that is not one undoes the whole act. */
function expectOne(rows: number): void {
  if (rows !== 1) throw new Error(`one row was to change, not ${rows}`)
}
