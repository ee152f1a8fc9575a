/**
 * Identities at other issuers.
 *
 * @module
 */
import type { Kysely } from 'kysely'
import type { ColumnTypes } from './column-types.ts'

/** Adds them. */
export async function createIdentities(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('identities')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_id', 'text', (column) =>
      column.notNull().references('accounts.id').onDelete('cascade'),
    )
    .addColumn('issuer', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    // What the issuer last called the person: to be shown, and never to be looked for.
    .addColumn('email', 'text')
    .addColumn('linked_at', types.long, (column) => column.notNull())
    .addColumn('last_used_at', types.long)
    .modifyEnd(types.plain)
    .execute()
  await db.schema
    .createIndex('one_account_for_an_identity')
    .unique()
    .on('identities')
    .columns(['issuer', 'subject'])
    .execute()
  await db.schema
    .createIndex('identities_by_account')
    .on('identities')
    .column('account_id')
    .execute()
}
