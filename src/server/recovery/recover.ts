/**
 * Recovering an account: what was mailed, what was kept on paper, or both; never one of them twice
 * (security.md R128–R132).
 *
 * What comes of it is a session that can do one thing: give the account a new passkey or password.
 *
 * @module
 */
import { acceptedEvent } from '../audit.ts'
import type { AuditSubject } from '../audit.ts'
import type { CeremonySecret } from '../ceremony-secret.ts'
import type { SignedIn } from '../ceremonies/authentication.ts'
import { emailKey } from '../email-addresses.ts'
import { issueSession } from '../issuer.ts'
import { isSameBrowser, mailTokenDigests } from '../mail/tokens.ts'
import { Refusal } from '../refusal.ts'
import type { Caller, Services } from '../services.ts'
import type { Act, Tables } from '../store/act.ts'
import { lockAccount, raiseSessionEpoch } from '../store/acts/account-acts.ts'
import { recordAudit, recordRefusal } from '../store/acts/audit-acts.ts'
import {
  countWrongCode,
  findMailToken,
  type MailTokenRecord,
  useMailToken,
} from '../store/acts/mail-token-acts.ts'
import { addressOf, personById } from '../store/acts/person-acts.ts'
import {
  accountOfRecoveryCode,
  noteRecovery,
  useRecoveryCode,
} from '../store/acts/recovery-acts.ts'
import { beginSession } from '../store/acts/session-acts.ts'
import { waysToSignIn } from '../store/acts/way-acts.ts'
import type { AccountRecord } from '../store/store.ts'
import { recoveryCodeDigest } from './codes.ts'
import { RECOVERY_SESSION_LIFETIME } from './limited-session.ts'

/** What somebody brings who wants back in. */
export interface RecoveryProof {
  /** Of a mailed link, or of one that an operator made. */
  readonly token?: string | undefined
  /** One of the recovery codes. */
  readonly code?: string | undefined
}

/** Why nobody got back in. Outside, all of these are one. */
type Conflict =
  | 'nothing_proved'
  | 'token_unknown'
  | 'token_of_other_purpose'
  | 'token_of_other_browser'
  | 'token_of_other_address'
  | 'token_used'
  | 'code_wrong'
  | 'second_factor_missing'
  | 'account_disabled'

/** The proof as the store can look it up. */
interface Sought {
  readonly now: number
  /** What may be stored of the token; absent when none was brought. */
  readonly digests: readonly Uint8Array[] | undefined
  readonly code: { readonly digest: Uint8Array | undefined } | undefined
  readonly ceremony: CeremonySecret | undefined
}

/**
 * Recovers an account: every session of it ends, and a limited one begins.
 *
 * @throws {@link Refusal} with `authentication_failed`, whatever was wrong.
 */
export async function recover(
  services: Services,
  caller: Caller,
  { token, code }: RecoveryProof,
): Promise<SignedIn> {
  const { keys, store, now: clock } = services
  const now = clock()
  const sought: Sought = {
    now,
    digests: token === undefined ? undefined : mailTokenDigests(keys, token),
    code: code === undefined ? undefined : { digest: recoveryCodeDigest(keys, code) },
    ceremony: caller.ceremony,
  }
  const account = await store.read((tables) => accountSought(tables, sought))
  if (account === undefined) {
    const reason = token === undefined ? 'code_wrong' : 'token_unknown'
    return refuse(services, caller, (token ?? code) ? reason : 'nothing_proved')
  }
  const issued = issueSession(services, caller, { account, method: 'recovery', verified: true })
  const { session } = issued
  const expiresAt = Math.min(session.expiresAt, now + RECOVERY_SESSION_LIFETIME)
  const limited = { ...session, expiresAt }
  const former = await caller.session()
  const event: AuditSubject = {
    at: now,
    requestId: caller.requestId,
    event: 'recovery',
    accountId: account.id,
  }
  const conflict = await store.transact(function* (tables) {
    const proved = yield* consume(tables, services, { sought, account })
    if (proved !== undefined) {
      yield* recordRefusal(tables, acceptedEvent(event), proved)
      return proved
    }
    yield* raiseSessionEpoch(tables, account.id)
    yield* noteRecovery(tables, account.id, now)
    yield* beginSession(tables, limited, former?.session.id)
    yield* recordAudit(tables, acceptedEvent(event))
    return undefined
  })
  if (conflict !== undefined) throw refusal(conflict, account.id)
  services.notify({ kind: 'recovery_used', accountId: account.id, at: now })
  return { account, session: limited, token: issued.token }
}

/** Whom the proof is about, before anything is known of whether it is good. */
function* accountSought(
  tables: Tables,
  { digests, code, now }: Sought,
): Act<AccountRecord | undefined> {
  if (digests !== undefined) {
    const link = yield* findMailToken(tables, { digests, now })
    if (link?.accountId === undefined) return undefined
    return yield* personById(tables, link.accountId)
  }
  if (code?.digest === undefined) return undefined
  const accountId = yield* accountOfRecoveryCode(tables, code.digest)
  return accountId === undefined ? undefined : yield* personById(tables, accountId)
}

/** Checks the proof under the account's lock and uses it up; whatever is wrong uses up nothing. */
function* consume(
  tables: Tables,
  services: Services,
  { sought, account }: { readonly sought: Sought; readonly account: AccountRecord },
): Act<Conflict | undefined> {
  const { digests, code, now } = sought
  const locked = yield* lockAccount(tables, account.id)
  if (locked === undefined || locked.disabled !== 0) return 'account_disabled'
  const link = digests && (yield* findMailToken(tables, { digests, now }))
  if (digests !== undefined) {
    if (link?.accountId !== account.id) return 'token_used'
    const wrong = yield* wrongLink(tables, services, { link, sought, account })
    if (wrong !== undefined) return wrong
  }
  if (link?.purpose !== 'enrol') {
    const { passkeys } = yield* waysToSignIn(tables, account.id)
    const needsBoth = passkeys > 0
    // R132: a code is no mailbox and a mailbox is no code; two codes are one factor.
    if (needsBoth && (link === undefined || code === undefined)) return 'second_factor_missing'
  }
  if (code !== undefined) {
    const { digest } = code
    const used =
      digest !== undefined && (yield* useRecoveryCode(tables, { accountId: account.id, digest }))
    if (!used) {
      const limit = services.settings.limits.codeTries
      if (link !== undefined) yield* countWrongCode(tables, link.digest, { limit })
      return 'code_wrong'
    }
  }
  if (link !== undefined && !(yield* useMailToken(tables, link.digest))) return 'token_used'
  return undefined
}

/** R130: a link is for one purpose, one browser, and the address it went to. */
function* wrongLink(
  tables: Tables,
  { keys, settings }: Services,
  {
    link,
    sought,
    account,
  }: {
    readonly link: MailTokenRecord
    readonly sought: Sought
    readonly account: AccountRecord
  },
): Act<Conflict | undefined> {
  if (link.purpose === 'enrol') return undefined
  if (link.purpose !== 'recovery') return 'token_of_other_purpose'
  if (!isSameBrowser(keys, link.ceremony, sought.ceremony)) return 'token_of_other_browser'
  const keyedByEmail = settings.accounts === 'email'
  const address = yield* addressOf(tables, account, { keyedByEmail })
  const same = address !== undefined && emailKey(address) === link.addressKey
  return same ? undefined : 'token_of_other_address'
}

/** A proof that is nobody's is noted, too. */
async function refuse(
  { store, now }: Services,
  { requestId }: Caller,
  conflict: Conflict,
): Promise<never> {
  const audit = acceptedEvent({ at: now(), requestId, event: 'recovery' })
  await store.transact((tables) => recordRefusal(tables, audit, conflict))
  throw refusal(conflict)
}

function refusal(conflict: Conflict, accountId?: string): Refusal {
  return new Refusal(
    'authentication_failed',
    conflict,
    accountId === undefined ? {} : { accountId },
  )
}
