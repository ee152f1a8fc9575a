/**
 * Giving an account an e-mail address, another one, or none (security.md R114, R133).
 *
 * A new address counts once its mailbox is proved. The former one hears of it and can take it back.
 *
 * @module
 */
import { acceptedEvent } from '../audit.ts'
import type { CeremonySecret } from '../ceremony-secret.ts'
import { emailKey, isEmailAddress } from '../email-addresses.ts'
import { demandMailLimit } from '../mail/mail-limits.ts'
import type { Letter, Postbox } from '../mail/postbox.ts'
import { browserDigest, holdForLink, LINK_LIFETIME, newMailToken } from '../mail/tokens.ts'
import { mailTime } from '../notices.ts'
import type { Reply } from '../operations/operation.ts'
import { demandPostbox, leave, LINK_MINUTES } from '../recovery/ask.ts'
import { Refusal } from '../refusal.ts'
import { random } from '../services.ts'
import type { Caller, Services } from '../services.ts'
import { askingSession } from '../sessions.ts'
import type { Act, Tables } from '../store/act.ts'
import { lockAccount } from '../store/acts/account-acts.ts'
import { recordAudit, recordRefusal } from '../store/acts/audit-acts.ts'
import { currentEmail, replaceEmail, UNDO_PERIOD } from '../store/acts/email-acts.ts'
import type { EmailRecord } from '../store/acts/email-acts.ts'
import { insertMailToken, voidMailTokens } from '../store/acts/mail-token-acts.ts'
import { accountIdOf, addressOf, personById } from '../store/acts/person-acts.ts'
import { lastRecovery } from '../store/acts/recovery-acts.ts'
import { isSessionAlive } from '../store/acts/session-acts.ts'
import type { AccountRecord, LiveSession } from '../store/store.ts'
import { encodeBase64url } from '../../bytes/base64url.ts'

/** R131: how long after a recovery the address stays as it is. Milliseconds. */
export const COOL_DOWN = 24 * 3_600_000

/** Refuses what is no address (E9). */
export function demandEmailAddress(address: string): void {
  if (isEmailAddress(address)) return
  const errors = [{ pointer: '/address', code: 'not_allowed' as const }]
  throw new Refusal('invalid_request', 'address_malformed', { errors })
}

/** R131: whoever has just come in by recovery cannot move the mailbox as well. */
export async function demandCoolDown(services: Services, accountId: string): Promise<void> {
  const recovered = await services.store.read((tables) => lastRecovery(tables, accountId))
  const wait = recovered === undefined ? 0 : recovered + COOL_DOWN - services.now()
  if (wait <= 0) return
  const retryAfter = Math.ceil(wait / 1000)
  throw new Refusal('rate_limited', 'recovered_lately', { retryAfter, accountId })
}

/**
 * Asks for another address. The answer is the same whether it is free or not; its mailbox is told.
 *
 * @throws {@link Refusal} with `invalid_request`, `rate_limited`, `unavailable`, or `not_found` without mail.
 */
export async function askForEmail(
  services: Services,
  caller: Caller,
  { live, address }: { readonly live: LiveSession; readonly address: string },
): Promise<Reply> {
  const postbox = demandPostbox(services)
  demandEmailAddress(address)
  await demandCoolDown(services, live.account.id)
  await demandMailLimit(services, caller, emailKey(address))
  const held = holdForLink(services, caller)
  const asked = { accountId: live.account.id, address, ceremony: held.ceremony }
  leave(services, async () => {
    postbox.send(await prepare(services, postbox, { ...asked, requestId: caller.requestId }))
  })
  return { status: 204, accountId: live.account.id, ...held }
}

async function prepare(
  services: Services,
  postbox: Postbox,
  asked: {
    readonly accountId: string
    readonly address: string
    readonly ceremony: CeremonySecret
    readonly requestId: string
  },
): Promise<Letter> {
  const { accountId, address, ceremony, requestId } = asked
  const { keys } = services
  const now = services.now()
  const { token, digest } = newMailToken(keys)
  const addressKey = emailKey(address)
  const audit = acceptedEvent({ at: now, requestId, event: 'email.change', accountId })
  return services.store.transact(function* (tables) {
    yield* lockAccount(tables, accountId)
    const account = yield* personById(tables, accountId)
    const owner = yield* accountIdOf(tables, addressKey)
    if (account === undefined || (owner !== undefined && owner !== accountId)) {
      yield* recordRefusal(tables, audit, 'address_taken')
      return { kind: 'email_taken' as const, to: address, values: {}, lifetime: LINK_LIFETIME }
    }
    yield* voidMailTokens(tables, accountId, ['change_email'])
    yield* insertMailToken(tables, {
      digest,
      purpose: 'change_email',
      accountId,
      address,
      addressKey,
      ceremony: browserDigest(keys.active, ceremony),
      attempts: 0,
      createdAt: now,
      expiresAt: now + LINK_LIFETIME,
    })
    yield* recordAudit(tables, audit)
    const values = {
      username: account.username,
      link: postbox.link('confirmEmail', token),
      minutes: LINK_MINUTES,
    }
    return { kind: 'confirm_email' as const, to: address, values, lifetime: LINK_LIFETIME }
  })
}

/**
 * Takes the address from an account. It can be taken back for a week.
 *
 * @throws {@link Refusal} with `not_found` when there is none, `invalid_request` when the account is keyed by
 * it, `rate_limited` after a recovery, `session_required` when the session has ended meanwhile.
 */
export async function removeEmail(
  services: Services,
  { requestId }: Caller,
  live: LiveSession,
): Promise<void> {
  const { account } = live
  const accountId = account.id
  if (services.settings.accounts === 'email') {
    const errors = [{ pointer: '', code: 'not_allowed' as const }]
    throw new Refusal('invalid_request', 'account_keyed_by_email', { errors, accountId })
  }
  await demandCoolDown(services, accountId)
  const now = services.now()
  const undo = newMailToken(services.keys)
  const asking = askingSession(services, live)
  const audit = acceptedEvent({ at: now, requestId, event: 'email.remove', accountId })
  const former = await services.store.transact(function* (tables) {
    yield* lockAccount(tables, accountId)
    if (!(yield* isSessionAlive(tables, asking))) return 'session_gone'
    const email = yield* currentEmail(tables, accountId)
    if (email === undefined) return undefined
    yield* voidMailTokens(tables, accountId, ['change_email', 'recovery'])
    yield* replaceEmail(tables, accountId, now)
    yield* insertUndo(tables, { digest: undo.digest, accountId, former: email, now })
    yield* recordAudit(tables, audit)
    return email
  })
  if (former === undefined) throw new Refusal('not_found', 'no_email', { accountId })
  if (former === 'session_gone') throw new Refusal('session_required', former, { accountId })
  tellFormer(services, { account, former, token: undo.token, now })
}

/** R133: the former address gets the link that takes the change back. */
export function tellFormer(
  { postbox, notify }: Services,
  change: {
    readonly account: Pick<AccountRecord, 'id' | 'username'>
    readonly former: Pick<EmailRecord, 'address'> | undefined
    readonly token: string
    readonly now: number
  },
): void {
  const { account, former, token, now } = change
  notify({ kind: 'email_changed', accountId: account.id, at: now })
  if (postbox === undefined || former === undefined) return
  const values = {
    username: account.username,
    time: mailTime(now),
    link: postbox.link('undoEmail', token),
    days: String(UNDO_PERIOD / (24 * 3_600_000)),
  }
  postbox.send({ kind: 'email_changed', to: former.address, values, lifetime: UNDO_PERIOD })
}

/** Stores the link that takes a change back. Those of changes before it stay good. */
export function* insertUndo(
  tables: Tables,
  given: {
    readonly digest: Uint8Array
    readonly accountId: string
    readonly former: EmailRecord
    readonly now: number
  },
): Act<void> {
  const { digest, accountId, former, now } = given
  yield* insertMailToken(tables, {
    digest,
    purpose: 'undo_email',
    accountId,
    address: former.address,
    addressKey: former.addressKey,
    ceremony: undefined,
    attempts: 0,
    createdAt: now,
    expiresAt: now + UNDO_PERIOD,
  })
}

/** The address of an account that has one, also where it is only known as its name. */
export function* emailOf(
  tables: Tables,
  account: AccountRecord,
  { keyedByEmail }: { readonly keyedByEmail: boolean },
): Act<EmailRecord | undefined> {
  const email = yield* currentEmail(tables, account.id)
  if (email !== undefined) return email
  const address = yield* addressOf(tables, account, { keyedByEmail })
  if (address === undefined) return undefined
  return { address, addressKey: emailKey(address), verifiedAt: account.createdAt }
}

/** A random id of a row. */
export function newRowId(): string {
  return encodeBase64url(random(16))
}
