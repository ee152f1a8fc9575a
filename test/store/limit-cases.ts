/** Counters of attempts, on every store (security.md R148, R154). */
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  countHits,
  forgetHits,
  hit,
  hitWithPauses,
  sweepLimits,
  unhit,
} from '../../src/server/store/acts/limit-acts.ts'
import type { Counted } from '../../src/server/store/acts/limit-acts.ts'
import type { Store } from '../../src/server/store/store.ts'
import type { Subject } from './subject.ts'

const MINUTE = 60_000
const YEAR = 365 * 24 * 60 * MINUTE

/** Counting, pausing and forgetting, against the stores that `open` makes. */
export function limitCases(open: () => Promise<Subject>): void {
  let store: Store
  let key: Uint8Array
  beforeEach(async () => {
    ;({ store } = await open())
    key = randomBytes(32)
  })
  afterEach(() => store.close())

  const once = (now: number, limit = 3): Promise<Counted> =>
    store.transact((tables) => hit(tables, { key, limit, window: MINUTE, now }))
  const paused = (now: number): Promise<Counted> =>
    store.transact((tables) =>
      hitWithPauses(tables, {
        key,
        free: 2,
        window: 15 * MINUTE,
        firstPause: 1000,
        longestPause: 4000,
        memory: 60 * MINUTE,
        now,
      }),
    )

  describe('a counter (R148)', () => {
    it('allows so many in the window, and says when the next may come', async () => {
      expect(await once(0)).toEqual({ allowed: true, count: 1, wait: 0 })
      await once(10)
      expect(await once(20)).toEqual({ allowed: true, count: 3, wait: 0 })
      expect(await once(50_000)).toEqual({ allowed: false, count: 3, wait: 10_000 })
      expect(await once(MINUTE)).toEqual({ allowed: true, count: 1, wait: 0 })
    })

    it('lets 200 at once pass no more than its limit', async () => {
      // Whom a busy database keeps waiting for too long was not let through either.
      const refused = (error: { readonly code?: string }) => {
        expect(error.code).toBe('store_unavailable')
        return { allowed: false }
      }
      const answers = await Promise.all(
        Array.from({ length: 200 }, () => once(0, 7).catch(refused)),
      )
      expect(answers.filter(({ allowed }) => allowed)).toHaveLength(7)
      expect(await store.read((tables) => countHits(tables, { key, now: 0 }))).toBe(7)
    })

    it('takes back what did not count, and forgets', async () => {
      for (let turn = 0; turn < 3; turn++) await once(0)
      await store.transact((tables) => unhit(tables, key))
      expect((await once(0)).allowed).toBe(true)
      expect((await once(0)).allowed).toBe(false)
      await store.transact((tables) => forgetHits(tables, key))
      await store.transact((tables) => unhit(tables, key))
      expect(await once(0)).toMatchObject({ count: 1 })
    })

    it('doubles its pauses up to the longest, and begins again when all is forgotten', async () => {
      expect(await paused(0)).toMatchObject({ allowed: true })
      expect(await paused(0)).toMatchObject({ allowed: true, count: 2 })
      expect(await paused(400)).toEqual({ allowed: false, count: 2, wait: 600 })
      expect(await paused(1000)).toMatchObject({ allowed: true })
      expect(await paused(1000)).toMatchObject({ allowed: false, wait: 2000 })
      expect(await paused(3000)).toMatchObject({ allowed: true })
      expect(await paused(3000)).toMatchObject({ wait: 4000 })
      expect(await paused(7000)).toMatchObject({ allowed: true })
      expect(await paused(7000)).toMatchObject({ wait: 4000 })
      expect(await paused(11_000 + 60 * MINUTE)).toMatchObject({ allowed: true, count: 1 })
      expect(await paused(11_000 + 60 * MINUTE)).toMatchObject({ allowed: true, count: 2 })
    })

    it('that a clock began which was ahead by a year says nothing once it is right again', async () => {
      for (let turn = 0; turn < 3; turn++) await once(YEAR)
      expect(await once(YEAR - 5 * MINUTE)).toMatchObject({ allowed: false })
      expect(await once(0)).toEqual({ allowed: true, count: 1, wait: 0 })
      expect(await once(0)).toMatchObject({ count: 2 })
      key = randomBytes(32)
      for (let turn = 0; turn < 2; turn++) await paused(YEAR)
      expect(await paused(YEAR - 5 * MINUTE)).toMatchObject({ allowed: false })
      expect(await paused(0)).toMatchObject({ allowed: true, count: 1 })
      expect(await paused(0)).toMatchObject({ allowed: true, count: 2 })
      expect(await paused(0)).toEqual({ allowed: false, count: 2, wait: 1000 })
    })

    it('lets 50 at once pass no more than come without a pause', async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, () => paused(0)))
      expect(answers.filter(({ allowed }) => allowed)).toHaveLength(2)
    })

    it('is swept in batches once it counts no more (R154)', async () => {
      for (let index = 0; index < 5; index++) {
        key = randomBytes(32)
        await once(index < 4 ? 0 : 1000)
      }
      const sweep = (now: number) =>
        store.transact((tables) => sweepLimits(tables, { now, limit: 3 }))
      expect(await sweep(MINUTE - 1)).toBe(0)
      expect([await sweep(MINUTE), await sweep(MINUTE), await sweep(MINUTE)]).toEqual([3, 1, 0])
      expect((await once(MINUTE)).count).toBe(2)
    })
  })
}
