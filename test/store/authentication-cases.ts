/** What a store does with a verified assertion. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/server/store/store.ts'
import {
  asking,
  NOW,
  account,
  addition,
  audit,
  challenge,
  credential,
  random,
  registered,
  session,
  signIn,
} from './records.ts'
import type { Subject } from './subject.ts'

/** Sign-ins, against the stores that `open` makes. */
export function authenticationCases(open: () => Promise<Subject>): void {
  let subject: Subject
  let store: Store
  beforeEach(async () => {
    subject = await open()
    store = subject.store
  })
  afterEach(() => store.close())

  const lastEvent = async () => (await subject.auditEvents()).at(-1)

  describe('finishAuthentication', () => {
    it('stores the session and what the passkey said', async () => {
      const { credential: passkey } = await registered(store)
      const finish = signIn(passkey, { signCount: 7, backupState: false })
      expect(await store.finishAuthentication(finish)).toBeUndefined()
      expect(await store.findCredential(passkey.credentialId)).toMatchObject({
        credential: { signCount: 7, backupState: false, lastUsedAt: NOW },
      })
      expect((await store.findSession(finish.session.id))?.secretHash).toEqual(
        finish.session.secretHash,
      )
      expect(await lastEvent()).toMatchObject({ event: 'authentication', outcome: 'accepted' })
    })

    it('tells the last use to the minute', async () => {
      const { credential: passkey } = await registered(store)
      const at = async (now: number) => {
        const made = session(passkey.accountId, passkey.id, { createdAt: now })
        await store.finishAuthentication(signIn(passkey, { session: made }))
        return (await store.findCredential(passkey.credentialId))!.credential.lastUsedAt! - now
      }
      expect(await at(NOW)).toBe(0)
      expect(await at(NOW + 59_000)).toBeGreaterThan(-60_000)
      expect(await at(NOW + 60_000)).toBe(0)
    })

    it('gives the session the epoch the account has at that instant', async () => {
      const { account: person, credential: passkey } = await registered(store)
      const finish = signIn(passkey)
      await subject.raiseSessionEpoch(person.id)
      await store.finishAuthentication(finish)
      expect((await store.findSession(finish.session.id))?.session.epoch).toBe(1)
    })

    it('ends the session the browser had before', async () => {
      const { credential: passkey, session: before } = await registered(store)
      await store.finishAuthentication(signIn(passkey, { endSessionId: before.id }))
      expect(await store.findSession(before.id)).toBeUndefined()
    })

    it('lets one of fifty answers to a challenge in', async () => {
      const { credential: passkey } = await registered(store)
      const once = challenge()
      const answers = await Promise.all(
        Array.from({ length: 50 }, () =>
          store.finishAuthentication(signIn(passkey, { challenge: once })),
        ),
      )
      expect(answers.filter((answer) => answer === undefined)).toHaveLength(1)
      expect(answers.filter((answer) => answer === 'challenge_used')).toHaveLength(49)
      expect(await subject.countSessions()).toBe(2)
      expect(await subject.auditEvents()).toHaveLength(2)
    })

    it('undoes only the refused ones of those that share a commit', async () => {
      const { credential: passkey } = await registered(store)
      const answers = await Promise.all([
        store.finishAuthentication(signIn(passkey)),
        store.finishAuthentication(signIn({ ...passkey, id: random(16) })),
        // A session id that exists already is no conflict but a failure.
        store.finishAuthentication(signIn(passkey)).then(async () => {
          const twice = session(passkey.accountId, passkey.id)
          return Promise.allSettled([
            store.finishAuthentication(signIn(passkey, { session: twice })),
            store.finishAuthentication(signIn(passkey, { session: twice })),
            store.finishAuthentication(signIn(passkey)),
          ])
        }),
      ])
      expect(answers.slice(0, 2)).toEqual([undefined, 'credential_gone'])
      const [first, second, other] = answers[2]
      // Which of the two comes first is the database's business where they have a connection each.
      const twins = [first, second].toSorted((a, b) => a.status.localeCompare(b.status))
      expect(twins).toMatchObject([
        { status: 'fulfilled', value: undefined },
        { status: 'rejected', reason: { code: 'store_unavailable' } },
      ])
      expect(other).toMatchObject({ status: 'fulfilled', value: undefined })
      expect(await subject.countSessions()).toBe(5)
    })

    describe('and the counter', () => {
      it.each([
        [0, 0, undefined],
        [0, 1, undefined],
        [5, 6, undefined],
        [5, 5, 'sign_count_regressed'],
        [5, 4, 'sign_count_regressed'],
        [5, 0, 'sign_count_regressed'],
      ])('stored %i, presented %i', async (stored, signCount, code) => {
        const person = account()
        const { credential: passkey } = await registered(store, {
          account: person,
          credential: credential(person.id, { signCount: stored }),
        })
        const finish = signIn(passkey, { signCount })
        expect(await store.finishAuthentication(finish)).toBe(code)
        const found = await store.findCredential(passkey.credentialId)
        expect(found?.credential.signCount).toBe(Math.max(stored, signCount))
        expect(await subject.isCloneSuspected(passkey.id)).toBe(code !== undefined)
        expect((await store.findSession(finish.session.id)) === undefined).toBe(code !== undefined)
      })

      it('lets one of several answers with the same counter in', async () => {
        const { credential: passkey } = await registered(store)
        const answers = await Promise.all(
          Array.from({ length: 8 }, () =>
            store.finishAuthentication(signIn(passkey, { signCount: 3 })),
          ),
        )
        expect(answers.filter((answer) => answer === undefined)).toHaveLength(1)
      })

      it('is only reported when the policy says so, and never falls', async () => {
        const person = account()
        const { credential: passkey } = await registered(store, {
          account: person,
          credential: credential(person.id, { signCount: 5 }),
        })
        const finish = signIn(passkey, { signCount: 2, signCountPolicy: 'report' })
        expect(await store.finishAuthentication(finish)).toBeUndefined()
        const found = await store.findCredential(passkey.credentialId)
        expect(found?.credential.signCount).toBe(5)
        expect(await subject.isCloneSuspected(passkey.id)).toBe(true)
      })
    })

    it.each([
      [
        'sign_count_regressed',
        async () => {
          const person = account()
          const passkey = credential(person.id, { signCount: 9 })
          await registered(store, { account: person, credential: passkey })
          return signIn(passkey, { signCount: 9 })
        },
      ],
      [
        'account_disabled',
        async () => {
          const { credential: passkey } = await registered(store)
          await subject.disableAccount(passkey.accountId)
          return signIn(passkey)
        },
      ],
      [
        'credential_gone',
        async () => {
          const owner = await registered(store)
          await store.finishRegistration(addition(owner))
          await store.deletePasskey(asking(owner.session), owner.credential.id, audit())
          return signIn(owner.credential)
        },
      ],
      [
        'credential_gone',
        async () => {
          const { credential: passkey } = await registered(store)
          const { account: other } = await registered(store)
          return signIn({ id: passkey.id, accountId: other.id })
        },
      ],
    ])('spends the challenge on %s, and stores the event alone', async (code, prepare) => {
      const finish = await prepare()
      const sessions = await subject.countSessions()
      expect(await store.finishAuthentication(finish)).toBe(code)
      expect(await lastEvent()).toEqual({
        event: 'authentication',
        outcome: 'refused',
        reason: code,
      })
      expect(await subject.countSessions()).toBe(sessions)
      expect(await store.finishAuthentication(finish)).toBe('challenge_used')
    })
  })

  describe('burnChallenge', () => {
    it('uses a challenge up, once, with its event', async () => {
      const once = challenge()
      const event = audit({ outcome: 'refused', reason: 'user_not_verified' })
      expect(await store.burnChallenge(once, event)).toBe('burnt')
      expect(await store.burnChallenge(once, event)).toBe('challenge_used')
      expect(await subject.auditEvents()).toEqual([
        { event: 'test', outcome: 'refused', reason: 'user_not_verified' },
      ])
      const { credential: passkey } = await registered(store)
      expect(await store.finishAuthentication(signIn(passkey, { challenge: once }))).toBe(
        'challenge_used',
      )
    })
  })
}
