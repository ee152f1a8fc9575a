/**
 * E-mail addresses of accounts, the links that were mailed, recovery codes, and when an account was last
 * recovered.
 *
 * An address is stored once its mailbox has been proved, and not before; until then it is in a link.
 *
 * @module
 */
import { type Kysely, sql } from 'kysely'
import type { ColumnTypes } from './column-types.ts'

/** Adds what recovery needs. */
export async function createRecovery(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('emails')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_id', 'text', (column) =>
      column.notNull().references('accounts.id').onDelete('cascade'),
    )
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('address_key', 'text', (column) => column.notNull())
    .addColumn('verified_at', types.long, (column) => column.notNull())
    // When it stopped being the account's address; for some days more it can be taken back.
    .addColumn('replaced_at', types.long)
    .modifyEnd(types.plain)
    .execute()
  await db.schema
    .createIndex('one_email_for_an_account')
    .unique()
    .on('emails')
    .column('account_id')
    .where(sql.ref('replaced_at'), 'is', null)
    .execute()
  await db.schema
    .createIndex('one_account_for_an_email')
    .unique()
    .on('emails')
    .column('address_key')
    .where(sql.ref('replaced_at'), 'is', null)
    .execute()
  await db.schema.createIndex('emails_by_account').on('emails').column('account_id').execute()

  await db.schema
    .createTable('mail_tokens')
    .addColumn('digest', types.bytes, (column) =>
      column
        .primaryKey()
        .notNull()
        .check(sql`length(digest) = 32`),
    )
    .addColumn('purpose', 'text', (column) =>
      column
        .notNull()
        .check(sql`purpose in ('change_email', 'undo_email', 'sign_up', 'recovery', 'enrol')`),
    )
    // Absent only while there is no account yet.
    .addColumn('account_id', 'text', (column) =>
      column.references('accounts.id').onDelete('cascade'),
    )
    .addColumn('address', 'text')
    .addColumn('address_key', 'text')
    // Digest of the ceremony secret of the browser that asked.
    .addColumn('ceremony', types.bytes)
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('created_at', types.long, (column) => column.notNull())
    .addColumn('expires_at', types.long, (column) => column.notNull())
    .modifyEnd(types.plain)
    .execute()
  await db.schema
    .createIndex('mail_tokens_by_account')
    .on('mail_tokens')
    .columns(['account_id', 'purpose'])
    .execute()
  await db.schema
    .createIndex('mail_tokens_by_address')
    .on('mail_tokens')
    .columns(['address_key', 'purpose'])
    .execute()
  await db.schema
    .createIndex('mail_tokens_by_expiry')
    .on('mail_tokens')
    .column('expires_at')
    .execute()

  await db.schema
    .createTable('recovery_codes')
    .addColumn('digest', types.bytes, (column) =>
      column
        .primaryKey()
        .notNull()
        .check(sql`length(digest) = 32`),
    )
    .addColumn('account_id', 'text', (column) =>
      column.notNull().references('accounts.id').onDelete('cascade'),
    )
    .addColumn('created_at', types.long, (column) => column.notNull())
    .modifyEnd(types.plain)
    .execute()
  await db.schema
    .createIndex('recovery_codes_by_account')
    .on('recovery_codes')
    .column('account_id')
    .execute()

  await db.schema
    .createTable('recoveries')
    .addColumn('account_id', 'text', (column) =>
      column.primaryKey().notNull().references('accounts.id').onDelete('cascade'),
    )
    .addColumn('at', types.long, (column) => column.notNull())
    .modifyEnd(types.plain)
    .execute()
}
