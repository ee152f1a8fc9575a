/** Apps: secrets in headers, never in cookies, never in bodies, and never out of a browser (R19, R83, R140). */
import { afterEach, describe, expect, it } from 'vitest'
import { openSite, ORIGIN } from './site.ts'
import type { Site, Visitor } from './site.ts'

let site: Site
afterEach(() => site.latchkey.close())

async function signedUpApp(): Promise<Visitor> {
  site = openSite()
  const app = site.app()
  await app.signUp('alice')
  return app
}

describe('an app', () => {
  it('signs up, signs out and signs in without a cookie', async () => {
    const app = await signedUpApp()
    expect(app.cookies.size).toBe(0)
    expect(app.token).toMatch(/^[\w-]{64}$/)
    const former = app.token
    expect((await app.request('DELETE', '/auth/session')).status).toBe(204)
    expect((await app.request('GET', '/auth/session')).status).toBe(401)
    const { account } = await app.signIn()
    expect(account.username).toBe('alice')
    expect(app.token).not.toBe(former)
    expect(app.cookies.size).toBe(0)
    expect((await app.request('GET', '/auth/passkeys')).status).toBe(200)
  })

  it('gets the bare options, and its handle in a header', async () => {
    site = openSite()
    const app = site.app()
    const answer = await app.post<Record<string, unknown>>('/auth/authentication/options', {})
    const browser = await site
      .browser()
      .post<Record<string, unknown>>('/auth/authentication/options', {})
    expect(Object.keys(answer.body)).toEqual(Object.keys(browser.body))
    expect(answer.headers.get('latchkey-ceremony')).toMatch(/^[\w-]{40}$/)
    expect(browser.headers.has('latchkey-ceremony')).toBe(false)
    expect(answer.headers.getSetCookie()).toEqual([])
  })

  it('gets no token in a body (R71)', async () => {
    site = openSite()
    const app = site.app()
    const response = await app.create(await app.beginSignUp('alice'))
    const { text, headers } = await app.post('/auth/registration', response)
    expect(text).not.toContain(headers.get('latchkey-session')!.slice(22))
    expect(text).not.toContain(app.ceremony!)
  })

  it('cannot finish without its handle', async () => {
    const app = await signedUpApp()
    const response = await app.get(await app.beginSignIn())
    app.ceremony = undefined
    const answer = await app.post('/auth/authentication', response)
    expect(answer.body.code).toBe('challenge_invalid')
    expect(site.log.at(-1)?.reason).toBe('ceremony_secret_missing')
  })

  it('ends its former session when it signs in again', async () => {
    const app = await signedUpApp()
    const former = app.token!
    await app.signIn()
    app.token = former
    expect((await app.request('GET', '/auth/session')).status).toBe(401)
  })
})

describe('a bearer token', () => {
  const session = (app: Visitor, headers: Record<string, string>) =>
    app.request('GET', '/auth/session', { headers })

  it.each([
    ['Sec-Fetch-Site', { 'sec-fetch-site': 'same-origin' }],
    ['Origin', { origin: ORIGIN }],
  ])('does not count when %s tells of a browser', async (_, headers) => {
    const app = await signedUpApp()
    const browser = site.browser()
    const authorization = `Bearer ${app.token}`
    const answer = await session(browser, { authorization, ...headers })
    expect([answer.status, answer.body.code]).toEqual([401, 'session_required'])
  })

  it('counts from Node, which sends Sec-Fetch-Mode and nothing else', async () => {
    const app = await signedUpApp()
    expect((await session(app, { 'sec-fetch-mode': 'cors' })).status).toBe(200)
  })

  it('makes a request ambiguous beside a session cookie (R83)', async () => {
    const app = await signedUpApp()
    const answer = await session(app, { cookie: '__Host-session=x' })
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
    expect(answer.body.errors).toEqual([{ pointer: '', code: 'ambiguous_credentials' }])
    expect(site.log.at(-1)?.reason).toBe('two_sessions')
  })

  it.each(['Basic YTpi', 'Bearer', 'Bearer a b', 'bearer short'])(
    'is not %j',
    async (authorization) => {
      const app = await signedUpApp()
      expect((await session(app, { authorization })).status).toBe(401)
    },
  )
})

describe('a page that calls itself an app', () => {
  it('is refused, so that no script ever holds a token', async () => {
    site = openSite()
    const headers = { 'latchkey-client': 'native' }
    const answer = await site
      .browser()
      .request('POST', '/auth/authentication/options', { body: {}, headers })
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
    expect(answer.headers.has('latchkey-ceremony')).toBe(false)
    expect(site.log.at(-1)?.reason).toBe('native_in_browser')
  })
})
