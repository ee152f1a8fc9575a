/**
 * Automatic passkeys: who may have one made without a question, once for each password that was right.
 *
 * @module
 */
import { decodeBase64url } from '../../../bytes/base64url.ts'
import { type Act, changesOf, rowOf, type Tables } from '../act.ts'
import { waysToSignIn } from './way-acts.ts'

/** Whoever deletes the passkey that was made does not get another one at once. Milliseconds. */
const PAUSE = 30 * 24 * 3_600_000

/**
 * Grants a session one automatic passkey, in the act that begins it: only while the account has no passkey,
 * its owner has not opted out, and none was made lately. Answers whether it did.
 */
export function* grantAutomaticPasskey(
  tables: Tables,
  asked: { readonly accountId: string; readonly sessionId: string; readonly now: number },
): Act<boolean> {
  const { db } = tables
  const { accountId, now } = asked
  const { passkeys } = yield* waysToSignIn(tables, accountId)
  if (passkeys > 0) return false
  const session_id = decodeBase64url(asked.sessionId)
  const granted = yield* changesOf(
    db
      .insertInto('automatic_passkeys')
      .values({ account_id: accountId, opted_out: 0, session_id, made_at: null })
      .onConflict((conflict) =>
        conflict
          .column('account_id')
          .doUpdateSet({ session_id })
          .where('automatic_passkeys.opted_out', '=', 0)
          .where((row) =>
            row.or([
              row('automatic_passkeys.made_at', 'is', null),
              row('automatic_passkeys.made_at', '<=', now - PAUSE),
            ]),
          ),
      ),
  )
  return granted === 1
}

/** Whether a session may have one made. */
export function* isAutomaticPasskeyGranted(
  { db }: Tables,
  { accountId, sessionId }: { readonly accountId: string; readonly sessionId: string },
): Act<boolean> {
  const row = yield* rowOf(
    db
      .selectFrom('automatic_passkeys')
      .select('account_id')
      .where('account_id', '=', accountId)
      .where('session_id', '=', decodeBase64url(sessionId)),
  )
  return row !== undefined
}

/** Uses a grant up, in the act that stores the passkey; answers whether there was one. */
export function* useAutomaticPasskeyGrant(
  { db }: Tables,
  {
    accountId,
    sessionId,
    now,
  }: { readonly accountId: string; readonly sessionId: string; readonly now: number },
): Act<boolean> {
  const used = yield* changesOf(
    db
      .updateTable('automatic_passkeys')
      .set({ session_id: null, made_at: now })
      .where('account_id', '=', accountId)
      .where('session_id', '=', decodeBase64url(sessionId))
      .where('opted_out', '=', 0),
  )
  return used === 1
}

/** Whether an account has automatic passkeys made for it when it can. */
export function* wantsAutomaticPasskeys({ db }: Tables, accountId: string): Act<boolean> {
  const row = yield* rowOf(
    db.selectFrom('automatic_passkeys').select('opted_out').where('account_id', '=', accountId),
  )
  return row?.opted_out !== 1
}

/** Remembers whether the owner of an account wants them. */
export function* chooseAutomaticPasskeys(
  { db }: Tables,
  accountId: string,
  choice: 'wanted' | 'unwanted',
): Act<void> {
  const opted_out = choice === 'unwanted' ? 1 : 0
  // An outstanding grant ends with the wish for it.
  const change = choice === 'unwanted' ? { opted_out, session_id: null } : { opted_out }
  yield* changesOf(
    db
      .insertInto('automatic_passkeys')
      .values({ account_id: accountId, opted_out, session_id: null, made_at: null })
      .onConflict((conflict) => conflict.column('account_id').doUpdateSet(change)),
  )
}
