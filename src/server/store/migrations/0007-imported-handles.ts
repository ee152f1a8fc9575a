/**
 * Passkeys that were made for another server's user handle.
 *
 * @module
 */
import type { Kysely } from 'kysely'

/** Adds the user handle that an imported passkey has in place of its account's. */
export async function addImportedHandles(db: Kysely<unknown>): Promise<void> {
  // Null for all others. Empty until a sign-in tells it.
  await db.schema.alterTable('credentials').addColumn('imported_handle', 'text').execute()
}
