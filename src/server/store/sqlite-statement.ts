/**
 * Query templates as SQLite runs them: prepared once, answered without waiting.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { type Build, type Template, template, type Values } from './query-template.ts'

/** A prepared statement whose parameters are named by the query that made it. */
export class Statement<Given extends Values, Row> {
  readonly #prepared: StatementSync
  readonly #fill: Template['fill']

  constructor(prepared: StatementSync, fill: Template['fill']) {
    this.#prepared = prepared
    this.#fill = fill
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
}

/** Compiles and prepares a query. */
export function statement<Given extends Values, Row>(
  database: DatabaseSync,
  build: Build<Given, Row>,
): Statement<Given, Row> {
  const { sql, fill } = template(build)
  return new Statement(database.prepare(sql), fill)
}
