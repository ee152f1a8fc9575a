/**
 * Runs acts on PostgreSQL: statement by statement, in a transaction of their own.
 *
 * Rows that have to stay still are locked by the act; the database's isolation is READ COMMITTED. An act
 * that was in another's way is run again (R32). Nothing is run again whose commit may have happened.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { PoolClient } from 'pg'
import { type Act, type QueryOutcome, type Tables, Undo } from './act.ts'
import { StoreError } from './errors.ts'
import type { PostgresConnections } from './postgres-connections.ts'
import { isRetryable, unavailable, uncommitted } from './postgres-errors.ts'
import type { StoreSchema } from './schema.ts'

/** R32. */
const RETRIES = 3

/** Runs `work` again, after a moment, when the database says that it was in somebody's way. */
export async function retried<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let retry = 0; ; retry++) {
    try {
      return await work()
    } catch (error) {
      const cause = error instanceof StoreError ? error.cause : error
      if (retry === RETRIES || !isRetryable(cause)) throw error
    }
    await sleep(Math.random() * 10 * 2 ** retry)
  }
}

/** Runs the acts of one process. */
export class PostgresActs {
  readonly #connections: PostgresConnections
  readonly #tables: Tables

  constructor(
    connections: PostgresConnections,
    db: Kysely<StoreSchema>,
    { databaseTime, openWays }: Pick<Tables, 'databaseTime' | 'openWays'>,
  ) {
    this.#connections = connections
    this.#tables = {
      db,
      locked: (query) => query.forUpdate(),
      databaseTime,
      openWays,
      rowAddress: sql.ref('ctid'),
    }
  }

  /** Runs an act that only reads. */
  async read<Result>(act: (tables: Tables) => Act<Result>): Promise<Result> {
    try {
      return await this.#connections.use((connection) => this.#run(act, connection))
    } catch (error) {
      throw unavailable(error)
    }
  }

  /** Runs an act in a transaction. */
  async transact<Result>(act: (tables: Tables) => Act<Result>): Promise<Result> {
    try {
      return await retried(() =>
        this.#connections.use((connection) => this.#transactOnce(act, connection)),
      )
    } catch (error) {
      throw unavailable(error)
    }
  }

  async #transactOnce<Result>(
    act: (tables: Tables) => Act<Result>,
    connection: PoolClient,
  ): Promise<Result> {
    let result: Result
    try {
      await connection.query('begin')
      result = await this.#run(act, connection)
    } catch (error) {
      await connection.query('rollback')
      if (error instanceof Undo) return (error as Undo<Result>).outcome
      throw error
    }
    await commit(connection)
    return result
  }

  async #run<Result>(
    act: (tables: Tables) => Act<Result>,
    connection: PoolClient,
  ): Promise<Result> {
    const steps = act(this.#tables)
    let step = steps.next()
    while (step.done !== true) {
      const { sql, parameters } = step.value
      let outcome: QueryOutcome
      try {
        const { rows, rowCount } = await connection.query(sql, [...parameters])
        outcome = { rows, changes: rowCount ?? 0 }
      } catch (error) {
        step = steps.throw(error)
        continue
      }
      step = steps.next(outcome)
    }
    return step.value
  }
}

async function commit(connection: PoolClient): Promise<void> {
  let answer: string
  try {
    ;({ command: answer } = await connection.query('commit'))
  } catch (error) {
    throw uncommitted(error)
  }
  // The server's answer when a statement had failed and the act went on as if it had not.
  if (answer !== 'COMMIT') {
    throw new StoreError('store_unavailable', 'the transaction had failed before its commit')
  }
}
