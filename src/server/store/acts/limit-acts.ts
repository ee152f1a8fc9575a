/**
 * Counters of attempts that every process shares: N at once never pass a limit of less than N, because the
 * statement that counts is the one that decides (security.md R148).
 *
 * A key is 32 bytes, made by `limitKey` of `limits/limit-key.ts`, so that no table tells what was typed.
 *
 * @module
 */
import { type RawBuilder, sql } from 'kysely'
import { CLOCKS_DIFFER } from '../../clock.ts'
import { type Act, changesOf, rowOf, type Tables } from '../act.ts'

/** How an attempt was counted. */
export interface Counted {
  readonly allowed: boolean
  /** How many there have been in the window, this one included; of a refused one, without it. */
  readonly count: number
  /** Milliseconds after which it may be tried again; 0 when it was allowed. */
  readonly wait: number
}

/** At most so many in so long. */
export interface Hit {
  readonly key: Uint8Array
  readonly limit: number
  /** Milliseconds, from the first one on. */
  readonly window: number
  readonly now: number
}

/** Counts one more, unless that were too many; what is refused does not count. */
export function* hit({ db }: Tables, { key, limit, window, now }: Hit): Act<Counted> {
  const isLeft = sql<boolean>`limits.count < ${limit}`
  const counted = yield* countOneMore({ db }, { key, window, now, longest: window }, isLeft)
  if (counted !== undefined) return { allowed: true, count: counted.count, wait: 0 }
  return yield* refused({ db }, { key, now, until: 'expires_at' })
}

/** A few for nothing, then a pause after each that doubles. */
export interface DelayedHit {
  readonly key: Uint8Array
  readonly free: number
  /** Milliseconds in which `free` of them need no pause. */
  readonly window: number
  /** Milliseconds. */
  readonly firstPause: number
  readonly longestPause: number
  /** How long after the last pause it is remembered. Milliseconds. */
  readonly memory: number
  readonly now: number
}

/** Counts one more, unless there is a pause; what is refused does not count and makes no pause longer. */
export function* hitWithPauses({ db }: Tables, asked: DelayedHit): Act<Counted> {
  const { key, free, window, firstPause, longestPause, memory, now } = asked
  const longest = Math.max(window, longestPause + memory)
  const isNoPause = sql<boolean>`limits.blocked_until <= ${now}`
  const counted = yield* countOneMore({ db }, { key, window, now, longest }, isNoPause)
  if (counted === undefined) return yield* refused({ db }, { key, now, until: 'blocked_until' })
  const { count } = counted
  if (count >= free) {
    const pause = Math.min(longestPause, firstPause * 2 ** Math.min(count - free, 40))
    yield* changesOf(
      db
        .updateTable('limits')
        .set({ blocked_until: now + pause, expires_at: now + pause + memory })
        .where('key', '=', key),
    )
  }
  return { allowed: true, count, wait: 0 }
}

/** Takes one back that turned out not to count. */
export function* unhit({ db }: Tables, key: Uint8Array): Act<void> {
  yield* changesOf(
    db
      .updateTable('limits')
      .set({ count: sql<number>`limits.count - 1` })
      .where('key', '=', key)
      .where('count', '>', 0),
  )
}

/** Forgets a counter. */
export function* forgetHits({ db }: Tables, key: Uint8Array): Act<void> {
  yield* changesOf(db.deleteFrom('limits').where('key', '=', key))
}

/** How many a counter has, without counting. */
export function* countHits(
  { db }: Tables,
  { key, now }: { readonly key: Uint8Array; readonly now: number },
): Act<number> {
  const row = yield* rowOf(
    db.selectFrom('limits').select('count').where('key', '=', key).where('expires_at', '>', now),
  )
  return row?.count ?? 0
}

/** R154: removes counters that count no more, at most `limit` of them; answers how many. */
export function* sweepLimits(
  { db }: Tables,
  { now, limit }: { readonly now: number; readonly limit: number },
): Act<number> {
  const over = db.selectFrom('limits').select('key').where('expires_at', '<=', now).limit(limit)
  return yield* changesOf(
    db.deleteFrom('limits').where('key', 'in', over).where('expires_at', '<=', now),
  )
}

/** The statement that counts and decides; `undefined` when it says no. A window that is over begins anew. */
function countOneMore(
  { db }: Pick<Tables, 'db'>,
  {
    key,
    window,
    now,
    longest,
  }: Pick<Hit, 'key' | 'window' | 'now'> & {
    /** After so many milliseconds a counter is over at the latest, if nobody counts any more. */
    readonly longest: number
  },
  isAllowed: RawBuilder<boolean>,
): Act<{ readonly count: number } | undefined> {
  const latest = now + longest + CLOCKS_DIFFER
  const over = sql<boolean>`(limits.expires_at <= ${now} or limits.expires_at > ${latest})`
  const counted = db
    .insertInto('limits')
    .values({ key, count: 1, blocked_until: 0, expires_at: now + window })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet({
          count: sql<number>`case when ${over} then 1 else limits.count + 1 end`,
          blocked_until: sql<number>`case when ${over} then 0 else limits.blocked_until end`,
          expires_at: sql<number>`case when ${over} then excluded.expires_at else limits.expires_at end`,
        })
        .where(sql<boolean>`(${over} or ${isAllowed})`),
    )
    .returning('count')
  return rowOf(counted)
}

function* refused(
  { db }: Pick<Tables, 'db'>,
  {
    key,
    now,
    until,
  }: {
    readonly key: Uint8Array
    readonly now: number
    readonly until: 'expires_at' | 'blocked_until'
  },
): Act<Counted> {
  const row = yield* rowOf(db.selectFrom('limits').select(['count', until]).where('key', '=', key))
  const wait = row === undefined ? 1 : Math.max(1, row[until] - now)
  return { allowed: false, count: row?.count ?? 0, wait }
}
