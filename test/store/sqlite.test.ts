/** The SQLite store keeps the contract of a store, on a file and in memory. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openDatabase } from '../../src/server/store/sqlite-database.ts'
import { sqliteStoreOver } from '../../src/server/store/sqlite-store.ts'
import type { Subject } from './subject.ts'
import { storeSuite } from './suite.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-store-'))
afterAll(() => rmSync(folder, { recursive: true }))

let count = 0

storeSuite('a SQLite store on a file', () => open(join(folder, `${count++}.db`)))
storeSuite('a SQLite store in memory', () => open(':memory:'))

async function open(path: string): Promise<Subject> {
  const { database, builder } = await openDatabase(path, 'FULL')
  const number = (sql: string, ...values: string[]) =>
    Number(Object.values(database.prepare(sql).get(...values) ?? {})[0])
  return {
    store: sqliteStoreOver(database, builder),
    auditEvents: async () =>
      database
        .prepare('select event, outcome, reason from audit_events order by rowid')
        .all()
        .map(({ event, outcome, reason }) => ({
          event: String(event),
          outcome: outcome as 'accepted' | 'refused',
          reason: (reason as string | null) ?? undefined,
        })),
    countSessions: async () => number('select count(*) from sessions'),
    countUsedChallenges: async () => number('select count(*) from used_challenges'),
    disableAccount: async (id) => {
      database.prepare('update accounts set disabled = 1 where id = ?').run(id)
    },
    raiseSessionEpoch: async (id) => {
      database.prepare('update accounts set session_epoch = session_epoch + 1 where id = ?').run(id)
    },
    isCloneSuspected: async (id) =>
      number('select clone_suspected_at is not null from credentials where id = ?', id) === 1,
  }
}
