import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { newVirtualAuthenticator, openBrowser } from './launch.ts'
import { whichBrowser } from './which-browser.ts'

describe('whichBrowser', () => {
  it('takes the one that is named first', () => {
    const choice = whichBrowser({ LATCHKEY_TEST_BROWSER: process.execPath, PATH: '' })
    expect(choice).toMatchObject({
      executablePath: process.execPath,
      origin: 'LATCHKEY_TEST_BROWSER',
    })
  })
  it('says so when the named one is not there', () => {
    expect(() => whichBrowser({ LATCHKEY_TEST_BROWSER: '/nowhere/chromium' })).toThrow(/nowhere/)
  })
})

describe('the browser under test', () => {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end('<title>empty</title>')
  })
  let browser: Browser
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    server.close()
  })

  it('makes a passkey with a virtual authenticator', async () => {
    const page = await browser.newPage()
    const authenticator = await newVirtualAuthenticator(page)
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`)
    const type = await page.evaluate(async () => {
      const credential = await navigator.credentials.create({
        publicKey: {
          challenge: new Uint8Array(32),
          rp: { name: 'test' },
          user: { id: new Uint8Array(16), name: 'ada', displayName: 'Ada' },
          pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
          authenticatorSelection: { residentKey: 'required' },
        },
      })
      return credential?.type
    })
    expect(type).toBe('public-key')
    expect(await authenticator.credentials()).toHaveLength(1)
    await page.close()
  })
})
