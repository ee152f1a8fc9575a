/**
 * The database that a command is told of, opened so that a mistake in its name is noticed.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { StoreError } from '../server/store/errors.ts'
import { openStore } from '../server/store/open-store.ts'
import type { Store } from '../server/store/store.ts'
import { UsageError } from './usage.ts'

/** Runs what opens it. @throws {@link UsageError} for a URL that names no database that is known. */
export async function openingDatabase<Made>(open: () => Promise<Made>): Promise<Made> {
  try {
    return await open()
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message, { cause: error })
    throw error
  }
}

/**
 * Opens a database that a server has made. One that is made just now has nothing in it: a log of no events
 * would be sound, and a session that is over nowhere would count as ended.
 *
 * @throws {@link StoreError} with `store_unavailable` when a SQLite file is not there.
 */
export async function openDatabaseThere(url: string): Promise<Store> {
  const [, path] = /^sqlite:(?!:memory:)(.+)$/.exec(url) ?? []
  if (path !== undefined && !existsSync(path)) {
    throw new StoreError(
      'store_unavailable',
      `there is no database ${path}: say --database, or $LATCHKEY_DATABASE`,
    )
  }
  return openingDatabase(() => openStore(url))
}
