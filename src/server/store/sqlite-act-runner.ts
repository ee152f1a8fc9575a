/**
 * Runs acts on SQLite: from the first row to the last without waiting.
 *
 * @module
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { type CompiledQuery, type Kysely, sql } from 'kysely'
import { type Act, type OpenWays, type QueryOutcome, type Tables, Undo } from './act.ts'
import type { StoreSchema } from './schema.ts'
import type { WriteQueue } from './write-queue.ts'

/** Statements kept prepared; the acts that there are have fewer shapes than this. */
const KEPT = 256

/** Runs the acts of one connection. */
export class SqliteActs {
  readonly #database: DatabaseSync
  readonly #tables: Tables
  /** By their SQL, least recently used first. */
  readonly #prepared = new Map<string, StatementSync>()

  constructor(database: DatabaseSync, db: Kysely<StoreSchema>, openWays: OpenWays) {
    this.#database = database
    this.#tables = {
      db,
      locked: (query) => query,
      databaseTime: undefined,
      openWays,
      rowAddress: sql.ref('rowid'),
    }
  }

  /** Runs an act now, in whatever transaction there is. */
  run<Result>(act: (tables: Tables) => Act<Result>): Result {
    const steps = act(this.#tables)
    let step = steps.next()
    while (step.done !== true) {
      let outcome: QueryOutcome
      try {
        outcome = this.#ask(step.value)
      } catch (error) {
        step = steps.throw(error)
        continue
      }
      step = steps.next(outcome)
    }
    return step.value
  }

  /** Runs an act as one write unit. */
  transact<Result>(act: (tables: Tables) => Act<Result>, writes: WriteQueue): Promise<Result> {
    return writes.submit(() => {
      let result: Result | undefined
      const undone = writes.attempt(() => {
        try {
          result = this.run(act)
          return undefined
        } catch (error) {
          if (error instanceof Undo) return error as Undo<Result>
          throw error
        }
      })
      return undone === undefined ? (result as Result) : undone.outcome
    })
  }

  #ask({ sql, parameters }: CompiledQuery): QueryOutcome {
    // Reads to the end what answers nothing, too; then only SQLite knows how many rows it changed.
    const rows = this.#prepare(sql).all(...(parameters as readonly SQLInputValue[]))
    if (rows.length > 0) return { rows, changes: rows.length }
    const { changes } = this.#prepare('select changes() as changes').get()!
    return { rows, changes: Number(changes) }
  }

  #prepare(sql: string): StatementSync {
    const kept = this.#prepared.get(sql)
    const statement = kept ?? this.#database.prepare(sql)
    if (kept !== undefined) this.#prepared.delete(sql)
    this.#prepared.set(sql, statement)
    if (this.#prepared.size > KEPT) this.#prepared.delete(this.#prepared.keys().next().value!)
    return statement
  }
}
