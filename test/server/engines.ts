/**
 * The same server on every database: for suites of `describe.each(ENGINES)`.
 *
 * `openSiteOn` opens a site on an empty database of its own, and `close` takes both away again.
 */
import type { LatchkeyConfig } from '../../src/server/config.ts'
import { countAllRows, freshDatabase, giveBack, withClient } from '../store/postgres.ts'
import { databaseFile } from './database.ts'
import { openSite } from './site.ts'
import type { Site } from './site.ts'

/** The databases there are. */
export const ENGINES = ['SQLite', 'PostgreSQL'] as const
export type Engine = (typeof ENGINES)[number]

/** An empty database, and a look into it past the server. */
export interface TestDatabase {
  /** What the configuration calls it. */
  readonly url: string
  /** Runs one statement past the server, as an operator would. SQL that every engine knows. */
  run(sql: string): Promise<void>
  /** Rows of a query past the server. */
  rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  /** How many rows there are, in all tables together. */
  countRows(): Promise<number>
  remove(): Promise<void>
}

/** A site with a database of its own. */
export interface EngineSite extends Site {
  readonly database: TestDatabase
  /** Closes the server and removes its database. */
  close(): Promise<void>
}

/** Opens a site on an empty database of this engine. */
export async function openSiteOn(
  engine: Engine,
  change: Partial<LatchkeyConfig> = {},
): Promise<EngineSite> {
  const database = await emptyDatabase(engine)
  const site = openSite({ ...change, database: database.url })
  const close = async () => {
    await site.latchkey.close()
    await database.remove()
  }
  return { ...site, database, close }
}

/** An empty database of this engine. */
export function emptyDatabase(engine: Engine): Promise<TestDatabase> {
  return engine === 'SQLite' ? Promise.resolve(onSqlite()) : onPostgres()
}

function onSqlite(): TestDatabase {
  const file = databaseFile()
  return {
    url: file.url,
    run: async (sql) => file.run(sql),
    rows: async (sql) => file.rows(sql),
    countRows: async () => file.countRows(),
    remove: async () => file.remove(),
  }
}

async function onPostgres(): Promise<TestDatabase> {
  const url = await freshDatabase()
  const ask = (sql: string) => withClient(url, (client) => client.query<Row>(sql))
  return {
    url,
    run: async (sql) => {
      await ask(sql)
    },
    rows: async (sql) => (await ask(sql)).rows,
    countRows: () => withClient(url, countAllRows),
    remove: async () => giveBack(url),
  }
}

type Row = Readonly<Record<string, unknown>>
