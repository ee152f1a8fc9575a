import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { migrationsFor } from './migrations.ts'
import { SQLITE_TYPES } from './migrations/column-types.ts'
import { openDatabase } from './sqlite-database.ts'
import { openSqliteStore } from './sqlite-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-sqlite-'))
afterAll(() => rmSync(folder, { recursive: true }))

let count = 0
const file = () => join(folder, `${count++}`, 'data', 'latchkey.db')
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe('openDatabase', () => {
  it('sets what R150 asks for, on every connection', async () => {
    const path = file()
    for (let connection = 0; connection < 2; connection++) {
      const { database } = await openDatabase(path, 'FULL')
      const pragma = (name: string) =>
        Object.values(database.prepare(`pragma ${name}`).get() ?? {})[0]
      expect({
        journal: pragma('journal_mode'),
        synchronous: pragma('synchronous'),
        foreignKeys: pragma('foreign_keys'),
        trustedSchema: pragma('trusted_schema'),
      }).toEqual({ journal: 'wal', synchronous: 2, foreignKeys: 1, trustedSchema: 0 })
      expect(pragma('busy_timeout')).toBeLessThanOrEqual(5_000)
    }
  })

  it('lets nobody else read the files', async () => {
    const path = file()
    const umask = process.umask(0)
    try {
      const { database } = await openDatabase(path, 'FULL')
      expect(mode(path)).toBe('600')
      expect(mode(`${path}-wal`)).toBe('600')
      expect(mode(`${path}-shm`)).toBe('600')
      expect(mode(join(path, '..'))).toBe('700')
      database.close()
    } finally {
      process.umask(umask)
    }
  })

  it('takes a file that others could read away from them', async () => {
    const path = join(folder, 'open.db')
    writeFileSync(path, '')
    chmodSync(path, 0o644)
    const { database } = await openDatabase(path, 'FULL')
    expect(mode(path)).toBe('600')
    database.close()
  })

  it('leaves a folder that was there as it was', async () => {
    const shared = mkdtempSync(join(folder, 'shared-'))
    chmodSync(shared, 0o755)
    const { database } = await openDatabase(join(shared, 'latchkey.db'), 'FULL')
    expect(mode(shared)).toBe('755')
    database.close()
  })

  it('opens what it made before, without a second migration', async () => {
    const path = file()
    for (let round = 0; round < 3; round++) {
      const { database } = await openDatabase(path, 'FULL')
      const { count: migrations } = database
        .prepare('select count(*) as count from kysely_migration')
        .get()!
      expect(migrations).toBe(Object.keys(migrationsFor(SQLITE_TYPES)).length)
      database.close()
    }
  })

  it('gives up on a lock that is never released, without stopping the event loop', async () => {
    const path = file()
    ;(await openDatabase(path, 'FULL')).database.close()
    const other = new DatabaseSync(path)
    other.exec('begin immediate')
    let turns = 0
    const beat = setInterval(() => turns++, 20)
    const began = performance.now()
    await expect(openDatabase(path, 'FULL')).rejects.toMatchObject({ code: 'store_unavailable' })
    clearInterval(beat)
    expect(performance.now() - began).toBeLessThan(6_000)
    expect(turns).toBeGreaterThan(100)
    other.close()
  })

  it.each([
    ['a folder', () => folder],
    [
      'something else than a database',
      () => {
        const path = join(folder, 'garbage')
        writeFileSync(path, 'not a database, but long enough to be taken for one '.repeat(100))
        return path
      },
    ],
    ['a folder that is a file', () => '/dev/null/latchkey.db'],
    ['a folder that takes no folders', () => '/proc/latchkey/latchkey.db'],
  ])('refuses %s', async (_, path) => {
    await expect(openDatabase(path(), 'FULL')).rejects.toMatchObject({
      name: 'StoreError',
      code: 'store_unavailable',
    })
  })
})

describe('openSqliteStore', () => {
  it.each(['', 'sqlite:', 'latchkey.db', 'postgres://localhost/latchkey'])(
    'refuses the URL %j as a mistake of its caller',
    async (url) => {
      await expect(openSqliteStore(url)).rejects.toThrow(TypeError)
    },
  )

  it('keeps a store in memory to itself', async () => {
    const store = await openSqliteStore('sqlite::memory:')
    await expect(store.ping()).resolves.toBeUndefined()
    await store.close()
    expect(existsSync(':memory:')).toBe(false)
  })

  it('leaves one file behind when it is closed', async () => {
    const path = file()
    const store = await openSqliteStore(`sqlite:${path}`)
    await store.close()
    expect([existsSync(path), existsSync(`${path}-wal`)]).toEqual([true, false])
  })
})
