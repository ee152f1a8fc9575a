/**
 * A query built once by Kysely, compiled once to SQL, prepared once by SQLite, and run with new values.
 *
 * Kysely keeps the types and the SQL; nothing of it runs when a request is served.
 *
 * @module
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Compilable } from 'kysely'

/** Stands in a query for a value that is given each time it runs. */
class Hole {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/** Values by the name of the hole they fill. */
export type Values = Readonly<Record<string, SQLInputValue>>

/** A prepared statement whose parameters are named by the query that made it. */
export class Statement<Given extends Values, Row> {
  readonly #prepared: StatementSync
  readonly #parameters: readonly (Hole | SQLInputValue)[]

  constructor(prepared: StatementSync, parameters: readonly (Hole | SQLInputValue)[]) {
    this.#prepared = prepared
    this.#parameters = parameters
  }

  /** The first row, if there is one. */
  get(given: Given): Row | undefined {
    return this.#prepared.get(...this.#fill(given)) as Row | undefined
  }

  /** Every row. */
  all(given: Given): readonly Row[] {
    return this.#prepared.all(...this.#fill(given)) as unknown as readonly Row[]
  }

  /** Runs it for its effect; answers how many rows changed. */
  run(given: Given): number {
    return Number(this.#prepared.run(...this.#fill(given)).changes)
  }

  #fill(given: Given): SQLInputValue[] {
    return this.#parameters.map((one) => (one instanceof Hole ? given[one.name]! : one))
  }
}

/**
 * Compiles and prepares a query. `build` gets one hole for each name it asks for, typed as the value that
 * will fill it: `statement(db, (given: { id: string }) => query.where('id', '=', given.id))`.
 */
export function statement<Given extends Values, Row>(
  database: DatabaseSync,
  build: (given: Given) => Compilable<Row>,
): Statement<Given, Row> {
  const holes = new Proxy({} as Given, { get: (_, name) => new Hole(String(name)) })
  const { sql, parameters } = build(holes).compile()
  return new Statement(database.prepare(sql), parameters as readonly (Hole | SQLInputValue)[])
}
