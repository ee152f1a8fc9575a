/**
 * Recovery codes, and when an account was last recovered.
 *
 * @module
 */
import { type Act, changesOf, rowOf, type Tables } from '../act.ts'
import { sweepFormerEmails } from './email-acts.ts'
import { sweepMailTokens } from './mail-token-acts.ts'

/** Gives an account new codes; the ones it had are void. */
export function* replaceRecoveryCodes(
  { db }: Tables,
  {
    accountId,
    digests,
    now,
  }: { readonly accountId: string; readonly digests: readonly Uint8Array[]; readonly now: number },
): Act<void> {
  yield* changesOf(db.deleteFrom('recovery_codes').where('account_id', '=', accountId))
  const rows = digests.map((digest) => ({ digest, account_id: accountId, created_at: now }))
  yield* changesOf(db.insertInto('recovery_codes').values(rows))
}

/** How many codes an account has left. */
export function* countRecoveryCodes({ db }: Tables, accountId: string): Act<number> {
  const row = yield* rowOf(
    db
      .selectFrom('recovery_codes')
      .select((query) => query.fn.countAll().as('count'))
      .where('account_id', '=', accountId),
  )
  return Number(row?.count)
}

/** Whose code this is. */
export function* accountOfRecoveryCode(
  { db }: Tables,
  digest: Uint8Array,
): Act<string | undefined> {
  const row = yield* rowOf(
    db.selectFrom('recovery_codes').select('account_id').where('digest', '=', digest),
  )
  return row?.account_id
}

/** Uses a code of this account up; answers whether it was one. */
export function* useRecoveryCode(
  { db }: Tables,
  { accountId, digest }: { readonly accountId: string; readonly digest: Uint8Array },
): Act<boolean> {
  const used = db
    .deleteFrom('recovery_codes')
    .where('digest', '=', digest)
    .where('account_id', '=', accountId)
  return (yield* changesOf(used)) === 1
}

/** Notes that an account was recovered. */
export function* noteRecovery({ db }: Tables, accountId: string, at: number): Act<void> {
  yield* changesOf(
    db
      .insertInto('recoveries')
      .values({ account_id: accountId, at })
      .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ at })),
  )
}

/** When an account was last recovered. */
export function* lastRecovery({ db }: Tables, accountId: string): Act<number | undefined> {
  const row = yield* rowOf(
    db.selectFrom('recoveries').select('at').where('account_id', '=', accountId),
  )
  return row?.at
}

/** R154: removes what can recover nothing any more, at most `limit` rows of a kind; answers the larger count. */
export function* sweepRecovery(
  tables: Tables,
  due: { readonly now: number; readonly limit: number },
): Act<number> {
  const links = yield* sweepMailTokens(tables, due)
  return Math.max(links, yield* sweepFormerEmails(tables, due))
}
