/**
 * Passwords, counters of attempts, and what is known of automatic passkeys.
 *
 * @module
 */
import { type Kysely, sql } from 'kysely'
import type { ColumnTypes } from './column-types.ts'

/** Adds them. */
export async function addPasswordsAndLimits(
  db: Kysely<unknown>,
  types: ColumnTypes,
): Promise<void> {
  await db.schema
    .createTable('passwords')
    .addColumn('account_id', 'text', (column) =>
      column.primaryKey().notNull().references('accounts.id').onDelete('cascade'),
    )
    // A PHC string: algorithm, parameters, salt and hash.
    .addColumn('hash', 'text', (column) => column.notNull().check(sql`hash like '$argon2id$%'`))
    .addColumn('set_at', types.long, (column) => column.notNull())
    // Why it opens nothing for the time being; null while it does.
    .addColumn('switched_off', 'text', (column) =>
      column.check(sql`switched_off in ('owner', 'failures')`),
    )
    .modifyEnd(types.plain)
    .execute()

  await db.schema
    .createTable('limits')
    .addColumn('key', types.bytes, (column) =>
      column
        .primaryKey()
        .notNull()
        .check(sql`length(key) = 32`),
    )
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('blocked_until', types.long, (column) => column.notNull())
    .addColumn('expires_at', types.long, (column) => column.notNull())
    .modifyEnd(types.clustered)
    .execute()
  await db.schema.createIndex('limits_by_expiry').on('limits').column('expires_at').execute()

  await db.schema
    .createTable('automatic_passkeys')
    .addColumn('account_id', 'text', (column) =>
      column.primaryKey().notNull().references('accounts.id').onDelete('cascade'),
    )
    .addColumn('opted_out', 'integer', (column) => column.notNull().check(sql`opted_out in (0, 1)`))
    // The session that may make one; null once it has, and when none may.
    .addColumn('session_id', types.bytes)
    .addColumn('made_at', types.long)
    .modifyEnd(types.plain)
    .execute()
}
