/**
 * People and passkeys that come from another server: stored once, however often they are brought.
 *
 * @module
 */
import { type Act, changesOf, rowOf, type Tables, Undo } from '../act.ts'
import type { AccountRecord, AuditEvent, CredentialRecord } from '../store.ts'
import { lockAccount } from './account-acts.ts'
import { storeAccount } from './account-creation-acts.ts'
import { recordAudit } from './audit-acts.ts'
import { accountOfEmail, insertEmail } from './email-acts.ts'
import type { EmailRecord } from './email-acts.ts'
import { storeCredential } from './registration-acts.ts'

/** A person as another server knew them. */
export interface ImportedPerson {
  /** Its id follows from who they were there, so that the same person is found again. */
  readonly account: AccountRecord & { readonly usernameKey: string }
  /** Their proved address. */
  readonly email: (EmailRecord & { readonly id: string }) | undefined
  readonly passkeys: readonly CredentialRecord[]
}

/** Why something was not brought over. */
export type ImportConflict =
  | 'username_taken'
  | 'email_taken'
  | 'user_handle_taken'
  | 'account_disabled'
  | 'credential_exists'
  | 'credential_deleted'

/** What became of one person or passkey: it was stored now, it was there, or why it was not. */
export type ImportOutcome = 'imported' | 'already_there' | ImportConflict

/** What became of a person and their passkeys, in the order in which they were given. */
export interface ImportResult {
  readonly account: ImportOutcome
  readonly passkeys: readonly ImportOutcome[]
}

/** What both events of an import have in common. */
export type ImportAudit = (
  event: 'import.account' | 'import.passkey',
  subject: { readonly accountId: string; readonly credentialId?: string },
) => AuditEvent

/**
 * Stores a person and their passkeys, or what of it is not there yet. A new account is stored only if at least
 * one of its passkeys is, where it has any: nobody gets an empty account beside the one that has them.
 */
export function* importPerson(
  tables: Tables,
  person: ImportedPerson,
  how: { readonly audit: ImportAudit; readonly dryRun?: boolean },
): Act<ImportResult> {
  const { account } = person
  const outcome = yield* importAccount(tables, person)
  const isStored = outcome === 'imported' || outcome === 'already_there'
  if (!isStored) return refused(person, outcome)
  if (outcome === 'imported') {
    yield* recordAudit(tables, how.audit('import.account', { accountId: account.id }))
  }
  const passkeys: ImportOutcome[] = []
  for (const passkey of person.passkeys) {
    const became = yield* importPasskey(tables, passkey)
    passkeys.push(became)
    if (became !== 'imported') continue
    const subject = { accountId: account.id, credentialId: passkey.id }
    yield* recordAudit(tables, how.audit('import.passkey', subject))
  }
  const first = passkeys.find((became) => became !== 'imported')
  const isEmpty = first !== undefined && !passkeys.includes('imported')
  if (outcome === 'imported' && isEmpty && first !== 'already_there') {
    throw new Undo<ImportResult>({ account: first, passkeys })
  }
  const result = { account: outcome, passkeys }
  if (how.dryRun === true) throw new Undo<ImportResult>(result)
  return result
}

function refused({ passkeys }: ImportedPerson, account: ImportOutcome): ImportResult {
  return { account, passkeys: passkeys.map(() => account) }
}

function* importAccount(tables: Tables, { account, email }: ImportedPerson): Act<ImportOutcome> {
  const there = yield* lockAccount(tables, account.id)
  if (there !== undefined) return there.disabled === 0 ? 'already_there' : 'account_disabled'
  const { db } = tables
  const handle = db
    .selectFrom('accounts')
    .select('id')
    .where('user_handle', '=', account.userHandle)
  if ((yield* rowOf(handle)) !== undefined) return 'user_handle_taken'
  // An address opens the account that has it, whether as its name or beside one.
  if ((yield* accountOfEmail(tables, account.usernameKey)) !== undefined) return 'username_taken'
  if (!(yield* storeAccount(tables, account))) return 'username_taken'
  if (email === undefined) return 'imported'
  const named = db
    .selectFrom('accounts')
    .select('id')
    .where('username_key', '=', email.addressKey)
    .where('id', '<>', account.id)
  const isFree = (yield* rowOf(named)) === undefined
  if (isFree && (yield* insertEmail(tables, { ...email, accountId: account.id }))) return 'imported'
  yield* changesOf(db.deleteFrom('accounts').where('id', '=', account.id))
  return 'email_taken'
}

function* importPasskey(tables: Tables, passkey: CredentialRecord): Act<ImportOutcome> {
  if ((yield* storeCredential(tables, passkey)) === undefined) return 'imported'
  const there = yield* rowOf(
    tables.db
      .selectFrom('credentials')
      .select(['account_id', 'deleted_at'])
      .where('credential_id', '=', passkey.credentialId),
  )
  if (there?.account_id === passkey.accountId) return 'already_there'
  return there === undefined || there.deleted_at === null
    ? 'credential_exists'
    : 'credential_deleted'
}

/** Keeps the user handle that an imported passkey was made for, unless it is known by now. */
export function* keepHandle(
  { db }: Tables,
  { id, userHandle }: { readonly id: string; readonly userHandle: string },
): Act<void> {
  yield* changesOf(
    db
      .updateTable('credentials')
      .set({ imported_handle: userHandle })
      .where('id', '=', id)
      .where('imported_handle', '=', '')
      .where('deleted_at', 'is', null),
  )
}
