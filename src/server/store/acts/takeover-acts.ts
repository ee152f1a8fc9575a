/**
 * Taking an account over from whoever made it with a mailbox that was never proved (security.md R124).
 *
 * As things are no account is made that way: one that is keyed by its address proves the mailbox first, and
 * an address that is not proved is not stored. Whatever lets a proved owner into an account that somebody
 * else may have prepared comes through here.
 *
 * @module
 */
import { type Act, changesOf, type Tables } from '../act.ts'
import { lockAccount, raiseSessionEpoch } from './account-acts.ts'
import { EMPTIED } from './burial-acts.ts'

/**
 * Drops every way into an account and every change that is under way: passkeys, password, identities,
 * recovery codes, mailed links, addresses and sessions. Answers whether there was such an account.
 */
export function* takeOver(
  tables: Tables,
  { accountId, at }: { readonly accountId: string; readonly at: number },
): Act<boolean> {
  const { db } = tables
  if ((yield* lockAccount(tables, accountId)) === undefined) return false
  yield* changesOf(
    db
      .updateTable('credentials')
      .set({ deleted_at: at, ...EMPTIED })
      .where('account_id', '=', accountId)
      .where('deleted_at', 'is', null),
  )
  const owned = [
    'passwords',
    'identities',
    'automatic_passkeys',
    'recovery_codes',
    'mail_tokens',
    'emails',
  ] as const
  for (const table of owned) {
    yield* changesOf(db.deleteFrom(table).where('account_id', '=', accountId))
  }
  yield* raiseSessionEpoch(tables, accountId)
  return true
}
