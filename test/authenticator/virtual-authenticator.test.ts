/**
 * Credentials go from the software authenticator into a real browser and back, and sign in on both
 * sides.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  fromVirtualAuthenticatorCredential,
  SoftwareAuthenticator,
  toVirtualAuthenticatorCredential,
} from '../../src/authenticator/index.ts'
import { verifyAuthentication, verifyRegistration } from '../../src/webauthn/index.ts'
import { newVirtualAuthenticator, openBrowser } from '../browser/launch.ts'

const CHALLENGE = 'Y2hhbGxlbmdlLW9mLXRoaXMtdGVzdA'
const ALGORITHMS = [-7, -8, -257]

const server = createServer((_, response) => {
  response.setHeader('content-type', 'text/html').end('<title>empty</title>')
})
let browser: Browser
let origin: string
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  origin = `http://localhost:${(server.address() as AddressInfo).port}`
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  server.close()
})

const creationOf = (alg: number) => ({
  rp: { id: 'localhost', name: 'Test' },
  user: { id: 'AAECAwQFBgcICQoLDA0ODw', name: 'ada', displayName: 'Ada Lovelace' },
  challenge: CHALLENGE,
  pubKeyCredParams: [{ type: 'public-key' as const, alg }],
  authenticatorSelection: { residentKey: 'required' as const },
})
const request = { challenge: CHALLENGE, rpId: 'localhost' }
const expectations = () => ({ challenge: CHALLENGE, origins: [origin], rpId: 'localhost' })

/** What a page's own `navigator.credentials` answers. */
const askPage = (page: Page, kind: 'create' | 'get', options: object) =>
  page.evaluate(
    async ({ kind, options }) => {
      const credential =
        kind === 'create'
          ? await navigator.credentials.create({
              publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options as never),
            })
          : await navigator.credentials.get({
              publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options as never),
            })
      return (credential as PublicKeyCredential).toJSON()
    },
    { kind, options },
  )

describe('a credential', () => {
  it.each(ALGORITHMS)('goes into a browser, algorithm %d', async (alg) => {
    const authenticator = new SoftwareAuthenticator()
    const { credential } = await verifyRegistration({
      response: await authenticator.create(creationOf(alg), { origin }),
      expected: expectations(),
    })
    const page = await browser.newPage()
    const virtual = await newVirtualAuthenticator(page)
    await virtual.addCredential(toVirtualAuthenticatorCredential(authenticator.credentials[0]!))
    await page.goto(origin)
    const response = await askPage(page, 'get', request)
    const { backupState } = await verifyAuthentication({
      response,
      credential: { ...credential, userHandle: creationOf(alg).user.id },
      expected: expectations(),
    })
    expect(backupState).toBe(true)
    const [kept] = await virtual.credentials()
    expect(kept).toMatchObject({ userName: 'ada', userDisplayName: 'Ada Lovelace' })
    await page.close()
  })

  it.each(ALGORITHMS)('comes out of a browser, algorithm %d', async (alg) => {
    const page = await browser.newPage()
    const virtual = await newVirtualAuthenticator(page)
    await page.goto(origin)
    const { credential } = await verifyRegistration({
      response: await askPage(page, 'create', creationOf(alg)),
      expected: expectations(),
    })
    const [made] = await virtual.credentials()
    await page.close()

    const authenticator = new SoftwareAuthenticator({ signCount: 'increment' })
    const imported = fromVirtualAuthenticatorCredential(made!)
    authenticator.add(imported)
    expect(imported).toMatchObject({ id: credential.id, algorithm: alg, userName: 'ada' })
    const { signCount } = await verifyAuthentication({
      response: await authenticator.get(request, { origin }),
      credential: { ...credential, userHandle: creationOf(alg).user.id },
      expected: expectations(),
    })
    expect(signCount).toBe(credential.signCount + 1)
  })
})
