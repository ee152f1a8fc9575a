/**
 * Every query of the SQLite store, prepared. Identifiers come from these files alone, values only through
 * holes (R156).
 *
 * @module
 */
import type { DatabaseSync } from 'node:sqlite'
import { type Kysely, sql } from 'kysely'
import { accountQueries, credentialQueries } from './account-queries.ts'
import { auditQueries, challengeQueries } from './challenge-queries.ts'
import type { StoreSchema } from './schema.ts'
import { sessionQueries } from './session-queries.ts'
import { statement } from './sqlite-statement.ts'

/** All prepared queries of one connection, by name. */
export type Queries = ReturnType<typeof prepareQueries>

/** Builds, compiles and prepares them all for one connection. */
export function prepareQueries(database: DatabaseSync, db: Kysely<StoreSchema>) {
  return {
    ...accountQueries(database, db),
    ...credentialQueries(database, db),
    ...sessionQueries(database, db),
    ...challengeQueries(database, db),
    ...auditQueries(database, db),
    one: statement(database, () => db.selectNoFrom(sql<number>`1`.as('one'))),
  }
}
