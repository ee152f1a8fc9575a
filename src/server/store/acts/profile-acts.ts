/**
 * An account's names, and its end.
 *
 * @module
 */
import { sql } from 'kysely'
import { type Act, changesOf, rowOf, type Tables, Undo } from '../act.ts'
import { ACCOUNT } from '../account-queries.ts'
import { isDuplicate } from '../duplicate.ts'
import { toAccount } from '../records.ts'
import type { AccountRecord, AskingSession, AuditEvent } from '../store.ts'
import { lockAccount } from './account-acts.ts'
import { recordAudit } from './audit-acts.ts'
import { EMPTIED } from './burial-acts.ts'
import { isSessionAlive } from './session-acts.ts'

/** Names to be changed; what is absent stays. */
export interface NewNames {
  readonly displayName: string | undefined
  readonly username: { readonly text: string; readonly key: string } | undefined
}

/**
 * Gives an account other names. When somebody else has that username, all is undone and `username_taken`
 * is the result of the whole act.
 */
export function* renameAccount(
  { db }: Tables,
  accountId: string,
  { displayName, username }: NewNames,
): Act<void> {
  if (displayName === undefined && username === undefined) return
  const names = {
    ...(displayName !== undefined && { display_name: displayName }),
    ...(username !== undefined && { username: username.text, username_key: username.key }),
  }
  try {
    yield* changesOf(db.updateTable('accounts').set(names).where('id', '=', accountId))
  } catch (error) {
    // The unique key decides, between two who want a name at once as well.
    if (isDuplicate(error)) throw new Undo('username_taken' as const)
    throw error
  }
}

/** The account as it is now. */
export function* readAccount({ db }: Tables, accountId: string): Act<AccountRecord | undefined> {
  const row = yield* rowOf(db.selectFrom('accounts').select(ACCOUNT).where('id', '=', accountId))
  return row && toAccount(row)
}

/** Holds the tombstones of accounts that are gone. No username can be this. */
const GRAVEYARD = '@deleted'

/**
 * R99: removes an account and all there is of it. What refers to an account goes with it by foreign key;
 * only the ids of its credentials stay, emptied and with nobody, so that they are never free again (R93).
 */
export function* deleteAccount(
  tables: Tables,
  asking: AskingSession,
  audit: AuditEvent,
): Act<'deleted' | 'session_gone'> {
  const { db } = tables
  const { accountId } = asking
  yield* lockAccount(tables, accountId)
  if (!(yield* isSessionAlive(tables, asking))) return 'session_gone'
  yield* changesOf(
    db
      .insertInto('accounts')
      .values({
        id: GRAVEYARD,
        username: GRAVEYARD,
        username_key: GRAVEYARD,
        display_name: '',
        user_handle: GRAVEYARD,
        session_epoch: 0,
        disabled: 1,
        created_at: 0,
      })
      .onConflict((conflict) => conflict.doNothing()),
  )
  yield* changesOf(
    db
      .updateTable('credentials')
      .set({
        ...EMPTIED,
        account_id: GRAVEYARD,
        deleted_at: sql<number>`coalesce(deleted_at, ${sql.val(audit.at)})`,
      })
      .where('account_id', '=', accountId),
  )
  yield* changesOf(db.deleteFrom('accounts').where('id', '=', accountId))
  yield* recordAudit(tables, audit)
  return 'deleted'
}
