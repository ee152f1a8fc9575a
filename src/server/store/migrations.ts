/**
 * The versions of the database, for every kind of it.
 *
 * A published version is never edited: a change is a new file in `migrations/` whose name sorts after the
 * last one. Constraints carry the rules (R153); the code above them only gives nice answers.
 *
 * @module
 */
import type { Migration } from 'kysely/migration'
import type { Kysely } from 'kysely'
import { createTables } from './migrations/0001-accounts-credentials-sessions.ts'
import { addPasswordsAndLimits } from './migrations/0002-passwords-and-limits.ts'
import { addSessionsAndProofs } from './migrations/0003-sessions-and-proofs.ts'
import { createIdentities } from './migrations/0004-identities.ts'
import { createRecovery } from './migrations/0005-recovery.ts'
import { createAuditChain } from './migrations/0006-audit-chain.ts'
import { addImportedHandles } from './migrations/0007-imported-handles.ts'
import type { ColumnTypes } from './migrations/column-types.ts'

/** What brings a database from one version to the next. */
export type Version = (db: Kysely<unknown>, types: ColumnTypes) => Promise<void>

const VERSIONS: Readonly<Record<string, Version>> = {
  '0001-accounts-credentials-sessions': createTables,
  '0002-passwords-and-limits': addPasswordsAndLimits,
  '0003-sessions-and-proofs': addSessionsAndProofs,
  '0004-identities': createIdentities,
  '0005-recovery': createRecovery,
  '0006-audit-chain': createAuditChain,
  '0007-imported-handles': addImportedHandles,
}

/** Every version in order, in the words of one database. */
export function migrationsFor(types: ColumnTypes): Record<string, Migration> {
  const versions = Object.entries(VERSIONS).map(([name, up]): [string, Migration] => [
    name,
    { up: (db) => up(db, types) },
  ])
  return Object.fromEntries(versions)
}
