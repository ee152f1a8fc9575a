/** What the site answers, request by request: headers, paths, hosts, languages, forms of other sites. */
import { writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text as consume } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runSite } from './running-site.ts'
import type { RunningSite } from './running-site.ts'

const LOGO = join(tmpdir(), `latchkey-logo-${process.pid}.svg`)

let site: RunningSite
beforeAll(async () => {
  writeFileSync(LOGO, '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  site = await runSite(
    { site: { next: ['https://app.example.com'] } },
    { LATCHKEY_SITE_LOGO: LOGO, LATCHKEY_SITE_NAME: 'A & <b>', LATCHKEY_SITE_ACCENT: '#7a1fa2' },
  )
})
afterAll(() => site.close())

const get = (path: string, init: RequestInit = {}) =>
  fetch(site.origin + path, { redirect: 'manual', ...init })
const text = async (path: string, headers: Record<string, string> = {}) =>
  (await get(path, { headers })).text()
const pathIn = async (pattern: RegExp) => pattern.exec(await text('/'))![1]!

/** A request whose `Host` is written by hand. */
function ask(
  path: string,
  host: string,
): Promise<{ status: number; location: string | undefined; html: string }> {
  const { hostname, port } = new URL(site.origin)
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers: { host } }, (answer) => {
      const { statusCode: status = 0, headers } = answer
      consume(answer).then((html) => resolve({ status, location: headers.location, html }), reject)
    })
      .once('error', reject)
      .end()
  })
}

describe('the headers', () => {
  it('let nothing run on a page but what was built with it', async () => {
    const { headers } = await get('/')
    const policy = headers.get('content-security-policy')!
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'; require-trusted-types-for 'script'")
    expect(policy).toContain("form-action 'self' https://app.example.com;")
    expect(policy).not.toContain('unsafe')
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'publickey-credentials-get=(self), publickey-credentials-create=(self)',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      vary: 'Accept-Language, Cookie',
    })
    // Localhost has no TLS to stay with.
    expect(headers.get('strict-transport-security')).toBeNull()
  })

  it('let files be kept, whose names change with what is in them', async () => {
    for (const pattern of [/src="(\/site\/assets\/[^"]+)"/, /href="(\/site\/brand-[^"]+)"/]) {
      const { status, headers } = await get(await pathIn(pattern))
      expect([status, headers.get('cache-control')]).toEqual([
        200,
        'public, max-age=31536000, immutable',
      ])
    }
    expect((await get('/site/assets/page.js')).status).toBe(404)
    expect((await get('/site/assets/%2e%2e/%2e%2e/cli/main.js')).status).toBe(404)
  })

  it('let no script of a logo run', async () => {
    const { headers } = await get(await pathIn(/img src="([^"]+)"/))
    expect(headers.get('content-type')).toBe('image/svg+xml')
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'.*sandbox$/)
  })
})

describe('the paths', () => {
  it('leave the routes as they are', async () => {
    for (const path of ['/auth/session', '/auth/nothing', '/.well-known/webauthn', '/metrics']) {
      expect((await get(path)).headers.get('content-type')).toBe('application/problem+json')
    }
    expect((await get('/healthz')).status).toBe(200)
  })

  it('tell the well-known places of the site', async () => {
    const { headers } = await get('/.well-known/change-password')
    expect(headers.get('location')).toBe(`${site.origin}/account#password`)
  })

  it.each([
    ['/nothing', 404],
    ['/operator', 404],
    ['/constructor', 404],
    ['/__proto__', 404],
    ['/sign-in/', 404],
    ['/sign-out', 405],
  ])('%s is answered with %i', async (path, status) => {
    expect((await get(path)).status).toBe(status)
  })

  it('tell which methods there are', async () => {
    const { status, headers } = await get('/sign-in', { method: 'DELETE' })
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
    const head = await get('/sign-in', { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  it('lead who is not signed in to the sign-in, and back', async () => {
    const { status, headers } = await get('/account?lang=de')
    expect([status, headers.get('location')]).toEqual([303, '/sign-in?next=%2Faccount&lang=de'])
    expect((await get('/recover')).headers.get('location')).toBe('/recovery')
  })

  it('write what an operator says as text', async () => {
    expect(await text('/')).toContain('<title>Sign in · A &amp; &lt;b&gt;</title>')
  })

  it('keep a next page that is allowed, and no other', async () => {
    expect(await text('/sign-in?next=https://app.example.com/x')).toContain(
      'next="/sign-in?next=https%3A%2F%2Fapp.example.com%2Fx"',
    )
    // The links to other languages ask for the page as it was asked for, and it is no better there.
    const refused = /(?:next|action)="[^"]*evil|"\/sign-up[^"]*evil/
    expect(await text('/sign-in?next=https://evil.example/')).not.toMatch(refused)
    expect(await text('/sign-in?next=//evil.example/')).not.toMatch(refused)
  })
})

describe('the hosts', () => {
  it('are those of the configuration', async () => {
    expect((await ask('/', 'evil.example')).status).toBe(421)
    const { status, html } = await ask('/account?lang=de', 'evil.example')
    expect([status, html]).toEqual([
      421,
      expect.stringMatching(/<html lang="de"[^]*Diese Seite ist unter http:\/\/localhost:\d+ zu/),
    ])
  })

  it('lead from an address of this machine to the name', async () => {
    const { port } = new URL(site.origin)
    const { status, location } = await ask('/sign-up?lang=de', `127.0.0.1:${port}`)
    expect([status, location]).toEqual([303, `${site.origin}/sign-up?lang=de`])
  })
})

describe('the languages', () => {
  it.each([
    ['/', 'de-CH,de;q=0.9', '<html lang="de" dir="ltr">'],
    ['/sign-up', 'ar', '<html lang="ar" dir="rtl">'],
    ['/?lang=fr', 'de', '<html lang="fr" dir="ltr">'],
    ['/', 'tlh', '<html lang="en" dir="ltr">'],
  ])('of %s for who reads %s', async (path, accepted, html) => {
    expect(await text(path, { 'accept-language': accepted })).toContain(html)
  })

  it('stay what the address says from page to page', async () => {
    expect(await text('/?lang=it')).toContain('href="/sign-up?lang=it"')
    expect(await text('/sign-in?next=/account%23email&lang=it')).toContain(
      'next="/account?lang=it#email"',
    )
    expect(await text('/sign-in?next=/operator%3Fa%3Db%26lang=fr&lang=it')).toContain(
      'next="/operator?a=b&amp;lang=it"',
    )
  })
})

describe('a form', () => {
  const form = 'username=ada&password=velvet+otter+under+a+lamp'
  const send = (path: string, headers: Record<string, string>, body = form) =>
    get(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body,
    })
  const own = () => ({ origin: site.origin })

  it('signs up, in and out', async () => {
    const up = await send('/sign-up', own())
    expect([up.status, up.headers.get('location')]).toEqual([303, '/account'])
    const cookie = up.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    expect(cookie).toMatch(/^__Host-session=/)
    expect((await get('/account', { headers: { cookie } })).status).toBe(200)
    const answer = await send('/sign-in?next=/account%23email', own())
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/account#email'])
    const german = await send('/sign-in?next=/account%23email&lang=de', own())
    expect(german.headers.get('location')).toBe('/account?lang=de#email')
    // The database loses a table: that can happen to anybody, and is said to everybody.
    const database = new DatabaseSync(join(site.folder, 'latchkey.db'))
    database.exec('alter table sessions rename to lost')
    const broken = await get('/account', { headers: { cookie, 'accept-language': 'de' } })
    database.exec('alter table lost rename to sessions')
    database.close()
    expect([broken.status, await broken.text()]).toEqual([
      503,
      expect.stringMatching(/<html lang="de"[^]*Das kann der Server gerade nicht/),
    ])
    expect(broken.headers.get('content-security-policy')).toContain('trusted-types lit-html')
    const out = await send('/sign-out', { ...own(), cookie }, '')
    expect([out.status, out.headers.get('location')]).toEqual([303, '/'])
    expect((await get('/account', { headers: { cookie } })).status).toBe(303)
  })

  it.each([
    ['of another site', { origin: 'https://evil.example' }],
    ['of a page in a sandbox', { origin: 'null' }],
    ['of another subdomain', { origin: '', 'sec-fetch-site': 'same-site' }],
  ])('%s is refused', async (_, { origin, ...headers }) => {
    for (const path of ['/sign-in', '/sign-up', '/sign-out']) {
      const asked = { 'accept-language': 'de', ...(origin && { origin }), ...headers }
      const answer = await send(path, asked)
      expect([path, answer.status, answer.headers.getSetCookie()]).toEqual([path, 403, []])
      expect(await answer.text()).toMatch(/<html lang="de"[^]*Das kam von einer anderen Seite/)
    }
  })

  it.each([
    ['with the wrong password', 'username=ada&password=nothing', 401],
    ['without a name', 'password=nothing', 400],
    ['without anything', '', 400],
  ])('%s is answered in words', async (_, body, status) => {
    const answer = await send('/sign-in', own(), body)
    expect(answer.status).toBe(status)
    expect(await answer.text()).toContain('role="alert"')
  })

  it('that is none, or too large, is refused', async () => {
    expect((await send('/sign-in', { ...own(), 'content-type': 'text/plain' })).status).toBe(404)
    const german = { ...own(), 'accept-language': 'de' }
    const large = await send('/sign-in', german, `username=${'a'.repeat(20_000)}`)
    // What is left of it will not be read.
    expect([large.status, large.headers.get('connection')]).toEqual([413, 'close'])
    expect(await large.text()).toMatch(/<html lang="de"[^]*Was gesendet wurde, ist zu groß\./)
  })
})

it('hides what is closed', async () => {
  const closed = await runSite({}, { LATCHKEY_SIGN_UP: 'closed', LATCHKEY_PASSWORDS: 'off' })
  try {
    expect((await fetch(`${closed.origin}/sign-up`)).status).toBe(404)
    const page = await (await fetch(closed.origin)).text()
    expect(page).not.toMatch(/\/sign-up|type="password"| password/)
    const form = new URLSearchParams({ username: 'ada', password: 'x' })
    const headers = { origin: closed.origin }
    const init = { method: 'POST', headers, body: form }
    expect((await fetch(`${closed.origin}/sign-in`, init)).status).toBe(404)
  } finally {
    await closed.close()
  }
})

it('can be turned off', async () => {
  const off = await runSite({ site: { name: 'Harbour' } }, { LATCHKEY_SITE: 'off' })
  try {
    const answer = await fetch(off.origin)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json',
    ])
    expect((await fetch(`${off.origin}/.well-known/change-password`)).status).toBe(404)
  } finally {
    await off.close()
  }
})
