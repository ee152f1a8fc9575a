/** Challenges in use: once, in one browser, in any of its tabs, before and after a restart. */
import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../src/server/store/sqlite-store.ts'
import { databaseFile } from './database.ts'
import type { DatabaseFile } from './database.ts'
import { MINUTE, openSite } from './site.ts'
import type { Site } from './site.ts'

const CEREMONY = '__Host-ceremony'

let site: Site
let file: DatabaseFile | undefined
afterEach(async () => {
  await site.latchkey.close()
  file?.remove()
  file = undefined
})

describe('a challenge is used up', () => {
  it('by exactly one of fifty answers sent at once', async () => {
    site = openSite()
    const visitor = site.browser()
    await visitor.signUp('alice')
    const response = await visitor.get(await visitor.beginSignIn())
    const sent = Array.from({ length: 50 }, () => visitor.post('/auth/authentication', response))
    const codes = (await Promise.all(sent)).map(({ status, body }) => body.code ?? status)
    expect(codes.filter((code) => code === (200 as never))).toHaveLength(1)
    expect(codes.filter((code) => code === 'challenge_used')).toHaveLength(49)
  })

  it('by a verified answer that policy refuses (R30)', async () => {
    site = openSite()
    const visitor = site.browser()
    await visitor.signUp('alice')
    const options = await visitor.beginSignIn()
    const faults = { authenticatorData: { flags: { uv: false } } }
    const refused = await visitor.post(
      '/auth/authentication',
      await visitor.get(options, { faults }),
    )
    expect(refused.body.code).toBe('authentication_failed')
    const second = await visitor.post('/auth/authentication', await visitor.get(options))
    expect(second.body.code).toBe('challenge_used')
  })

  it.each([
    ['a bad signature', { signature: 'bit_flipped' as const }],
    ['another origin', { clientData: { origin: 'https://evil.example' } }],
    ['broken authenticator data', { authenticatorData: { bytes: new Uint8Array(3) } }],
    ['another user handle', { json: { response: { userHandle: 'AAAA' } } }],
  ])('not by %s (R30)', async (_, faults) => {
    site = openSite()
    const visitor = site.browser()
    await visitor.signUp('alice')
    const options = await visitor.beginSignIn()
    const refused = await visitor.post(
      '/auth/authentication',
      await visitor.get(options, { faults }),
    )
    expect(refused.status).toBeGreaterThanOrEqual(400)
    const second = await visitor.post('/auth/authentication', await visitor.get(options))
    expect(second.status).toBe(200)
  })

  it('for good, whatever is swept and whatever the clock says then (R26)', async () => {
    file = databaseFile()
    const secret = randomBytes(32)
    site = openSite({ database: file.url, secret })
    const visitor = site.browser()
    await visitor.signUp('alice')
    const response = await visitor.get(await visitor.beginSignIn())
    await visitor.post('/auth/authentication', response)
    const store = await openSqliteStore(file.url)
    site.clock.advance(10 * MINUTE)
    expect(await store.sweep(site.clock.wall(), 1000)).toBeGreaterThan(0)
    await store.close()
    site.clock.setWall(-60 * MINUTE)
    const replayed = await visitor.post('/auth/authentication', response)
    expect(replayed.body.code).toBe('challenge_expired')
    // New ones count all the same, here and in a process that starts with the wrong time (R25).
    expect((await visitor.signIn()).account.username).toBe('alice')
    await site.latchkey.close()
    site = openSite({ database: file.url, secret })
    site.clock.setWall(-60 * MINUTE)
    const later = site.browser()
    later.authenticator = visitor.authenticator
    expect((await later.signIn()).account.username).toBe('alice')
  })
})

describe('a challenge with one bit flipped', () => {
  it('is forged, for each of its 464 bits, and writes no row (R22)', async () => {
    file = databaseFile()
    site = openSite({ database: file.url })
    const visitor = site.browser()
    await visitor.signUp('alice')
    const { challenge } = await visitor.beginSignIn()
    const good = await visitor.get({ challenge, rpId: 'example.com' })
    const rows = file.countRows()
    const codes = new Set<string>()
    for (let bit = 0; bit < 464; bit++) {
      const bytes = Buffer.from(challenge, 'base64url')
      bytes[bit >> 3]! ^= 1 << (bit & 7)
      const clientData = Buffer.from(good.response.clientDataJSON, 'base64url').toString()
      const changed = clientData.replace(challenge, bytes.toString('base64url'))
      const clientDataJSON = Buffer.from(changed).toString('base64url')
      const response = { ...good, response: { ...good.response, clientDataJSON } }
      const { status, body } = await visitor.post('/auth/authentication', response)
      codes.add(`${status} ${body.code}`)
    }
    expect(codes).toEqual(new Set(['401 challenge_invalid']))
    expect(file.countRows()).toBe(rows)
    expect((await visitor.post('/auth/authentication', good)).status).toBe(200)
  })
})

describe('the stricter of two policies', () => {
  it.each([
    ['sealed', 'required', 'preferred'],
    ['configured', 'preferred', 'required'],
  ] as const)('holds when it is the %s one (R20)', async (_, sealed, configured) => {
    file = databaseFile()
    const secret = randomBytes(32)
    site = openSite({ database: file.url, secret, userVerification: configured })
    const issuer = openSite({ database: file.url, secret, userVerification: sealed })
    const visitor = site.browser()
    await visitor.signUp('alice')
    const other = issuer.browser()
    const options = await other.beginSignIn()
    visitor.cookies.set(CEREMONY, other.cookies.get(CEREMONY)!)
    const faults = { authenticatorData: { flags: { uv: false } } }
    await visitor.post('/auth/authentication', await visitor.get(options, { faults }))
    expect(site.log.at(-1)?.reason).toBe('user_not_verified')
    const created = await other.create(await other.beginSignUp('bob'), { faults })
    visitor.cookies.set(CEREMONY, other.cookies.get(CEREMONY)!)
    const answer = await visitor.post('/auth/registration', created)
    expect(answer.body.reason).toBe('user_not_verified')
    await issuer.latchkey.close()
  })
})

describe('a registration', () => {
  it('sent 64 times at once makes one passkey (R50)', async () => {
    site = openSite()
    const visitor = site.browser()
    const response = await visitor.create(await visitor.beginSignUp('alice'))
    const sent = Array.from({ length: 64 }, () => visitor.post('/auth/registration', response))
    const statuses = (await Promise.all(sent)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
    expect(statuses.filter((status) => status === 400)).toHaveLength(63)
  })
})

describe('a challenge from a process whose clock differs', () => {
  it('counts when it is 45 seconds ahead, and not when it is minutes ahead (R24)', async () => {
    file = databaseFile()
    const secret = randomBytes(32)
    site = openSite({ database: file.url, secret })
    const ahead = openSite({ database: file.url, secret })
    const here = site.browser()
    await here.signUp('alice')
    const there = ahead.browser()
    there.authenticator = here.authenticator
    const finishHere = async () => {
      const response = await there.get(await there.beginSignIn())
      here.cookies.set(CEREMONY, there.cookies.get(CEREMONY)!)
      return here.post('/auth/authentication', response)
    }
    ahead.clock.advance(45_000)
    expect((await finishHere()).status).toBe(200)
    ahead.clock.advance(2 * MINUTE)
    expect((await finishHere()).body.code).toBe('challenge_invalid')
    expect(site.log.at(-1)?.reason).toBe('challenge_from_future')
    await ahead.latchkey.close()
  })
})

describe('the ceremony cookie (R19)', () => {
  it('has its flags', async () => {
    site = openSite()
    const { headers } = await site.browser().post('/auth/authentication/options', {})
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-ceremony=[\w-]{40}; Path=\/; Max-Age=600; Secure; HttpOnly; SameSite=Strict$/,
      ),
    ])
  })

  it('is used again while it lasts, and kept anew before a challenge outlives it', async () => {
    site = openSite()
    const visitor = site.browser()
    await visitor.beginSignIn()
    const first = visitor.cookies.get(CEREMONY)!
    site.clock.advance(4 * MINUTE)
    const again = await visitor.post('/auth/authentication/options', {})
    expect(again.headers.getSetCookie()).toEqual([])
    site.clock.advance(1)
    await visitor.beginSignIn()
    const renewed = visitor.cookies.get(CEREMONY)!
    expect(renewed).not.toBe(first)
    // The same secret behind another time.
    expect(renewed.slice(8)).toBe(first.slice(8))
  })

  it.each([
    ['planted', () => randomBytes(30).toString('base64url')],
    ['rubbish', () => 'rubbish'],
    [
      'with a bit flipped',
      (held: string) => `${held.slice(0, -1)}${held.endsWith('A') ? 'B' : 'A'}`,
    ],
  ])('is worth nothing when it is %s', async (_, change) => {
    site = openSite()
    const visitor = site.browser()
    await visitor.signUp('alice')
    const response = await visitor.get(await visitor.beginSignIn())
    const [secret = '', ...rest] = visitor.cookies.get(CEREMONY)!.split('.')
    visitor.cookies.set(CEREMONY, [change(secret), ...rest].join('.'))
    const answer = await visitor.post('/auth/authentication', response)
    expect([answer.status, answer.body.code]).toEqual([401, 'challenge_invalid'])
  })
})

describe('two tabs', () => {
  it('do not lose a sign-up to the autofill of the other tab', async () => {
    site = openSite()
    const visitor = site.browser()
    await visitor.beginSignIn()
    const options = await visitor.beginSignUp('alice')
    site.clock.advance(5 * MINUTE)
    await visitor.beginSignIn()
    await visitor.beginSignIn('alice')
    const answer = await visitor.post('/auth/registration', await visitor.create(options))
    expect(answer.status).toBe(201)
  })

  it('can both sign up, in any order', async () => {
    site = openSite()
    const visitor = site.browser()
    const alice = await visitor.beginSignUp('alice')
    const bob = await visitor.beginSignUp('bob')
    const second = await visitor.post('/auth/registration', await visitor.create(bob))
    const first = await visitor.post('/auth/registration', await visitor.create(alice))
    expect([first.body, second.body]).toMatchObject([
      { account: { username: 'alice' } },
      { account: { username: 'bob' } },
    ])
  })

  it('can both sign in with what they asked for', async () => {
    site = openSite()
    const visitor = site.browser()
    await visitor.signUp('alice')
    const [one, two] = [await visitor.beginSignIn(), await visitor.beginSignIn()]
    expect(one.challenge).not.toBe(two.challenge)
    const second = await visitor.post('/auth/authentication', await visitor.get(two))
    const first = await visitor.post('/auth/authentication', await visitor.get(one))
    expect([first.status, second.status]).toEqual([200, 200])
  })
})

describe('after a restart', () => {
  it('sessions, passkeys and decoys are what they were', async () => {
    file = databaseFile()
    const secret = randomBytes(32)
    site = openSite({ database: file.url, secret })
    const visitor = site.browser()
    const { account } = await visitor.signUp('alice')
    const decoys = (await visitor.beginSignIn('nobody')).allowCredentials
    const before = site
    await before.latchkey.close()
    site = openSite({ database: file.url, secret })
    const again = site.browser()
    again.authenticator = visitor.authenticator
    again.cookies.set('__Host-session', visitor.cookies.get('__Host-session')!)
    expect((await again.request('GET', '/auth/session')).body).toMatchObject({ account })
    expect((await again.beginSignIn('nobody')).allowCredentials).toEqual(decoys)
    expect((await again.signIn()).account).toEqual(account)
  })

  it('with a newer secret, what was begun before can still be finished (R34)', async () => {
    file = databaseFile()
    const [older, newer] = [randomBytes(32), randomBytes(32)]
    site = openSite({ database: file.url, secret: older })
    const visitor = site.browser()
    const options = await visitor.beginSignUp('alice')
    await site.latchkey.close()
    site = openSite({
      database: file.url,
      secret: [
        { id: 1, value: older, state: 'verify-only' },
        { id: 2, value: newer },
      ],
    })
    const again = site.browser()
    again.cookies.set(CEREMONY, visitor.cookies.get(CEREMONY)!)
    const answer = await again.post('/auth/registration', await visitor.create(options))
    expect(answer.status).toBe(201)
  })
})
