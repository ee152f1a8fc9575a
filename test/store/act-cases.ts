/** What a store promises to the acts it runs. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordAudit } from '../../src/server/store/acts/audit-acts.ts'
import { lockAccount, raiseSessionEpoch } from '../../src/server/store/acts/account-acts.ts'
import { useChallenge } from '../../src/server/store/acts/challenge-acts.ts'
import { beginSession, endSession } from '../../src/server/store/acts/session-acts.ts'
import { rowOf, rowsOf, Undo } from '../../src/server/store/act.ts'
import type { Store } from '../../src/server/store/store.ts'
import { audit, challenge, random, registered, session } from './records.ts'
import type { Subject } from './subject.ts'

/** Transactions, undoing and locking, against the stores that `open` makes. */
export function actCases(open: () => Promise<Subject>): void {
  let subject: Subject
  let store: Store
  beforeEach(async () => {
    subject = await open()
    store = subject.store
  })
  afterEach(() => store.close())

  describe('an act', () => {
    it('answers its result after the commit', async () => {
      const { account } = await registered(store)
      const epoch = await store.transact((tables) => raiseSessionEpoch(tables, account.id))
      expect(epoch).toBe(1)
      expect(await subject.countSessions()).toBe(0)
    })

    it('reads without a transaction', async () => {
      const { account } = await registered(store)
      const found = await store.read(({ db }) =>
        rowsOf(db.selectFrom('accounts').select(['id', 'session_epoch'])),
      )
      expect(found).toEqual([{ id: account.id, session_epoch: 0 }])
    })

    it('leaves nothing when it undoes itself, and answers why', async () => {
      const before = (await subject.auditEvents()).length
      const outcome = await store.transact(function* (tables) {
        yield* useChallenge(tables, challenge())
        yield* recordAudit(tables, audit())
        throw new Undo('changed_my_mind')
      })
      expect(outcome).toBe('changed_my_mind')
      expect(await subject.countUsedChallenges()).toBe(0)
      expect(await subject.auditEvents()).toHaveLength(before)
    })

    it('leaves nothing when it throws, and the next one works', async () => {
      const used = challenge()
      const failing = store.transact(function* (tables) {
        yield* useChallenge(tables, used)
        throw new TypeError('a bug')
      })
      await expect(failing).rejects.toMatchObject({ code: 'store_unavailable' })
      expect(await store.transact((tables) => useChallenge(tables, used))).toBe(undefined)
      expect(await store.transact((tables) => useChallenge(tables, used))).toBe('challenge_used')
    })

    it('leaves nothing when a constraint stops it', async () => {
      const { account } = await registered(store)
      const before = (await subject.auditEvents()).length
      const failing = store.transact(function* (tables) {
        yield* recordAudit(tables, audit())
        yield* rowOf(
          tables.db.updateTable('accounts').set({ disabled: 2 }).where('id', '=', account.id),
        )
      })
      await expect(failing).rejects.toMatchObject({ code: 'store_unavailable' })
      expect(await subject.auditEvents()).toHaveLength(before)
    })

    it('begins a session for an enabled account only, and ends the one it replaces', async () => {
      const { account, credential, session: first } = await registered(store)
      const second = session(account.id, credential.id)
      const begin = (id: string) =>
        store.transact((tables) => beginSession(tables, session(id, credential.id), undefined))
      expect(await store.transact((tables) => beginSession(tables, second, first.id))).toBe(true)
      expect(await store.findSession(first.id)).toBe(undefined)
      expect((await store.findSession(second.id))?.session.id).toBe(second.id)
      expect(await store.transact((tables) => endSession(tables, second.id))).toBe(true)
      expect(await store.transact((tables) => endSession(tables, second.id))).toBe(false)
      expect(await begin(random(16))).toBe(false)
      await subject.disableAccount(account.id)
      expect(await begin(account.id)).toBe(false)
    })

    it('keeps an account still: of 20 that each add one to what they read, none is lost', async () => {
      const { account } = await registered(store)
      const id = account.id
      const add = () =>
        store.transact(function* (tables) {
          const { session_epoch: epoch } = (yield* lockAccount(tables, id))!
          yield* rowOf(
            tables.db
              .updateTable('accounts')
              .set({ session_epoch: epoch + 1 })
              .where('id', '=', id)
              .returning('id'),
          )
        })
      await Promise.all(Array.from({ length: 20 }, add))
      const locked = await store.transact((tables) => lockAccount(tables, id))
      expect(locked?.session_epoch).toBe(20)
    })
  })
}
