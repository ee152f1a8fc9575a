/**
 * The store on SQLite: Node's own driver, queries built by Kysely, durable commits shared by those who wait.
 *
 * Any number of processes may open one file; one process that writes is the fast way (R150).
 *
 * @module
 */
import type { DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import { EVERY_WAY, type OpenWays } from './act.ts'
import { actMethods } from './act-methods.ts'
import { sessionIdBytes, toAccount, toCredential, toLiveSession } from './records.ts'
import { openDatabase, type Synchronous, whileBusy } from './sqlite-database.ts'
import { unavailable } from './sqlite-errors.ts'
import { finishAuthentication } from './sqlite-finish.ts'
import { SqliteActs } from './sqlite-act-runner.ts'
import { prepareQueries } from './sqlite-queries.ts'
import type { StoreSchema } from './schema.ts'
import type { Store } from './store.ts'
import { WriteQueue } from './write-queue.ts'

/** What may be set on a SQLite store. */
export interface SqliteStoreOptions {
  /** `FULL` (default): answered means on disk. `NORMAL` may forget the last commits at a power cut. */
  readonly synchronous?: Synchronous
  /** Which ways in count. Default: every one. */
  readonly openWays?: OpenWays | undefined
}

/**
 * Opens (or creates) the database a URL names: `sqlite:./data/latchkey.db` or `sqlite::memory:`, and brings
 * it to the latest version.
 *
 * @throws {@link TypeError} when the URL is not one of these.
 * @throws {@link StoreError} with `store_unavailable` when the database cannot be opened.
 */
export async function openSqliteStore(
  url: string,
  options: SqliteStoreOptions = {},
): Promise<Store> {
  const path = /^sqlite:(.+)$/.exec(url)?.[1]
  if (path === undefined) throw new TypeError('a SQLite database is named as sqlite:<path>')
  const { database, builder } = await openDatabase(path, options.synchronous ?? 'FULL')
  return sqliteStoreOver(database, builder, options)
}

/** The store over an open connection, which it closes in the end. */
export function sqliteStoreOver(
  database: DatabaseSync,
  builder: Kysely<StoreSchema>,
  { openWays = EVERY_WAY }: SqliteStoreOptions = {},
): Store {
  const queries = prepareQueries(database, builder)
  const acts = new SqliteActs(database, builder, openWays)
  const writes = new WriteQueue(database)
  const write = <T>(act: () => T): Promise<T> => writes.submit(act)
  const transact: Store['transact'] = (act) => acts.transact(act, writes)
  let closing: Promise<void> | undefined

  return {
    findAccountByUsernameKey: (usernameKey) =>
      read(() => {
        const row = queries.accountByUsernameKey.get({ key: usernameKey })
        return row && toAccount(row)
      }),
    listCredentials: (account) =>
      read(() => queries.credentialsOfAccount.all({ account }).map(toCredential)),
    findCredential: (credential) =>
      read(() => {
        const row = queries.credentialWithAccount.get({ credential })
        return row && { credential: toCredential(row), account: toAccount(row) }
      }),
    findSession: (sessionId) =>
      read(() => {
        const id = sessionIdBytes(sessionId)
        const row = id && queries.sessionWithAccount.get({ id })
        return row && toLiveSession(row)
      }),

    finishAuthentication: (finish) => write(() => finishAuthentication(queries, finish)),
    touchSession: (sessionId, now) =>
      write(() => {
        const id = sessionIdBytes(sessionId)
        if (id !== undefined) queries.touchSession.run({ id, now })
      }),

    ...actMethods(transact),
    transact,
    read: (act) => read(() => acts.run(act)),

    challengeFloor: (key) => read(() => queries.floor.get({ key })?.floor ?? 0),
    ping: () =>
      read(() => {
        if (writes.stopped !== undefined) throw writes.stopped
        queries.one.get({})
      }),
    close: () => {
      closing ??= writes.close().then(() => database.close())
      return closing
    },
  }
}

/** Reads never wait for writers; only another process' recovery after a crash makes them wait. */
async function read<T>(query: () => T): Promise<T> {
  try {
    return await whileBusy(query)
  } catch (error) {
    throw unavailable(error)
  }
}
