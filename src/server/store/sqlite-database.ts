/**
 * Opening a SQLite database with Node's own driver, as durable and as closed as R150 asks.
 *
 * @module
 */
import { chmodSync, closeSync, existsSync, fstatSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type DatabaseIntrospector,
  Kysely,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { Migrator } from 'kysely/migration'
import { StoreError } from './errors.ts'
import type { StoreSchema } from './schema.ts'
import { isBusy, unavailable } from './sqlite-errors.ts'
import { migrationsFor } from './migrations.ts'
import { SQLITE_TYPES } from './migrations/column-types.ts'

/** How long anything waits for another connection's lock, in milliseconds. */
export const LOCK_WAIT = 5_000

const MEMORY = ':memory:'

/** How much a commit promises: `NORMAL` may lose the last commits at a power cut and is for benchmarks. */
export type Synchronous = 'FULL' | 'NORMAL'

/**
 * Opens the database, creating file (mode 0600) and directory (mode 0700), and brings its tables to the
 * latest version. Waits up to {@link LOCK_WAIT} for another process that does the same.
 *
 * @throws {@link StoreError} with `store_unavailable`
 */
export async function openDatabase(
  path: string,
  synchronous: Synchronous,
): Promise<{ readonly database: DatabaseSync; readonly builder: Kysely<StoreSchema> }> {
  let database: DatabaseSync | undefined
  try {
    if (path !== MEMORY) createFile(path)
    const opened = new DatabaseSync(path)
    database = opened
    await whileBusy(() => setPragmas(opened, path, synchronous))
    const builder = buildQueriesFor(opened)
    await whileBusy(() => migrate(opened, builder))
    return { database, builder }
  } catch (error) {
    database?.close()
    throw unavailable(error)
  }
}

/** Created here and not by SQLite, whose umask would decide the mode. Its side files copy the mode. */
function createFile(path: string): void {
  makeFolder(dirname(path))
  const file = openSync(path, 'a', 0o600)
  const status = fstatSync(file)
  // Whoever names a device by mistake must not find it closed to everybody else.
  const open = status.isFile() && (status.mode & 0o077) !== 0
  closeSync(file)
  if (open) chmodSync(path, 0o600)
}

/** Level by level: Node's own recursive form never ends where a parent is there and takes no children. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Another process may have been faster.
    if (!existsSync(folder)) throw error
  }
}

function setPragmas(database: DatabaseSync, path: string, synchronous: Synchronous): void {
  // Short, because SQLite waits by putting the whole event loop to sleep; who wants longer asks again.
  database.exec('pragma busy_timeout = 10')
  // A sign-in changes a few rows on a few pages, and whole pages go to the log: small ones halve the bytes.
  database.exec('pragma page_size = 1024')
  const { journal_mode: journal } = database.prepare('pragma journal_mode = wal').get()!
  if (journal !== 'wal' && path !== MEMORY) {
    throw new StoreError('store_unavailable', `journal mode is ${String(journal)}, not wal`)
  }
  database.exec(`pragma synchronous = ${synchronous}`)
  // The usual 4 MiB of log, counted in these pages.
  database.exec('pragma wal_autocheckpoint = 4000')
  database.exec('pragma foreign_keys = on')
  database.exec('pragma trusted_schema = off')
  database.exec('pragma temp_store = memory')
}

/** Kysely over one connection: it builds all queries and runs the migrations, nothing else. */
function buildQueriesFor(database: DatabaseSync): Kysely<StoreSchema> {
  const connection = {
    close: () => database.close(),
    prepare: (sql: string) => {
      const prepared = database.prepare(sql)
      return {
        // Every statement is read to its end; one that has no rows answers an empty list.
        reader: true,
        all: (values: readonly unknown[]) => prepared.all(...(values as readonly string[])),
        run: (values: readonly unknown[]) => prepared.run(...(values as readonly string[])),
        iterate: (values: readonly unknown[]) => prepared.iterate(...(values as readonly string[])),
      }
    },
  }
  return new Kysely<StoreSchema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new SqliteDriver({ database: connection }),
      createIntrospector: (db: Kysely<unknown>): DatabaseIntrospector => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })
}

/**
 * R155: all pending versions in one transaction. Its write lock is the lock between processes, and a kill
 * leaves the old version whole.
 */
async function migrate(database: DatabaseSync, builder: Kysely<StoreSchema>): Promise<void> {
  database.exec('begin immediate')
  const migrator = new Migrator({
    db: builder,
    provider: { getMigrations: () => Promise.resolve(migrationsFor(SQLITE_TYPES)) },
  })
  const { error } = await migrator.migrateToLatest({ disableTransactions: true })
  if (error !== undefined) {
    database.exec('rollback')
    throw error
  }
  database.exec('commit')
}

/** Tries again while another connection holds the lock, without stopping the event loop. */
export async function whileBusy<T>(work: () => T | Promise<T>): Promise<T> {
  const deadline = performance.now() + LOCK_WAIT
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error
    }
    await sleep(5 + Math.random() * 15)
  }
}
