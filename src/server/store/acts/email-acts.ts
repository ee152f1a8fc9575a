/**
 * The e-mail addresses of an account, and what was once one.
 *
 * @module
 */
import { emailKey } from '../../email-addresses.ts'
import { type Act, changesOf, rowOf, rowsOf, type Tables } from '../act.ts'

/** How long a change of the address can be taken back (R133). Milliseconds. */
export const UNDO_PERIOD = 7 * 24 * 3_600_000

/** The address of an account, its mailbox proved. */
export interface EmailRecord {
  readonly address: string
  readonly addressKey: string
  readonly verifiedAt: number
}

/** The address that an account has now. */
export function* currentEmail({ db }: Tables, accountId: string): Act<EmailRecord | undefined> {
  const row = yield* rowOf(
    db
      .selectFrom('emails')
      .select(['address', 'address_key', 'verified_at'])
      .where('account_id', '=', accountId)
      .where('replaced_at', 'is', null),
  )
  if (row === undefined) return undefined
  return { address: row.address, addressKey: row.address_key, verifiedAt: row.verified_at }
}

/** Whose address this is now. */
export function* accountOfEmail({ db }: Tables, addressKey: string): Act<string | undefined> {
  const row = yield* rowOf(
    db
      .selectFrom('emails')
      .select('account_id')
      .where('address_key', '=', addressKey)
      .where('replaced_at', 'is', null),
  )
  return row?.account_id
}

/** Everyone to be told about an account: its address, and those it could get back (R131). */
export function* knownAddresses(
  { db }: Tables,
  accountId: string,
  now: number,
): Act<readonly string[]> {
  const rows = yield* rowsOf(
    db
      .selectFrom('emails')
      .select(['address', 'replaced_at'])
      .where('account_id', '=', accountId)
      .where((row) =>
        row.or([row('replaced_at', 'is', null), row('replaced_at', '>', now - UNDO_PERIOD)]),
      ),
  )
  return [...new Set(rows.map(({ address }) => address))]
}

/** Gives an account an address; answers whether no other account has it. */
export function* insertEmail(
  { db }: Tables,
  email: EmailRecord & { readonly id: string; readonly accountId: string },
): Act<boolean> {
  const inserted = yield* changesOf(
    db
      .insertInto('emails')
      .values({
        id: email.id,
        account_id: email.accountId,
        address: email.address,
        address_key: email.addressKey,
        verified_at: email.verifiedAt,
        replaced_at: null,
      })
      .onConflict((conflict) => conflict.doNothing()),
  )
  return inserted === 1
}

/** Takes the address from an account; it stays known as one that it had. */
export function* replaceEmail({ db }: Tables, accountId: string, now: number): Act<void> {
  yield* changesOf(
    db
      .updateTable('emails')
      .set({ replaced_at: now })
      .where('account_id', '=', accountId)
      .where('replaced_at', 'is', null),
  )
}

/**
 * Keeps an address as one that the account had, unless it is known as that already: an account that is keyed
 * by its address had it without a row.
 */
export function* keepFormerEmail(
  { db }: Tables,
  email: EmailRecord & {
    readonly id: string
    readonly accountId: string
    readonly replacedAt: number
  },
): Act<void> {
  const known = yield* rowOf(
    db
      .selectFrom('emails')
      .select('id')
      .where('account_id', '=', email.accountId)
      .where('address_key', '=', email.addressKey)
      .where('replaced_at', '=', email.replacedAt),
  )
  if (known !== undefined) return
  yield* changesOf(
    db.insertInto('emails').values({
      id: email.id,
      account_id: email.accountId,
      address: email.address,
      address_key: email.addressKey,
      verified_at: email.verifiedAt,
      replaced_at: email.replacedAt,
    }),
  )
}

/** R133: gives an account back the address it had until `since`, and forgets those that came after it. */
export function* restoreEmail(
  { db }: Tables,
  {
    accountId,
    addressKey,
    since,
  }: { readonly accountId: string; readonly addressKey: string; readonly since: number },
): Act<void> {
  yield* changesOf(
    db
      .deleteFrom('emails')
      .where('account_id', '=', accountId)
      .where('verified_at', '>=', since)
      .where('address_key', '<>', addressKey),
  )
  yield* changesOf(
    db
      .deleteFrom('emails')
      .where('account_id', '=', accountId)
      .where('address_key', '=', addressKey)
      .where('replaced_at', 'is', null),
  )
  yield* changesOf(
    db
      .updateTable('emails')
      .set({ replaced_at: null })
      .where('account_id', '=', accountId)
      .where('address_key', '=', addressKey)
      .where('replaced_at', '=', since),
  )
}

/** The name of an account that is keyed by its address follows the address. */
export function* renameAccount(
  { db }: Tables,
  { accountId, username }: { readonly accountId: string; readonly username: string },
): Act<void> {
  yield* changesOf(
    db
      .updateTable('accounts')
      .set({ username, username_key: emailKey(username) })
      .where('id', '=', accountId),
  )
}

/** R154: forgets addresses that nobody can take back any more, at most `limit` of them; answers how many. */
export function* sweepFormerEmails(
  { db }: Tables,
  { now, limit }: { readonly now: number; readonly limit: number },
): Act<number> {
  const over = db
    .selectFrom('emails')
    .select('id')
    .where('replaced_at', '<=', now - UNDO_PERIOD)
    .limit(limit)
  return yield* changesOf(db.deleteFrom('emails').where('id', 'in', over))
}
