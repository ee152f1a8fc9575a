/**
 * Passwords in the database: of each account at most one, as a hash.
 *
 * @module
 */
import { type Act, changesOf, rowOf, type Tables } from '../act.ts'
import { ACCOUNT } from '../account-queries.ts'
import { toAccount } from '../records.ts'
import type { AccountRecord } from '../store.ts'

/** An account and the password it may have. */
export interface AccountWithPassword {
  readonly account: AccountRecord
  /** PHC string; absent when there is none, or when it opens nothing for the time being. */
  readonly hash: string | undefined
  /** Why it opens nothing although there is one. */
  readonly switchedOff: 'owner' | 'failures' | undefined
}

/** The account of a folded name, with its password. */
export function* findPassword(
  { db }: Tables,
  usernameKey: string,
): Act<AccountWithPassword | undefined> {
  const row = yield* rowOf(
    db
      .selectFrom('accounts')
      .leftJoin('passwords', 'passwords.account_id', 'accounts.id')
      .select([...ACCOUNT, 'passwords.hash', 'passwords.switched_off'])
      .where('accounts.username_key', '=', usernameKey),
  )
  if (row === undefined) return undefined
  const switchedOff = (row.switched_off ?? undefined) as AccountWithPassword['switchedOff']
  const hash = switchedOff === undefined ? (row.hash ?? undefined) : undefined
  return { account: toAccount(row), hash, switchedOff }
}

/** The hash that opens an account now, if there is one. */
export function* passwordHashOf(
  { db }: Pick<Tables, 'db'>,
  accountId: string,
): Act<string | undefined> {
  const row = yield* rowOf(
    db
      .selectFrom('passwords')
      .select('hash')
      .where('account_id', '=', accountId)
      .where('switched_off', 'is', null),
  )
  return row?.hash
}

/** Gives an account a password, in the place of the one it had. It opens the account from now on. */
export function* storePassword(
  { db }: Tables,
  {
    accountId,
    hash,
    now,
  }: { readonly accountId: string; readonly hash: string; readonly now: number },
): Act<void> {
  yield* changesOf(
    db
      .insertInto('passwords')
      .values({ account_id: accountId, hash, set_at: now, switched_off: null })
      .onConflict((conflict) =>
        conflict.column('account_id').doUpdateSet({ hash, set_at: now, switched_off: null }),
      ),
  )
}

/** Another hash of the same password. */
export function* replaceHash({ db }: Tables, accountId: string, hash: string): Act<void> {
  yield* changesOf(db.updateTable('passwords').set({ hash }).where('account_id', '=', accountId))
}

/** Takes an account's password away; answers whether it had one. */
export function* removePassword({ db }: Tables, accountId: string): Act<boolean> {
  return (yield* changesOf(db.deleteFrom('passwords').where('account_id', '=', accountId))) === 1
}

/**
 * R109: lets a password open nothing until it is switched on again, or set anew. What its owner switched
 * off stays so, whatever fails after that.
 */
export function* switchPasswordOff(
  { db }: Tables,
  accountId: string,
  why: 'owner' | 'failures',
): Act<boolean> {
  const update = db
    .updateTable('passwords')
    .set({ switched_off: why })
    .where('account_id', '=', accountId)
  const switched = why === 'owner' ? update : update.where('switched_off', 'is', null)
  return (yield* changesOf(switched)) === 1
}

/** Lets a password that its owner switched off open the account again. */
export function* switchPasswordOn({ db }: Tables, accountId: string): Act<boolean> {
  const update = db
    .updateTable('passwords')
    .set({ switched_off: null })
    .where('account_id', '=', accountId)
    .where('switched_off', '=', 'owner')
  return (yield* changesOf(update)) === 1
}
