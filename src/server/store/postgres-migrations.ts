/**
 * Bringing a PostgreSQL database to the latest version.
 *
 * @module
 */
import {
  type DatabaseIntrospector,
  Kysely,
  PostgresDialect,
  type PostgresDialectConfig,
  type PostgresPoolClient,
  sql,
} from 'kysely'
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
  // The usual start: nothing is locked, and no right to change tables is needed.
  if (await isLatest(connection, schema)) return
  const builder = new Kysely<unknown>({
    dialect: new OneSchema(schema, { pool: only(connection) }),
  })
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

async function isLatest(connection: ClientBase, schema: string): Promise<boolean> {
  const table = `select to_regclass(quote_ident($1) || '.kysely_migration') is not null as there`
  const { rows } = await connection.query<{ there: boolean }>(table, [schema])
  if (rows[0]?.there !== true) return false
  const done = await connection.query<{ name: string }>('select name from kysely_migration')
  const names = Object.keys(migrationsFor(POSTGRES_TYPES))
  const made = new Set(done.rows.map(({ name }) => name))
  return made.size === names.length && names.every((name) => made.has(name))
}

/**
 * PostgreSQL as far as one schema. The migrator asks only which tables there are, but Kysely's own answer
 * looks at each column of the whole database, and fails when another application drops a table meanwhile.
 */
class OneSchema extends PostgresDialect {
  readonly #schema: string

  constructor(schema: string, config: PostgresDialectConfig) {
    super(config)
    this.#schema = schema
  }

  override createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    const schema = this.#schema
    return {
      async getSchemas() {
        const named = sql<{ name: string }>`select nspname as name from pg_namespace
          where nspname = ${schema}`
        return (await named.execute(db)).rows
      },
      async getTables() {
        const named = sql<{ name: string }>`select tablename as name from pg_tables
          where schemaname = ${schema}`
        const { rows } = await named.execute(db)
        return rows.map(({ name }) => ({
          name,
          schema,
          columns: [],
          isView: false,
          isForeign: false,
        }))
      },
    }
  }
}

/** A pool of the one connection that holds the lock. */
function only(connection: ClientBase) {
  const lent = {
    query: (text: string, values: readonly unknown[]) => connection.query(text, [...values]),
    release: () => undefined,
  }
  const connect = () => Promise.resolve(lent as unknown as PostgresPoolClient)
  return { connect, end: () => Promise.resolve(), options: {} }
}
