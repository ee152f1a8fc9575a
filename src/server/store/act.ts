/**
 * Acts: the inside of one transaction, written once for every database.
 *
 * An act is a generator that yields queries and gets their results. The store that runs it decides how:
 * SQLite without ever waiting, under the write lock, together with others in one commit; PostgreSQL
 * statement by statement in a transaction of its own, again from the start when the database says that two
 * transactions were in each other's way. So an act may run more than once: it does nothing but ask.
 *
 * @module
 */
import type { Compilable, CompiledQuery, Kysely, RawBuilder } from 'kysely'
import type { StoreSchema } from './schema.ts'

/** What a query came to. */
export interface QueryOutcome {
  /** Of a select, or of `returning`. */
  readonly rows: readonly unknown[]
  /** How many rows an insert, update or delete changed. */
  readonly changes: number
}

/** Work inside one transaction. What it throws undoes it whole. */
export type Act<Result> = Generator<CompiledQuery, Result, QueryOutcome>

/**
 * Which ways to sign in are open here at all: a password counts for nothing where they are switched off,
 * nor does an identity of an issuer that is not configured any more.
 */
export interface OpenWays {
  readonly passwords: boolean
  /** The `iss` of each. */
  readonly issuers: readonly string[] | 'any'
}

/** For a store that nobody told anything. */
export const EVERY_WAY: OpenWays = { passwords: true, issuers: 'any' }

/** What an act builds its queries with. */
export interface Tables {
  readonly db: Kysely<StoreSchema>
  /**
   * Keeps the rows of a query from changing until the commit. Under SQLite's write lock they cannot
   * anyway; elsewhere it is `for update`.
   */
  readonly locked: <Query extends { forUpdate(): Query }>(query: Query) => Query
  /**
   * What the database's own clock says, in milliseconds, where that decides about challenges (R25). Absent
   * where the clock of the process is as good, which whoever runs the act has asked already.
   */
  readonly databaseTime: RawBuilder<number> | undefined
  readonly openWays: OpenWays
  /** Where a row of a table without a key lies: good within one statement, and nowhere else. */
  readonly rowAddress: RawBuilder<unknown>
}

/** Every row of a query. */
export function* rowsOf<Row>(query: Compilable<Row>): Act<readonly Row[]> {
  const { rows } = yield query.compile()
  return rows as readonly Row[]
}

/** The first row of a query, if there is one. */
export function* rowOf<Row>(query: Compilable<Row>): Act<Row | undefined> {
  const rows = yield* rowsOf(query)
  return rows[0]
}

/** How many rows a query changed. */
export function* changesOf(query: Compilable): Act<number> {
  const { changes } = yield query.compile()
  return changes
}

/** Ends an act from anywhere inside it: all it wrote is undone, and `outcome` is its result. */
export class Undo<Outcome> extends Error {
  override readonly name = 'Undo'
  readonly outcome: Outcome

  constructor(outcome: Outcome) {
    super('undone')
    this.outcome = outcome
  }
}
