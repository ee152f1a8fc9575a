/** A federated account, picked in the browser's own dialog (FedCM), signs in at a real server. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLatchkey } from '../../src/server/latchkey.ts'
import type { Latchkey } from '../../src/server/latchkey.ts'
import { createNodeListener } from '../../src/server/node/listener.ts'
import { openBrowser } from '../browser/launch.ts'
import { bundle } from '../client-browser/site.ts'
import { openServer } from './openid-provider.ts'
import type { RunningServer } from './openid-provider.ts'
import { ecKey, makeToken } from './token-issuer.ts'

const key = ecKey('key-1')
let site: RunningServer
let provider: RunningServer
let browser: Browser
let latchkey: Latchkey
let origin: string
let issuer: string

/** The identity provider: one account, and tokens for the nonce that the browser hands on. */
async function provide(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', issuer)
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const form = new URLSearchParams(Buffer.concat(chunks).toString())
  const { nonce } = JSON.parse(form.get('params') ?? '{}') as { nonce?: string }
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: issuer, aud: form.get('client_id'), iat: now, exp: now + 60, nonce }
  const person = { email: 'ada@example.com', name: 'Ada' }
  const answers: Readonly<Record<string, () => unknown>> = {
    '/.well-known/web-identity': () => ({ provider_urls: [`${issuer}/config.json`] }),
    '/config.json': () => ({
      accounts_endpoint: '/accounts',
      id_assertion_endpoint: '/token',
      login_url: '/login',
    }),
    '/accounts': () => ({ accounts: [{ id: 'ada', ...person }] }),
    '/token': () => ({ token: makeToken(key, { ...claims, ...person, sub: 'ada' }) }),
    '/keys': () => ({ keys: [key.jwk] }),
  }
  const answer = answers[pathname]
  if (pathname === '/login') {
    response.setHeader('set-login', 'logged-in')
    response.setHeader('set-cookie', 'sid=1; SameSite=Lax; Path=/')
  }
  response.setHeader('content-type', answer === undefined ? 'text/html' : 'application/json')
  response.setHeader('access-control-allow-origin', request.headers.origin ?? '*')
  response.setHeader('access-control-allow-credentials', 'true')
  response.end(answer === undefined ? '<title>provider</title>' : JSON.stringify(answer()))
}

beforeAll(async () => {
  const page = bundle(join(import.meta.dirname, 'fedcm-page.ts'))
  ;[site, provider, browser] = await Promise.all([openServer(), openServer(), openBrowser()])
  origin = `http://localhost:${site.port}`
  issuer = `http://localhost:${provider.port}`
  const test = {
    issuer,
    clientIds: ['client-1'],
    jwksUri: `${issuer}/keys`,
    insecureLoopback: true,
  }
  latchkey = createLatchkey({
    rpId: 'localhost',
    origins: [origin],
    database: 'sqlite::memory:',
    secret: randomBytes(32),
    insecureCookies: true,
    log: () => undefined,
    issuers: { test },
  })
  const routes = createNodeListener(latchkey)
  const script = await page
  provider.handle(provide)
  site.handle((request, response) => {
    if (request.url?.startsWith('/auth/')) {
      void routes(request, response)
      return
    }
    const isScript = request.url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(
      isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>',
    )
  })
})
afterAll(async () => {
  await browser.close()
  await latchkey.close()
  await Promise.all([site.close(), provider.close()])
})

describe('an account picked in the dialog of the browser', () => {
  it('signs in, with our nonce in its token', async () => {
    const page = await browser.newPage()
    await page.goto(`${issuer}/login`)
    await page.goto(origin)
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('FedCm.enable', { disableRejectionDelay: true })
    await cdp.send('FedCm.resetCooldown')
    cdp.on('FedCm.dialogShown', ({ dialogId }) => {
      // The page may be closed in between.
      cdp.send('FedCm.selectAccount', { dialogId, accountIndex: 0 }).catch(() => undefined)
    })
    const signedIn = await page.evaluate((configURL) => {
      const { signInAt } = globalThis as unknown as { signInAt: (url: string) => Promise<unknown> }
      return signInAt(configURL)
    }, `${issuer}/config.json`)
    expect(signedIn).toMatchObject({
      account: { username: 'ada', displayName: 'Ada' },
      session: { method: 'federated' },
    })
    const read = await page.evaluate(async () => (await fetch('/auth/session')).json())
    expect(read).toEqual(signedIn)
  })
})
