/**
 * Databases on the run's PostgreSQL server, each of them empty and for one test.
 *
 * Each is a schema of its own: as separate as the store can tell, and made without the checkpoints that a
 * database costs. On a server that was there before, they are dropped when the test file ends.
 */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { openPostgresStore } from '../../src/server/store/postgres-store.ts'

const made = new Set<string>()
const free: string[] = []
let firstRows: ReadonlyMap<string, string> | undefined

/** The run's server: its database `postgres`, or the one that `LATCHKEY_TEST_POSTGRES` names. */
export async function postgresUrl(): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${inject('postgresPort')}/`)
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  return text
}

/** The URL of an empty database, brought to the latest version. */
export async function freshDatabase(): Promise<string> {
  const used = free.pop()
  if (used !== undefined) {
    await withClient(used, empty)
    return used
  }
  const fresh = new URL(await postgresUrl())
  const schema = `latchkey_test_${randomBytes(8).toString('hex')}`
  made.add(schema)
  fresh.searchParams.set('schema', schema)
  const store = await openPostgresStore(fresh.href)
  await store.close()
  firstRows ??= await withClient(fresh.href, readFirstRows)
  return fresh.href
}

/** Gives a database back that nobody is connected to any more; the next test may get it, emptied. */
export function giveBack(url: string): void {
  free.push(url)
}

/** As it was after its migrations; what those had put in is put in again. */
async function empty(client: pg.Client): Promise<void> {
  await client.query(`truncate ${(await tables(client)).join()} restart identity cascade`)
  for (const [table, content] of firstRows ?? []) {
    const all = `insert into ${table} select * from json_populate_recordset(null::${table}, $1)`
    await client.query(all, [content])
  }
}

/** What migrations put into tables, as JSON by table. */
async function readFirstRows(client: pg.Client): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const table of await tables(client)) {
    const { rows } = await client.query<{ all: string | null }>(
      `select cast(json_agg(one) as text) as all from ${table} as one`,
    )
    if (typeof rows[0]?.all === 'string') found.set(table, rows[0].all)
  }
  return found
}

/** How many rows there are, in all tables together. */
export async function countAllRows(client: pg.Client): Promise<number> {
  const counts = (await tables(client)).map((table) => `(select count(*) from ${table})`)
  const { rows } = await client.query<{ count: string }>(`select ${counts.join(' + ')} as count`)
  return Number(rows[0]!.count)
}

async function tables(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables
     where schemaname = current_schema() and tablename not like 'kysely%'`,
  )
  return rows.map(({ name }) => name)
}

/** Runs `work` on a connection of its own, past any store. */
export async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const address = new URL(url)
  const schema = address.searchParams.get('schema') ?? 'public'
  address.searchParams.delete('schema')
  const client = new pg.Client({ connectionString: address.href })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`set search_path to ${client.escapeIdentifier(schema)}`)
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

afterAll(async () => {
  if (made.size === 0 || !process.env.LATCHKEY_TEST_POSTGRES) return
  await withClient(await postgresUrl(), async (client) => {
    for (const schema of made) await client.query(`drop schema if exists ${schema} cascade`)
  })
})
