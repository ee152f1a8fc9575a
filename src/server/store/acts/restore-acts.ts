/**
 * Restore credentials: kept beside the passkeys, one for each device of an account, gone when its
 * sessions are told to end.
 *
 * @module
 */
import { type Act, changesOf, type Tables, Undo } from '../act.ts'
import type { AskingSession, AuditEvent, CredentialRecord, UsedChallenge } from '../store.ts'
import { fromCredential } from '../records.ts'
import { lockAccount } from './account-acts.ts'
import { recordAudit, recordRefusal } from './audit-acts.ts'
import { buryRestoreCredentials } from './burial-acts.ts'
import { useChallenge } from './challenge-acts.ts'
import { isSessionAlive } from './session-acts.ts'

/** Why a restore credential was not stored. */
export type RestoreConflict =
  'challenge_used' | 'challenge_expired' | 'credential_exists' | 'session_gone'

/** A verified restore credential that is to be stored. */
export interface RestoreFinish {
  readonly challenge: UsedChallenge
  readonly credential: CredentialRecord
  readonly deviceKey: string
  readonly asking: AskingSession
  readonly audit: AuditEvent
}

/** Stores a restore credential in the place of the one its device had. */
export function* storeRestoreCredential(
  tables: Tables,
  finish: RestoreFinish,
): Act<RestoreConflict | undefined> {
  const { credential, deviceKey, asking, audit } = finish
  const spent = yield* useChallenge(tables, finish.challenge)
  if (spent !== undefined) return spent
  yield* lockAccount(tables, credential.accountId)
  if (!(yield* isSessionAlive(tables, asking))) {
    yield* recordRefusal(tables, audit, 'session_gone')
    return 'session_gone'
  }
  const { db } = tables
  yield* buryRestoreCredentials(tables, credential.accountId, { device: deviceKey })
  const stored = yield* changesOf(
    db
      .insertInto('credentials')
      .values({
        ...fromCredential(credential),
        clone_suspected_at: null,
        deleted_at: null,
        device_key: deviceKey,
      })
      .onConflict((conflict) => conflict.column('credential_id').doNothing()),
  )
  // Nothing of it happened, not even to the one before: the challenge may be answered again.
  if (stored !== 1) throw new Undo<RestoreConflict>('credential_exists')
  yield* recordAudit(tables, audit)
  return undefined
}
