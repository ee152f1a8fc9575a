/** A SQLite file for one test, and a look into it past the server. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export interface DatabaseFile {
  /** What the configuration calls it. */
  readonly url: string
  /** Runs one statement past the server, as an operator would. */
  run(sql: string): void
  /** Rows of a query past the server. */
  rows(sql: string): readonly Readonly<Record<string, unknown>>[]
  /** How many rows there are, in all tables together. */
  countRows(): number
  remove(): void
}

export function databaseFile(): DatabaseFile {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-test-'))
  const path = join(folder, 'test.db')
  const withDatabase = <Result>(work: (database: DatabaseSync) => Result): Result => {
    const database = new DatabaseSync(path)
    try {
      return work(database)
    } finally {
      database.close()
    }
  }
  return {
    url: `sqlite:${path}`,
    run: (sql) => withDatabase((database) => database.exec(sql)),
    rows: (sql) => withDatabase((database) => database.prepare(sql).all()),
    countRows: () =>
      withDatabase((database) => {
        const tables = database
          .prepare(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
          )
          .all()
        const counts = tables.map(({ name }) => {
          const row = database.prepare(`SELECT count(*) AS rows FROM "${String(name)}"`).get()
          return Number(row?.['rows'])
        })
        return counts.reduce((sum, count) => sum + count, 0)
      }),
    remove: () => rmSync(folder, { recursive: true }),
  }
}
