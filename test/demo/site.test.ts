import { describe, expect, it } from 'vitest'
import type { BuiltFile } from '../../demo/server/files.ts'
import { createSite } from '../../demo/server/site.ts'

const ORIGIN = 'http://localhost:3000'
const text = (type: string, body: string): BuiltFile => ({
  type,
  body: new TextEncoder().encode(body),
})
const page = '<script nonce="LATCHKEY-NONCE"></script><link nonce="LATCHKEY-NONCE">'
const site = createSite({
  origin: ORIGIN,
  files: new Map([
    ['/index.html', text('text/html; charset=utf-8', page)],
    ['/sign-up.html', text('text/html; charset=utf-8', page)],
    ['/account.html', text('text/html; charset=utf-8', page)],
    ['/embedded.html', text('text/html; charset=utf-8', page)],
    ['/mark.svg', text('image/svg+xml', '<svg/>')],
    ['/assets/a-1234.js', text('text/javascript; charset=utf-8', 'export {}')],
  ]),
  auth: {
    fetch: (request) => {
      const known = request.headers.get('cookie') === 'session=good'
      return Promise.resolve(new Response(request.url, { status: known ? 200 : 401 }))
    },
  },
})

const get = (path: string, init: RequestInit = {}) =>
  site.fetch(new Request(new URL(path, ORIGIN), init))
const signedIn = { headers: { cookie: 'session=good' } }

describe('the demo site', () => {
  it('gives every page a policy with a nonce of its own', async () => {
    const [one, other] = await Promise.all([get('/'), get('/')])
    const nonces = [one, other].map(
      ({ headers }) => /'nonce-([\w-]{24})'/.exec(headers.get('content-security-policy')!)![1]!,
    )
    expect(nonces[0]).not.toBe(nonces[1])
    expect(await one.text()).toBe(page.replaceAll('LATCHKEY-NONCE', nonces[0]!))
    expect(one.headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    ['default-src', `'none'`],
    ['connect-src', `'self'`],
    ['base-uri', `'none'`],
    ['form-action', `'self'`],
    ['object-src', `'none'`],
    ['frame-ancestors', `'none'`],
    ['require-trusted-types-for', `'script'`],
  ])('has a policy with %s %s', async (directive, value) => {
    const { headers } = await get('/')
    const policy = headers.get('content-security-policy')!.split('; ')
    expect(policy).toContain(`${directive} ${value}`)
    expect(policy.join(' ')).not.toMatch(/unsafe|\*/)
  })

  it.each(['/', '/mark.svg', '/assets/a-1234.js', '/nothing', '/account'])(
    'sends %s with the headers of every answer',
    async (path) => {
      const { headers } = await get(path)
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy':
          'publickey-credentials-get=(self), publickey-credentials-create=(self)',
      })
    },
  )

  it.each([
    ['a stranger away from the account', '/account', {}, '/'],
    ['a member past the sign-in', '/', signedIn, '/account'],
    ['a member past the sign-up', '/sign-up', signedIn, '/account'],
  ])('takes %s', async (_, path, init, target) => {
    const answer = await get(path, init)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, target])
  })

  it('shows a member the account', async () => {
    expect((await get('/account', signedIn)).status).toBe(200)
  })

  it.each([
    ['an unknown path', '/nothing', {}, 404],
    ['a page by its file name', '/index.html', {}, 404],
    ['a way out of the folder', '/assets/..%2f..%2fserve.ts', {}, 404],
    ['a form posted to a page', '/', { method: 'POST' }, 405],
    ['another host name', 'http://evil.example/', {}, 421],
    ['another port', 'http://localhost:4000/', {}, 421],
  ])('refuses %s', async (_, path, init, status) => {
    expect((await get(path, init)).status).toBe(status)
  })

  it.each(['http://127.0.0.1:3000', 'http://[::1]:3000'])(
    'sends a browser that came by %s to the name',
    async (host) => {
      const answer = await get(`${host}/sign-up?x=1`)
      expect(answer.status).toBe(308)
      expect(answer.headers.get('location')).toBe(`${ORIGIN}/sign-up?x=1`)
    },
  )

  it('keeps hashed assets for good, and asks again for the others', async () => {
    const [hashed, plain] = await Promise.all([get('/assets/a-1234.js'), get('/mark.svg')])
    expect(hashed.headers.get('cache-control')).toContain('immutable')
    expect(plain.headers.get('cache-control')).toBe('no-cache')
  })

  it.each([
    ['/', {}, "'none'"],
    ['/sign-up', {}, "'none'"],
    ['/account', signedIn, "'none'"],
    // Whoever is signed in stays there, too.
    ['/embedded', {}, 'lit-html'],
    ['/embedded', signedIn, 'lit-html'],
  ])('lets scripts make HTML by the right policy only: %s', async (path, init, policy) => {
    const answer = await get(path, init)
    expect(answer.status).toBe(200)
    const directives = answer.headers.get('content-security-policy')!.split('; ')
    expect(directives).toContain(`trusted-types ${policy}`)
  })

  it('hands everything under /auth over, and nothing else', async () => {
    expect(await (await get('/auth/session?x')).text()).toBe(`${ORIGIN}/auth/session?x`)
    expect((await get('/authors')).status).toBe(404)
  })
})
