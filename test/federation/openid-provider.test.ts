/**
 * A real OpenID provider signs a person in, end to end: our nonce, its authorization endpoint, its pages, its
 * discovery document, its keys, its token, and our session, in a real browser (security.md R118–R123).
 */
import { randomBytes } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createLatchkey } from '../../src/server/latchkey.ts'
import type { Latchkey } from '../../src/server/latchkey.ts'
import type { LogEntry } from '../../src/server/audit.ts'
import { createNodeListener } from '../../src/server/node/listener.ts'
import { openBrowser } from '../browser/launch.ts'
import { openIdProvider, openServer } from './openid-provider.ts'
import type { RunningServer } from './openid-provider.ts'

/** The page: asks for a nonce, sends the person to the provider, and brings back what they come with. */
const PAGE = (
  issuer: string,
) => `<!doctype html><title>site</title><button>Sign in</button><output></output>
<script type="module">
  const post = async (path, body) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
    return answer.json()
  }
  const show = (value) => (document.querySelector('output').textContent = JSON.stringify(value))
  document.querySelector('button').onclick = async () => {
    const { nonce, issuers } = await post('/auth/federated/options', {})
    const query = new URLSearchParams({
      client_id: issuers[0].clientId,
      redirect_uri: location.origin + '/back',
      response_type: 'id_token',
      scope: 'openid email',
      state: 's',
      nonce,
    })
    location.href = '${issuer}/auth?' + query
  }
  const idToken = new URLSearchParams(location.hash.slice(1)).get('id_token')
  if (idToken) {
    window.idToken = idToken
    show(await post('/auth/federated/provider', { idToken }))
  }
</script>`

let site: RunningServer
let provider: RunningServer
let browser: Browser
let latchkey: Latchkey
const log: LogEntry[] = []
let origin: string
let page: Page

beforeAll(async () => {
  ;[site, provider, browser] = await Promise.all([openServer(), openServer(), openBrowser()])
  origin = `http://localhost:${site.port}`
  // Another site, as far as cookies are concerned.
  const issuer = `http://127.0.0.1:${provider.port}`
  provider.handle(openIdProvider(issuer, `${origin}/back`).callback())
  latchkey = createLatchkey({
    rpId: 'localhost',
    origins: [origin],
    database: 'sqlite::memory:',
    secret: randomBytes(32),
    insecureCookies: true,
    log: (entry) => log.push(entry),
    issuers: { provider: { issuer, clientIds: ['latchkey'], insecureLoopback: true } },
  })
  const routes = createNodeListener(latchkey)
  site.handle((request, response) => {
    if (request.url?.startsWith('/auth/')) {
      void routes(request, response)
      return
    }
    response.setHeader('content-type', 'text/html')
    response.end(PAGE(issuer))
  })
})
afterEach(() => page?.context().close())
afterAll(async () => {
  await browser.close()
  await latchkey.close()
  await Promise.all([site.close(), provider.close()])
})

/** Signs in at the provider under a name, and answers what the site says then. */
async function signInAs(name: string): Promise<unknown> {
  page = await (await browser.newContext()).newPage()
  // The provider's pages would like a font from elsewhere.
  await page.route(/googleapis/, (route) => route.abort())
  await page.goto(origin)
  await page.click('button')
  await page.fill('[name=login]', name)
  await page.fill('[name=password]', 'any')
  await page.click('[type=submit]')
  await page.waitForURL(/interaction/)
  await page.click('[type=submit]')
  await page.waitForURL(/\/back/)
  await expect.poll(() => page.textContent('output')).not.toBe('')
  return JSON.parse((await page.textContent('output'))!) as unknown
}

describe('a real OpenID provider', () => {
  it('signs a person in, and knows them again', async () => {
    const first = await signInAs('ada')
    expect(first).toMatchObject({
      account: { username: 'ada' },
      session: { method: 'federated', verifiedAt: expect.any(String) as string },
    })
    const read = await page.evaluate(async () => (await fetch('/auth/session')).json())
    expect(read).toEqual(first)
    // The token is in the page's hands; a second time it is worth nothing.
    const replayed = await page.evaluate(async () => {
      const { idToken } = window as unknown as { idToken: string }
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify({ idToken })
      return (await fetch('/auth/federated/provider', { method: 'POST', headers, body })).json()
    })
    expect(replayed).toMatchObject({ status: 401, code: 'challenge_used' })
    await page.context().close()

    const again = await signInAs('ada')
    expect((again as { account: unknown }).account).toEqual((first as { account: unknown }).account)
    await page.context().close()

    expect(await signInAs('bob')).toMatchObject({ account: { username: 'bob' } })
    expect(log.filter(({ event }) => event === 'issuer.keys')).toEqual([])
  })
})
