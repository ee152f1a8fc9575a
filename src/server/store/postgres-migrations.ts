/**
 * Bringing a PostgreSQL database to the latest version.
 *
 * @module
 */
import { Kysely, PostgresDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { ClientBase } from 'pg'
import { migrationsFor } from './migrations.ts'
import { POSTGRES_TYPES } from './migrations/column-types.ts'

/** Any number that nobody else who uses advisory locks in this database is likely to use. */
const LOCK = 0x4c_61_74_63_68

/**
 * R155: all pending versions in one transaction, under a lock that ends with it. Of any number of processes
 * that start at once one does it, and the others wait for that; a kill leaves the old version whole.
 */
export async function migrate(connection: ClientBase, schema: string): Promise<void> {
  const builder = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: only(connection) }) })
  await connection.query('begin')
  await connection.query('select pg_advisory_xact_lock($1)', [LOCK])
  const migrator = new Migrator({
    db: builder,
    provider: { getMigrations: () => Promise.resolve(migrationsFor(POSTGRES_TYPES)) },
    migrationTableSchema: schema,
  })
  const { error } = await migrator.migrateToLatest({ disableTransactions: true })
  if (error !== undefined) {
    await connection.query('rollback')
    throw error
  }
  await connection.query('commit')
}

/** A pool of the one connection that holds the lock. */
function only(connection: ClientBase) {
  const lent = Object.assign(Object.create(connection) as ClientBase, { release: () => undefined })
  return { connect: () => Promise.resolve(lent), end: () => Promise.resolve(), options: {} }
}
