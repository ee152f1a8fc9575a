/**
 * Automatic passkeys: who may have one made without a question, once for each password that was right.
 *
 * @module
 */
import { decodeBase64url } from '../../../bytes/base64url.ts'
import { type Act, changesOf, rowOf, type Tables } from '../act.ts'
import type { AskingSession, AuditEvent, CredentialRecord, UsedChallenge } from '../store.ts'
import { lockAccount } from './account-acts.ts'
import { recordAudit, recordRefusal } from './audit-acts.ts'
import { useChallenge } from './challenge-acts.ts'
import { storeCredential } from './registration-acts.ts'
import { isSessionAlive } from './session-acts.ts'
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

/** An automatic passkey that was verified. */
export interface AutomaticPasskeyFinish {
  readonly challenge: UsedChallenge
  readonly credential: CredentialRecord
  readonly asking: AskingSession
  readonly audit: AuditEvent
}

/** Why one was not stored. All but the first two keep the used mark and a refused audit event (R30). */
export type AutomaticPasskeyConflict =
  'challenge_used' | 'challenge_expired' | 'session_gone' | 'not_granted' | 'credential_exists'

/**
 * Stores an automatic passkey and uses its grant up. An account that has got a passkey meanwhile takes no
 * other one that was made without proof of it (R90).
 */
export function* storeAutomaticPasskey(
  tables: Tables,
  { challenge, credential, asking, audit }: AutomaticPasskeyFinish,
): Act<AutomaticPasskeyConflict | undefined> {
  const spent = yield* useChallenge(tables, challenge)
  if (spent !== undefined) return spent
  const conflict = yield* store(tables, { credential, asking })
  if (conflict === undefined) yield* recordAudit(tables, audit)
  else yield* recordRefusal(tables, audit, conflict)
  return conflict
}

function* store(
  tables: Tables,
  { credential, asking }: Pick<AutomaticPasskeyFinish, 'credential' | 'asking'>,
): Act<AutomaticPasskeyConflict | undefined> {
  const { accountId, id: sessionId, now } = asking
  yield* lockAccount(tables, accountId)
  if (!(yield* isSessionAlive(tables, asking))) return 'session_gone'
  const { passkeys } = yield* waysToSignIn(tables, accountId)
  if (passkeys > 0) return 'not_granted'
  if (!(yield* useGrant(tables, { accountId, sessionId, now }))) return 'not_granted'
  return yield* storeCredential(tables, credential)
}

/** Uses a grant up; answers whether there was one. */
function* useGrant(
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
