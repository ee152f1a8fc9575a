/**
 * The store on PostgreSQL: any number of processes share it, and nothing but it.
 *
 * A sign-in is one read and one statement; everything else are acts in transactions.
 *
 * @module
 */
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely'
import { actMethods } from './act-methods.ts'
import { accountQueries } from './account-queries.ts'
import { StoreError } from './errors.ts'
import type { OpenStoreOptions } from './open-store.ts'
import { EVERY_WAY } from './act.ts'
import { PostgresActs, retried } from './postgres-act-runner.ts'
import { PostgresConnections } from './postgres-connections.ts'
import { unavailable, uncommitted } from './postgres-errors.ts'
import { finishStatement, finishValues, type Verdict } from './postgres-finish.ts'
import { migrate } from './postgres-migrations.ts'
import { parsePostgresUrl } from './postgres-url.ts'
import { type Build, type Template, template, type Values } from './query-template.ts'
import { sessionIdBytes, toAccount, toCredential, toLiveSession } from './records.ts'
import type { StoreSchema } from './schema.ts'
import { sessionQueries } from './session-queries.ts'
import type { Store } from './store.ts'

/** Milliseconds that one statement of a migration may take, waiting for another process' included. */
const MIGRATION_LIMIT = 60_000

/**
 * Connects to the database a URL names and brings it to the latest version. The database itself has to
 * exist; see {@link parsePostgresUrl} for what a URL says.
 *
 * @throws {@link TypeError} when the URL is not one of these.
 * @throws {@link StoreError} with `store_unavailable` when the server is away, the driver is not installed,
 * or the server would not keep what it acknowledges.
 */
export async function openPostgresStore(
  url: string,
  options: OpenStoreOptions = {},
): Promise<Store> {
  const address = parsePostgresUrl(url)
  const connections = await PostgresConnections.over(address)
  try {
    await demandDurability(connections)
    await connections.apart(MIGRATION_LIMIT, (connection) => migrate(connection, address.schema))
  } catch (error) {
    await connections.close()
    throw unavailable(error)
  }
  return storeOver(connections, options)
}

/** R150: a server that does not wait for its disk, or cannot hold every name, is not taken. */
async function demandDurability(connections: PostgresConnections): Promise<void> {
  const text = `select current_setting('fsync', true) = 'off' as forgets,
    current_setting('server_encoding') <> 'UTF8' as garbles`
  const { rows } = await connections.ask({ text, values: [] })
  const [{ forgets, garbles }] = rows as [{ forgets: boolean | null; garbles: boolean }]
  if (forgets === true) {
    throw new StoreError('store_unavailable', 'the server has fsync off and forgets at a power cut')
  }
  if (garbles) throw new StoreError('store_unavailable', 'the database is not encoded in UTF-8')
}

function storeOver(connections: PostgresConnections, options: OpenStoreOptions): Store {
  const db = buildQueries()
  const databaseTime =
    options.clock === 'caller'
      ? undefined
      : sql<number>`cast(extract(epoch from statement_timestamp()) * 1000 as bigint)`
  const acts = new PostgresActs(connections, db, {
    databaseTime,
    openWays: options.openWays ?? EVERY_WAY,
  })
  const queries = { ...accountQueries(db), ...sessionQueries(db) }
  const prepared = {
    accountByUsernameKey: reading(connections, 'account', queries.accountByUsernameKey),
    credentialsOfAccount: reading(connections, 'credentials', queries.credentialsOfAccount),
    credentialWithAccount: reading(connections, 'credential', queries.credentialWithAccount),
    sessionWithAccount: reading(connections, 'session', queries.sessionWithAccount),
    floor: reading(connections, 'floor', queries.floor),
    one: reading(connections, 'ping', queries.one),
    touchSession: writing(connections, 'touch', template(queries.touchSession)),
    finish: writing<Verdict>(connections, 'finish', finishStatement(db, databaseTime)),
  }
  const transact: Store['transact'] = (act) => acts.transact(act)

  return {
    async findAccountByUsernameKey(key) {
      const [row] = await prepared.accountByUsernameKey({ key })
      return row && toAccount(row)
    },
    async listCredentials(account) {
      const rows = await prepared.credentialsOfAccount({ account })
      return rows.map(toCredential)
    },
    async findCredential(credential) {
      const [row] = await prepared.credentialWithAccount({ credential })
      return row && { credential: toCredential(row), account: toAccount(row) }
    },
    async findSession(sessionId) {
      const id = sessionIdBytes(sessionId)
      const [row] = id === undefined ? [] : await prepared.sessionWithAccount({ id })
      return row && toLiveSession(row)
    },

    async finishAuthentication(finish) {
      const [verdict] = await prepared.finish(finishValues(finish))
      return verdict?.conflict ?? undefined
    },
    async touchSession(sessionId, now) {
      const id = sessionIdBytes(sessionId)
      if (id !== undefined) await prepared.touchSession({ id, now })
    },

    ...actMethods(transact),
    transact,
    read: (act) => acts.read(act),

    async challengeFloor(key) {
      const [row] = await prepared.floor({ key })
      return row?.floor ?? 0
    },
    async ping() {
      await prepared.one({})
    },
    close: () => connections.close(),
  }
}

/** Kysely as a maker of SQL; it never connects. */
function buildQueries(): Kysely<StoreSchema> {
  return new Kysely<StoreSchema>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
}

/** A query that changes nothing, prepared under this name on each connection that runs it. */
function reading<Given extends Values, Row>(
  connections: PostgresConnections,
  name: string,
  build: Build<Given, Row>,
): (given: Given) => Promise<readonly Row[]> {
  const { sql: text, fill } = template(build)
  return async (given) => {
    try {
      const { rows } = await connections.ask({ name, text, values: fill(given) })
      return rows as readonly Row[]
    } catch (error) {
      throw unavailable(error)
    }
  }
}

/** A statement that is a transaction of its own: with its answer it is committed. */
function writing<Row>(
  connections: PostgresConnections,
  name: string,
  { sql: text, fill }: Template,
): (given: Values) => Promise<readonly Row[]> {
  return async (given) => {
    try {
      const { rows } = await retried(() => connections.ask({ name, text, values: fill(given) }))
      return rows as readonly Row[]
    } catch (error) {
      throw uncommitted(error)
    }
  }
}
