/**
 * The second half of a change of the e-mail address: the link was opened, or the change is taken back
 * (security.md R130, R133).
 *
 * @module
 */
import { acceptedEvent } from '../audit.ts'
import { emailKey } from '../email-addresses.ts'
import { isSameBrowser, mailTokenDigests, newMailToken } from '../mail/tokens.ts'
import { forgetFailures } from '../passwords/password-attempts.ts'
import { Refusal } from '../refusal.ts'
import type { Caller, Services } from '../services.ts'
import { type Act, type Tables, Undo } from '../store/act.ts'
import { lockAccount, raiseSessionEpoch } from '../store/acts/account-acts.ts'
import { recordAudit, recordRefusal } from '../store/acts/audit-acts.ts'
import {
  type EmailRecord,
  insertEmail,
  keepFormerEmail,
  renameAccount,
  replaceEmail,
  restoreEmail,
} from '../store/acts/email-acts.ts'
import {
  findMailToken,
  useMailToken,
  voidMailTokens,
  voidUndosSince,
} from '../store/acts/mail-token-acts.ts'
import { accountIdOf, personById } from '../store/acts/person-acts.ts'
import { isDuplicate } from '../store/duplicate.ts'
import type { AccountRecord, LiveSession } from '../store/store.ts'
import { demandCoolDown, emailOf, insertUndo, newRowId, tellFormer } from './change.ts'

/** Why a link did not work. Outside, all of these are one. */
type Conflict =
  | 'token_unknown'
  | 'token_of_other_purpose'
  | 'token_of_other_account'
  | 'token_of_other_browser'
  | 'token_used'
  | 'address_taken'
  | 'account_disabled'

interface Changed {
  readonly account: AccountRecord
  readonly email: EmailRecord
  readonly former: EmailRecord | undefined
}

/**
 * Confirms a new address: in the browser that asked for it, signed in to the account it is for.
 *
 * @throws {@link Refusal} with `authentication_failed` for any link that does not work, `rate_limited` after a
 * recovery.
 */
export async function confirmEmail(
  services: Services,
  caller: Caller,
  { live, token }: { readonly live: LiveSession; readonly token: string },
): Promise<EmailRecord> {
  const { keys, settings } = services
  const accountId = live.account.id
  await demandCoolDown(services, accountId)
  const now = services.now()
  const digests = mailTokenDigests(keys, token)
  const undo = newMailToken(keys)
  const event = { at: now, requestId: caller.requestId, event: 'email.confirm' as const, accountId }
  const id = newRowId()
  const keyedByEmail = settings.accounts === 'email'

  function* change(tables: Tables): Act<Changed | Conflict> {
    const locked = yield* lockAccount(tables, accountId)
    if (locked === undefined || locked.disabled !== 0) return 'account_disabled'
    const link = yield* findMailToken(tables, { digests, now })
    if (link === undefined) return 'token_unknown'
    if (link.purpose !== 'change_email') return 'token_of_other_purpose'
    if (link.accountId !== accountId) return 'token_of_other_account'
    if (!isSameBrowser(keys, link.ceremony, caller.ceremony)) return 'token_of_other_browser'
    if (!(yield* useMailToken(tables, link.digest))) return 'token_used'
    const account = (yield* personById(tables, accountId))!
    const address = link.address!
    const email = { address, addressKey: emailKey(address), verifiedAt: now }
    const owner = yield* accountIdOf(tables, email.addressKey)
    if (owner !== undefined && owner !== accountId) return 'address_taken'
    const former = yield* emailOf(tables, account, { keyedByEmail })
    yield* replaceEmail(tables, accountId, now)
    if (former !== undefined && former.addressKey !== email.addressKey) {
      // An account that is keyed by its address had it without a row of its own.
      yield* keepFormerEmail(tables, { ...former, id: `${id}-former`, accountId, replacedAt: now })
      yield* insertUndo(tables, { digest: undo.digest, accountId, former, now })
    }
    if (!(yield* insertEmail(tables, { ...email, id, accountId }))) return throwTaken()
    if (keyedByEmail) {
      yield* renameAccount(tables, { accountId, username: address })
      yield* forgetFailures(tables, services, email.addressKey)
    }
    // A link that went to the former address recovers nothing any more.
    yield* voidMailTokens(tables, accountId, ['recovery'])
    return { account, email, former }
  }

  const outcome = await services.store.transact(function* (tables) {
    const changed = yield* unlessTaken(change(tables))
    if (typeof changed === 'string') {
      yield* recordRefusal(tables, acceptedEvent(event), changed)
    } else {
      yield* recordAudit(tables, acceptedEvent(event))
    }
    return changed
  })
  if (typeof outcome === 'string') {
    throw new Refusal('authentication_failed', outcome, { accountId })
  }
  const { email, former } = outcome
  if (former?.addressKey !== email.addressKey) {
    tellFormer(services, { account: outcome.account, former, token: undo.token, now })
  }
  return email
}

/** Somebody else proved the same mailbox in the same instant: nothing of this change stays. */
function throwTaken(): never {
  throw new Undo<Conflict>('address_taken')
}

/** Whoever asked for the address a moment later finds its unique keys taken. */
function* unlessTaken<Result>(act: Act<Result>): Act<Result> {
  try {
    return yield* act
  } catch (error) {
    if (isDuplicate(error)) throwTaken()
    throw error
  }
}

/**
 * Takes a change of the address back, from any browser: whoever reads the former mailbox may. Every session
 * ends, because somebody may have changed it who was not the owner.
 *
 * @throws {@link Refusal} with `authentication_failed`.
 */
export async function undoEmail(
  services: Services,
  { requestId }: Caller,
  token: string,
): Promise<void> {
  const { keys, settings } = services
  const now = services.now()
  const digests = mailTokenDigests(keys, token)
  const keyedByEmail = settings.accounts === 'email'
  const event = { at: now, requestId, event: 'email.undo' as const }

  function* undo(tables: Tables): Act<{ readonly accountId: string } | Conflict> {
    const sought = yield* findMailToken(tables, { digests, now })
    if (sought?.accountId === undefined) return 'token_unknown'
    if (sought.purpose !== 'undo_email') return 'token_of_other_purpose'
    const { accountId, digest } = sought
    const locked = yield* lockAccount(tables, accountId)
    if (locked === undefined || locked.disabled !== 0) return 'account_disabled'
    if (!(yield* useMailToken(tables, digest))) return 'token_used'
    const { address, addressKey, createdAt } = sought
    const owner = yield* accountIdOf(tables, addressKey!)
    if (owner !== undefined && owner !== accountId) return 'address_taken'
    // What came after this change goes with it: the links of whoever made it, too.
    yield* voidUndosSince(tables, { accountId, since: createdAt })
    yield* restoreEmail(tables, { accountId, addressKey: addressKey!, since: createdAt })
    if (keyedByEmail) {
      yield* renameAccount(tables, { accountId, username: address! })
      yield* forgetFailures(tables, services, addressKey!)
    }
    yield* raiseSessionEpoch(tables, accountId)
    return { accountId }
  }

  const outcome = await services.store.transact(function* (tables) {
    const undone = yield* unlessTaken(undo(tables))
    if (typeof undone === 'string') {
      yield* recordRefusal(tables, acceptedEvent(event), undone)
    } else {
      yield* recordAudit(tables, acceptedEvent({ ...event, accountId: undone.accountId }))
    }
    return undone
  })
  if (typeof outcome === 'string') throw new Refusal('authentication_failed', outcome)
  const { accountId } = outcome
  services.notify({ kind: 'email_change_undone', accountId, at: now })
}
