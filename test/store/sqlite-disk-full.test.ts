/** A full disk (R152, F6): wherever it strikes, writes are refused whole, reads go on, and so does the store. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/server/store/sqlite-database.ts'
import { sqliteStoreOver } from '../../src/server/store/sqlite-store.ts'
import type { Store } from '../../src/server/store/store.ts'
import { registered, signIn, signUp } from './records.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-full-'))
let database: DatabaseSync
let store: Store
beforeAll(async () => {
  const opened = await openDatabase(join(folder, 'full.db'), 'FULL')
  database = opened.database
  store = sqliteStoreOver(database, opened.builder)
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const number = (sql: string) => Number(Object.values(database.prepare(sql).get()!)[0])
/** No room for one more page than there is. */
const fill = (spare: number) =>
  database.exec(`pragma max_page_count = ${number('pragma page_count') + spare}`)
const empty = () => database.exec('pragma max_page_count = 100000')

const TABLES = ['accounts', 'credentials', 'sessions', 'used_challenges', 'audit_events'] as const
const rows = () => TABLES.map((table) => number(`select count(*) from ${table}`))

/** Repeats an act on a full disk until it was refused often: pages fill up at another place each time. */
async function strikes(prepare: () => () => Promise<unknown>): Promise<readonly string[]> {
  const places = new Set<string>()
  for (let round = 0; round < 40; round++) {
    const act = prepare()
    fill(round % 3)
    const before = rows()
    const failure = await act().then(
      () => undefined,
      (error: unknown) => error,
    )
    if (failure === undefined) {
      empty()
      continue
    }
    expect(failure).toMatchObject({ name: 'StoreError', code: 'store_unavailable' })
    expect(rows()).toEqual(before)
    await store.ping()
    empty()
    // The same act, with the same challenge: nothing of it was kept.
    expect(await act()).toBeUndefined()
    places.add(before.join())
  }
  return [...places]
}

describe('a full disk', () => {
  it('refuses a sign-up whole, and lets it in when there is room', async () => {
    const places = await strikes(() => {
      const finish = signUp()
      return () => store.finishRegistration(finish)
    })
    expect(places.length).toBeGreaterThan(3)
  })

  it('refuses a sign-in whole, and lets it in when there is room', async () => {
    const { credential: passkey } = await registered(store)
    const places = await strikes(() => {
      const finish = signIn(passkey)
      return () => store.finishAuthentication(finish)
    })
    expect(places.length).toBeGreaterThan(3)
  })

  it('leaves reads and session checks alone', async () => {
    const { session, credential: passkey, account } = await registered(store)
    fill(0)
    expect(await store.findSession(session.id)).toBeDefined()
    expect(await store.findCredential(passkey.credentialId)).toBeDefined()
    expect(await store.listCredentials(account.id)).toHaveLength(1)
    empty()
  })
})
