/** The audit log as a chain, on every store (security.md R154, R161, R164). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exportAudit, pruneAudit, sealAll } from '../../src/server/audit-log/audit-log.ts'
import { chainHash } from '../../src/server/audit-log/chain.ts'
import type { AuditLine } from '../../src/server/audit-log/chain.ts'
import { verifyAudit } from '../../src/server/audit-log/verify.ts'
import { type Act, changesOf, type Tables } from '../../src/server/store/act.ts'
import { recordAudit } from '../../src/server/store/acts/audit-acts.ts'
import { readHead, readSealed } from '../../src/server/store/acts/audit-chain-acts.ts'
import type { AuditEvent, Store } from '../../src/server/store/store.ts'
import { audit, NOW, registered } from './records.ts'
import type { Subject } from './subject.ts'

/** Sealing, exporting, checking and forgetting, against the stores that `open` makes. */
export function auditCases(open: () => Promise<Subject>): void {
  let store: Store
  let subject: Subject
  beforeEach(async () => {
    subject = await open()
    store = subject.store
  })
  afterEach(() => store.close())

  const record = (change: Partial<AuditEvent> = {}) =>
    store.transact((tables) => recordAudit(tables, audit(change)))
  const records = (count: number) =>
    store.transact(function* (tables) {
      for (let at = 0; at < count; at++) {
        yield* recordAudit(tables, audit({ at: NOW + at, requestId: `request-${at}` }))
      }
    })
  const lines = async (from?: number): Promise<readonly AuditLine[]> => {
    const all: AuditLine[] = []
    for await (const line of exportAudit(store, from === undefined ? {} : { from })) all.push(line)
    return all
  }
  /** What somebody does who has the database. */
  const tamper = (act: (tables: Tables) => Act<unknown>) => store.transact(act)
  const prune = (before: number) =>
    pruneAudit(store, { before, now: NOW + 1000, requestId: 'pruning' })

  describe('the audit log', () => {
    it('gives events consecutive places, in the order of their time', async () => {
      await record({ at: NOW + 2, event: 'second' })
      await record({ at: NOW + 1, event: 'first' })
      await sealAll(store)
      await record({ at: NOW, event: 'third' })
      expect((await lines()).map(({ position, event }) => [position, event])).toEqual([
        [1, 'first'],
        [2, 'second'],
        [3, 'third'],
      ])
      expect(await subject.auditEvents()).toEqual([])
    })

    it('chains them by the hash that is documented', async () => {
      const event = audit({ reason: 'why', accountId: undefined, credentialId: undefined })
      await store.transact((tables) => recordAudit(tables, event))
      const [line] = await lines()
      const { hash, ...rest } = line!
      expect(rest).toEqual({
        position: 1,
        time: new Date(event.at).toISOString(),
        requestId: event.requestId,
        event: event.event,
        outcome: event.outcome,
        reason: 'why',
      })
      const right = chainHash(new Uint8Array(32), 1, event)
      expect(hash).toBe(Buffer.from(right).toString('base64url'))
    })

    it('seals each event once, however many seal at a time', async () => {
      await records(60)
      const counts = await Promise.all([1, 2, 3, 4].map(() => sealAll(store)))
      expect(counts.reduce((sum, count) => sum + count)).toBe(60)
      expect(await sealAll(store)).toBe(0)
      expect(await verifyAudit(store)).toMatchObject({ sound: true, events: 60, position: 60 })
    })

    it('seals in several steps what is too much for one, and reads on from any place', async () => {
      await records(530)
      const all = await lines()
      expect(all.map(({ position }) => position)).toEqual(all.map((_, index) => index + 1))
      expect(new Set(all.map(({ requestId }) => requestId)).size).toBe(530)
      expect(await lines(500)).toEqual(all.slice(499))
      expect(await lines(531)).toEqual([])
    })

    it('holds the events of sign-ups and of refusals alike', async () => {
      await registered(store)
      await record({ outcome: 'refused', reason: 'sign_count_regressed' })
      expect((await lines()).map(({ event, outcome }) => [event, outcome])).toContainEqual([
        audit().event,
        'refused',
      ])
    })
  })

  describe('checking the audit log', () => {
    const set = (change: Record<string, unknown>, position: number) =>
      tamper(({ db }) =>
        changesOf(db.updateTable('audit_log').set(change).where('position', '=', position)),
      )
    const remove = (position: number) =>
      tamper(({ db }) => changesOf(db.deleteFrom('audit_log').where('position', '=', position)))

    it('finds nothing in one that nobody touched, empty or not', async () => {
      expect(await verifyAudit(store)).toMatchObject({ sound: true, events: 0, position: 0 })
      await records(7)
      const verdict = await verifyAudit(store)
      expect(verdict).toMatchObject({ sound: true, events: 7, position: 7 })
      expect(verdict.sound && verdict.hash).toBe((await lines()).at(-1)?.hash)
    })

    it.each([
      ['another time', { at: NOW - 1 }, 'changed'],
      ['another event', { event: 'session.end' }, 'changed'],
      ['another outcome', { outcome: 'refused' }, 'changed'],
      ['another reason', { reason: 'none' }, 'changed'],
      ['another account', { account_id: 'somebody' }, 'changed'],
      ['another request', { request_id: 'other' }, 'changed'],
      ['another credential', { credential_id: 'other' }, 'changed'],
      ['another hash', { hash: new Uint8Array(32).fill(7) }, 'changed'],
      ['another place', { position: 100 }, 'missing'],
    ])('finds %s', async (_, change, fault) => {
      await records(6)
      await sealAll(store)
      await set(change, 4)
      expect(await verifyAudit(store)).toEqual({ sound: false, position: 4, fault })
    })

    it.each([1, 3, 6])('finds that event %i is gone', async (position) => {
      await records(6)
      await sealAll(store)
      await remove(position)
      expect(await verifyAudit(store)).toEqual({ sound: false, position, fault: 'missing' })
    })

    it('finds two events that changed places', async () => {
      await records(4)
      await sealAll(store)
      await set({ position: 99 }, 2)
      await set({ position: 2 }, 3)
      await set({ position: 3 }, 99)
      expect(await verifyAudit(store)).toMatchObject({ sound: false, position: 2 })
    })

    it('finds a log that was rewritten to its end, when a hash was written down', async () => {
      await records(5)
      const before = await lines()
      const known = { position: 5, hash: before[4]!.hash }
      expect(await verifyAudit(store, { known })).toMatchObject({ sound: true })
      // Somebody who knows how it is made takes the last two away and makes the end fit.
      await remove(5)
      await remove(4)
      const [third] = await store.read((tables) => readSealed(tables, { position: 3, limit: 1 }))
      const { position, hash } = third!
      await tamper(({ db }) => changesOf(db.updateTable('audit_chain').set({ position, hash })))
      expect(await verifyAudit(store)).toMatchObject({ sound: true, events: 3 })
      expect(await verifyAudit(store, { known })).toMatchObject({ fault: 'missing', position: 4 })
      await record({ requestId: 'other' })
      await record({ requestId: 'another' })
      expect(await verifyAudit(store, { known })).toMatchObject({ fault: 'rewritten', position: 5 })
    })
  })

  describe('forgetting the oldest part', () => {
    it('takes what is older, says so in the log, and what is left can be checked', async () => {
      await records(10)
      expect(await prune(NOW + 4)).toBe(4)
      const left = await lines()
      expect(left.map(({ position }) => position)).toEqual([5, 6, 7, 8, 9, 10, 11])
      expect(left.at(-1)).toMatchObject({
        event: 'audit.pruned',
        reason: expect.stringMatching(/^through 4 [\w-]{43}$/),
      })
      expect(await verifyAudit(store)).toMatchObject({ sound: true, events: 7, position: 11 })
      expect(await prune(NOW + 4)).toBe(0)
      expect(await lines()).toHaveLength(7)
    })

    it('goes on where it was, even through its own traces', async () => {
      await records(4)
      await prune(NOW + 2)
      await records(2)
      expect(await prune(NOW + 2000)).toBe(5)
      expect(await verifyAudit(store)).toMatchObject({ sound: true, events: 1, position: 8 })
    })

    it('is found out when it was done by hand', async () => {
      await records(6)
      await sealAll(store)
      const [third] = await store.read((tables) => readSealed(tables, { position: 3, limit: 1 }))
      await tamper(function* ({ db }) {
        yield* changesOf(db.deleteFrom('audit_log').where('position', '<=', 3))
        const base = { base_position: 3, base_hash: third!.hash }
        yield* changesOf(db.updateTable('audit_chain').set(base))
      })
      expect(await verifyAudit(store)).toEqual({ sound: false, position: 3, fault: 'cut' })
    })

    it('leaves everything when nothing is old enough', async () => {
      await records(3)
      expect(await prune(NOW)).toBe(0)
      expect(await store.read(readHead)).toMatchObject({ position: 3, basePosition: 0 })
    })
  })
}
