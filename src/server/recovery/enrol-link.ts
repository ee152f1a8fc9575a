/**
 * The operator's way of letting a locked-out person in: a link that does what a recovery does. It is made on
 * the command line only, after the operator has made sure of who asks (security.md R96).
 *
 * @module
 */
import { acceptedEvent } from '../audit.ts'
import { newMailToken } from '../mail/tokens.ts'
import type { Keyring } from '../secrets.ts'
import { lockAccount } from '../store/acts/account-acts.ts'
import { recordAudit } from '../store/acts/audit-acts.ts'
import { insertMailToken, voidMailTokens } from '../store/acts/mail-token-acts.ts'
import { accountIdOf } from '../store/acts/person-acts.ts'
import type { Store } from '../store/store.ts'
import { usernameKey } from '../usernames.ts'

/** What a link is made with. */
export interface EnrolLinkRequest {
  /** Or the address of the account. */
  readonly username: string
  /** Milliseconds. */
  readonly lifetime: number
  readonly now: number
  /** Finds the act in the audit log. */
  readonly requestId: string
}

/** The token of a new link, to be handed over once; the one made before it is void. */
export function makeEnrolToken(
  { store, keys }: { readonly store: Store; readonly keys: Keyring },
  { username, lifetime, now, requestId }: EnrolLinkRequest,
): Promise<{ readonly token: string } | 'account_unknown' | 'account_disabled'> {
  const { token, digest } = newMailToken(keys)
  return store.transact(function* (tables) {
    const accountId = yield* accountIdOf(tables, usernameKey(username))
    if (accountId === undefined) return 'account_unknown'
    const account = yield* lockAccount(tables, accountId)
    if (account === undefined || account.disabled !== 0) return 'account_disabled'
    yield* voidMailTokens(tables, accountId, ['enrol'])
    yield* insertMailToken(tables, {
      digest,
      purpose: 'enrol',
      accountId,
      address: undefined,
      addressKey: undefined,
      ceremony: undefined,
      attempts: 0,
      createdAt: now,
      expiresAt: now + lifetime,
    })
    const subject = { at: now, requestId, event: 'account.enrol_link', accountId } as const
    yield* recordAudit(tables, acceptedEvent(subject))
    return { token }
  })
}
