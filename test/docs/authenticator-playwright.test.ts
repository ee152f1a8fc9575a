import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
// #region imports
import {
  fromVirtualAuthenticatorCredential,
  SoftwareAuthenticator,
  toVirtualAuthenticatorCredential,
  type AuthenticatorCredential,
} from '../../src/authenticator/index.ts'
// #endregion
import { openBrowser } from '../browser/launch.ts'

const site = createServer((_, response) => {
  response.setHeader('content-type', 'text/html').end(`
    <button>Sign in</button><output></output>
    <script>
      document.querySelector('button').onclick = async () => {
        const challenge = crypto.getRandomValues(new Uint8Array(32))
        const credential = await navigator.credentials.get({ publicKey: { challenge } })
        document.querySelector('output').textContent = credential.id
      }
    </script>`)
})
let browser: Browser
let origin: string
beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, 'localhost', resolve))
  origin = `http://localhost:${(site.address() as AddressInfo).port}`
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  site.close()
})

// #region install
/** Gives a page an authenticator with these credentials in it. Call it before the first navigation. */
async function installPasskeys(page: Page, credentials: readonly AuthenticatorCredential[]) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable', { enableUI: false })
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  })
  for (const credential of credentials) {
    await cdp.send('WebAuthn.addCredential', {
      authenticatorId,
      credential: toVirtualAuthenticatorCredential(credential),
    })
  }
  return {
    /** What the browser has by now: new passkeys, higher counters. */
    passkeys: async () => {
      const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId })
      return credentials.map(fromVirtualAuthenticatorCredential)
    },
  }
}
// #endregion

it('signs in with a passkey that was made without a browser', async () => {
  // #region playwright
  // Somewhere in the setup: an account with a passkey, made in milliseconds and without a page.
  const authenticator = new SoftwareAuthenticator()
  const registration = await authenticator.create(
    {
      rp: { id: 'localhost', name: 'Example' },
      user: { id: 'AAECAwQFBgcICQoLDA0ODw', name: 'ada', displayName: 'Ada' },
      challenge: 'Y2hhbGxlbmdlLW9mLXJlZ2lzdHJhdGlvbg', // from your server, which gets `registration`
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      authenticatorSelection: { residentKey: 'required' },
    },
    { origin },
  )

  // In the test: a browser that already has the passkey.
  const page = await browser.newPage()
  const { passkeys } = await installPasskeys(page, authenticator.credentials)
  await page.goto(origin)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText(registration.id).waitFor()

  // And back: go on without the browser, with what it has by now.
  for (const passkey of await passkeys()) authenticator.add(passkey)
  // #endregion
  expect(authenticator.credentials).toHaveLength(1)
  expect(authenticator.credentials[0]!.signCount).toBe(1)
  await page.close()
})
