/** What a store does with what it keeps. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/server/store/store.ts'
import {
  asking,
  NOW,
  WINDOW,
  account,
  addition,
  audit,
  challenge,
  credential,
  random,
  registered,
  sessionId,
  signIn,
  signUp,
} from './records.ts'
import type { Subject } from './subject.ts'

/** Sweeping, sessions, passkeys and closing, against the stores that `open` makes. */
export function keepingCases(open: () => Promise<Subject>): void {
  let subject: Subject
  let store: Store
  beforeEach(async () => {
    subject = await open()
    store = subject.store
  })
  afterEach(() => store.close())

  const lastEvent = async () => (await subject.auditEvents()).at(-1)

  describe('sweep', () => {
    it('forgets marks a minute after they expired, and raises the floor with them', async () => {
      const expired = challenge()
      await store.burnChallenge(expired, audit())
      expect(await store.sweep(expired.expiresAt + 59_999, 100)).toBe(0)
      expect(await store.challengeFloor(1)).toBe(0)
      expect(await store.sweep(expired.expiresAt + 60_000, 100)).toBe(1)
      expect(await store.challengeFloor(1)).toBe(expired.expiresAt)
      expect(await subject.countUsedChallenges()).toBe(0)
    })

    it('refuses a replay after the sweep, whatever the clock says then', async () => {
      const { credential: passkey, challenge: first } = await registered(store)
      const finish = signIn(passkey)
      await store.finishAuthentication(finish)
      await store.sweep(NOW + WINDOW + 60_000, 100)
      // The clock of a caller went back an hour: to it this challenge looks fresh.
      expect(await store.finishAuthentication(finish)).toBe('challenge_expired')
      expect(await store.finishRegistration(signUp({ challenge: first }))).toBe('challenge_expired')
      expect(await store.burnChallenge(first, audit())).toBe('challenge_expired')
      const later = challenge({ issuedAt: NOW + WINDOW + 1, expiresAt: NOW + 2 * WINDOW + 1 })
      expect(await store.finishAuthentication(signIn(passkey, { challenge: later }))).toBe(
        undefined,
      )
    })

    it('keeps a floor for each key, and never lowers one', async () => {
      const at = (keyId: number, issuedAt: number) =>
        store.burnChallenge(challenge({ keyId, issuedAt, expiresAt: issuedAt + WINDOW }), audit())
      await at(1, NOW)
      await at(2, NOW + 1_000)
      await store.sweep(NOW + WINDOW + 61_000, 100)
      await at(1, NOW + 1)
      await at(1, NOW + 500)
      await store.sweep(NOW + WINDOW + 61_000, 1)
      expect(await store.challengeFloor(1)).toBe(NOW + 1 + WINDOW)
      expect(await store.challengeFloor(2)).toBe(NOW + 1_000 + WINDOW)
      expect(await store.challengeFloor(3)).toBe(0)
    })

    it('removes dead sessions', async () => {
      const late = challenge({ issuedAt: NOW + 1e9, expiresAt: NOW + 1e9 + WINDOW })
      const { session: dead } = await registered(store, { challenge: late })
      expect(await store.sweep(dead.expiresAt - 1, 100)).toBe(0)
      expect(await store.findSession(dead.id)).toBeDefined()
      expect(await store.sweep(dead.expiresAt, 100)).toBe(1)
      expect(await store.findSession(dead.id)).toBeUndefined()
    })

    it('removes no more than it is told to, and comes to an end', async () => {
      for (let round = 0; round < 7; round++) await registered(store)
      const removed: number[] = []
      for (let count = 3; count >= 3;) {
        count = await store.sweep(NOW + 1e12, 3)
        removed.push(count)
      }
      expect(removed).toEqual([3, 3, 3, 3, 2])
      expect(await subject.countSessions()).toBe(0)
      expect(await subject.countUsedChallenges()).toBe(0)
    })
  })

  describe('sessions', () => {
    it('die with their epoch and with their account', async () => {
      const one = await registered(store)
      const other = await registered(store)
      await subject.raiseSessionEpoch(one.account.id)
      await subject.disableAccount(other.account.id)
      expect(await store.findSession(one.session.id)).toBeUndefined()
      expect(await store.findSession(other.session.id)).toBeUndefined()
    })

    it('are touched forwards only', async () => {
      const { session: made } = await registered(store)
      const lastUsed = async () => (await store.findSession(made.id))?.session.lastUsedAt
      await store.touchSession(made.id, NOW + 1_000)
      expect(await lastUsed()).toBe(NOW + 1_000)
      await store.touchSession(made.id, NOW - 1_000)
      expect(await lastUsed()).toBe(NOW + 1_000)
      await store.touchSession(sessionId(), NOW)
      await store.touchSession('', NOW)
    })

    it('end once, with an event', async () => {
      const { session: made } = await registered(store)
      const event = audit({ event: 'sign_out' })
      await store.endSession(made.id, event)
      await store.endSession(made.id, event)
      await store.endSession('not an id', event)
      expect(await store.findSession(made.id)).toBeUndefined()
      const ended = (await subject.auditEvents()).filter((one) => one.event === 'sign_out')
      expect(ended).toHaveLength(1)
    })

    it.each(['', 'A', 'AAAA', '§', `${'A'.repeat(21)}B`, 'A'.repeat(1_000)])(
      'are not found under %j',
      async (id) => {
        expect(await store.findSession(id)).toBeUndefined()
      },
    )
  })

  describe('passkeys', () => {
    it('are listed in an order that does not follow their creation', async () => {
      const owner = await registered(store)
      const created = [owner.credential.id]
      for (let count = 0; count < 12; count++) {
        const finish = addition(owner)
        await store.finishRegistration(finish)
        created.push(finish.credential.id)
      }
      const listed = (await store.listCredentials(owner.account.id)).map(({ id }) => id)
      expect(listed.toSorted()).toEqual(created.toSorted())
      // One chance in 6,227,020,800 that the random ids say otherwise.
      expect(listed).not.toEqual(created)
    })

    it('are renamed by their owner alone', async () => {
      const owner = await registered(store)
      const stranger = await registered(store)
      const { id } = owner.credential
      expect(await store.renamePasskey(owner.account.id, id, 'Phone', audit())).toEqual({
        ...owner.credential,
        name: 'Phone',
      })
      const events = (await subject.auditEvents()).length
      expect(await store.renamePasskey(stranger.account.id, id, 'Mine', audit())).toBeUndefined()
      expect(await store.renamePasskey(owner.account.id, 'x', 'Mine', audit())).toBeUndefined()
      const [found] = await store.listCredentials(owner.account.id)
      expect(found?.name).toBe('Phone')
      expect(await subject.auditEvents()).toHaveLength(events)
    })

    it('are deleted with every session but the asking one (R75, R91)', async () => {
      const owner = await registered(store)
      const second = addition(owner)
      await store.finishRegistration(second)
      const other = signIn(second.credential)
      await store.finishAuthentication(other)
      const third = signIn(second.credential)
      await store.finishAuthentication(third)
      const { id, credentialId } = owner.credential
      expect(await store.deletePasskey(asking(other.session), id, audit())).toBe('deleted')
      expect(await store.findCredential(credentialId)).toBeUndefined()
      expect(await store.findSession(owner.session.id)).toBeUndefined()
      expect(await store.findSession(third.session.id)).toBeUndefined()
      expect(await store.findSession(other.session.id)).toBeDefined()
      expect(await store.listCredentials(owner.account.id)).toEqual([
        { ...second.credential, lastUsedAt: NOW },
      ])
      expect(await store.deletePasskey(asking(other.session), id, audit())).toBe('not_found')
      expect(await store.renamePasskey(owner.account.id, id, 'x', audit())).toBeUndefined()
    })

    it('keep their credential id reserved when deleted', async () => {
      const owner = await registered(store)
      await store.finishRegistration(addition(owner))
      await store.deletePasskey(asking(owner.session), owner.credential.id, audit())
      const { credentialId } = owner.credential
      const person = account()
      const elsewhere = signUp({
        account: person,
        credential: credential(person.id, { credentialId }),
      })
      expect(await store.finishRegistration(elsewhere)).toBe('credential_exists')
    })

    it('are deleted with the asking session, too, when they had made it (R91)', async () => {
      const owner = await registered(store)
      await store.finishRegistration(addition(owner))
      const by = asking(owner.session)
      expect(await store.deletePasskey(by, owner.credential.id, audit())).toBe('deleted')
      expect(await subject.countSessions()).toBe(0)
    })

    it('are not deleted by a session that is over', async () => {
      const owner = await registered(store)
      const second = addition(owner)
      await store.finishRegistration(second)
      await store.endSession(owner.session.id, audit())
      const by = asking(owner.session)
      expect(await store.deletePasskey(by, second.credential.id, audit())).toBe('session_gone')
      expect(await store.listCredentials(owner.account.id)).toHaveLength(2)
    })

    it('of someone else are not found', async () => {
      const owner = await registered(store)
      const stranger = await registered(store)
      await store.finishRegistration(addition(owner))
      await store.finishRegistration(addition(stranger))
      const { id } = owner.credential
      expect(await store.deletePasskey(asking(stranger.session), id, audit())).toBe('not_found')
      expect(await store.listCredentials(owner.account.id)).toHaveLength(2)
    })

    it('never leave an account without one', async () => {
      const owner = await registered(store)
      const { id } = owner.credential
      expect(await store.deletePasskey(asking(owner.session), id, audit({ event: 'delete' }))).toBe(
        'last_sign_in_method',
      )
      expect(await lastEvent()).toEqual({
        event: 'delete',
        outcome: 'refused',
        reason: 'last_sign_in_method',
      })
      expect(await store.findSession(owner.session.id)).toBeDefined()
    })

    it('are not both deleted when the last two are deleted at once', async () => {
      for (let round = 0; round < 20; round++) {
        const owner = await registered(store)
        const second = addition(owner)
        await store.finishRegistration(second)
        const other = signIn(second.credential)
        await store.finishAuthentication(other)
        const outcomes = await Promise.all([
          store.deletePasskey(asking(other.session), owner.credential.id, audit()),
          store.deletePasskey(asking(owner.session), second.credential.id, audit()),
        ])
        // The one that came second is out: whoever deletes the other's passkey ends its session as well.
        expect(outcomes.toSorted()).toEqual(['deleted', 'session_gone'])
        expect(await store.listCredentials(owner.account.id)).toHaveLength(1)
      }
    })
  })

  describe('when closed', () => {
    it('has finished what it was given, and refuses the rest', async () => {
      const finish = signUp()
      const under = store.finishRegistration(finish)
      await Promise.all([store.close(), store.close()])
      expect(await under).toBeUndefined()
      const refused = { code: 'store_unavailable' }
      await expect(store.ping()).rejects.toMatchObject(refused)
      await expect(store.findSession(sessionId())).rejects.toMatchObject(refused)
      await expect(store.sweep(NOW, 1)).rejects.toMatchObject(refused)
    })
  })

  it('answers a ping', async () => {
    await expect(store.ping()).resolves.toBeUndefined()
  })

  it('finds nobody under a name that was not registered', async () => {
    expect(await store.findAccountByUsernameKey('nobody')).toBeUndefined()
    expect(await store.findCredential(random(32))).toBeUndefined()
    expect(await store.listCredentials(random(16))).toEqual([])
  })
}
