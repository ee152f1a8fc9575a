/**
 * What many acts do with accounts: keeping one still, and telling its sessions that they are over.
 *
 * @module
 */
import { decodeBase64url } from '../../../bytes/base64url.ts'
import { type Act, changesOf, rowOf, type Tables } from '../act.ts'
import { buryRestoreCredentials } from './burial-acts.ts'
import { voidMailTokens } from './mail-token-acts.ts'

/** What an act has to know of the account it changes. */
export interface LockedAccount {
  readonly id: string
  readonly disabled: number
  readonly session_epoch: number
}

/**
 * Reads an account and keeps it still until the commit: whoever counts its ways to sign in, or changes
 * them, comes through here, so that two of them never overlook each other (R92).
 */
export function* lockAccount(
  { db, locked }: Tables,
  accountId: string,
): Act<LockedAccount | undefined> {
  const account = db
    .selectFrom('accounts')
    .select(['id', 'disabled', 'session_epoch'])
    .where('id', '=', accountId)
  return yield* rowOf(locked(account))
}

/**
 * R75: every session that the account has now is dead, and its restore credentials with them; answers the
 * epoch that new ones carry. One session may be left for its caller to move to that epoch: see
 * `endOtherSessions`.
 */
export function* raiseSessionEpoch(
  tables: Tables,
  accountId: string,
  { exceptSessionId }: { readonly exceptSessionId?: string } = {},
): Act<number | undefined> {
  const { db } = tables
  const raised = db
    .updateTable('accounts')
    .set((row) => ({ session_epoch: row('session_epoch', '+', 1) }))
    .where('id', '=', accountId)
    .returning('session_epoch')
  const account = yield* rowOf(raised)
  if (account === undefined) return undefined
  const ended = db.deleteFrom('sessions').where('account_id', '=', accountId)
  const kept = exceptSessionId === undefined ? undefined : decodeBase64url(exceptSessionId)
  yield* changesOf(kept === undefined ? ended : ended.where('id', '<>', kept))
  yield* buryRestoreCredentials(tables, accountId)
  // R133: a change of the address that waits for its link dies with the sessions, and so does a recovery.
  yield* voidMailTokens(tables, accountId, ['change_email', 'recovery'])
  return account.session_epoch
}
