import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WriteQueue } from './write-queue.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-queue-'))
afterAll(() => rmSync(folder, { recursive: true }))

let path: string
let database: DatabaseSync
let queue: WriteQueue
let count = 0
beforeEach(() => {
  path = join(folder, `${count++}.db`)
  database = new DatabaseSync(path)
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 10')
  database.exec('create table parent (id integer primary key) strict')
  database.exec('create table t (x integer primary key, parent integer references parent) strict')
  queue = new WriteQueue(database)
})
afterEach(() => database.close())

const insert = (x: number) => () => database.prepare('insert into t (x) values (?)').run(x).changes
const rows = (from = database) =>
  from
    .prepare('select x from t order by x')
    .all()
    .map(({ x }) => x)

describe('WriteQueue', () => {
  it('answers the result of a unit once it is committed', async () => {
    const other = new DatabaseSync(path)
    const answer = queue.submit(insert(1))
    expect(rows(other)).toEqual([])
    expect(await answer).toBe(1)
    expect(rows(other)).toEqual([1])
    other.close()
  })

  it('commits what came in one turn together', async () => {
    const seen: unknown[] = []
    const other = new DatabaseSync(path)
    await Promise.all(
      [1, 2, 3].map((x) =>
        queue.submit(() => {
          seen.push(rows(other).length)
          return insert(x)()
        }),
      ),
    )
    // While each of them ran, none of them was visible outside.
    expect(seen).toEqual([0, 0, 0])
    expect(rows(other)).toEqual([1, 2, 3])
    other.close()
  })

  it('undoes a unit that throws, and that one alone', async () => {
    const broken = () => {
      insert(2)()
      throw new Error('half way')
    }
    const answers = await Promise.allSettled([
      queue.submit(insert(1)),
      queue.submit(broken),
      queue.submit(insert(3)),
    ])
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(answers[1]).toMatchObject({ reason: { code: 'store_unavailable' } })
    expect(rows()).toEqual([1, 3])
  })

  it('undoes an attempt that ends in a conflict, and goes on', async () => {
    const answer = await queue.submit(() => {
      insert(1)()
      const conflict = queue.attempt(() => {
        insert(2)()
        return 'taken'
      })
      insert(3)()
      return conflict
    })
    expect(answer).toBe('taken')
    expect(rows()).toEqual([1, 3])
  })

  it('takes more units than go into one transaction', async () => {
    await Promise.all(Array.from({ length: 1_000 }, (_, x) => queue.submit(insert(x))))
    expect(rows()).toHaveLength(1_000)
  })

  it('waits for the lock of another process, and lets the event loop run', async () => {
    const other = new DatabaseSync(path)
    other.exec('begin immediate')
    let turns = 0
    const beat = setInterval(() => turns++, 10)
    const answers = [queue.submit(insert(1)), sleep(100).then(() => queue.submit(insert(2)))]
    await sleep(300)
    expect(rows()).toEqual([])
    other.exec('rollback')
    await Promise.all(answers)
    clearInterval(beat)
    expect(rows()).toEqual([1, 2])
    expect(turns).toBeGreaterThan(10)
    other.close()
  })

  it('gives up on a lock after five seconds, and works again when it is gone', async () => {
    const other = new DatabaseSync(path)
    other.exec('begin immediate')
    const began = performance.now()
    await expect(queue.submit(insert(1))).rejects.toMatchObject({ code: 'store_unavailable' })
    expect(performance.now() - began).toBeLessThan(6_000)
    other.exec('rollback')
    other.close()
    await queue.submit(insert(2))
    expect(rows()).toEqual([2])
  })

  it('refuses what will not fit while the disk is full, and goes on when it is not', async () => {
    database.exec('create table big (text text) strict')
    database.exec('pragma max_page_count = 20')
    const big = () =>
      queue.submit(() => {
        insert(1)()
        database.prepare('insert into big values (?)').run('x'.repeat(200_000))
      })
    const answers = await Promise.allSettled([big(), queue.submit(insert(2))])
    expect(answers[0]).toMatchObject({ reason: { code: 'store_unavailable' } })
    expect(queue.stopped).toBeUndefined()
    expect(rows()).not.toContain(1)
    database.exec('pragma max_page_count = 1000')
    await big()
    expect(rows()).toContain(1)
  })

  it('stops when nobody can say what a commit did', async () => {
    // A deferred constraint is what makes a real engine fail at the COMMIT itself.
    const units = [
      queue.submit(() => {
        database.exec('pragma defer_foreign_keys = on')
        database.prepare('insert into t (x, parent) values (1, 404)').run()
      }),
      queue.submit(insert(2)),
    ]
    const answers = await Promise.allSettled(units)
    const unknown = { status: 'rejected', reason: { code: 'commit_outcome_unknown' } }
    expect(answers).toMatchObject([unknown, unknown])
    expect(queue.stopped).toMatchObject({ code: 'store_unavailable' })
    await expect(queue.submit(insert(3))).rejects.toMatchObject({ code: 'store_unavailable' })
    expect(rows()).toEqual([])
  })

  it('refuses more than it can hold instead of growing', async () => {
    const other = new DatabaseSync(path)
    other.exec('begin immediate')
    const answers = Array.from({ length: 10_001 }, (_, x) => queue.submit(insert(x)))
    await expect(answers.at(-1)).rejects.toMatchObject({ code: 'store_unavailable' })
    other.exec('rollback')
    other.close()
    await Promise.all(answers.slice(0, -1))
    expect(rows()).toHaveLength(10_000)
  })

  it('finishes what it took before it closes', async () => {
    const answers = Array.from({ length: 300 }, (_, x) => queue.submit(insert(x)))
    await queue.close()
    await Promise.all(answers)
    expect(rows()).toHaveLength(300)
    await expect(queue.submit(insert(301))).rejects.toMatchObject({ code: 'store_unavailable' })
  })
})
