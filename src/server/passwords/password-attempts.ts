/**
 * How often passwords may be tried: counted before they are looked at, so that no number of attempts at
 * once passes a limit; given back when they turn out right (security.md R115, R148).
 *
 * All of it goes by the name that was typed, and is the same for names that nobody has.
 *
 * @module
 */
import { addressBlock } from '../limits/address-block.ts'
import { limitKey } from '../limits/limit-key.ts'
import type { Services } from '../services.ts'
import type { Act, Tables } from '../store/act.ts'
import { Undo } from '../store/act.ts'
import { forgetHits, hit, hitWithPauses, unhit } from '../store/acts/limit-acts.ts'
import type { Counted } from '../store/acts/limit-acts.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long failures in a row are remembered. */
const ROW_MEMORY = 90 * DAY

/** The counters of one attempt. */
interface Counters {
  readonly pair: Uint8Array
  readonly row: Uint8Array
  readonly hour: Uint8Array
  readonly day: Uint8Array
  /** Absent when nobody knows where the call came from. */
  readonly address: Uint8Array | undefined
}

/** An attempt that was counted. */
export interface Attempt {
  readonly counters: Counters
  /** Too many were wrong in a row: no password opens the account. */
  readonly isLast: boolean
  readonly isTooMany: boolean
}

/** An attempt that may not be made now. */
export interface TooSoon {
  readonly reason: string
  /** Milliseconds. */
  readonly wait: number
}

function countersOf(
  { keys }: Services,
  usernameKey: string,
  address: string | undefined,
): Counters {
  const block = address === undefined ? undefined : addressBlock(address)
  const ofAccount = (kind: string) => limitKey(keys, `password ${kind}`, usernameKey)
  return {
    pair: limitKey(keys, 'password pair', usernameKey, block ?? ''),
    row: ofAccount('row'),
    hour: ofAccount('hour'),
    day: ofAccount('day'),
    address: block === undefined ? undefined : limitKey(keys, 'password address', block),
  }
}

/** Counts an attempt, or says how long to wait; then nothing has been counted. */
export function countAttempt(
  services: Services,
  tried: { readonly usernameKey: string; readonly address: string | undefined },
): Promise<Attempt | TooSoon> {
  const { limits } = services.settings
  const now = services.now()
  const counters = countersOf(services, tried.usernameKey, tried.address)
  return services.store.transact<Attempt | TooSoon>(function* (tables) {
    const demand = (reason: string, { allowed, wait }: Counted) => {
      if (!allowed) throw new Undo<TooSoon>({ reason, wait })
    }
    const pauses = { free: limits.passwordFailures, firstPause: 1000, longestPause: HOUR }
    const times = { window: 15 * MINUTE, memory: DAY, now }
    demand(
      'password_pause',
      yield* hitWithPauses(tables, { key: counters.pair, ...pauses, ...times }),
    )
    const rowLimit = limits.passwordFailuresInARow
    const row = yield* hit(tables, { key: counters.row, limit: rowLimit, window: ROW_MEMORY, now })
    const windows = [
      ['password_limit_hour', counters.hour, limits.passwordFailuresPerHour, HOUR],
      ['password_limit_day', counters.day, limits.passwordFailuresPerDay, DAY],
      ['password_limit_address', counters.address, limits.passwordFailuresPerAddress, HOUR],
    ] as const
    for (const [reason, key, limit, window] of windows) {
      if (key !== undefined) demand(reason, yield* hit(tables, { key, limit, window, now }))
    }
    return { counters, isLast: row.count >= rowLimit, isTooMany: !row.allowed }
  })
}

/** The password was right: what went wrong before counts no more, and this one never did. */
export function* forgiveAttempt(tables: Tables, { counters }: Attempt): Act<void> {
  yield* forgetHits(tables, counters.pair)
  yield* forgetHits(tables, counters.row)
  yield* takeBack(tables, counters)
}

/** The password was not looked at: there was no room for its hash. */
export function* withdrawAttempt(tables: Tables, { counters, isTooMany }: Attempt): Act<void> {
  yield* unhit(tables, counters.pair)
  if (!isTooMany) yield* unhit(tables, counters.row)
  yield* takeBack(tables, counters)
}

function* takeBack(tables: Tables, { hour, day, address }: Counters): Act<void> {
  for (const key of [hour, day, address]) if (key !== undefined) yield* unhit(tables, key)
}

/** Somebody has set a new password: the row of failures with the old one is over. */
export function* forgetFailures(
  tables: Tables,
  { keys }: Pick<Services, 'keys'>,
  usernameKey: string,
): Act<void> {
  yield* forgetHits(tables, limitKey(keys, 'password row', usernameKey))
}
