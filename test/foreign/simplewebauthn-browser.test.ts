/**
 * A foreign client: a page with @simplewebauthn/browser registers and signs in against our server, of
 * which it knows nothing but WebAuthn's own JSON.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLatchkey } from '../../src/server/latchkey.ts'
import type { Latchkey } from '../../src/server/latchkey.ts'
import { serve } from '../../src/server/node/serve.ts'
import type { NodeServer } from '../../src/server/node/serve.ts'
import { newVirtualAuthenticator, openBrowser } from '../browser/launch.ts'
import type { VirtualAuthenticator } from '../browser/launch.ts'
import { freePort } from '../free-port.ts'

const entry = createRequire(import.meta.url).resolve('@simplewebauthn/browser')
const bundle = readFileSync(join(dirname(entry), '..', 'dist', 'bundle', 'index.umd.min.js'))

const page = `<!doctype html><title>foreign</title><script src="/library.js"></script><script>
const post = async (path, body) => {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch('/auth' + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: answer.status, body: await answer.json() }
}
const run = (ceremony) => ceremony().catch((error) => ({ error: error.code ?? String(error) }))
const { startRegistration, startAuthentication } = SimpleWebAuthnBrowser
window.foreign = {
  register: (body) => run(async () => {
    const { body: optionsJSON } = await post('/registration/options', body)
    return post('/registration', await startRegistration({ optionsJSON }))
  }),
  signIn: (body, settings = {}) => run(async () => {
    const { body: optionsJSON } = await post('/authentication/options', body)
    const verifyBrowserAutofillInput = false
    const answer = await startAuthentication({ optionsJSON, verifyBrowserAutofillInput, ...settings })
    return post('/authentication', answer)
  }),
}
</script>`

let latchkey: Latchkey
let server: NodeServer
let browser: Browser
let origin: string
beforeAll(async () => {
  const port = await freePort()
  origin = `http://localhost:${port}`
  latchkey = createLatchkey({
    rpId: 'localhost',
    origins: [origin],
    database: 'sqlite::memory:',
    secret: randomBytes(32),
    log: () => undefined,
  })
  server = await serve({ fetch: site, close: () => latchkey.close() }, { port })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.close()
})

async function site(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname.startsWith('/auth/')) return latchkey.fetch(request)
  if (pathname === '/library.js') return answer('text/javascript', bundle)
  return answer('text/html', page)
}

function answer(type: string, body: string | Uint8Array<ArrayBuffer>): Response {
  return new Response(body, { headers: { 'content-type': type } })
}

async function open(): Promise<{ tab: Page; authenticator: VirtualAuthenticator }> {
  const tab = await browser.newPage()
  const authenticator = await newVirtualAuthenticator(tab)
  await tab.goto(origin)
  return { tab, authenticator }
}

/** Runs one of the page's ceremonies: how the server answered, or the code of the library's error. */
function run(
  tab: Page,
  ceremony: 'register' | 'signIn',
  ...args: readonly object[]
): Promise<unknown> {
  return tab.evaluate(`foreign.${ceremony}(${args.map((arg) => JSON.stringify(arg)).join()})`)
}

describe('@simplewebauthn/browser', () => {
  it('signs up and signs in: without a name, with one, and by autofill', async () => {
    const { tab } = await open()
    const account = expect.objectContaining({ username: 'foreign' }) as unknown
    expect(await run(tab, 'register', { username: 'foreign' })).toMatchObject({
      status: 201,
      body: { account },
    })
    for (const [body, settings] of [
      [{}, {}],
      [{ username: 'foreign' }, {}],
      [{}, { useBrowserAutofill: true }],
    ] as const) {
      expect(await run(tab, 'signIn', body, settings)).toMatchObject({
        status: 200,
        body: { account },
      })
    }
    await tab.close()
  })

  it('adds a passkey on another device, and is told of one that is there already', async () => {
    const { tab, authenticator } = await open()
    await run(tab, 'register', { username: 'collector' })
    expect(await run(tab, 'register', {})).toEqual({
      error: 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED',
    })
    await authenticator.clear()
    expect(await run(tab, 'register', {})).toMatchObject({ status: 201 })
    await tab.close()
  })

  it('is refused with a forged signature', async () => {
    const { tab, authenticator } = await open()
    await run(tab, 'register', { username: 'victim' })
    await authenticator.spoil({ isBogusSignature: true })
    expect(await run(tab, 'signIn', {})).toMatchObject({
      status: 401,
      body: { code: 'authentication_failed' },
    })
    await tab.close()
  })
})
