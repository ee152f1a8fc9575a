/**
 * Asking for recovery: the same answer for everyone, before anybody has looked; what there is to say goes
 * into a mail (security.md R114, R130, R134).
 *
 * @module
 */
import { acceptedEvent } from '../audit.ts'
import { emailKey, isEmailAddress } from '../email-addresses.ts'
import type { CeremonySecret } from '../ceremony-secret.ts'
import { countMail, demandMailLimit } from '../mail/mail-limits.ts'
import type { Letter, Postbox } from '../mail/postbox.ts'
import { browserDigest, holdForLink, LINK_LIFETIME, newMailToken } from '../mail/tokens.ts'
import type { Reply } from '../operations/operation.ts'
import { Refusal } from '../refusal.ts'
import type { Caller, Services } from '../services.ts'
import type { Act, Tables } from '../store/act.ts'
import { lockAccount } from '../store/acts/account-acts.ts'
import { recordAudit, recordRefusal } from '../store/acts/audit-acts.ts'
import { insertMailToken, voidMailTokens } from '../store/acts/mail-token-acts.ts'
import { accountIdOf, addressOf, personById } from '../store/acts/person-acts.ts'
import { waysToSignIn } from '../store/acts/way-acts.ts'
import type { AccountRecord } from '../store/store.ts'

/** Minutes that a link is good for, as its mail says it. */
export const LINK_MINUTES = String(LINK_LIFETIME / 60_000)

/**
 * The postbox of a server that has mail.
 *
 * @throws {@link Refusal} with `not_found`: without mail, such a route is not there for anybody.
 */
export function demandPostbox({ postbox }: Services): Postbox {
  if (postbox === undefined) throw new Refusal('not_found', 'mail_not_configured')
  return postbox
}

/** Leaves work to be done after the answer. */
export function leave(services: Services, errand: () => Promise<void>): void {
  if (!services.later(errand)) throw new Refusal('unavailable', 'too_many_errands')
}

/**
 * Takes the wish to recover an account, by its username or its address.
 *
 * @throws {@link Refusal} with `rate_limited`, `unavailable`, or `not_found` when there is no mail.
 */
export async function askForRecovery(
  services: Services,
  caller: Caller,
  name: string,
): Promise<Reply> {
  const postbox = demandPostbox(services)
  await demandMailLimit(services, caller, emailKey(name))
  const held = holdForLink(services, caller)
  const asked = { name, ceremony: held.ceremony, requestId: caller.requestId }
  leave(services, async () => {
    const letter = await prepare(services, postbox, asked)
    if (letter !== undefined) postbox.send(letter)
  })
  return { status: 204, ...held }
}

interface Asked {
  readonly name: string
  readonly ceremony: CeremonySecret
  readonly requestId: string
}

/** Stores a link, if there is an account to recover, and writes the mail. */
async function prepare(
  services: Services,
  postbox: Postbox,
  { name, ceremony, requestId }: Asked,
): Promise<Letter | undefined> {
  const { keys, settings } = services
  const now = services.now()
  const { token, digest } = newMailToken(keys)
  const keyedByEmail = settings.accounts === 'email'
  const event = { at: now, requestId, event: 'recovery.options' as const }

  return services.store.transact(function* (tables) {
    const found = yield* reachable(tables, { name, keyedByEmail })
    if (found === undefined) {
      yield* recordRefusal(tables, acceptedEvent(event), 'nobody_to_mail')
      if (!isEmailAddress(name)) return undefined
      return { kind: 'recovery_unknown' as const, to: name, values: {} }
    }
    const { account, address } = found
    const accountId = account.id
    // Somebody who knows all names of an account may still not flood its mailbox.
    const subjects = [{ kind: 'account', value: accountId }] as const
    yield* countMail(tables, services, { subjects, refused: () => undefined })
    yield* voidMailTokens(tables, accountId, ['recovery'])
    yield* insertMailToken(tables, {
      digest,
      purpose: 'recovery',
      accountId,
      address,
      addressKey: emailKey(address),
      ceremony: browserDigest(keys.active, ceremony),
      attempts: 0,
      createdAt: now,
      expiresAt: now + LINK_LIFETIME,
    })
    yield* recordAudit(tables, acceptedEvent({ ...event, accountId }))
    const { passkeys } = yield* waysToSignIn(tables, accountId)
    return {
      kind: passkeys > 0 ? ('recovery_with_code' as const) : ('recovery' as const),
      to: address,
      values: {
        username: account.username,
        link: postbox.link('recovery', token),
        minutes: LINK_MINUTES,
      },
      lifetime: LINK_LIFETIME,
    }
  })
}

/** An account that is not disabled, locked, and the address that its owner reads. */
function* reachable(
  tables: Tables,
  { name, keyedByEmail }: { readonly name: string; readonly keyedByEmail: boolean },
): Act<{ readonly account: AccountRecord; readonly address: string } | undefined> {
  const accountId = yield* accountIdOf(tables, emailKey(name))
  if (accountId === undefined) return undefined
  yield* lockAccount(tables, accountId)
  const account = yield* personById(tables, accountId)
  if (account === undefined || account.disabled) return undefined
  const address = yield* addressOf(tables, account, { keyedByEmail })
  return address === undefined ? undefined : { account, address }
}
