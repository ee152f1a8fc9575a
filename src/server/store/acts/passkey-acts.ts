/**
 * Naming a passkey, and deleting one: at once, for good, and never the last way in (R91–R93).
 *
 * @module
 */
import { type Act, changesOf, rowOf, type Tables } from '../act.ts'
import { CREDENTIAL } from '../account-queries.ts'
import { toCredential } from '../records.ts'
import type { AskingSession, AuditEvent, CredentialRecord, DeleteOutcome } from '../store.ts'
import { lockAccount } from './account-acts.ts'
import { recordAudit, recordRefusal } from './audit-acts.ts'
import { buryPasskey } from './burial-acts.ts'
import { endOtherSessions, isSessionAlive } from './session-acts.ts'
import { countWays, waysToSignIn } from './way-acts.ts'

/** Names a passkey of this account; undefined when it has no such passkey. */
export function* renamePasskey(
  tables: Tables,
  named: { readonly accountId: string; readonly id: string; readonly name: string },
  audit: AuditEvent,
): Act<CredentialRecord | undefined> {
  const row = yield* rowOf(
    tables.db
      .updateTable('credentials')
      .set({ name: named.name })
      .where('id', '=', named.id)
      .where('account_id', '=', named.accountId)
      .where('kind', '=', 'passkey')
      .where('deleted_at', 'is', null)
      .returning(CREDENTIAL),
  )
  if (row === undefined) return undefined
  yield* recordAudit(tables, audit)
  return toCredential(row)
}

/**
 * Deletes a passkey of the account that asks. All its sessions end (R75) but the asking one, which ends
 * only when that very passkey had made it (R91).
 */
export function* deletePasskey(
  tables: Tables,
  {
    id,
    asking,
    audit,
  }: { readonly id: string; readonly asking: AskingSession; readonly audit: AuditEvent },
): Act<DeleteOutcome> {
  const { db } = tables
  const { accountId } = asking
  // Whoever deletes another passkey at the same time waits here, and counts again afterwards (R92).
  yield* lockAccount(tables, accountId)
  if (!(yield* isSessionAlive(tables, asking))) return 'session_gone'
  const passkey = db
    .selectFrom('credentials')
    .select('id')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .where('kind', '=', 'passkey')
    .where('deleted_at', 'is', null)
  if ((yield* rowOf(passkey)) === undefined) return 'not_found'
  if (countWays(yield* waysToSignIn(tables, accountId)) <= 1) {
    yield* recordRefusal(tables, audit, 'last_sign_in_method')
    return 'last_sign_in_method'
  }
  yield* buryPasskey(tables, { accountId, id, at: audit.at })
  yield* endOtherSessions(tables, accountId, asking.id)
  yield* changesOf(
    db.deleteFrom('sessions').where('account_id', '=', accountId).where('credential_id', '=', id),
  )
  yield* recordAudit(tables, audit)
  return 'deleted'
}
