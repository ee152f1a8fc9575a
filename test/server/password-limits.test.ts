/** How often passwords and addresses may try, over HTTP, on every database (security.md R148, R115). */
import { afterEach, describe, expect, it } from 'vitest'
import type { Problem } from '../../src/protocol/problem.ts'
import type { LatchkeyConfig } from '../../src/server/config.ts'
import { ENGINES, openSiteOn } from './engines.ts'
import type { EngineSite } from './engines.ts'
import { MINUTE } from './site.ts'
import type { Answer } from './site.ts'

const PASSWORD = 'velvet otter lamp'
const WRONG = 'not the password'
const HOUR = 60 * MINUTE

let site: EngineSite
afterEach(() => site?.close())

interface Try {
  readonly username?: string
  readonly password?: string
  readonly address?: string
}

const tryPassword = ({ username = 'marina', password = WRONG, address }: Try = {}) => {
  const visitor = site.browser()
  visitor.address = address ?? '203.0.113.1'
  return visitor.post('/auth/password/authentication', { username, password })
}
const times = async (count: number, asked: (turn: number) => Try): Promise<number[]> => {
  const statuses: number[] = []
  for (let turn = 0; turn < count; turn++) statuses.push((await tryPassword(asked(turn))).status)
  return statuses
}
const count = (answers: readonly Answer<Problem>[], status: number) =>
  answers.filter((answer) => answer.status === status).length
const wait = ({ headers }: Answer) => Number(headers.get('retry-after'))
const otherAddress = (turn: number) => ({
  address: `198.51.${Math.floor(turn / 250)}.${turn % 250}`,
})

describe.each(ENGINES)('on %s', (engine) => {
  const open = async (limits: LatchkeyConfig['limits'] = {}) => {
    site = await openSiteOn(engine, {
      limits: { finishesPerMinute: 10_000, ...limits },
      // A loaded machine takes its time with the hashes.
      passwords: { patience: 60_000 },
    })
    const owner = site.browser()
    await owner.signUp('marina')
    await owner.request('PUT', '/auth/password', { body: { password: PASSWORD } })
    return owner
  }

  it.each(['marina', 'nobody'])(
    'R148, R115 lets 200 wrong passwords at once for %s pass no more than 5',
    async (username) => {
      await open()
      const answers = await Promise.all(
        Array.from({ length: 200 }, () => tryPassword({ username })),
      )
      expect([count(answers, 401), count(answers, 429)]).toEqual([5, 195])
    },
  )

  it('R148 lets 200 at once from 200 addresses pass no more than 20', async () => {
    await open()
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, turn) => tryPassword(otherAddress(turn))),
    )
    expect([count(answers, 401), count(answers, 429)]).toEqual([20, 180])
  })

  it('R148 lets one address try 50 names an hour, 200 of them at once', async () => {
    await open()
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, turn) => tryPassword({ username: `name-${turn}` })),
    )
    expect([count(answers, 401), count(answers, 429)]).toEqual([50, 150])
    // Whoever else is behind that address still gets in with a passkey.
    const neighbour = site.browser()
    neighbour.address = '203.0.113.1'
    await neighbour.signUp('neighbour')
    expect((await neighbour.trySignIn()).status).toBe(200)
    site.clock.advance(HOUR)
    expect((await tryPassword({ password: PASSWORD })).status).toBe(200)
  })

  it.each(['marina', 'nobody'])(
    'R148, R115 doubles the pauses of %s from a second to an hour, and says how long they are',
    async (username) => {
      await open({ passwordFailuresPerHour: 1000 })
      expect(await times(5, () => ({ username }))).toEqual(Array(5).fill(401))
      const waits: number[] = []
      for (let turn = 0; turn < 14; turn++) {
        const refused = await tryPassword({ username })
        expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited'])
        waits.push(wait(refused))
        site.clock.advance(wait(refused) * 1000 - 1)
        expect((await tryPassword({ username })).status).toBe(429)
        site.clock.advance(1)
        expect((await tryPassword({ username })).status).toBe(401)
      }
      expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600])
    },
  )

  it('keeps nobody with a passkey waiting, and forgets what was wrong after what is right', async () => {
    const owner = await open()
    owner.address = '203.0.113.1'
    await times(8, () => ({}))
    expect((await owner.trySignIn()).status).toBe(200)
    site.clock.advance(1000)
    expect((await tryPassword({ password: PASSWORD })).status).toBe(200)
    expect(await times(6, () => ({}))).toEqual([401, 401, 401, 401, 401, 429])
  })

  it('does not count what is right, however often', async () => {
    await open()
    const right = () => ({ password: PASSWORD })
    expect(await times(30, right)).toEqual(Array(30).fill(200))
  })

  it('counts no other browser for another address, but a whole /64 for one', async () => {
    await open()
    await times(6, (turn) => ({ address: `2001:db8::${turn + 1}` }))
    expect((await tryPassword({ address: '2001:db8::99', password: PASSWORD })).status).toBe(429)
    expect((await tryPassword({ address: '2001:db8:0:1::1', password: PASSWORD })).status).toBe(200)
  })

  it('R148 opens the account to no password after 100 wrong ones in a row, until there is a new one', async () => {
    const owner = await open({ passwordFailuresPerHour: 1000, passwordFailuresPerDay: 1000 })
    expect(await times(100, otherAddress)).toEqual(Array(100).fill(401))
    const right = (turn: number) => ({ ...otherAddress(turn), password: PASSWORD })
    // Looks like any wrong one, and goes on for as long as it takes.
    expect(await times(2, (turn) => right(1000 + turn))).toEqual([401, 401])
    site.clock.advance(365 * 24 * HOUR)
    expect(await times(1, () => right(2000))).toEqual([401])
    expect((await owner.trySignIn()).status).toBe(200)
    await owner.request('PUT', '/auth/password', { body: { password: `${PASSWORD} again` } })
    expect(
      await times(1, () => ({ ...otherAddress(3000), password: `${PASSWORD} again` })),
    ).toEqual([200])
    const reasons = site.log.map(({ reason }) => reason)
    expect(reasons).toContain('password_off_by_failures')
  })

  it.each(['a new account', 'an account that takes it later'])(
    'R148 counts nothing against %s that was tried under its name before it had it',
    async (whose) => {
      const owner = await open({ passwordFailuresInARow: 3 })
      const username = 'coming'
      await times(3, (turn) => ({ ...otherAddress(turn), username }))
      if (whose === 'a new account') {
        const body = { username, password: PASSWORD }
        expect((await site.browser().post('/auth/password/registration', body)).status).toBe(200)
      } else {
        await owner.request('PATCH', '/auth/account', { body: { username } })
      }
      const right = { ...otherAddress(4), username, password: PASSWORD }
      expect((await tryPassword(right)).status).toBe(200)
    },
  )

  it('Q1: one attacker gets no more than 100 guesses a day, though the owner signs in every hour', async () => {
    await open()
    let guesses = 0
    for (let hour = 0; hour < 24; hour++) {
      const statuses = await times(21, (turn) => otherAddress(hour * 21 + turn))
      guesses += statuses.filter((status) => status === 401).length
      site.clock.advance(HOUR)
      await tryPassword({ address: '192.0.2.1', password: PASSWORD })
    }
    expect(guesses).toBeLessThanOrEqual(100)
  })

  it('R148 counts calls of an address before it reads their JSON, and nothing in the database', async () => {
    site = await openSiteOn(engine)
    await site.browser().request('GET', '/readyz')
    const rows = await site.database.countRows()
    for (const [path, limit] of [
      ['/auth/authentication/options', 600],
      ['/auth/authentication', 120],
    ] as const) {
      const visitor = site.browser()
      visitor.address = '203.0.113.7'
      const call = () => visitor.request('POST', path, { raw: '{' })
      const answers = await Promise.all(Array.from({ length: limit + 10 }, call))
      expect([count(answers, 400), count(answers, 429)]).toEqual([limit, 10])
      expect(wait(answers.at(-1)!)).toBe(60)
      // From another site it is not even counted (R3).
      const foreign = await visitor.request('POST', path, {
        raw: '{',
        headers: { origin: 'https://evil.example' },
      })
      expect(foreign.body.code).toBe('cross_site_request')
      visitor.address = '203.0.113.8'
      expect((await call()).status).toBe(400)
    }
    expect(await site.database.countRows()).toBe(rows)
  })
})
