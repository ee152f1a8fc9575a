/**
 * Entries by account: which of them are one person's, and in what order all of it is shown.
 *
 * The rules are those of Android's selector: one account, one line.
 *
 * @module
 */
import type { OfferedEntry } from './offers.ts'

/** One account and everything that signs in to it. */
export interface AccountGroup {
  /** The group id of its entries, or their user name. */
  readonly account: string
  /** The one that stands for the account on the main page: the first of `entries`. */
  readonly top: OfferedEntry
  /** By kind (passkeys first), then by when it was last used, newest first. Never empty. */
  readonly entries: readonly [OfferedEntry, ...OfferedEntry[]]
  /** Milliseconds since 1970, of whichever entry was used last; undefined when none ever was. */
  readonly lastUsedTime: number | undefined
}

/**
 * Groups entries by account and orders both. What is equal in every respect keeps the order it came in,
 * and what was never used stands last.
 */
export function groupByAccount(entries: readonly OfferedEntry[]): readonly AccountGroup[] {
  const groups = Map.groupBy(entries, ({ account }) => account)
  return [...groups]
    .map(([account, entries]) => accountGroup(account, entries))
    .toSorted((one, other) => newestFirst(one, other))
}

function accountGroup(account: string, unordered: readonly OfferedEntry[]): AccountGroup {
  const [top, ...rest] = unordered.toSorted(
    (one, other) => one.rank - other.rank || newestFirst(one, other),
  )
  const times = unordered.flatMap(({ lastUsedTime }) => lastUsedTime ?? [])
  return {
    account,
    top: top!,
    entries: [top!, ...rest],
    lastUsedTime: times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b)),
  }
}

interface Used {
  readonly lastUsedTime?: number | undefined
}

/** Orders by when something was last used: newest first, what was never used last. */
export function newestFirst(one: Used, other: Used): number {
  const [a, b] = [one.lastUsedTime, other.lastUsedTime]
  if (a === b) return 0
  if (a === undefined) return 1
  if (b === undefined) return -1
  return b - a
}
