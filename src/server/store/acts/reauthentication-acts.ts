/**
 * The end of a re-authentication: a proof becomes a new session in the place of the one that asked.
 *
 * @module
 */
import { type Act, changesOf, rowOf, type Tables, Undo } from '../act.ts'
import type { AskingSession, AuditEvent, NewSession, UsedChallenge } from '../store.ts'
import { lockAccount } from './account-acts.ts'
import { recordAudit, recordRefusal } from './audit-acts.ts'
import { useChallenge } from './challenge-acts.ts'
import { keepProof, moveProofs } from './proof-acts.ts'
import { beginSession, isSessionAlive } from './session-acts.ts'

/** Why a re-authentication was not stored; what is left behind is as with a sign-in (R30). */
export type ReauthenticationConflict =
  | 'challenge_used'
  | 'challenge_expired'
  | 'session_gone'
  | 'credential_gone'
  | 'sign_count_regressed'
  | 'account_disabled'

/** A session in the place of another. */
export interface Succession {
  readonly asking: AskingSession
  readonly session: NewSession
  /** Digest of what was proved it for. */
  readonly purpose: Uint8Array | undefined
  /** Proofs older than this count no more. */
  readonly since: number
  readonly audit: AuditEvent
}

/** A verified assertion of somebody who is signed in. */
export interface ReauthenticationFinish extends Succession {
  readonly challenge: UsedChallenge
  /** Row id. */
  readonly credentialId: string
  readonly signCount: number
  readonly backupState: boolean
  readonly signCountPolicy: 'refuse' | 'report'
}

/** R27, R72, R97: used mark, guarded credential update, new session, proof, audit event; all or nothing. */
export function* finishReauthentication(
  tables: Tables,
  finish: ReauthenticationFinish,
): Act<ReauthenticationConflict | undefined> {
  const spent = yield* useChallenge(tables, finish.challenge)
  if (spent !== undefined) return spent
  yield* lockAccount(tables, finish.asking.accountId)
  const conflict = (yield* isSessionAlive(tables, finish.asking))
    ? yield* useCredential(tables, finish)
    : 'session_gone'
  if (conflict !== undefined) {
    yield* recordRefusal(tables, finish.audit, conflict)
    return conflict
  }
  if (!(yield* succeed(tables, finish))) throw new Undo<ReauthenticationConflict>('session_gone')
  return undefined
}

/**
 * Begins a session in the place of the asking one, which has to be alive, and keeps what it was proved
 * for. Answers whether it did. The caller holds the account's lock.
 */
export function* succeed(tables: Tables, succession: Succession): Act<boolean> {
  const { asking, session, purpose, since, audit } = succession
  if (!(yield* isSessionAlive(tables, asking))) return false
  yield* moveProofs(tables, asking.id, session.id)
  if (!(yield* beginSession(tables, session, asking.id))) return false
  if (purpose !== undefined) {
    yield* keepProof(tables, { sessionId: session.id, purpose, since, at: session.createdAt })
  }
  yield* recordAudit(tables, audit)
  return true
}

/** R62: the counter rule and the write are one; a counter that did not grow is noted, whatever the policy. */
function* useCredential(
  { db }: Tables,
  finish: ReauthenticationFinish,
): Act<'credential_gone' | 'sign_count_regressed' | undefined> {
  const { credentialId, signCount, asking } = finish
  const passkey = db
    .updateTable('credentials')
    .where('id', '=', credentialId)
    .where('account_id', '=', asking.accountId)
    .where('kind', '=', 'passkey')
    .where('deleted_at', 'is', null)
  const used = passkey.set({
    backup_state: Number(finish.backupState),
    last_used_at: finish.session.createdAt,
  })
  const grown = used
    .set({ sign_count: signCount })
    .where((row) =>
      row.or([
        row('sign_count', '<', signCount),
        row.and([row('sign_count', '=', 0), row.lit(signCount === 0)]),
      ]),
    )
  if ((yield* changesOf(grown)) === 1) return undefined
  const suspect = { clone_suspected_at: finish.session.createdAt }
  const tolerated = finish.signCountPolicy === 'report' ? used.set(suspect) : passkey.set(suspect)
  const found = yield* rowOf(tolerated.returning('id'))
  if (found === undefined) return 'credential_gone'
  return finish.signCountPolicy === 'report' ? undefined : 'sign_count_regressed'
}
