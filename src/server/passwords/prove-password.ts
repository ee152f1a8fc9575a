/**
 * Checking a password, the same way wherever one is checked: counted first, then hashed, with one answer
 * for every kind of wrong (security.md R103, R107, R113, R115, R148).
 *
 * @module
 */
import type { EventName } from '../audit.ts'
import { acceptedEvent } from '../audit.ts'
import { Refusal } from '../refusal.ts'
import type { Caller, Services } from '../services.ts'
import type { Act, Tables } from '../store/act.ts'
import { lockAccount } from '../store/acts/account-acts.ts'
import { recordRefusal } from '../store/acts/audit-acts.ts'
import {
  findPassword,
  passwordHashOf,
  replaceHash,
  switchPasswordOff,
} from '../store/acts/password-acts.ts'
import type { AccountWithPassword } from '../store/acts/password-acts.ts'
import type { AccountRecord } from '../store/store.ts'
import { usernameKey } from '../usernames.ts'
import { countAttempt, forgiveAttempt, withdrawAttempt } from './password-attempts.ts'
import type { Attempt } from './password-attempts.ts'
import { normalizePassword } from './password-text.ts'

/** Someone who knew the password a moment ago. What it pays for says so with {@link acceptPassword}. */
export interface ProvedPassword {
  readonly account: AccountRecord
  readonly hash: string
  readonly rehashed: string | undefined
  readonly attempt: Attempt
}

/** What is tried, and for what. */
export interface PasswordTry {
  readonly username: string
  readonly password: string
  /** What the audit log calls it. */
  readonly event: EventName
}

/**
 * Checks a password.
 *
 * @throws {@link Refusal} with `authentication_failed` for every kind of wrong, `rate_limited`, or
 * `unavailable` when there is no room for one more hash.
 */
export async function provePassword(
  services: Services,
  caller: Caller,
  { username, password, event }: PasswordTry,
): Promise<ProvedPassword> {
  const { store, passwords, settings } = services
  passwords.demandRoom()
  const key = usernameKey(username)
  const tried = { usernameKey: key, address: caller.address }
  const attempt = await passwords.whileCounting(() => countAttempt(services, tried))
  if ('wait' in attempt) {
    const retryAfter = Math.ceil(attempt.wait / 1000)
    throw new Refusal('rate_limited', attempt.reason, { retryAfter })
  }
  const found = await store.read((tables) => findPassword(tables, key))
  const reason = whyUseless(found, attempt) ?? (settings.passwords.on ? undefined : 'passwords_off')
  const hash = reason === undefined ? found?.hash : undefined
  const { correct, rehashed } = await passwords
    .check(normalizePassword(password), hash)
    .catch(async (error: unknown) => {
      await store.transact((tables) => withdrawAttempt(tables, attempt))
      throw error
    })
  if (correct && found !== undefined && hash !== undefined) {
    return { account: found.account, hash, rehashed, attempt }
  }
  const accountId = found?.account.id
  const failure = { reason: reason ?? 'wrong_password', accountId }
  const audit = acceptedEvent({ at: services.now(), requestId: caller.requestId, event, accountId })
  await store.transact(function* (tables) {
    if (attempt.isLast && accountId !== undefined) {
      yield* switchPasswordOff(tables, accountId, 'failures')
    }
    yield* recordRefusal(tables, audit, failure.reason)
  })
  throw new Refusal(
    'authentication_failed',
    failure.reason,
    accountId === undefined ? {} : { accountId },
  )
}

/** The reason the log gives; the caller never hears it (R107, R109). */
function whyUseless(found: AccountWithPassword | undefined, attempt: Attempt): string | undefined {
  if (found === undefined) return 'account_unknown'
  if (found.account.disabled) return 'account_disabled'
  if (found.switchedOff !== undefined) return `password_off_by_${found.switchedOff}`
  if (attempt.isTooMany) return 'password_off_by_failures'
  return found.hash === undefined ? 'password_missing' : undefined
}

/** What can have happened to a password while it was checked. */
export type PasswordConflict = 'password_changed' | 'account_disabled'

/**
 * The inside of the act that a right password pays for: under the account's lock, whether the password is
 * still the one that was checked. Forgives the failures before it, and keeps a stronger hash.
 */
export function* acceptPassword(
  tables: Tables,
  { account, hash, rehashed, attempt }: ProvedPassword,
): Act<PasswordConflict | undefined> {
  const locked = yield* lockAccount(tables, account.id)
  if (locked === undefined || locked.disabled !== 0) return 'account_disabled'
  if ((yield* passwordHashOf(tables, account.id)) !== hash) return 'password_changed'
  if (rehashed !== undefined) yield* replaceHash(tables, account.id, rehashed)
  yield* forgiveAttempt(tables, attempt)
  return undefined
}
