/**
 * The few words in which databases differ when tables are made.
 *
 * @module
 */
import { type RawBuilder, sql } from 'kysely'

/** How one database says it. Texts, flags (`integer`, 0 or 1) and small numbers are the same everywhere. */
export interface ColumnTypes {
  /** Times in milliseconds, and counters of 32 bits without a sign. */
  readonly long: 'integer' | 'bigint'
  readonly bytes: 'blob' | 'bytea'
  /** Ends the statement that makes a table. */
  readonly plain: RawBuilder<unknown>
  /** The same for a table that is stored in the order of its primary key, where there is such a thing. */
  readonly clustered: RawBuilder<unknown>
  /** A check that a text column holds JSON. */
  readonly isJson: (column: string) => RawBuilder<boolean>
}

/** SQLite's words: `strict`, because it would take any type for any other. */
export const SQLITE_TYPES: ColumnTypes = {
  long: 'integer',
  bytes: 'blob',
  plain: sql`strict`,
  clustered: sql`strict, without rowid`,
  isJson: (column) => sql`json_valid(${sql.ref(column)})`,
}

/** PostgreSQL's words. Its tables are heaps; what is read together is written together all the same. */
export const POSTGRES_TYPES: ColumnTypes = {
  long: 'bigint',
  bytes: 'bytea',
  plain: sql``,
  clustered: sql``,
  isJson: (column) => sql`(cast(${sql.ref(column)} as json) is not null)`,
}
