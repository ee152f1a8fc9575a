/** Acknowledged means durable (R54, R150): a server that is killed at any moment loses no passkey. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import type { Visitor } from '../server/site.ts'
import { bundleServer } from './bundle.ts'
import { RunningServer } from './running-server.ts'

const ROUNDS = 100

/** People who register at the same time. */
const CROWD = 4

const folder = mkdtempSync(join(tmpdir(), 'latchkey-durability-'))
afterAll(() => rmSync(folder, { recursive: true }))

const secret = randomBytes(32).toString('base64url')

describe('a server killed in the middle of registrations', () => {
  it(`never loses an acknowledged passkey, ${ROUNDS} times`, { timeout: 180_000 }, async () => {
    const bundle = await bundleServer(folder)
    const database = `sqlite:${join(folder, 'killed.db')}`
    let acknowledged: Visitor[] = []
    let verified = 0
    let next = RunningServer.start(bundle)
    for (let round = 0; round <= ROUNDS; round++) {
      const server = await next
      // Loads its code while this one works.
      if (round < ROUNDS) next = RunningServer.start(bundle)
      await server.listen({ database, secret })
      verified += await signInAll(server, acknowledged)
      if (round < ROUNDS) acknowledged = await registerUntilKilled(server, round)
      await server.kill()
    }
    // A round without a single answer would prove nothing.
    expect(verified).toBeGreaterThan(ROUNDS)
  })
})

/** Everyone who was told 201 before the process was gone. */
async function registerUntilKilled(server: RunningServer, round: number): Promise<Visitor[]> {
  const acknowledged: Visitor[] = []
  const killing = new AbortController()
  const first = Promise.withResolvers<undefined>()
  const crowd = Array.from({ length: CROWD }, async (_, seat) => {
    for (let turn = 0; !killing.signal.aborted; turn++) {
      const app = server.app()
      try {
        await app.signUp(`person-${round}-${seat}-${turn}`)
        acknowledged.push(app)
        first.resolve(undefined)
      } catch (error) {
        if (!killing.signal.aborted) throw error
      }
    }
  })
  const gone = Promise.all(crowd)
  await Promise.race([first.promise, gone])
  await Promise.race([sleep(Math.random() * 50), gone])
  killing.abort()
  await server.kill()
  await gone
  return acknowledged
}

/** Signs each of them in on the server that came after; answers how many there were. */
async function signInAll(server: RunningServer, people: readonly Visitor[]): Promise<number> {
  for (const person of people) {
    const app = server.app()
    app.authenticator = person.authenticator
    const { account } = await app.signIn()
    expect(account.username).toMatch(/^person-/)
  }
  return people.length
}
