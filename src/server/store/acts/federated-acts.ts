/**
 * The end of a federated sign-in: nonce, identity, session and audit event, all or nothing (security.md
 * R27, R121).
 *
 * @module
 */
import { ACCOUNT } from '../account-queries.ts'
import { type Act, changesOf, rowOf, type Tables, Undo } from '../act.ts'
import { toAccount } from '../records.ts'
import type { AccountRecord, AuditEvent, NewSession, UsedChallenge } from '../store.ts'
import { lockAccount } from './account-acts.ts'
import { recordAudit, recordRefusal } from './audit-acts.ts'
import { useChallenge } from './challenge-acts.ts'
import { type IdentityRecord, insertIdentity } from './identity-acts.ts'
import { storeAccount } from './account-creation-acts.ts'
import { beginSession } from './session-acts.ts'

/** A mailbox that an issuer owns and vouches for. */
export interface VouchedMailbox {
  readonly addressKey: string
  /** Whether an account's username is its proved address. */
  readonly keyedByEmail: boolean
}

/** What a verified token is to become. */
export interface FederatedFinish {
  readonly challenge: UsedChallenge
  /** `accountId` is whose it is, or is to be. */
  readonly identity: IdentityRecord
  /**
   * - `known`: the identity is linked, as somebody looked up a moment ago.
   * - `create`: it gets an account of its own, under the first of these names that is free.
   * - `adopt`: it is linked to the account whose proved mailbox it vouches for (R123).
   */
  readonly plan:
    | { readonly kind: 'known' }
    | { readonly kind: 'adopt'; readonly mailbox: VouchedMailbox }
    | {
        readonly kind: 'create'
        readonly account: AccountRecord
        readonly names: readonly { readonly username: string; readonly usernameKey: string }[]
      }
  readonly session: NewSession
  readonly endSessionId: string | undefined
  readonly audit: AuditEvent
}

/**
 * How it ended. `again`: somebody else changed whose identity it is in between, nothing is stored, and the
 * caller looks once more. `account_disabled` keeps the used mark and a refused audit event (R30).
 */
export type FederatedOutcome =
  | { readonly username: string | undefined }
  | 'again'
  | 'challenge_used'
  | 'challenge_expired'
  | 'account_disabled'

/** The account that has proved this mailbox. */
export function* findMailboxOwner(
  { db }: Tables,
  { addressKey, keyedByEmail }: VouchedMailbox,
): Act<AccountRecord | undefined> {
  const proved = yield* rowOf(
    db
      .selectFrom('emails')
      .innerJoin('accounts', 'accounts.id', 'emails.account_id')
      .select(ACCOUNT)
      .where('emails.address_key', '=', addressKey)
      .where('emails.replaced_at', 'is', null),
  )
  if (proved !== undefined) return toAccount(proved)
  if (!keyedByEmail) return undefined
  const named = yield* rowOf(
    db.selectFrom('accounts').select(ACCOUNT).where('username_key', '=', addressKey),
  )
  return named && toAccount(named)
}

/** Stores a federated sign-in. `username` is that of a new account. */
export function* finishFederated(tables: Tables, finish: FederatedFinish): Act<FederatedOutcome> {
  const { challenge, session, endSessionId, audit } = finish
  const spent = yield* useChallenge(tables, challenge)
  if (spent !== undefined) return spent
  const username = yield* settle(tables, finish)
  if (!(yield* beginSession(tables, session, endSessionId))) {
    yield* recordRefusal(tables, audit, 'account_disabled')
    return 'account_disabled'
  }
  yield* recordAudit(tables, audit)
  return { username }
}

/** Makes it true that the identity is the account's; answers the name of a new account. */
function* settle(tables: Tables, { identity, plan }: FederatedFinish): Act<string | undefined> {
  if (plan.kind === 'create') return yield* createAccount(tables, plan, identity)
  // Whoever unlinks it at the same time waits here, and then ends the session that this one begins.
  const account = yield* lockAccount(tables, identity.accountId)
  if (plan.kind === 'known') {
    if (!(yield* touchIdentity(tables, identity))) throw new Undo<FederatedOutcome>('again')
    return undefined
  }
  // At this instant, too, the mailbox has to be that of an account that may be used.
  const owner = yield* findMailboxOwner(tables, plan.mailbox)
  const adoptable = account?.disabled === 0 && owner?.id === identity.accountId
  if (!adoptable || !(yield* insertIdentity(tables, identity))) {
    throw new Undo<FederatedOutcome>('again')
  }
  return undefined
}

function* createAccount(
  tables: Tables,
  { account, names }: Extract<FederatedFinish['plan'], { readonly kind: 'create' }>,
  identity: IdentityRecord,
): Act<string> {
  for (const name of names) {
    if (!(yield* storeAccount(tables, { ...account, ...name }))) continue
    if (!(yield* insertIdentity(tables, identity))) break
    return name.username
  }
  throw new Undo<FederatedOutcome>('again')
}

/** Notes that an identity was used; answers whether it is still the account's. */
function* touchIdentity({ db }: Tables, identity: IdentityRecord): Act<boolean> {
  const touched = db
    .updateTable('identities')
    .set({ last_used_at: identity.lastUsedAt ?? null, email: identity.email ?? null })
    .where('id', '=', identity.id)
    .where('account_id', '=', identity.accountId)
  return (yield* changesOf(touched)) === 1
}
