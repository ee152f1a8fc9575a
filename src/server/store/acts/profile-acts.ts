/**
 * An account's names, and its end.
 *
 * @module
 */
import { sql } from 'kysely'
import { type Act, changesOf, rowOf, type Tables } from '../act.ts'
import { ACCOUNT } from '../account-queries.ts'
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

/** Gives an account other names; `username_taken` when somebody else has that one. */
export function* renameAccount(
  { db }: Tables,
  accountId: string,
  { displayName, username }: NewNames,
): Act<'username_taken' | undefined> {
  if (displayName !== undefined) {
    const named = db.updateTable('accounts').set({ display_name: displayName })
    yield* changesOf(named.where('id', '=', accountId))
  }
  if (username === undefined) return undefined
  const { text, key } = username
  // The unique key decides between two who want it at once; this only keeps from running into it.
  const free = db
    .updateTable('accounts')
    .set({ username: text, username_key: key })
    .where('id', '=', accountId)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('accounts as others')
            .select('others.id')
            .where('others.username_key', '=', key)
            .where('others.id', '<>', accountId),
        ),
      ),
    )
  return (yield* changesOf(free)) === 1 ? undefined : 'username_taken'
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
