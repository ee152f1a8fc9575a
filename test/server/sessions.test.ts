/** Sessions over HTTP: how they begin, how they end, and what cannot be done with half of one. */
import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { ENGINES, openSiteOn } from './engines.ts'
import type { EngineSite } from './engines.ts'
import { MINUTE } from './site.ts'
import type { Visitor } from './site.ts'

const SESSION = '__Host-session'
const HOUR = 60 * MINUTE

let site: EngineSite
afterEach(() => site.close())

const statusOf = async (visitor: Visitor) => (await visitor.request('GET', '/auth/session')).status

/** A use is noted behind the answer, in a turn of its own. */
const noted = () => new Promise((resolve) => setTimeout(resolve, 50))

/** Whether a token, put into an empty jar, is still somebody's session. */
async function isAlive(token: string): Promise<boolean> {
  const thief = site.browser()
  thief.cookies.set(SESSION, token)
  return (await statusOf(thief)) === 200
}

describe.each(ENGINES)('on %s', (engine) => {
  describe('the session cookie', () => {
    it('has the flags of R70 and Max-Age of the absolute limit', async () => {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      const response = await visitor.create(await visitor.beginSignUp('alice'))
      const { headers } = await visitor.post('/auth/registration', response)
      expect(headers.getSetCookie()).toEqual([
        expect.stringMatching(
          /^__Host-session=[\w-]{64}; Path=\/; Max-Age=2592000; Secure; HttpOnly; SameSite=Lax$/,
        ),
      ])
    })

    it('stands in no body (R71)', async () => {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      const response = await visitor.create(await visitor.beginSignUp('alice'))
      const { text } = await visitor.post('/auth/registration', response)
      expect(text).not.toContain(visitor.cookies.get(SESSION)!.slice(22))
    })

    it('goes without Secure only where localhost is configured so', async () => {
      site = await openSiteOn(engine, {
        rpId: 'example.localhost',
        origins: ['http://example.localhost'],
        hosts: ['example.com'],
        insecureCookies: true,
      })
      const { headers } = await site.browser().request('POST', '/auth/authentication/options', {
        body: {},
        headers: { origin: 'http://example.localhost' },
      })
      expect(headers.getSetCookie()[0]).toMatch(/^latchkey-ceremony=/)
      expect(headers.getSetCookie()[0]).not.toContain('Secure')
    })
  })

  describe('sign-out', () => {
    it('ends the session before it clears the cookie (R74)', async () => {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      await visitor.signUp('alice')
      const token = visitor.cookies.get(SESSION)!
      const { status, headers } = await visitor.request('DELETE', '/auth/session')
      expect(status).toBe(204)
      expect(headers.getSetCookie()).toEqual([
        `${SESSION}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax`,
      ])
      expect(headers.get('clear-site-data')).toBe('"storage"')
      expect(await isAlive(token)).toBe(false)
    })
  })

  describe('a session that was there before a sign-in (R72)', () => {
    it('is not adopted when the server did not make it', async () => {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      await visitor.signUp('alice')
      const planted = randomBytes(48).toString('base64url')
      visitor.cookies.set(SESSION, planted)
      await visitor.signIn()
      expect(visitor.cookies.get(SESSION)).not.toBe(planted)
      expect(await isAlive(planted)).toBe(false)
    })

    it('is ended by the sign-in', async () => {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      await visitor.signUp('alice')
      const former = visitor.cookies.get(SESSION)!
      await visitor.signIn()
      expect(await isAlive(former)).toBe(false)
      expect(await statusOf(visitor)).toBe(200)
    })

    it('is ended by a sign-up in the same browser', async () => {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      await visitor.signUp('alice')
      const former = visitor.cookies.get(SESSION)!
      await visitor.signUp('bob')
      expect(await isAlive(former)).toBe(false)
    })

    it('stays when only its id was known, not its secret', async () => {
      site = await openSiteOn(engine)
      const alice = site.browser()
      await alice.signUp('alice')
      const mallory = site.browser()
      await mallory.signUp('mallory')
      const id = alice.cookies.get(SESSION)!.slice(0, 22)
      mallory.cookies.set(SESSION, id + randomBytes(33).toString('base64url').slice(0, 42))
      await mallory.signIn()
      expect(await statusOf(alice)).toBe(200)
    })
  })

  describe('a cookie that does not fit', () => {
    it.each([
      ['empty', () => ''],
      ['of another length', (token: string) => token.slice(4)],
      ['with a bit of its secret flipped', (token: string) => flipped(token, 47)],
      ['with a bit of its id flipped', (token: string) => flipped(token, 15)],
      ['with two tokens in one', (token: string) => `${token},${token}`],
    ])('is no session when it is %s', async (_, change) => {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      await visitor.signUp('alice')
      const token = visitor.cookies.get(SESSION)!
      visitor.cookies.set(SESSION, change(token))
      const answer = await visitor.request('GET', '/auth/session')
      expect([answer.status, answer.body.code]).toEqual([401, 'session_required'])
      expect(await isAlive(token)).toBe(true)
    })

    it('does not keep anyone from signing in', async () => {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      await visitor.signUp('alice')
      site.clock.advance(25 * HOUR)
      expect(await statusOf(visitor)).toBe(401)
      await visitor.signIn()
      expect(await statusOf(visitor)).toBe(200)
    })
  })

  describe('limits (R73)', () => {
    it('are pushed back by use, up to the absolute one', async () => {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      await visitor.signUp('alice')
      for (let day = 0; day < 31; day++) {
        site.clock.advance(23 * HOUR)
        expect(await statusOf(visitor)).toBe(200)
        await noted()
      }
      site.clock.advance(30 * 24 * HOUR - 31 * 23 * HOUR - 1)
      const last = await statusOf(visitor)
      site.clock.advance(1)
      expect([last, await statusOf(visitor)]).toEqual([200, 401])
    })

    it('end a session at the absolute limit although it is in use', async () => {
      site = await openSiteOn(engine, { sessions: { idle: 10 * MINUTE, absolute: 30 * MINUTE } })
      const visitor = site.browser()
      await visitor.signUp('alice')
      const seen = []
      for (let round = 0; round < 6; round++) {
        site.clock.advance(5 * MINUTE)
        seen.push(await statusOf(visitor))
        await noted()
      }
      expect(seen).toEqual([200, 200, 200, 200, 200, 401])
    })

    it('are those of the preset where it is chosen', async () => {
      site = await openSiteOn(engine, { sessions: { preset: 'aal2' } })
      const visitor = site.browser()
      await visitor.signUp('alice')
      site.clock.advance(HOUR)
      expect(await statusOf(visitor)).toBe(401)
    })
  })

  describe('an operator’s change to the account (R75, R84)', () => {
    async function signedInOnFile(): Promise<Visitor> {
      site = await openSiteOn(engine)
      const visitor = site.browser()
      await visitor.signUp('alice')
      return visitor
    }

    it('acts at once when it raises the epoch', async () => {
      const visitor = await signedInOnFile()
      await site.database.run('UPDATE accounts SET session_epoch = session_epoch + 1')
      expect(await statusOf(visitor)).toBe(401)
      await visitor.signIn()
      expect(await statusOf(visitor)).toBe(200)
    })

    it('acts at once when it disables the account, on sign-in too, after the signature (R30, R64)', async () => {
      const visitor = await signedInOnFile()
      await site.database.run('UPDATE accounts SET disabled = 1')
      expect(await statusOf(visitor)).toBe(401)
      const response = await visitor.get(await visitor.beginSignIn())
      const forged = { ...response, response: { ...response.response, signature: 'MAYCAQECAQE' } }
      const bad = await visitor.post('/auth/authentication', forged)
      expect([bad.body.code, site.log.at(-1)?.reason]).toEqual([
        'authentication_failed',
        'signature_invalid',
      ])
      const good = await visitor.post('/auth/authentication', response)
      expect([good.body.code, site.log.at(-1)?.reason]).toEqual([
        'authentication_failed',
        'account_disabled',
      ])
      const replayed = await visitor.post('/auth/authentication', response)
      expect(replayed.body.code).toBe('challenge_used')
    })
  })
})

function flipped(token: string, at: number): string {
  const bytes = Buffer.from(token, 'base64url')
  bytes[at]! ^= 1
  return bytes.toString('base64url')
}
