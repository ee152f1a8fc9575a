/**
 * Signing up where accounts are keyed by their address: the mailbox is proved before there is anything
 * (security.md R114).
 *
 * The link may be opened again until there is an account; then it is worth nothing, because the address is
 * taken. So it makes one account at the most, whatever is done with it at once.
 *
 * @module
 */
import { acceptedEvent } from '../audit.ts'
import type { CeremonySecret } from '../ceremony-secret.ts'
import { emailKey } from '../email-addresses.ts'
import { demandMailLimit } from '../mail/mail-limits.ts'
import type { Letter, Postbox } from '../mail/postbox.ts'
import {
  browserDigest,
  holdForLink,
  isSameBrowser,
  LINK_LIFETIME,
  mailTokenDigests,
  newMailToken,
} from '../mail/tokens.ts'
import type { Reply } from '../operations/operation.ts'
import { demandPostbox, leave, LINK_MINUTES } from '../recovery/ask.ts'
import { Refusal } from '../refusal.ts'
import type { Caller, Services } from '../services.ts'
import { recordAudit, recordRefusal } from '../store/acts/audit-acts.ts'
import { findMailToken, insertMailToken, voidSignUps } from '../store/acts/mail-token-acts.ts'
import { accountIdOf } from '../store/acts/person-acts.ts'
import { demandEmailAddress } from './change.ts'

/**
 * Asks for the link that begins a sign-up. The answer is the same for an address that has an account.
 *
 * @throws {@link Refusal} with `not_found` where accounts are keyed by username, `session_required` when
 * sign-up is closed, `invalid_request`, `rate_limited`, `unavailable`.
 */
export async function askForSignUp(
  services: Services,
  caller: Caller,
  address: string,
): Promise<Reply> {
  const postbox = demandPostbox(services)
  if (services.settings.accounts !== 'email') throw new Refusal('not_found', 'keyed_by_username')
  if (services.settings.signUp === 'closed') throw new Refusal('session_required', 'sign_up_closed')
  demandEmailAddress(address)
  await demandMailLimit(services, caller, emailKey(address))
  const held = holdForLink(services, caller)
  const asked = { address, ceremony: held.ceremony, requestId: caller.requestId }
  leave(services, async () => {
    postbox.send(await prepare(services, postbox, asked))
  })
  return { status: 204, ...held }
}

async function prepare(
  { keys, store, now: clock }: Services,
  postbox: Postbox,
  asked: {
    readonly address: string
    readonly ceremony: CeremonySecret
    readonly requestId: string
  },
): Promise<Letter> {
  const { address, ceremony, requestId } = asked
  const now = clock()
  const { token, digest } = newMailToken(keys)
  const addressKey = emailKey(address)
  const audit = acceptedEvent({ at: now, requestId, event: 'email.proof' })
  return store.transact(function* (tables) {
    if ((yield* accountIdOf(tables, addressKey)) !== undefined) {
      yield* recordRefusal(tables, audit, 'address_taken')
      return { kind: 'sign_up_exists' as const, to: address, values: {}, lifetime: LINK_LIFETIME }
    }
    yield* voidSignUps(tables, addressKey)
    yield* insertMailToken(tables, {
      digest,
      purpose: 'sign_up',
      accountId: undefined,
      address,
      addressKey,
      ceremony: browserDigest(keys.active, ceremony),
      attempts: 0,
      createdAt: now,
      expiresAt: now + LINK_LIFETIME,
    })
    yield* recordAudit(tables, audit)
    const values = { link: postbox.link('signUp', token), minutes: LINK_MINUTES }
    return { kind: 'sign_up' as const, to: address, values, lifetime: LINK_LIFETIME }
  })
}

/**
 * The address that a sign-up link proves, in the browser that asked for it.
 *
 * @throws {@link Refusal} with `challenge_invalid`, or `username_taken` when the account is there by now: only
 * whoever reads the mailbox gets to know.
 */
export async function provedAddress(
  { keys, store, now }: Services,
  { ceremony }: Caller,
  token: string,
): Promise<string> {
  const digests = mailTokenDigests(keys, token)
  const found = await store.read(function* (tables) {
    const link = yield* findMailToken(tables, { digests, now: now() })
    if (link?.purpose !== 'sign_up' || link.address === undefined) return undefined
    const owner = yield* accountIdOf(tables, emailKey(link.address))
    return { address: link.address, browser: link.ceremony, isTaken: owner !== undefined }
  })
  if (found === undefined) throw new Refusal('challenge_invalid', 'token_unknown')
  if (!isSameBrowser(keys, found.browser, ceremony)) {
    throw new Refusal('challenge_invalid', 'token_of_other_browser')
  }
  if (found.isTaken) throw new Refusal('username_taken', 'token_used')
  return found.address
}
