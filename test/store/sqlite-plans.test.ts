/** No query of the store reads a whole table, however many people there are (L9). */
import type { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { openDatabase } from '../../src/server/store/sqlite-database.ts'
import { prepareQueries } from '../../src/server/store/sqlite-queries.ts'

const { database, builder } = await openDatabase(':memory:', 'FULL')
const queries: string[] = []
prepareQueries(
  {
    prepare: (sql: string) => {
      queries.push(sql)
      return database.prepare(sql)
    },
  } as DatabaseSync,
  builder,
)

it.each(queries)('%s', (sql) => {
  const steps = database
    .prepare(`explain query plan ${sql}`)
    .all()
    .map(({ detail }) => String(detail))
  // The sweeps scan from the old end of a table and stop at their limit.
  const bounded = sql.startsWith('delete') && / order by .* limit \?\) and /.test(sql)
  const scans = steps.filter((step) => /^SCAN (?!CONSTANT ROW)/.test(step))
  expect(bounded ? [] : scans).toEqual([])
})
