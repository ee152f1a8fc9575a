/** Identities at other issuers, on every store (security.md R92, R122–R124, R127). */
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changesOf, rowsOf } from '../../src/server/store/act.ts'
import { insertEmail } from '../../src/server/store/acts/email-acts.ts'
import {
  endSessionsOfIssuer,
  findIdentity,
  insertIdentity,
  listIdentities,
  unlinkIdentity,
} from '../../src/server/store/acts/identity-acts.ts'
import type { IdentityRecord } from '../../src/server/store/acts/identity-acts.ts'
import { storePassword } from '../../src/server/store/acts/password-acts.ts'
import { beginSession } from '../../src/server/store/acts/session-acts.ts'
import { takeOver } from '../../src/server/store/acts/takeover-acts.ts'
import { countWays, waysToSignIn } from '../../src/server/store/acts/way-acts.ts'
import type { Store } from '../../src/server/store/store.ts'
import { audit, NOW, random, session, signUp } from './records.ts'
import type { Subject } from './subject.ts'

/** Linking, unlinking and taking over, against the stores that `open` makes. */
export function identityCases(open: () => Promise<Subject>): void {
  let store: Store
  beforeEach(async () => {
    ;({ store } = await open())
  })
  afterEach(() => store.close())

  const identity = (accountId: string, change: Partial<IdentityRecord> = {}): IdentityRecord => ({
    id: random(16),
    accountId,
    issuer: 'https://issuer.example',
    subject: random(8),
    email: undefined,
    linkedAt: NOW,
    lastUsedAt: undefined,
    ...change,
  })

  async function person(): Promise<string> {
    const finish = signUp()
    expect(await store.finishRegistration(finish)).toBeUndefined()
    return finish.account.id
  }

  const link = (linked: IdentityRecord) =>
    store.transact((tables) => insertIdentity(tables, linked))
  const ways = (accountId: string) => store.read((tables) => waysToSignIn(tables, accountId))

  async function begin(accountId: string, method: 'passkey' | 'federated'): Promise<string> {
    const begun = session(accountId, undefined, { method, methods: [method] })
    await store.transact((tables) => beginSession(tables, begun, undefined))
    return begun.id
  }

  describe('an identity (R122)', () => {
    it('is one account’s, whatever else is the same', async () => {
      const [ana, bob] = [await person(), await person()]
      const linked = identity(ana, { email: 'ana@example.com' })
      expect(await link(linked)).toBe(true)
      const { issuer, subject } = linked
      expect(await link(identity(bob, { issuer, subject }))).toBe(false)
      expect(await link(identity(bob, { issuer, subject: `${subject} ` }))).toBe(true)
      expect(await link(identity(bob, { issuer: 'https://other.example', subject }))).toBe(true)
      const found = await store.read((tables) => findIdentity(tables, linked))
      expect(found).toMatchObject({ identityId: linked.id, account: { id: ana } })
      expect(await store.read((tables) => listIdentities(tables, ana))).toEqual([linked])
      expect(await ways(ana)).toMatchObject({ passkeys: 1, identities: 1 })
    })

    it('of 20 who want it at once is one’s', async () => {
      const people = await Promise.all(Array.from({ length: 20 }, person))
      const subject = random(8)
      const links = await Promise.all(people.map((id) => link(identity(id, { subject }))))
      expect(links.filter(Boolean)).toHaveLength(1)
    })
  })

  describe('unlinking (R92)', () => {
    it('of 50 at once, of the last two, leaves one', async () => {
      const ana = await person()
      // No passkey any more.
      await store.transact((tables) => takeOver(tables, { accountId: ana, at: NOW }))
      const both = [identity(ana), identity(ana)]
      await Promise.all(both.map(link))
      const kept = await begin(ana, 'federated')
      const tries = Array.from({ length: 50 }, (_, index) =>
        store.transact((tables) =>
          unlinkIdentity(tables, {
            id: both[index % 2]!.id,
            asking: { id: kept, accountId: ana, now: NOW, idle: 3_600_000 },
            audit: audit({ accountId: ana }),
          }),
        ),
      )
      const outcomes = await Promise.allSettled(tries)
      const unlinked = outcomes.filter(
        (outcome) => outcome.status === 'fulfilled' && outcome.value === 'unlinked',
      )
      expect(unlinked).toHaveLength(1)
      // On a machine with much else to do some wait for a connection in vain.
      for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled') continue
        expect(outcome.reason).toMatchObject({ code: 'store_unavailable' })
      }
      expect(countWays(await ways(ana))).toBe(1)
      expect(await store.findSession(kept)).toBeDefined()
    })
  })

  describe('an issuer that is disabled (R127)', () => {
    it('can have the sessions ended that it may have made, and no others', async () => {
      const [ana, bob] = [await person(), await person()]
      await link(identity(ana))
      await link(identity(bob, { issuer: 'https://other.example' }))
      const [gone, passkey, other] = [
        await begin(ana, 'federated'),
        await begin(ana, 'passkey'),
        await begin(bob, 'federated'),
      ]
      const ended = await store.transact((tables) =>
        endSessionsOfIssuer(tables, 'https://issuer.example'),
      )
      expect(ended).toBe(1)
      expect(await store.findSession(gone)).toBeUndefined()
      expect(await store.findSession(passkey)).toBeDefined()
      expect(await store.findSession(other)).toBeDefined()
    })
  })

  describe('taking an account over (R124)', () => {
    it('leaves nothing of those who had it before', async () => {
      const [ana, bob] = [await person(), await person()]
      for (const accountId of [ana, bob]) {
        await link(identity(accountId))
        await store.transact(function* (tables) {
          yield* storePassword(tables, { accountId, hash: '$argon2id$x', now: NOW })
          const digest = new Uint8Array(randomBytes(32))
          const code = { account_id: accountId, digest, created_at: NOW }
          yield* changesOf(tables.db.insertInto('recovery_codes').values(code))
          const [address, id] = [`${accountId}@example.com`, random(16)]
          const email = { id, accountId, address, addressKey: address, verifiedAt: NOW }
          yield* insertEmail(tables, email)
        })
        await begin(accountId, 'passkey')
      }
      const before = await leftOf(bob)
      const taken = await store.transact((tables) => takeOver(tables, { accountId: ana, at: NOW }))
      expect(taken).toBe(true)
      expect(await leftOf(ana)).toEqual([0, 0, 0, 0, 0, 0])
      expect(await leftOf(bob)).toEqual(before)
      expect(before.every((count) => count > 0)).toBe(true)
    })

    it('of nobody takes nothing', async () => {
      const taken = store.transact((tables) => takeOver(tables, { accountId: 'none', at: NOW }))
      expect(await taken).toBe(false)
    })

    /** Rows of an account: live credentials, then what it has in each table. */
    async function leftOf(accountId: string): Promise<readonly number[]> {
      const credentials = await store.listCredentials(accountId)
      const tables = ['passwords', 'identities', 'recovery_codes', 'emails', 'sessions'] as const
      const counts = await store.read(function* ({ db }) {
        const found: number[] = []
        for (const table of tables) {
          const rows = db.selectFrom(table).select('account_id').where('account_id', '=', accountId)
          found.push((yield* rowsOf(rows)).length)
        }
        return found
      })
      return [credentials.length, ...counts]
    }
  })
}
