/** What the PostgreSQL store does when the server, the network or another process is in its way. */
import { type Server, type Socket, connect, createServer } from 'node:net'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowOf } from '../../src/server/store/act.ts'
import { recordAudit } from '../../src/server/store/acts/audit-acts.ts'
import { lockAccount } from '../../src/server/store/acts/account-acts.ts'
import { migrationsFor } from '../../src/server/store/migrations.ts'
import { POSTGRES_TYPES } from '../../src/server/store/migrations/column-types.ts'
import { openPostgresStore } from '../../src/server/store/postgres-store.ts'
import type { Store } from '../../src/server/store/store.ts'
import { countAllRows, freshDatabase, postgresUrl, withClient } from './postgres.ts'
import { PostgresServer } from './postgres-server.ts'
import { audit, challenge, registered, session, signIn, signUp } from './records.ts'
import { Rival } from './rival.ts'

const caller = { clock: 'caller' } as const

/** Passes bytes on to a server until it is told to cut: then both directions of every connection die. */
class Wire {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  /** Looks at what goes to the server, and may cut there. */
  watch: (sent: Buffer) => 'pass' | 'cut' | 'cut_after' = () => 'pass'

  private constructor(target: { readonly host: string; readonly port: number }) {
    this.#server = createServer((near) => {
      const far = connect(target)
      this.#sockets.add(near).add(far)
      for (const socket of [near, far]) socket.on('error', () => undefined)
      far.on('data', (bytes) => near.write(bytes))
      near.on('data', (bytes) => {
        const verdict = this.watch(bytes)
        if (verdict === 'cut') return this.cut()
        if (verdict === 'pass') return far.write(bytes)
        // The server gets it, and its answer gets lost.
        far.removeAllListeners('data').resume()
        far.write(bytes)
        return far.once('data', () => this.cut())
      })
      near.on('close', () => far.destroy())
      far.on('close', () => near.destroy())
    })
  }

  /** The same database through a wire. */
  static async to(url: string): Promise<{ readonly wire: Wire; readonly url: string }> {
    const through = new URL(url)
    const wire = new Wire({ host: through.hostname, port: Number(through.port) })
    wire.#server.listen(0, '127.0.0.1')
    await once(wire.#server, 'listening')
    through.hostname = '127.0.0.1'
    through.port = String((wire.#server.address() as { port: number }).port)
    return { wire, url: through.href }
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#sockets.clear()
  }

  close(): void {
    this.cut()
    this.#server.close()
  }
}

describe('a connection that is cut (F5, R32)', () => {
  let url: string
  let store: Store
  let wire: Wire
  let direct: Store
  beforeAll(async () => {
    url = await freshDatabase()
    const through = await Wire.to(url)
    wire = through.wire
    store = await openPostgresStore(through.url, caller)
    direct = await openPostgresStore(url, caller)
  })
  afterAll(async () => {
    wire.watch = () => 'pass'
    await store.close()
    await direct.close()
    wire.close()
  })

  it.each(['cut', 'cut_after'] as const)(
    'during COMMIT (%s): nobody knows, and it is done whole or not at all',
    async (how) => {
      const { account } = await registered(direct)
      const used = challenge()
      const before = await withClient(url, countAllRows)
      wire.watch = (sent) => (/commit\0/i.test(sent.toString('latin1')) ? how : 'pass')
      const burning = store.burnChallenge(used, audit({ accountId: account.id }))
      await expect(burning).rejects.toMatchObject({ code: 'commit_outcome_unknown' })
      wire.watch = () => 'pass'
      await sleep(50)
      const added = (await withClient(url, countAllRows)) - before
      expect(added).toBe(how === 'cut' ? 0 : 2)
      // It goes on by itself, and the mark says what happened.
      expect(await store.burnChallenge(used, audit())).toBe(
        how === 'cut' ? 'burnt' : 'challenge_used',
      )
    },
  )

  it('anywhere in a sign-in: half of one is never there (I5)', async () => {
    const { credential: passkey } = await registered(direct)
    const outcomes: string[] = []
    for (let round = 0; round < 30; round++) {
      const finish = signIn(passkey)
      let left = Math.floor(Math.random() * 1_500)
      const how = round % 2 === 0 ? 'cut' : 'cut_after'
      wire.watch = (sent) => {
        left -= sent.length
        return left < 0 ? how : 'pass'
      }
      const outcome = await store.finishAuthentication(finish).then(
        () => 'done',
        (error: { readonly code: string }) => error.code,
      )
      wire.watch = () => 'pass'
      wire.cut()
      outcomes.push(outcome)
      await sleep(20)
      const found = (await direct.findSession(finish.session.id)) !== undefined
      const again = await direct.finishAuthentication({
        ...finish,
        session: session(passkey.accountId, passkey.id),
      })
      expect(again).toBe(found ? 'challenge_used' : undefined)
      if (outcome === 'done') expect(found).toBe(true)
      if (outcome === 'store_unavailable') expect(found).toBe(false)
    }
    expect(outcomes).toContain('commit_outcome_unknown')
  })

  it('before COMMIT: nothing happened, and the caller may try again', async () => {
    const used = challenge()
    wire.watch = (sent) => (/audit_events/.test(sent.toString('latin1')) ? 'cut' : 'pass')
    await expect(store.burnChallenge(used, audit())).rejects.toMatchObject({
      code: 'store_unavailable',
    })
    wire.watch = () => 'pass'
    expect(await store.burnChallenge(used, audit())).toBe('burnt')
  })
})

describe('transactions in each other’s way (R32)', () => {
  it('are run again until both are done', async () => {
    const store = await openPostgresStore(await freshDatabase(), caller)
    const [one, other] = [await registered(store), await registered(store)]
    let runs = 0
    const inOrder = (first: string, second: string) =>
      store.transact(function* (tables) {
        runs += 1
        yield* lockAccount(tables, first)
        // Long enough for the other to lock its first.
        yield* rowOf(tables.db.selectNoFrom(sql`pg_sleep(0.3)`.as('slept')))
        yield* lockAccount(tables, second)
        yield* recordAudit(tables, audit())
      })
    await Promise.all([
      inOrder(one.account.id, other.account.id),
      inOrder(other.account.id, one.account.id),
    ])
    expect(runs).toBeGreaterThan(2)
    await store.close()
  })
})

describe('the clock of the database (R25)', () => {
  it('decides whether a challenge is too old, and nothing is kept of one that is', async () => {
    const url = await freshDatabase()
    const store = await openPostgresStore(url)
    const now = Date.now()
    const fresh = () => challenge({ issuedAt: now, expiresAt: now + 60_000 })
    const stale = () => challenge({ issuedAt: now - 60_000, expiresAt: now - 1 })
    const { credential: passkey } = await registered(store, { challenge: fresh() })
    const before = await withClient(url, countAllRows)
    const late = signIn(passkey, { challenge: stale() })
    expect(await store.finishAuthentication(late)).toBe('challenge_expired')
    expect(await store.finishRegistration(signUp({ challenge: stale() }))).toBe('challenge_expired')
    expect(await store.burnChallenge(stale(), audit())).toBe('challenge_expired')
    expect(await withClient(url, countAllRows)).toBe(before)
    expect(await store.finishAuthentication(signIn(passkey, { challenge: fresh() }))).toBe(
      undefined,
    )
    // R26: whatever the sweeper's own clock says, no mark is forgotten that could still be needed.
    // (Sessions go by that clock; those of these records are over on any day but their own.)
    const marks = () =>
      withClient(url, async (client) => (await client.query('SELECT * FROM used_challenges')).rows)
    const needed = await marks()
    expect(needed.length).toBeGreaterThan(0)
    await store.sweep(now + 300_000, 100)
    expect(await marks()).toEqual(needed)
    await store.close()
  })
})

describe('a server that stops at once and comes back (F3)', { timeout: 120_000 }, () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await PostgresServer.start()
  })
  afterAll(() => server.stop())

  it('is away for as long as it is away, and every answer before it holds (I1)', async () => {
    const store = await openPostgresStore(server.url, caller)
    for (let round = 0; round < 2; round++) {
      const { credential: passkey } = await registered(store)
      const answered: string[] = []
      const codes = new Set<unknown>()
      const going = new AbortController()
      const crowd = Array.from({ length: 4 }, async () => {
        while (!going.signal.aborted) {
          const finish = signIn(passkey)
          await store.finishAuthentication(finish).then(
            () => answered.push(finish.session.id),
            (error: { readonly code: unknown }) => codes.add(error.code),
          )
          await sleep(5)
        }
      })
      await sleep(100)
      await server.crash()
      const asked = performance.now()
      await expect(store.ping()).rejects.toMatchObject({ code: 'store_unavailable' })
      expect(performance.now() - asked).toBeLessThan(2_500)
      await server.restart()
      const up = performance.now()
      await expect.poll(() => store.ping().then(() => 'up')).toBe('up')
      expect(performance.now() - up).toBeLessThan(5_000)
      await sleep(100)
      going.abort()
      await Promise.all(crowd)
      codes.delete('commit_outcome_unknown')
      expect([...codes]).toEqual(['store_unavailable'])
      const found = await Promise.all(answered.map((id) => store.findSession(id)))
      expect(found.length).toBeGreaterThan(0)
      expect(found.filter((one) => one === undefined)).toEqual([])
    }
    await store.close()
  })

  it('is not waited for at start', async () => {
    await server.crash()
    const asked = performance.now()
    await expect(openPostgresStore(server.url)).rejects.toMatchObject({ code: 'store_unavailable' })
    expect(performance.now() - asked).toBeLessThan(2_500)
    await server.restart()
    await (await openPostgresStore(server.url)).close()
  })
})

describe('migrations (R155, F20)', { timeout: 120_000 }, () => {
  const versions = Object.keys(migrationsFor(POSTGRES_TYPES)).length
  const emptySchema = async (name: string) => {
    const url = new URL(await postgresUrl())
    url.searchParams.set('schema', `latchkey_start_${name}_${process.pid}`)
    return url.href
  }
  const migrated = (url: string) =>
    withClient(url, async (client) => {
      const { rows } = await client.query('select count(*) as count from kysely_migration')
      return Number((rows[0] as { count: string }).count)
    })

  it('run once when several processes start at once on an empty database', async () => {
    const url = await emptySchema('together')
    const rivals = await Promise.all([1, 2, 3].map(() => Rival.start(url)))
    await Promise.all(rivals.map((rival) => rival.open()))
    await Promise.all(rivals.map((rival) => rival.act('ping')))
    expect(await migrated(url)).toBe(versions)
    await Promise.all(rivals.map((rival) => rival.kill()))
  })

  it('can be killed at any moment and run again', async () => {
    for (const milliseconds of [20, 60, 120, 200]) {
      const url = await emptySchema(`killed_${milliseconds}`)
      const victim = await Rival.start(url)
      victim.open().catch(() => {})
      await sleep(milliseconds)
      await victim.kill()
      const store = await openPostgresStore(url, caller)
      await registered(store)
      await store.close()
      expect(await migrated(url)).toBe(versions)
    }
  })

  it('do not mind what another application makes and drops beside them', async () => {
    // A server of its own: the other tests' applications do mind.
    const server = await PostgresServer.start()
    const ended = new AbortController()
    const other = withClient(server.url, async (client) => {
      const columns = Array.from({ length: 1_000 }, (_, at) => `column_${at} int`).join()
      while (!ended.signal.aborted) {
        await client.query(`create table wide (${columns})`)
        await client.query('drop table wide')
      }
    })
    for (const schema of ['first', 'second', 'third', 'fourth', 'fifth']) {
      const url = `${server.url}?schema=${schema}`
      await (await openPostgresStore(url, caller)).close()
      expect(await migrated(url)).toBe(versions)
    }
    ended.abort()
    await other
    await server.stop()
  })
})

describe('a role that may only read and write (R150)', () => {
  // On a server that was there before, making roles may be nobody’s right.
  it.skipIf(process.env.LATCHKEY_TEST_POSTGRES)('serves what its owner brought up', async () => {
    const url = await freshDatabase()
    const schema = new URL(url).searchParams.get('schema')!
    const role = `${schema}_server`
    await withClient(url, async (client) => {
      await client.query(`create role ${role} login password 'for this test'`)
      await client.query(`grant usage on schema ${schema} to ${role}`)
      await client.query(
        `grant select, insert, update, delete on all tables in schema ${schema} to ${role}`,
      )
    })
    const least = new URL(url)
    least.username = role
    least.password = 'for this test'
    const store = await openPostgresStore(least.href, caller)
    const { credential: passkey } = await registered(store)
    expect(await store.finishAuthentication(signIn(passkey))).toBeUndefined()
    await store.sweep(Date.now() + 1e12, 10)
    await store.close()
  })
})

describe('TLS (R150)', () => {
  it('is not given up when the server has none', async () => {
    const url = new URL(await freshDatabase())
    url.searchParams.set('sslmode', 'verify-full')
    await expect(openPostgresStore(url.href)).rejects.toMatchObject({ code: 'store_unavailable' })
  })
})
