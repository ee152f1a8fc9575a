/** The headers that every answer has, refusals and all (security.md R81). */
import { afterEach, describe, expect, it } from 'vitest'
import { openSite, ORIGIN } from './site.ts'
import type { Site, Visitor } from './site.ts'

let site: Site
afterEach(() => site.latchkey.close())

const ANSWERS: readonly (readonly [string, (visitor: Visitor) => Promise<{ headers: Headers }>])[] =
  [
    ['options', (v) => v.post('/auth/authentication/options', {})],
    ['a refusal', (v) => v.request('GET', '/auth/session')],
    ['an unknown path', (v) => v.request('GET', '/')],
    ['a wrong method', (v) => v.request('PUT', '/healthz', { body: {} })],
    ['another host', (v) => v.request('GET', '/healthz', { headers: { host: 'x' } })],
    [
      'an answer without a body',
      async (v) => {
        await v.signUp('alice')
        return v.request('DELETE', '/auth/session')
      },
    ],
    ['a HEAD', (v) => v.request('HEAD', '/healthz')],
  ]

describe('every answer', () => {
  it.each(ANSWERS)('has its headers: %s', async (_, act) => {
    site = openSite()
    const { headers } = await act(site.browser())
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'publickey-credentials-get=(self), publickey-credentials-create=(self)',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
    })
    expect(headers.has('server') || headers.has('x-powered-by')).toBe(false)
  })

  it('promises TLS only where there is some', async () => {
    site = openSite({ rpId: 'localhost', origins: ['http://localhost:3000'] })
    const request = new Request('http://localhost:3000/healthz')
    const { status, headers } = await site.latchkey.fetch(request)
    expect([status, headers.has('strict-transport-security')]).toEqual([200, false])
  })

  it.each([
    ['https://example.com', 'example.com', 200],
    ['https://example.com', 'EXAMPLE.com:443', 200],
    ['https://example.com', 'example.com:8443', 421],
    ['https://example.com', 'example.com.', 421],
    ['https://example.com', 'example.com@evil.example', 421],
    ['https://evil.example', undefined, 421],
  ])('to %s with the host %s has status %s (E7)', async (origin, host, status) => {
    site = openSite()
    const headers = host === undefined ? {} : { host }
    const answer = await site.latchkey.fetch(new Request(`${origin}/healthz`, { headers }))
    expect(answer.status).toBe(status)
  })
})

describe('health', () => {
  it('is told to anyone who asks by the right name', async () => {
    site = openSite()
    const visitor = site.browser()
    expect((await visitor.request('GET', '/healthz')).body).toEqual({ status: 'ok' })
    expect((await visitor.request('GET', '/readyz')).body).toEqual({ status: 'ready' })
  })

  it('turns when the clock has gone astray, and not before (R25)', async () => {
    site = openSite()
    await site.browser().request('GET', '/readyz')
    site.clock.setWall(-10 * 60_000)
    expect((await site.browser().request('GET', '/readyz')).status).toBe(200)
    site.clock.setWall(-1)
    const answer = await site.browser().request('GET', '/readyz')
    expect([answer.status, answer.body.code]).toEqual([503, 'unavailable'])
    expect(answer.headers.get('retry-after')).toBe('2')
    expect(site.log.at(-1)?.reason).toBe('clock_astray')
    expect((await site.browser().request('GET', '/healthz')).status).toBe(200)
  })

  it('goes by the base path that was configured', async () => {
    site = openSite({ basePath: '/api/sign-in' })
    const { status } = await site.browser().post('/api/sign-in/authentication/options', {})
    expect(status).toBe(200)
    const statusAt = async (path: string) =>
      (await site.latchkey.fetch(new Request(`${ORIGIN}${path}`))).status
    expect([await statusAt('/auth/session'), await statusAt('/api/sign-in/session')]).toEqual([
      404, 401,
    ])
    expect(await statusAt('/healthz')).toBe(200)
  })
})
