/**
 * Identities at other issuers: whose they are, linking and unlinking them (security.md R122, R123).
 *
 * @module
 */
import { ACCOUNT } from '../account-queries.ts'
import { type Act, changesOf, rowOf, rowsOf, type Tables } from '../act.ts'
import { toAccount } from '../records.ts'
import type { IdentityTable } from '../schema.ts'
import type { AccountRecord, AskingSession, AuditEvent, UsedChallenge } from '../store.ts'
import { lockAccount } from './account-acts.ts'
import { recordAudit, recordRefusal } from './audit-acts.ts'
import { useChallenge } from './challenge-acts.ts'
import { endOtherSessions, isSessionAlive } from './session-acts.ts'
import { countWays, waysToSignIn } from './way-acts.ts'

/** Who somebody is at an issuer: the two together are the key (R122). */
export interface IdentityKey {
  readonly issuer: string
  readonly subject: string
}

/** A linked identity. */
export interface IdentityRecord extends IdentityKey {
  /** Id of the row: base64url text of 16 random bytes. */
  readonly id: string
  readonly accountId: string
  /** What the issuer last called the person. */
  readonly email: string | undefined
  readonly linkedAt: number
  readonly lastUsedAt: number | undefined
}

/** The account that an identity signs in to; a disabled one, too. */
export function* findIdentity(
  { db }: Tables,
  { issuer, subject }: IdentityKey,
): Act<{ readonly identityId: string; readonly account: AccountRecord } | undefined> {
  const row = yield* rowOf(
    db
      .selectFrom('identities')
      .innerJoin('accounts', 'accounts.id', 'identities.account_id')
      .select([...ACCOUNT, 'identities.id as identity_id'])
      .where('identities.issuer', '=', issuer)
      .where('identities.subject', '=', subject),
  )
  if (row === undefined) return undefined
  return { identityId: row.identity_id, account: toAccount(row) }
}

/** The identities of an account, in the order in which they were linked. */
export function* listIdentities({ db }: Tables, accountId: string): Act<readonly IdentityRecord[]> {
  const rows = yield* rowsOf(
    db
      .selectFrom('identities')
      .selectAll()
      .where('account_id', '=', accountId)
      .orderBy('linked_at')
      .orderBy('id'),
  )
  return rows.map(toIdentity)
}

/** Links an identity; answers whether it was nobody's. The unique key decides. */
export function* insertIdentity({ db }: Tables, identity: IdentityRecord): Act<boolean> {
  const inserted = yield* changesOf(
    db
      .insertInto('identities')
      .values({
        id: identity.id,
        account_id: identity.accountId,
        issuer: identity.issuer,
        subject: identity.subject,
        email: identity.email ?? null,
        linked_at: identity.linkedAt,
        last_used_at: identity.lastUsedAt ?? null,
      })
      .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing()),
  )
  return inserted === 1
}

/** An identity about to be linked to the account of whoever asks. */
export interface LinkFinish {
  readonly challenge: UsedChallenge
  readonly identity: IdentityRecord
  /** The session that asks; it must be alive at that instant. `idle` is in milliseconds. */
  readonly asking: { readonly id: string; readonly now: number; readonly idle: number }
  readonly audit: AuditEvent
}

/** Why an identity was not linked; all but the first two leave the used mark and a refused event (R30). */
export type LinkConflict =
  'challenge_used' | 'challenge_expired' | 'session_gone' | 'identity_exists'

/**
 * Links an identity to an account (R123). The caller has fresh proof of that account. One that the account
 * has already stays as it is.
 */
export function* linkIdentity(
  tables: Tables,
  { challenge, identity, asking, audit }: LinkFinish,
): Act<LinkConflict | IdentityRecord> {
  const spent = yield* useChallenge(tables, challenge)
  if (spent !== undefined) return spent
  const { accountId } = identity
  yield* lockAccount(tables, accountId)
  if (!(yield* isSessionAlive(tables, { ...asking, accountId }))) {
    yield* recordRefusal(tables, audit, 'session_gone')
    return 'session_gone'
  }
  const linked = yield* insertIdentity(tables, identity)
  const kept = linked ? identity : yield* ownIdentity(tables, identity)
  if (kept === undefined) {
    yield* recordRefusal(tables, audit, 'identity_exists')
    return 'identity_exists'
  }
  yield* recordAudit(tables, audit)
  return kept
}

/** How an unlinking ended. */
export type UnlinkOutcome = 'unlinked' | 'not_found' | 'last_sign_in_method' | 'session_gone'

/**
 * Unlinks an identity. The last way in stays (R92, with a refused audit event); every other session of the
 * account ends (R75).
 */
export function* unlinkIdentity(
  tables: Tables,
  unlinked: {
    readonly id: string
    /** The session that asks, which stays. */
    readonly asking: AskingSession
    readonly audit: AuditEvent
  },
): Act<UnlinkOutcome> {
  const { id, asking, audit } = unlinked
  const { accountId } = asking
  const { db } = tables
  yield* lockAccount(tables, accountId)
  if (!(yield* isSessionAlive(tables, asking))) return 'session_gone'
  const owned = yield* rowOf(
    db
      .selectFrom('identities')
      .select('id')
      .where('id', '=', id)
      .where('account_id', '=', accountId),
  )
  if (owned === undefined) return 'not_found'
  if (countWays(yield* waysToSignIn(tables, accountId)) <= 1) {
    yield* recordRefusal(tables, audit, 'last_sign_in_method')
    return 'last_sign_in_method'
  }
  yield* changesOf(db.deleteFrom('identities').where('id', '=', id))
  yield* endOtherSessions(tables, accountId, asking.id)
  yield* recordAudit(tables, audit)
  return 'unlinked'
}

/**
 * R127: ends the sessions that an issuer's identities may have made: the federated ones of every account
 * that has one. Answers how many.
 */
export function* endSessionsOfIssuer({ db }: Tables, issuer: string): Act<number> {
  const accounts = db.selectFrom('identities').select('account_id').where('issuer', '=', issuer)
  return yield* changesOf(
    db.deleteFrom('sessions').where('method', '=', 'federated').where('account_id', 'in', accounts),
  )
}

/** The same identity, if this account has it. */
function* ownIdentity(
  { db }: Tables,
  { accountId, issuer, subject }: IdentityRecord,
): Act<IdentityRecord | undefined> {
  const row = yield* rowOf(
    db
      .selectFrom('identities')
      .selectAll()
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .where('account_id', '=', accountId),
  )
  return row && toIdentity(row)
}

function toIdentity(row: IdentityTable): IdentityRecord {
  return {
    id: row.id,
    accountId: row.account_id,
    issuer: row.issuer,
    subject: row.subject,
    email: row.email ?? undefined,
    linkedAt: row.linked_at,
    lastUsedAt: row.last_used_at ?? undefined,
  }
}
