/** The sessions of an account: seeing them, ending them, and what ends them by itself (security.md R75, R76). */
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import type { ListedSessionMessage, SessionsMessage } from '../../src/protocol/account-messages.ts'
import type { PasskeysMessage } from '../../src/protocol/messages.ts'
import { ENGINES, openSiteOn } from './engines.ts'
import type { EngineSite } from './engines.ts'
import { expectStatus, MINUTE } from './site.ts'
import type { Visitor } from './site.ts'

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36'

let site: EngineSite
afterEach(() => site.close())

async function sessionsOf(visitor: Visitor): Promise<readonly ListedSessionMessage[]> {
  const answer = await visitor.request<SessionsMessage>('GET', '/auth/sessions')
  return expectStatus(200, answer).sessions
}

const statusOf = async (visitor: Visitor) => (await visitor.request('GET', '/auth/session')).status

/** The same person in one more browser. */
async function again(visitor: Visitor, userAgent?: string): Promise<Visitor> {
  const other = site.browser()
  other.authenticator = visitor.authenticator
  const response = await other.get(await other.beginSignIn())
  const headers = userAgent === undefined ? {} : { 'user-agent': userAgent }
  expectStatus(
    200,
    await other.request('POST', '/auth/authentication', { body: response, headers }),
  )
  return other
}

describe.each(ENGINES)('the list of sessions on %s', (engine) => {
  it('shows when, where and which one this is, and no token (R76)', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    site.clock.advance(MINUTE)
    const other = await again(alice, WINDOWS)
    const list = await sessionsOf(other)
    expect(list).toEqual([
      {
        id: expect.stringMatching(/^[\w-]{22}$/) as string,
        method: 'passkey',
        methods: ['passkey'],
        assurance: 'aal2',
        createdAt: '2026-06-01T00:01:00.000Z',
        lastUsedAt: '2026-06-01T00:01:00.000Z',
        expiresAt: '2026-07-01T00:01:00.000Z',
        verifiedAt: '2026-06-01T00:01:00.000Z',
        device: 'Chrome on Windows',
        current: true,
      },
      expect.objectContaining({ device: null, current: false }),
    ])
    const text = JSON.stringify(list)
    for (const visitor of [alice, other]) {
      expect(text).not.toContain(visitor.cookies.get('__Host-session')!.slice(22))
    }
    const mallory = site.browser()
    await mallory.signUp('mallory')
    expect(await sessionsOf(mallory)).toHaveLength(1)
  })

  it('leaves out what is over (R73)', async () => {
    site = await openSiteOn(engine, { sessions: { idle: 10 * MINUTE } })
    const alice = site.browser()
    await alice.signUp('alice')
    site.clock.advance(9 * MINUTE)
    const other = await again(alice)
    site.clock.advance(2 * MINUTE)
    expect(await sessionsOf(other)).toHaveLength(1)
  })

  it('ends one of them, which is dead at once (R74, R76)', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    const other = await again(alice)
    const { id } = (await sessionsOf(alice)).find(({ current }) => !current)!
    expect((await alice.request('DELETE', `/auth/sessions/${id}`)).status).toBe(204)
    expect(await statusOf(other)).toBe(401)
    expect(await statusOf(alice)).toBe(200)
    const gone = await alice.request('DELETE', `/auth/sessions/${id}`)
    expect([gone.status, gone.body.code]).toEqual([404, 'not_found'])
    const own = (await sessionsOf(alice))[0]!.id
    const signedOut = await alice.request('DELETE', `/auth/sessions/${own}`)
    expect([signedOut.status, alice.cookies.has('__Host-session')]).toEqual([204, false])
  })

  it('ends all others and keeps this one (R75)', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    const others = [await again(alice), await again(alice)]
    const bob = site.browser()
    await bob.signUp('bob')
    expect((await alice.request('DELETE', '/auth/sessions')).status).toBe(204)
    for (const other of others) expect(await statusOf(other)).toBe(401)
    expect([await statusOf(alice), await statusOf(bob)]).toEqual([200, 200])
    expect(await sessionsOf(alice)).toHaveLength(1)
    // And it can do so again, and everything else: the session goes on under the new epoch.
    expect((await alice.request('DELETE', '/auth/sessions')).status).toBe(204)
    await alice.addPasskey(new SoftwareAuthenticator())
  })

  it('tells the owner of others that ended, and nothing where there was none', async () => {
    const told: string[] = []
    site = await openSiteOn(engine, { hooks: { notice: ({ kind }) => void told.push(kind) } })
    const alice = site.browser()
    await alice.signUp('alice')
    const end = async () => expectStatus(204, await alice.request('DELETE', '/auth/sessions'))
    for (let turn = 0; turn < 3; turn++) await end()
    await again(alice)
    await end()
    // What is told is told in order, and all of it before the end.
    await site.latchkey.close()
    expect(told).toEqual(['sessions_ended'])
  })

  it('of twenty that end all others at once leaves one', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    const all = await Promise.all(Array.from({ length: 20 }, () => again(alice)))
    const answers = await Promise.all(all.map((one) => one.request('DELETE', '/auth/sessions')))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 204)).toHaveLength(1)
    expect(statuses.filter((status) => status === 401)).toHaveLength(19)
    expect(await sessionsOf(all[statuses.indexOf(204)]!)).toHaveLength(1)
  })
})

describe.each(ENGINES)('the removal of a passkey on %s', (engine) => {
  it('ends every session but the one that asked (R75)', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    const lost = await alice.addPasskey(new SoftwareAuthenticator())
    const other = await again(alice)
    const { status } = await alice.request('DELETE', `/auth/passkeys/${lost.passkey.id}`)
    expect(status).toBe(204)
    expect([await statusOf(alice), await statusOf(other)]).toEqual([200, 401])
  })

  it('ends the one that asked, too, when that passkey had made it (R91)', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    const { passkey } = await alice.signUp('alice')
    await alice.addPasskey(new SoftwareAuthenticator())
    expect((await alice.request('DELETE', `/auth/passkeys/${passkey.id}`)).status).toBe(204)
    expect(await statusOf(alice)).toBe(401)
  })

  it('of fifty at once leaves one of the last two (R92)', async () => {
    site = await openSiteOn(engine)
    const alice = site.browser()
    await alice.signUp('alice')
    const second = new SoftwareAuthenticator()
    await alice.addPasskey(second)
    const bystander = site.browser()
    bystander.authenticator = second
    await bystander.signIn()
    const { body } = await alice.request<PasskeysMessage>('GET', '/auth/passkeys')
    const ids = body.passkeys.map(({ id }) => id)
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, turn) => {
        const by = turn % 4 < 2 ? alice : bystander
        return by.request('DELETE', `/auth/passkeys/${ids[turn % 2]}`)
      }),
    )
    const done = answers.filter(({ status }) => status === 204)
    const refused = answers.filter(({ status }) => status !== 204).map(({ body: { code } }) => code)
    expect([done.length, refused.length]).toEqual([1, 49])
    // On a machine with much else to do some wait for a connection in vain.
    const codes = ['last_sign_in_method', 'not_found', 'session_required', 'unavailable']
    for (const code of refused) expect(codes).toContain(code)
    const left = await site.database.rows(
      "SELECT id FROM credentials WHERE kind = 'passkey' AND deleted_at IS NULL",
    )
    expect(left).toHaveLength(1)
  })
})

describe('a session that is ended while what it asks for waits for the database', () => {
  it.each([
    ['POST', '/auth/recovery/codes'],
    ['DELETE', '/auth/sessions'],
    ['DELETE', '/auth/sessions/AAAAAAAAAAAAAAAAAAAAAA'],
    ['DELETE', '/auth/identities/any'],
    ['DELETE', '/auth/email'],
    ['DELETE', '/auth/password'],
    ['DELETE', '/auth/passkeys/any'],
    ['DELETE', '/auth/account'],
  ])('gets nothing of it: %s %s (R75)', async (method, path) => {
    site = await openSiteOn('SQLite')
    const alice = site.browser()
    await alice.signUp('alice')
    const rival = new DatabaseSync(site.database.url.slice('sqlite:'.length))
    try {
      rival.exec('begin immediate; delete from sessions')
      const asked = alice.request(method, path)
      // Most likely it waits for the lock by then; if it does not, the answer is the same.
      await sleep(20)
      rival.exec('commit')
      expect((await asked).body.code).toBe('session_required')
    } finally {
      rival.close()
    }
  })
})
