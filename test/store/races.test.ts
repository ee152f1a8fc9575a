/** Two processes on one database: whatever they do at the same time, one of them was first. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrationsFor } from '../../src/server/store/migrations.ts'
import { SQLITE_TYPES } from '../../src/server/store/migrations/column-types.ts'
import { openSqliteStore } from '../../src/server/store/sqlite-store.ts'
import { openStore } from '../../src/server/store/open-store.ts'
import type { Store } from '../../src/server/store/store.ts'
import { ENGINES } from '../server/engines.ts'
import { freshDatabase } from './postgres.ts'
import { asking, addition, audit, registered, session, signIn, signUp } from './records.ts'
import { Rival } from './rival.ts'

const ROUNDS = 20
const VERSIONS = Object.keys(migrationsFor(SQLITE_TYPES)).length

const folder = mkdtempSync(join(tmpdir(), 'latchkey-races-'))
afterAll(() => rmSync(folder, { recursive: true }))

const databases = {
  SQLite: () => Promise.resolve(`sqlite:${join(folder, 'shared.db')}`),
  PostgreSQL: freshDatabase,
}

describe.each(ENGINES)('two processes on one %s database', (engine) => {
  let store: Store
  let rivals: readonly [Rival, Rival]
  beforeAll(async () => {
    const url = await databases[engine]()
    store = await openStore(url, { clock: 'caller' })
    rivals = await Promise.all([Rival.start(url), Rival.start(url)])
    await Promise.all(rivals.map((rival) => rival.open()))
  })
  afterAll(async () => {
    await Promise.all(rivals.map((rival) => rival.kill()))
    await store.close()
  })

  /** Runs the same act in both processes `times` at once each. */
  const both = async <T>(times: number, act: (rival: Rival) => Promise<T>): Promise<T[]> =>
    Promise.all(rivals.flatMap((rival) => Array.from({ length: times }, () => act(rival))))

  it('let one of fifty copies of a sign-in have a session', async () => {
    const { credential: passkey } = await registered(store)
    for (let round = 0; round < ROUNDS; round++) {
      const finish = signIn(passkey)
      const sessions: string[] = []
      const answers = await both(25, (rival) => {
        const made = session(passkey.accountId, passkey.id)
        sessions.push(made.id)
        return rival.act('finishAuthentication', { ...finish, session: made })
      })
      expect(answers.filter((answer) => answer === undefined)).toHaveLength(1)
      expect(answers.filter((answer) => answer === 'challenge_used')).toHaveLength(49)
      const alive = await Promise.all(sessions.map((id) => store.findSession(id)))
      expect(alive.filter((found) => found !== undefined)).toHaveLength(1)
    }
  })

  it('let one of several answers with one counter in', async () => {
    const { credential: passkey } = await registered(store)
    for (let signCount = 1; signCount <= ROUNDS; signCount++) {
      const answers = await both(4, (rival) =>
        rival.act('finishAuthentication', signIn(passkey, { signCount })),
      )
      expect(answers.filter((answer) => answer === undefined)).toHaveLength(1)
      expect(answers.filter((answer) => answer === 'sign_count_regressed')).toHaveLength(7)
    }
  })

  it('let one of several sign-ups have a name, and one a credential id', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const finish = signUp()
      const answers = await both(4, (rival) => {
        const other = signUp({ account: finish.account })
        return rival.act('finishRegistration', other)
      })
      expect(answers.filter((answer) => answer === undefined)).toHaveLength(1)
      expect(answers.filter((answer) => answer === 'username_taken')).toHaveLength(7)
    }
  })

  it('keep one of the last two passkeys', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const owner = await registered(store)
      const second = addition(owner)
      await store.finishRegistration(second)
      const outcomes = await Promise.all(
        [owner.credential, second.credential].map(({ id }, turn) =>
          rivals[turn]!.act('deletePasskey', asking(owner.session), id, audit()),
        ),
      )
      expect(outcomes).toContain('deleted')
      // Unless the first to go was the one that had made the asking session.
      const refused = outcomes.find((one) => one !== 'deleted')
      expect(['last_sign_in_method', 'session_gone']).toContain(refused)
      expect(await store.listCredentials(owner.account.id)).toHaveLength(1)
    }
  })

  it('leave no session to a passkey that is deleted while it signs in', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const owner = await registered(store)
      await store.finishRegistration(addition(owner))
      const finish = signIn(owner.credential)
      const [outcome] = await Promise.all([
        rivals[0].act('deletePasskey', asking(owner.session), owner.credential.id, audit()),
        rivals[1].act('finishAuthentication', finish),
      ])
      expect(outcome).toBe('deleted')
      expect(await store.findSession(finish.session.id)).toBeUndefined()
    }
  })
})

describe('two processes on one SQLite file', () => {
  it('go on when one is killed in the middle of its writes', async () => {
    const url = `sqlite:${join(folder, 'killed.db')}`
    const survivor = await openSqliteStore(url)
    for (let round = 0; round < 3; round++) {
      const victim = await Rival.start(url)
      await victim.open()
      const acknowledged: string[] = []
      for (let count = 0; count < 2_000; count++) {
        const finish = signUp()
        victim.act('finishRegistration', finish).then(
          () => acknowledged.push(finish.credential.credentialId),
          () => {},
        )
      }
      await sleep(20 + Math.random() * 80)
      await victim.kill()
      const began = performance.now()
      await registered(survivor)
      expect(performance.now() - began).toBeLessThan(4_000)
      const kept = await Promise.all(acknowledged.map((id) => survivor.findCredential(id)))
      expect(kept.filter((found) => found === undefined)).toEqual([])
    }
    await survivor.close()
  })
})

describe('migrations', () => {
  const migrated = (path: string): unknown => {
    const database = new DatabaseSync(path)
    const { count } = database.prepare('select count(*) as count from kysely_migration').get()!
    database.close()
    return count
  }

  it('run once when several processes start at once on an empty file', async () => {
    for (let round = 0; round < 2; round++) {
      const path = join(folder, `start-${round}.db`)
      const rivals = await Promise.all([1, 2, 3].map(() => Rival.start(`sqlite:${path}`)))
      await Promise.all(rivals.map((rival) => rival.open()))
      await Promise.all(rivals.map((rival) => rival.act('ping')))
      expect(migrated(path)).toBe(VERSIONS)
      await Promise.all(rivals.map((rival) => rival.kill()))
    }
  })

  it('can be killed at any moment and run again', async () => {
    const killAfter = async (milliseconds: number) => {
      const path = join(folder, `kill-${milliseconds}.db`)
      const victim = await Rival.start(`sqlite:${path}`)
      victim.open().catch(() => {})
      await sleep(milliseconds)
      await victim.kill()
      const store = await openSqliteStore(`sqlite:${path}`)
      await registered(store)
      await store.close()
      expect(migrated(path)).toBe(VERSIONS)
    }
    for (let round = 0; round < 5; round++) {
      await Promise.all([killAfter(round * 4), killAfter(round * 4 + 2)])
    }
  })
})
