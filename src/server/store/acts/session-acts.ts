/**
 * Beginning and ending sessions, inside the act that proves who is there.
 *
 * @module
 */
import { decodeBase64url } from '../../../bytes/base64url.ts'
import { type Act, changesOf, rowOf, type Tables } from '../act.ts'
import type { NewSession } from '../store.ts'

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
  yield* changesOf(
    db.insertInto('sessions').values({
      id: decodeBase64url(session.id),
      account_id: session.accountId,
      epoch: account.session_epoch,
      credential_id: session.credentialId ?? null,
      method: session.method,
      verified_at: session.verifiedAt ?? null,
      created_at: session.createdAt,
      last_used_at: session.lastUsedAt,
      expires_at: session.expiresAt,
      device: session.device ?? null,
      secret_hash: session.secretHash,
    }),
  )
  if (endSessionId !== undefined) yield* endSession(tables, endSessionId)
  return true
}

/** Ends a session; answers whether it was there. */
export function* endSession({ db }: Tables, sessionId: string): Act<boolean> {
  const id = decodeBase64url(sessionId)
  return (yield* changesOf(db.deleteFrom('sessions').where('id', '=', id))) === 1
}
