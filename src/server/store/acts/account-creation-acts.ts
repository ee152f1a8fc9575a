/**
 * Storing a new account, whatever proves it is somebody's.
 *
 * @module
 */
import { type Act, changesOf, type Tables } from '../act.ts'
import type { AccountRecord } from '../store.ts'

/** Answers whether the name was free; the unique key decides. */
export function* storeAccount(
  { db }: Tables,
  account: AccountRecord & { readonly usernameKey: string },
): Act<boolean> {
  const stored = yield* changesOf(
    db
      .insertInto('accounts')
      .values({
        id: account.id,
        username: account.username,
        username_key: account.usernameKey,
        display_name: account.displayName,
        user_handle: account.userHandle,
        session_epoch: account.sessionEpoch,
        disabled: Number(account.disabled),
        created_at: account.createdAt,
      })
      .onConflict((conflict) => conflict.doNothing()),
  )
  return stored === 1
}
