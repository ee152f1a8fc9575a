/**
 * The end of a registration: a sign-up, or one more passkey.
 *
 * @module
 */
import { type Act, changesOf, type Tables } from '../act.ts'
import { fromCredential } from '../records.ts'
import type { CredentialRecord, RegistrationConflict, RegistrationFinish } from '../store.ts'
import { lockAccount } from './account-acts.ts'
import { storeAccount } from './account-creation-acts.ts'
import { recordAudit, recordRefusal } from './audit-acts.ts'
import { useChallenge } from './challenge-acts.ts'
import { beginSession, endSession, isSessionAlive } from './session-acts.ts'
import { waysToSignIn } from './way-acts.ts'

/**
 * R33, R50, R51. A conflict after the used mark keeps the mark and a refused audit event, and nothing else
 * (R30).
 */
export function* finishRegistration(
  tables: Tables,
  finish: RegistrationFinish,
): Act<RegistrationConflict | undefined> {
  const spent = yield* useChallenge(tables, finish.challenge)
  if (spent !== undefined) return spent

  const conflict = yield* storePasskey(tables, finish)
  if (conflict !== undefined) {
    yield* recordRefusal(tables, finish.audit, conflict)
    return conflict
  }
  if (finish.session !== undefined) yield* beginSession(tables, finish.session, undefined)
  if (finish.endSessionId !== undefined) yield* endSession(tables, finish.endSessionId)
  yield* recordAudit(tables, finish.audit)
  return undefined
}

function* storePasskey(
  tables: Tables,
  finish: RegistrationFinish,
): Act<RegistrationConflict | undefined> {
  const { account, credential, askingSession, onlyTheFirst = false } = finish
  // Before anything is counted: whoever else adds or removes a passkey of this account waits here.
  if (account === undefined) yield* lockAccount(tables, credential.accountId)
  if (askingSession !== undefined) {
    const asking = { ...askingSession, accountId: credential.accountId }
    if (!(yield* isSessionAlive(tables, asking))) return 'session_gone'
  }
  if (account !== undefined && !(yield* storeAccount(tables, account))) return 'username_taken'
  const { passkeys } = yield* waysToSignIn(tables, credential.accountId)
  if (onlyTheFirst && passkeys > 0) return 'proof_too_weak'
  const conflict =
    passkeys >= finish.passkeyLimit ? 'passkey_limit' : yield* storeCredential(tables, credential)
  // The name is free again; nothing can refer to an account of this transaction.
  if (conflict !== undefined && account !== undefined) {
    yield* changesOf(tables.db.deleteFrom('accounts').where('id', '=', account.id))
  }
  return conflict
}

/** A credential id that is known, to anyone and even if deleted, is not taken again (R50, R93). */
export function* storeCredential(
  { db }: Tables,
  credential: CredentialRecord,
): Act<'credential_exists' | undefined> {
  const stored = yield* changesOf(
    db
      .insertInto('credentials')
      .values({
        ...fromCredential(credential),
        clone_suspected_at: null,
        deleted_at: null,
        device_key: null,
      })
      .onConflict((conflict) => conflict.column('credential_id').doNothing()),
  )
  return stored === 1 ? undefined : 'credential_exists'
}
