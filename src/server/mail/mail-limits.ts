/**
 * How many mails one may ask for: counted for whom they are and for where they were asked for, before
 * anybody looks whether there is an account (security.md R115, R134, R148).
 *
 * @module
 */
import { addressBlock } from '../limits/address-block.ts'
import { limitKey } from '../limits/limit-key.ts'
import { Refusal } from '../refusal.ts'
import type { Caller, Services } from '../services.ts'
import { type Act, type Tables, Undo } from '../store/act.ts'
import { hit } from '../store/acts/limit-acts.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** What mails are counted by. */
export interface MailSubject {
  /** `name`: what was typed; `account`: whom it turned out to be; `source`: where it came from. */
  readonly kind: 'name' | 'account' | 'source'
  readonly value: string
}

/**
 * Counts a mail that is asked for under a name (an account's, or an address).
 *
 * @throws {@link Refusal} with `rate_limited`, alike for names that exist and names that do not.
 */
export async function demandMailLimit(
  services: Services,
  { address }: Caller,
  name: string,
): Promise<void> {
  const source = address === undefined ? [] : [subject('source', addressBlock(address))]
  const subjects = [subject('name', name), ...source]
  const wait = await services.store.transact<number>(function* (tables) {
    yield* countMail(tables, services, { subjects, refused: (milliseconds) => milliseconds })
    return 0
  })
  if (wait === 0) return
  throw new Refusal('rate_limited', 'too_many_mails', { retryAfter: Math.ceil(wait / 1000) })
}

/**
 * Counts a mail by each of these. When one of them has had too many, the whole act is undone, and its result is what
 * `refused` makes of the milliseconds to wait.
 */
export function* countMail(
  tables: Tables,
  { keys, settings, now: clock }: Pick<Services, 'keys' | 'settings' | 'now'>,
  { subjects, refused }: { subjects: readonly MailSubject[]; refused: (wait: number) => unknown },
): Act<void> {
  const { mailsPerHour, mailsPerDay } = settings.limits
  const now = clock()
  for (const { kind, value } of subjects) {
    for (const [span, limit, window] of [
      ['hour', mailsPerHour, HOUR],
      ['day', mailsPerDay, DAY],
    ] as const) {
      const key = limitKey(keys, `mail ${kind} ${span}`, value)
      const { allowed, wait } = yield* hit(tables, { key, limit, window, now })
      if (!allowed) throw new Undo(refused(wait))
    }
  }
}

function subject(kind: MailSubject['kind'], value: string): MailSubject {
  return { kind, value }
}
