/**
 * The store that a database's URL names. Its driver is loaded only now: whoever stays with one database
 * never loads, and need not install, the other's.
 *
 * @module
 */
import type { OpenWays } from './act.ts'
import { isPostgresUrl } from './postgres-url.ts'
import type { Store } from './store.ts'

/** What may be set on any store. */
export interface OpenStoreOptions {
  /**
   * Whose clock decides whether a challenge is too old (R25): the database's where it has one of its own
   * (default), or the caller's, for callers whose time is not the world's.
   */
  readonly clock?: 'database' | 'caller'
  /** Which ways in count. Default: every one. */
  readonly openWays?: OpenWays
}

/**
 * Opens the database and brings it to the latest version; a SQLite file is made when it is missing.
 *
 * @throws TypeError when the URL names no database that is known.
 * @throws {@link StoreError} with `store_unavailable` when it cannot be opened.
 */
export async function openStore(url: string, options: OpenStoreOptions = {}): Promise<Store> {
  if (isPostgresUrl(url)) {
    const { openPostgresStore } = await import('./postgres-store.ts')
    return openPostgresStore(url, options)
  }
  const { openSqliteStore } = await import('./sqlite-store.ts')
  return openSqliteStore(url, { openWays: options.openWays })
}
