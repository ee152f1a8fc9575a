/**
 * Connections to PostgreSQL: a bounded pool, with a time limit on everything that can take long.
 *
 * The driver `pg` is an optional package: it is loaded here, when a configuration names a PostgreSQL
 * database, and nowhere else.
 *
 * @module
 */
import type * as Driver from 'pg'
import type { ClientBase, ClientConfig, Pool, PoolClient, QueryResult } from 'pg'
import { StoreError } from './errors.ts'
import { isReusable, unavailable } from './postgres-errors.ts'
import { type PostgresAddress, readTlsFiles } from './postgres-url.ts'

/** Milliseconds. A server that is away is noticed within the first, a slow one within the second. */
const CONNECT_TIMEOUT = 2_000
const STATEMENT_TIMEOUT = 5_000
/** Longer than the server's own limit: only a server that says nothing at all is left waiting. */
const SILENCE_TIMEOUT = 7_000
const IDLE_IN_TRANSACTION_TIMEOUT = 5_000
const IDLE_TIMEOUT = 30_000
/** Seconds. A fail-over or a new certificate is found in that time, whatever the old connections say. */
const LIFETIME = 1_800
/** Acts waiting for a connection: beyond this they are refused at once (R149). */
const QUEUE = 10_000

const INT8 = 20
const BYTEA = 17

/** One statement, prepared under its name if it has one. */
export interface Statement {
  readonly name?: string
  readonly text: string
  readonly values: readonly unknown[]
}

/** The pool of one process. */
export class PostgresConnections {
  readonly #driver: typeof Driver
  readonly #address: PostgresAddress
  readonly #pool: Pool
  readonly #running = new Set<Promise<unknown>>()
  #closing: Promise<void> | undefined

  private constructor(driver: typeof Driver, address: PostgresAddress) {
    this.#driver = driver
    this.#address = address
    const settings = {
      ...configFor(driver, address),
      max: address.connections,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      idleTimeoutMillis: IDLE_TIMEOUT,
      maxLifetimeSeconds: LIFETIME,
      // Not handed out before the session is set: one that cannot be is none.
      onConnect: (client: ClientBase) => setSession(client, address.schema),
    }
    this.#pool = new driver.Pool(settings)
    // A connection that breaks while nobody uses it is replaced; one in use tells whoever uses it.
    this.#pool.on('error', () => undefined)
    this.#pool.on('connect', (client) => client.on('error', () => undefined))
  }

  /** @throws {@link StoreError} with `store_unavailable` when the driver is not installed. */
  static async over(address: PostgresAddress): Promise<PostgresConnections> {
    return new PostgresConnections(await loadDriver(), address)
  }

  /** Runs `work` on a connection of its own; it throws what `work` throws. */
  use<Result>(work: (connection: PoolClient) => Promise<Result>): Promise<Result> {
    if (this.#closing !== undefined) return Promise.reject(closed())
    const run = this.#lend(work)
    this.#running.add(run)
    const settled = run.finally(() => this.#running.delete(run))
    // Its caller hears of a failure through `run`.
    settled.catch(() => undefined)
    return run
  }

  /** Runs one statement on any connection; it throws what the driver throws. */
  ask(statement: Statement): Promise<QueryResult> {
    return this.use((connection) => connection.query(toQuery(statement)))
  }

  /** A connection outside the pool that may take `limit` milliseconds for one statement. */
  async apart<Result>(
    limit: number,
    work: (connection: ClientBase) => Promise<Result>,
  ): Promise<Result> {
    const config = { ...configFor(this.#driver, this.#address), statement_timeout: limit }
    const client = new this.#driver.Client({
      ...config,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      query_timeout: limit + SILENCE_TIMEOUT,
    })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await setSession(client, this.#address.schema)
      return await work(client)
    } finally {
      await client.end().catch(() => undefined)
    }
  }

  /** Waits for what is running, then closes every connection. */
  close(): Promise<void> {
    this.#closing ??= Promise.allSettled(this.#running).then(() => this.#pool.end())
    return this.#closing
  }

  async #lend<Result>(work: (connection: PoolClient) => Promise<Result>): Promise<Result> {
    const connection = await this.#connect()
    try {
      const result = await work(connection)
      connection.release()
      return result
    } catch (error) {
      connection.release(!isReusable(error))
      throw error
    }
  }

  async #connect(): Promise<PoolClient> {
    if (this.#pool.waitingCount >= QUEUE) throw unavailable('too many acts are waiting')
    try {
      return await this.#pool.connect()
    } catch (error) {
      // Before anything was asked: certainly nothing was stored.
      throw unavailable(error)
    }
  }
}

/** A statement as the driver takes it. */
export function toQuery({ name, text, values }: Statement) {
  return { ...(name !== undefined && { name }), text, values: [...values] }
}

function closed(): StoreError {
  return new StoreError('store_unavailable', 'the store was closed')
}

async function loadDriver(): Promise<typeof Driver> {
  try {
    return await import('pg')
  } catch (cause) {
    const sentence = 'a PostgreSQL database needs the package pg: run npm install pg@8'
    // Said aloud, too: logs hold no messages, and this one is for whoever sets the server up.
    process.emitWarning(sentence, { code: 'LATCHKEY_PG_MISSING' })
    throw new StoreError('store_unavailable', sentence, { cause })
  }
}

function configFor(driver: typeof Driver, address: PostgresAddress): ClientConfig {
  const { host, port, database, user, password, tls } = address
  return {
    host,
    port,
    database,
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    ssl: tls === undefined ? false : readTlsFiles(tls),
    application_name: 'latchkey',
    keepAlive: true,
    statement_timeout: STATEMENT_TIMEOUT,
    query_timeout: SILENCE_TIMEOUT,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT,
    types: { getTypeParser: parserOf(driver) },
  }
}

/** Times and counters as numbers (they fit), bytes as plain bytes; everything else as the driver has it. */
function parserOf(driver: typeof Driver): NonNullable<ClientConfig['types']>['getTypeParser'] {
  const { getTypeParser } = driver.types
  const parser = (oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return Number
    if (oid === BYTEA) return (text: string) => Uint8Array.from(Buffer.from(text.slice(2), 'hex'))
    return getTypeParser(oid, format)
  }
  return parser as NonNullable<ClientConfig['types']>['getTypeParser']
}

/**
 * R150: a commit is answered when it is durable, whatever the server's or the role's defaults are, and a
 * name means a table of our schema and never one that somebody put in front of it.
 */
async function setSession(client: ClientBase, schema: string): Promise<void> {
  const text = `select
    set_config('search_path', quote_ident($1) || ', pg_temp', false),
    set_config('default_transaction_isolation', 'read committed', false),
    set_config('bytea_output', 'hex', false),
    set_config('synchronous_commit',
      case current_setting('synchronous_commit') when 'remote_apply' then 'remote_apply' else 'on' end,
      false)`
  await client.query(text, [schema])
}
