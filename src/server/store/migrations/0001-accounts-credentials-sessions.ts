/**
 * Accounts, their credentials and sessions, used challenges, the audit log.
 *
 * @module
 */
import { type Kysely, sql } from 'kysely'
import type { ColumnTypes } from './column-types.ts'

const flag = (column: string) => sql`${sql.ref(column)} in (0, 1)`

/** Brings an empty database to the first version. */
export async function createTables(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('accounts')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('username', 'text', (column) => column.notNull())
    .addColumn('username_key', 'text', (column) => column.notNull().unique())
    .addColumn('display_name', 'text', (column) => column.notNull())
    .addColumn('user_handle', 'text', (column) => column.notNull().unique())
    .addColumn('session_epoch', 'integer', (column) => column.notNull())
    .addColumn('disabled', 'integer', (column) => column.notNull().check(flag('disabled')))
    .addColumn('created_at', types.long, (column) => column.notNull())
    .modifyEnd(types.plain)
    .execute()

  await db.schema
    .createTable('credentials')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
    .addColumn('kind', 'text', (column) =>
      column.notNull().check(sql`kind in ('passkey', 'restore')`),
    )
    .addColumn('credential_id', 'text', (column) => column.notNull().unique())
    .addColumn('public_key', 'text', (column) => column.notNull())
    .addColumn('algorithm', 'integer', (column) => column.notNull())
    .addColumn('sign_count', types.long, (column) =>
      column.notNull().check(sql`sign_count between 0 and 4294967295`),
    )
    .addColumn('transports', 'text', (column) => column.notNull().check(types.isJson('transports')))
    .addColumn('aaguid', 'text', (column) => column.notNull())
    .addColumn('uv_initialized', 'integer', (column) =>
      column.notNull().check(flag('uv_initialized')),
    )
    .addColumn('backup_eligible', 'integer', (column) =>
      column.notNull().check(flag('backup_eligible')),
    )
    .addColumn('backup_state', 'integer', (column) => column.notNull().check(flag('backup_state')))
    .addColumn('attestation_format', 'text', (column) => column.notNull())
    .addColumn('name', 'text')
    .addColumn('created_at', types.long, (column) => column.notNull())
    .addColumn('last_used_at', types.long)
    .addColumn('clone_suspected_at', types.long)
    .addColumn('deleted_at', types.long)
    // R46: only what is eligible can be backed up. A tombstone holds nothing to sign in with.
    .addCheckConstraint('backed_up_is_eligible', sql`backup_state <= backup_eligible`)
    .addCheckConstraint('tombstone_is_empty', sql`(deleted_at is null) = (public_key <> '')`)
    .modifyEnd(types.plain)
    .execute()
  await db.schema
    .createIndex('credentials_by_account')
    .on('credentials')
    .columns(['account_id', 'id'])
    .where(sql.ref('deleted_at'), 'is', null)
    .execute()

  await db.schema
    .createTable('sessions')
    .addColumn('id', types.bytes, (column) =>
      column
        .primaryKey()
        .notNull()
        .check(sql`length(id) = 16`),
    )
    .addColumn('account_id', 'text', (column) =>
      column.notNull().references('accounts.id').onDelete('cascade'),
    )
    .addColumn('epoch', 'integer', (column) => column.notNull())
    .addColumn('credential_id', 'text', (column) => column.references('credentials.id'))
    .addColumn('method', 'text', (column) =>
      column
        .notNull()
        .check(sql`method in ('passkey', 'restore', 'password', 'federated', 'recovery')`),
    )
    .addColumn('verified_at', types.long)
    .addColumn('created_at', types.long, (column) => column.notNull())
    .addColumn('last_used_at', types.long, (column) => column.notNull())
    .addColumn('expires_at', types.long, (column) => column.notNull())
    .addColumn('device', 'text')
    .addColumn('secret_hash', types.bytes, (column) =>
      column.notNull().check(sql`length(secret_hash) = 32`),
    )
    .modifyEnd(types.clustered)
    .execute()
  await db.schema.createIndex('sessions_by_account').on('sessions').column('account_id').execute()

  await db.schema
    .createTable('used_challenges')
    .addColumn('issued_at', types.long, (column) => column.notNull())
    .addColumn('digest', types.bytes, (column) => column.notNull())
    .addColumn('key_id', 'integer', (column) => column.notNull())
    .addColumn('expires_at', types.long, (column) => column.notNull())
    .addPrimaryKeyConstraint('used_once', ['issued_at', 'digest'])
    .addCheckConstraint('digest_is_sha256', sql`length(digest) = 32`)
    .modifyEnd(types.clustered)
    .execute()

  await db.schema
    .createTable('challenge_floors')
    .addColumn('key_id', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('floor', types.long, (column) => column.notNull())
    .modifyEnd(types.plain)
    .execute()

  await db.schema
    .createTable('audit_events')
    .addColumn('at', types.long, (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) =>
      column.notNull().check(sql`outcome in ('accepted', 'refused')`),
    )
    .addColumn('reason', 'text')
    .addColumn('account_id', 'text')
    .addColumn('credential_id', 'text')
    .modifyEnd(types.plain)
    .execute()
}
