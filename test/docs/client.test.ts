/**
 * The guide of the client, followed step by step: its page against a Latchkey server, in a real browser.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLatchkey } from '../../src/server/latchkey.ts'
import { serve } from '../../src/server/node/serve.ts'
import type { NodeServer } from '../../src/server/node/serve.ts'
import { newVirtualAuthenticator, openBrowser } from '../browser/launch.ts'
import { bundle } from '../client-browser/site.ts'
import { freePort } from '../free-port.ts'
import { blocksFor } from './blocks.ts'

const [field] = blocksFor('docs/client.md', 'test/docs/client.test.ts')
const HTML = `<!doctype html><title>guide</title>${field!.text}<script type="module" src="/page.js"></script>`

let browser: Browser
let server: NodeServer
let origin: string
beforeAll(async () => {
  const port = await freePort()
  origin = `http://localhost:${port}`
  const latchkey = createLatchkey({
    rpId: 'localhost',
    origins: [origin],
    database: 'sqlite::memory:',
    secret: randomBytes(32),
    log: () => undefined,
  })
  const code = await bundle(join(import.meta.dirname, 'client-page.ts'))
  const site = async (request: Request) => {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/auth/')) return latchkey.fetch(request)
    const script = pathname === '/page.js'
    const headers = { 'content-type': script ? 'text/javascript' : 'text/html' }
    return new Response(script ? code : HTML, { headers })
  }
  server = await serve({ fetch: site, close: () => latchkey.close() }, { port })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.close()
})

/** A page of a newcomer: no passkey, no session. */
async function open() {
  const context = await browser.newContext()
  const page = await context.newPage()
  const authenticator = await newVirtualAuthenticator(page)
  await page.goto(origin)
  const session = () => page.evaluate(async () => (await fetch('/auth/session')).status)
  const signOut = () =>
    page.evaluate(async () => void (await fetch('/auth/session', { method: 'DELETE' })))
  return { page, authenticator, session, signOut }
}

describe('the guide', () => {
  it('signs up and signs in, by button, by autofill and at once', async () => {
    const { page, session, signOut } = await open()
    await page.evaluate(() => guide.createPasskey('ada'))
    expect(await session()).toBe(200)

    await signOut()
    expect(await session()).toBe(401)
    await page.evaluate(() => guide.signIn())
    expect(await session()).toBe(200)

    await signOut()
    await page.evaluate(() => guide.offerAutofill(new AbortController().signal))
    expect(await session()).toBe(200)

    await signOut()
    await page.evaluate(async () =>
      guide.signInAtOnce(await guide.post('/authentication/options', '{}')),
    )
    expect(await session()).toBe(200)
    expect(await page.evaluate(() => guide.log)).toEqual([])
  })

  it('signs in from within a click', async () => {
    const { page, session, signOut } = await open()
    await page.evaluate(() => guide.createPasskey('bob'))
    await signOut()
    await page.evaluate(async () => {
      const button = document.body.appendChild(document.createElement('button'))
      await guide.prepare(button, new AbortController().signal)
    })
    await page.click('button')
    await expect.poll(session).toBe(200)
    await signOut()
    await page.evaluate(async () => {
      await guide.handleSignIn(await guide.signInFromHandle(await guide.freshRequest()))
    })
    expect(await session()).toBe(200)
  })

  it('says what went wrong, and only what the person does not know', async () => {
    const { page, authenticator } = await open()
    await page.evaluate(async () => {
      await guide.signIn()
      await guide.signInAtOnce(await guide.post('/authentication/options', '{}'))
    })
    expect(await page.evaluate(() => guide.log)).toEqual(['form'])
    await authenticator.setUserVerified(false)
    await page.evaluate(() => guide.createPasskey('carl'))
    expect(await page.evaluate(() => guide.log)).toEqual(['form', 'No passkey was made.'])
  })
})
