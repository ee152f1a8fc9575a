/**
 * The audit log as a chain, and how far each webhook has been told of it.
 *
 * @module
 */
import { type Kysely, sql } from 'kysely'
import type { ColumnTypes } from './column-types.ts'

/** What stands before the first event. */
const BEGINNING = new Uint8Array(32)

/** Adds the chain that events are sealed into, webhook cursors and leases. */
export async function createAuditChain(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('audit_log')
    .addColumn('position', types.long, (column) =>
      column
        .primaryKey()
        .notNull()
        .check(sql`position > 0`),
    )
    .addColumn('at', types.long, (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) =>
      column.notNull().check(sql`outcome in ('accepted', 'refused')`),
    )
    .addColumn('reason', 'text')
    .addColumn('account_id', 'text')
    .addColumn('credential_id', 'text')
    .addColumn('hash', types.bytes, (column) => column.notNull().check(sql`length(hash) = 32`))
    .modifyEnd(types.plain)
    .execute()

  // One row: where the chain ends, and where what is still kept of it begins.
  await db.schema
    .createTable('audit_chain')
    .addColumn('id', 'integer', (column) =>
      column
        .primaryKey()
        .notNull()
        .check(sql`id = 1`),
    )
    .addColumn('position', types.long, (column) => column.notNull())
    .addColumn('hash', types.bytes, (column) => column.notNull().check(sql`length(hash) = 32`))
    .addColumn('base_position', types.long, (column) => column.notNull())
    .addColumn('base_hash', types.bytes, (column) =>
      column.notNull().check(sql`length(base_hash) = 32`),
    )
    .addCheckConstraint('begins_before_it_ends', sql`base_position between 0 and position`)
    .modifyEnd(types.plain)
    .execute()
  await sql`
    insert into audit_chain (id, position, hash, base_position, base_hash)
    values (1, 0, ${BEGINNING}, 0, ${BEGINNING})`.execute(db)

  await db.schema
    .createTable('webhook_cursors')
    // SHA-256 of the URL, which may hold a secret.
    .addColumn('endpoint', types.bytes, (column) =>
      column
        .primaryKey()
        .notNull()
        .check(sql`length(endpoint) = 32`),
    )
    .addColumn('position', types.long, (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('retry_at', types.long, (column) => column.notNull())
    .modifyEnd(types.plain)
    .execute()

  await db.schema
    .createTable('leases')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('expires_at', types.long, (column) => column.notNull())
    .modifyEnd(types.plain)
    .execute()
}
