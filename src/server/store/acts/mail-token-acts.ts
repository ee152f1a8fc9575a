/**
 * Mailed links: the digest of a token, what it is for, whom, and in which browser (security.md R130).
 *
 * @module
 */
import { type Act, changesOf, rowOf, type Tables } from '../act.ts'

/** What a link does. `enrol` is an operator's, handed over by other means than mail. */
export type MailTokenPurpose = 'change_email' | 'undo_email' | 'sign_up' | 'recovery' | 'enrol'

/** A link that is still good. */
export interface MailTokenRecord {
  readonly digest: Uint8Array
  readonly purpose: MailTokenPurpose
  /** Absent while there is no account yet. */
  readonly accountId: string | undefined
  /** Where it was sent to; absent when it was not mailed. */
  readonly address: string | undefined
  readonly addressKey: string | undefined
  /** Digest of what the asking browser holds; absent when it works in any. */
  readonly ceremony: Uint8Array | undefined
  /** Wrong codes that came with it. */
  readonly attempts: number
  readonly createdAt: number
  readonly expiresAt: number
}

/** Stores a link. */
export function* insertMailToken({ db }: Tables, token: MailTokenRecord): Act<void> {
  yield* changesOf(
    db.insertInto('mail_tokens').values({
      digest: token.digest,
      purpose: token.purpose,
      account_id: token.accountId ?? null,
      address: token.address ?? null,
      address_key: token.addressKey ?? null,
      ceremony: token.ceremony ?? null,
      attempts: token.attempts,
      created_at: token.createdAt,
      expires_at: token.expiresAt,
    }),
  )
}

/** Looks a link up by any of the digests that its token may have: none, when it is no token. Expired ones are not found. */
export function* findMailToken(
  { db }: Tables,
  { digests, now }: { readonly digests: readonly Uint8Array[]; readonly now: number },
): Act<MailTokenRecord | undefined> {
  // PostgreSQL knows no empty list.
  if (digests.length === 0) return undefined
  const row = yield* rowOf(
    db
      .selectFrom('mail_tokens')
      .selectAll()
      .where('digest', 'in', digests)
      .where('expires_at', '>', now),
  )
  if (row === undefined) return undefined
  return {
    digest: row.digest,
    // Checked by the table itself.
    purpose: row.purpose as MailTokenPurpose,
    accountId: row.account_id ?? undefined,
    address: row.address ?? undefined,
    addressKey: row.address_key ?? undefined,
    ceremony: row.ceremony ?? undefined,
    attempts: row.attempts,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}

/** Uses a link up; answers whether it was still there. */
export function* useMailToken({ db }: Tables, digest: Uint8Array): Act<boolean> {
  return (yield* changesOf(db.deleteFrom('mail_tokens').where('digest', '=', digest))) === 1
}

/** Voids the links of an account for these purposes. */
export function* voidMailTokens(
  { db }: Tables,
  accountId: string,
  purposes: readonly MailTokenPurpose[],
): Act<void> {
  yield* changesOf(
    db
      .deleteFrom('mail_tokens')
      .where('account_id', '=', accountId)
      .where('purpose', 'in', purposes),
  )
}

/** Voids the sign-ups that wait for an address: a newer link is under way. */
export function* voidSignUps({ db }: Tables, addressKey: string): Act<void> {
  yield* changesOf(
    db
      .deleteFrom('mail_tokens')
      .where('address_key', '=', addressKey)
      .where('purpose', '=', 'sign_up'),
  )
}

/** Counts a wrong code that came with a link; the one that reaches `limit` voids it. */
export function* countWrongCode(
  { db }: Tables,
  digest: Uint8Array,
  { limit }: { readonly limit: number },
): Act<void> {
  const counted = db
    .updateTable('mail_tokens')
    .set((row) => ({ attempts: row('attempts', '+', 1) }))
    .where('digest', '=', digest)
  yield* changesOf(counted)
  yield* changesOf(
    db.deleteFrom('mail_tokens').where('digest', '=', digest).where('attempts', '>=', limit),
  )
}

/** R154: removes links that have expired, at most `limit` of them; answers how many. */
export function* sweepMailTokens(
  { db }: Tables,
  { now, limit }: { readonly now: number; readonly limit: number },
): Act<number> {
  const over = db
    .selectFrom('mail_tokens')
    .select('digest')
    .where('expires_at', '<=', now)
    .limit(limit)
  return yield* changesOf(db.deleteFrom('mail_tokens').where('digest', 'in', over))
}

/** Voids the links that take back changes made at `since` or later. */
export function* voidUndosSince(
  { db }: Tables,
  { accountId, since }: { readonly accountId: string; readonly since: number },
): Act<void> {
  yield* changesOf(
    db
      .deleteFrom('mail_tokens')
      .where('account_id', '=', accountId)
      .where('purpose', '=', 'undo_email')
      .where('created_at', '>=', since),
  )
}
