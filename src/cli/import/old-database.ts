/**
 * Reading somebody else's database, SQLite or PostgreSQL, and never writing to it.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { UsageError } from '../usage.ts'

/** A row with whatever columns it has. */
export type OldRow = Readonly<Record<string, unknown>>

/** An open database of another server. */
export interface OldDatabase {
  /** The rows of a query; its values stand as `?`. */
  rows(sql: string, values: readonly unknown[]): Promise<readonly OldRow[]>
  close(): Promise<void>
}

/** Opens it for reading. */
export async function openOldDatabase(url: string): Promise<OldDatabase> {
  if (/^postgres(ql)?:/.test(url)) return openPostgres(url)
  const path = /^(?:sqlite|file):(.+)$/.exec(url)?.[1]
  if (path === undefined || !existsSync(path)) {
    throw new UsageError('--from has to be sqlite:FILE that is there, or postgres://…')
  }
  const { DatabaseSync } = await import('node:sqlite')
  const database = new DatabaseSync(path, { readOnly: true })
  return {
    async rows(sql, values) {
      const statement = database.prepare(sql)
      // One number that is too large for JavaScript would end it all.
      statement.setReadBigInts(true)
      return statement.all(...(values as (string | number | bigint)[])).map(plainNumbers)
    },
    close: async () => database.close(),
  }
}

/** Whole numbers as numbers again, wherever that loses nothing. */
function plainNumbers(row: OldRow): OldRow {
  const plain = (value: unknown) =>
    typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]))
}

async function openPostgres(url: string): Promise<OldDatabase> {
  const { Client } = (await import('pg')).default
  const client = new Client({ connectionString: url })
  await client.connect()
  // One picture of it all, however long it takes and whoever signs up meanwhile.
  await client.query('begin transaction isolation level repeatable read read only')
  return {
    async rows(sql, values) {
      let number = 0
      const { rows } = await client.query<OldRow>(
        sql.replaceAll('?', () => `$${(number += 1)}`),
        [...values],
      )
      return rows
    },
    close: () => client.end(),
  }
}
