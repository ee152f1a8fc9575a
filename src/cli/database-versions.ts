/**
 * Which versions a database has been brought to, read without changing it.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { SQLITE_TYPES } from '../server/store/migrations/column-types.ts'
import { migrationsFor } from '../server/store/migrations.ts'
import { unavailable } from '../server/store/sqlite-errors.ts'
import { isPostgresUrl, parsePostgresUrl } from '../server/store/postgres-url.ts'

/** Every version that this package knows, in order. */
export const LATEST_VERSIONS: readonly string[] = Object.keys(migrationsFor(SQLITE_TYPES))

/**
 * The versions a database has; none for one that is new or not there.
 *
 * @throws {@link StoreError} with `store_unavailable` when it cannot be opened.
 */
export async function databaseVersions(url: string): Promise<readonly string[]> {
  if (isPostgresUrl(url)) return postgresVersions(url)
  const path = url.replace(/^sqlite:/, '')
  if (path === ':memory:' || !existsSync(path)) return []
  let database: DatabaseSync | undefined
  try {
    database = openToRead(path)
    return sqliteVersions(database)
  } catch (error) {
    throw unavailable(error)
  } finally {
    database?.close()
  }
}

/**
 * Opens a database of SQLite that is there, to read it and to leave nothing beside it. Who may only read makes
 * the files of the write-ahead log and cannot take them away; where they are there already, so is a server.
 */
export function openToRead(path: string): DatabaseSync {
  return new DatabaseSync(path, { readOnly: existsSync(`${path}-wal`) })
}

/** The versions that an open SQLite database has. */
export function sqliteVersions(database: DatabaseSync): readonly string[] {
  const table = database
    .prepare("select 1 from sqlite_schema where type = 'table' and name = 'kysely_migration'")
    .get()
  if (table === undefined) return []
  const rows = database.prepare('select name from kysely_migration order by name').all()
  return rows.map(({ name }) => String(name))
}

async function postgresVersions(url: string): Promise<readonly string[]> {
  const { PostgresConnections } = await import('../server/store/postgres-connections.ts')
  const address = parsePostgresUrl(url)
  const connections = await PostgresConnections.over(address)
  try {
    // Nothing is there yet, or nothing of ours.
    const table = `select to_regclass(quote_ident($1) || '.kysely_migration') is not null as there`
    const { rows } = await connections.ask({ text: table, values: [address.schema] })
    if ((rows as { there: boolean }[])[0]?.there !== true) return []
    const text = 'select name from kysely_migration order by name'
    const { rows: names } = await connections.ask({ text, values: [] })
    return (names as { name: string }[]).map(({ name }) => name)
  } finally {
    await connections.close()
  }
}
