/** What a store does with a verified registration. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/server/store/store.ts'
import {
  NOW,
  account,
  addition,
  audit,
  credential,
  random,
  registered,
  sessionId,
  signUp,
} from './records.ts'
import type { Subject } from './subject.ts'

/** Sign-up and further passkeys, against the stores that `open` makes. */
export function registrationCases(open: () => Promise<Subject>): void {
  let subject: Subject
  let store: Store
  beforeEach(async () => {
    subject = await open()
    store = subject.store
  })
  afterEach(() => store.close())

  const lastEvent = async () => (await subject.auditEvents()).at(-1)

  describe('finishRegistration', () => {
    it('stores account, passkey, session and audit event together', async () => {
      const finish = signUp()
      expect(await store.finishRegistration(finish)).toBeUndefined()
      const { usernameKey, ...person } = finish.account
      expect(await store.findAccountByUsernameKey(usernameKey)).toEqual(person)
      expect(await store.findCredential(finish.credential.credentialId)).toEqual({
        credential: finish.credential,
        account: person,
      })
      const { secretHash, ...made } = finish.session
      expect(await store.findSession(finish.session.id)).toEqual({
        session: made,
        secretHash,
        account: person,
      })
      expect(await subject.auditEvents()).toEqual([
        { event: 'registration', outcome: 'accepted', reason: undefined },
      ])
    })

    it('keeps every member of a passkey', async () => {
      const person = account()
      const passkey = credential(person.id, {
        algorithm: -257,
        signCount: 0xffff_ffff,
        transports: [],
        uvInitialized: false,
        backupEligible: false,
        backupState: false,
        attestationFormat: 'packed',
        name: 'Löwe 🔑',
        lastUsedAt: NOW,
      })
      await registered(store, { account: person, credential: passkey })
      expect(await store.listCredentials(person.id)).toEqual([passkey])
    })

    it('ends the session the browser had before', async () => {
      const before = await registered(store)
      const finish = signUp({ endSessionId: before.session.id })
      await store.finishRegistration(finish)
      expect(await store.findSession(before.session.id)).toBeUndefined()
      expect(await store.findSession(finish.session.id)).toBeDefined()
    })

    it('adds a passkey for a live session', async () => {
      const owner = await registered(store)
      const finish = addition(owner)
      expect(await store.finishRegistration(finish)).toBeUndefined()
      const passkeys = await store.listCredentials(owner.account.id)
      expect(passkeys.map(({ id }) => id).toSorted()).toEqual(
        [owner.credential.id, finish.credential.id].toSorted(),
      )
    })

    it('refuses a used challenge and stores nothing', async () => {
      const first = await registered(store)
      const second = signUp({ challenge: first.challenge })
      expect(await store.finishRegistration(second)).toBe('challenge_used')
      expect(await store.findCredential(second.credential.credentialId)).toBeUndefined()
      expect(await subject.auditEvents()).toHaveLength(1)
    })

    it.each([
      [
        'a taken name',
        'username_taken',
        (first: ReturnType<typeof signUp>) => {
          const { usernameKey } = first.account
          return signUp({ account: account({ usernameKey }) })
        },
      ],
      [
        'a credential id of another account',
        'credential_exists',
        (first: ReturnType<typeof signUp>) => {
          const person = account()
          const { credentialId } = first.credential
          return signUp({
            account: person,
            credential: credential(person.id, { credentialId }),
          })
        },
      ],
    ])('refuses %s, and stores neither half', async (_, code, finishAfter) => {
      const first = await registered(store)
      const finish = finishAfter(first)
      expect(await store.finishRegistration(finish)).toBe(code)
      expect(await store.listCredentials(finish.account.id)).toEqual([])
      expect(await store.findSession(finish.session.id)).toBeUndefined()
      expect(await lastEvent()).toEqual({
        event: 'registration',
        outcome: 'refused',
        reason: code,
      })
      // R30: the answer was verified, so its challenge is spent.
      expect(await store.finishRegistration({ ...finish, account: account() })).toBe(
        'challenge_used',
      )
    })

    it('leaves a refused name free', async () => {
      const first = await registered(store)
      const person = account()
      const { credentialId } = first.credential
      const refused = signUp({
        account: person,
        credential: credential(person.id, { credentialId }),
      })
      expect(await store.finishRegistration(refused)).toBe('credential_exists')
      await registered(store, { account: person })
    })

    it('counts passkeys inside the transaction', async () => {
      const owner = await registered(store)
      const answers = await Promise.all(
        Array.from({ length: 5 }, () =>
          store.finishRegistration(addition(owner, { passkeyLimit: 3 })),
        ),
      )
      expect(answers.filter((answer) => answer === undefined)).toHaveLength(2)
      expect(answers.filter((answer) => answer === 'passkey_limit')).toHaveLength(3)
      expect(await store.listCredentials(owner.account.id)).toHaveLength(3)
    })

    it('lets one of two sign-ups have a name', async () => {
      const usernameKey = random(6)
      const answers = await Promise.all(
        [1, 2].map(() => store.finishRegistration(signUp({ account: account({ usernameKey }) }))),
      )
      expect(new Set(answers)).toEqual(new Set([undefined, 'username_taken']))
    })

    it.each([
      ['that ended', async (id: string) => store.endSession(id, audit())],
      ['whose epoch is over', async (_: string, owner: string) => subject.raiseSessionEpoch(owner)],
      ['of a disabled account', async (_: string, owner: string) => subject.disableAccount(owner)],
    ])('refuses a session %s', async (_, end) => {
      const owner = await registered(store)
      await end(owner.session.id, owner.account.id)
      const finish = addition(owner)
      expect(await store.finishRegistration(finish)).toBe('session_gone')
      expect(await store.findCredential(finish.credential.credentialId)).toBeUndefined()
    })

    it.each([
      ['idle for too long', { now: NOW + 3_600_000, idle: 3_600_000 }],
      ['expired', { now: NOW + 86_400_000, idle: 1e12 }],
    ])('refuses a session that is %s', async (_, at) => {
      const owner = await registered(store)
      const askingSession = { id: owner.session.id, ...at }
      const finish = addition(owner, { askingSession })
      expect(await store.finishRegistration(finish)).toBe('session_gone')
    })

    it.each([
      ['of another account', async () => (await registered(store)).session.id],
      ['that never was', async () => sessionId()],
      ['that is no id', async () => '§'],
    ])('refuses a session %s', async (_, other) => {
      const owner = await registered(store)
      const askingSession = { id: await other(), now: NOW, idle: 3_600_000 }
      const finish = addition(owner, { askingSession })
      expect(await store.finishRegistration(finish)).toBe('session_gone')
    })
  })
}
