/**
 * Finding the account that somebody means, by whatever they call it.
 *
 * @module
 */
import { type Act, rowOf, type Tables } from '../act.ts'
import type { AccountRecord } from '../store.ts'
import { accountOfEmail, currentEmail } from './email-acts.ts'

/** An account by its id. */
export function* personById({ db }: Tables, accountId: string): Act<AccountRecord | undefined> {
  const row = yield* rowOf(db.selectFrom('accounts').selectAll().where('id', '=', accountId))
  if (row === undefined) return undefined
  return {
    id: row.id,
    username: row.username,
    displayName: row.display_name,
    userHandle: row.user_handle,
    sessionEpoch: row.session_epoch,
    disabled: row.disabled !== 0,
    createdAt: row.created_at,
  }
}

/** An account by its folded username, or by its folded address: both are asked, whatever the first says. */
export function* accountIdOf(tables: Tables, key: string): Act<string | undefined> {
  const named = yield* rowOf(
    tables.db.selectFrom('accounts').select('id').where('username_key', '=', key),
  )
  const addressed = yield* accountOfEmail(tables, key)
  return named?.id ?? addressed
}

/** Where an account can be reached: its proved address, or its name where that is one. */
export function* addressOf(
  tables: Tables,
  { id, username }: AccountRecord,
  { keyedByEmail }: { readonly keyedByEmail: boolean },
): Act<string | undefined> {
  const email = yield* currentEmail(tables, id)
  return email?.address ?? (keyedByEmail ? username : undefined)
}
