/**
 * A query built once by Kysely, compiled once to SQL, and filled with new values each time it runs.
 *
 * Kysely keeps the types and the SQL; nothing of it runs when a request is served. How a template is
 * prepared and run is each database's own matter.
 *
 * @module
 */
import type { Compilable } from 'kysely'

/** What a value of a query may be: flags are 0 and 1, JSON is text. */
export type Value = string | number | Uint8Array | null

/** Values by the name of the hole they fill. */
export type Values = Readonly<Record<string, Value>>

/** Builds a query around holes that are typed as the values that will fill them. */
export type Build<Given extends Values, Row> = (given: Given) => Compilable<Row>

/** Stands in a query for a value that is given each time it runs. */
class Hole {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/** SQL, and where its values come from. */
export interface Template {
  readonly sql: string
  /** The values in the order in which the SQL wants them. */
  readonly fill: (given: Values) => Value[]
}

/**
 * Compiles a query. `build` gets one hole for each name it asks for:
 * `template((given: { id: string }) => query.where('id', '=', given.id))`.
 */
export function template<Given extends Values, Row>(build: Build<Given, Row>): Template {
  const holes = new Proxy({} as Given, { get: (_, name) => new Hole(String(name)) })
  const { sql, parameters } = build(holes).compile()
  const slots = parameters as readonly (Hole | Value)[]
  return {
    sql,
    fill: (given) => slots.map((one) => (one instanceof Hole ? given[one.name]! : one)),
  }
}
