/**
 * The store that a database's URL names. Its driver is loaded only now: whoever stays with one database
 * never loads, and need not install, the other's.
 *
 * @module
 */
import type { Store } from './store.ts'

/**
 * Opens the database, makes it when it is missing, and brings it to the latest version.
 *
 * @throws TypeError when the URL names no database that is known.
 * @throws {@link StoreError} with `store_unavailable` when it cannot be opened.
 */
export async function openStore(url: string): Promise<Store> {
  const { openSqliteStore } = await import('./sqlite-store.ts')
  return openSqliteStore(url)
}
