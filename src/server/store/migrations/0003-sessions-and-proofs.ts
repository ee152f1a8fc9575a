/**
 * What re-authentication and restore credentials need: what a session was before, proofs for a purpose,
 * and whose device a restore credential is on.
 *
 * @module
 */
import { type Kysely, sql } from 'kysely'
import type { ColumnTypes } from './column-types.ts'

/** Adds them. */
export async function addSessionsAndProofs(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  // JSON list of the methods that sessions before this one were made by; null for most.
  await db.schema.alterTable('sessions').addColumn('former_methods', 'text').execute()

  await db.schema.alterTable('credentials').addColumn('device_key', 'text').execute()
  // One restore credential for each device of an account; passkeys have no device here.
  await db.schema
    .createIndex('restore_credential_of_device')
    .unique()
    .on('credentials')
    .columns(['account_id', 'device_key'])
    .where(sql<boolean>`kind = 'restore' and deleted_at is null`)
    .execute()

  // No foreign key to sessions: signing in ends them, and is not to look here each time.
  await db.schema
    .createTable('proofs')
    .addColumn('session_id', types.bytes, (column) => column.notNull())
    .addColumn('purpose', types.bytes, (column) =>
      column.notNull().check(sql`length(purpose) = 32`),
    )
    .addColumn('proved_at', types.long, (column) => column.notNull())
    .addPrimaryKeyConstraint('one_proof_a_purpose', ['session_id', 'purpose'])
    .modifyEnd(types.clustered)
    .execute()
}
