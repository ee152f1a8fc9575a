/**
 * The guide, followed step by step: its page against a Latchkey server, in a real browser. Then its two
 * parts that no browser can do, over a vault.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFirefox, whichFirefox } from '../browser/firefox.ts'
import { newVirtualAuthenticator } from '../browser/launch.ts'
import { blocksFor } from './blocks.ts'
import { type GuideSite, openGuideSite } from './guide-site.ts'
import { unknownPasskey } from '../demo/unknown-passkey.ts'

const [field] = blocksFor('docs/guide.md', 'test/docs/guide.test.ts')

let site: GuideSite
beforeAll(async () => {
  site = await openGuideSite(field!.text, 'guide-page.ts')
})
afterAll(() => site.close())

/** The page of a newcomer who makes a passkey, and is signed out again. */
async function open(username: string, before?: () => void) {
  const context = await site.browser.newContext()
  const page = await context.newPage()
  const authenticator = await newVirtualAuthenticator(page)
  if (before) await page.addInitScript(before)
  await page.goto(site.origin)
  const status = () => page.evaluate(async () => (await fetch('/auth/session')).status)
  const log = () => page.evaluate(() => port.log)
  await page.evaluate((name) => port.createPasskey(name), username)
  expect([await status(), await log()]).toEqual([200, []])
  await page.evaluate(() => port.signOut())
  expect(await status()).toBe(401)
  return { page, authenticator, status, log }
}

describe('the guide, by hand', () => {
  it('signs in', async () => {
    const { page, status, log } = await open('ada')
    await page.evaluate(() => port.signInByHand())
    expect([await status(), await log()]).toEqual([200, []])
  })

  it('signs in with what was prepared', async () => {
    const { page, status, log } = await open('bea')
    await page.evaluate(async () => {
      const json = await port.post('/authentication/options', '{}')
      await port.handleSignIn(await port.signInPrepared(port.requestOf(json)))
    })
    expect([await status(), await log()]).toEqual([200, ['has: undefined']])
  })

  it('tells the provider of a passkey that the server does not know', async () => {
    const { page, authenticator, log } = await open('cleo')
    await authenticator.clear()
    await authenticator.addCredential(unknownPasskey('nobody'))
    await page.evaluate(() => port.signInByHand())
    expect(await log()).toEqual(['the server refused: credential_unknown'])
    expect(await authenticator.credentials()).toEqual([])
  })

  it('has an answer to every exception', async () => {
    const { page, log } = await open('dora')
    await page.evaluate(() => {
      for (const exception of port.exceptions()) port.handleFailure(exception)
    })
    expect(await log()).toEqual([
      'form',
      'try again',
      'form, and no button',
      'our mistake',
      'third party: com.example.LOST',
      'SecurityError',
      'form',
    ])
    await expect(page.evaluate(() => port.handleFailure(new Error('offline')))).rejects.toThrow(
      'offline',
    )
  })

  it('hands every type of credential to its own route', async () => {
    const { page } = await open('elsa')
    const paths: string[] = []
    page.on('request', (request) => paths.push(new URL(request.url()).pathname))
    const answers = await page.evaluate(async () => {
      const ends: string[] = []
      for (const response of port.responses()) {
        await port.handleSignIn(response).then(
          () => ends.push('done'),
          (error: { code?: string }) => ends.push(error.code ?? 'no code'),
        )
      }
      return ends
    })
    expect(paths).toEqual(['/auth/password/authentication', '/auth/federated/google'])
    // The server refuses both, each by a code of its own; the unknown type is a matter of the page.
    const code: unknown = expect.stringMatching(/^[a-z_]+$/)
    expect(answers).toEqual([code, code, 'done'])
  })
})

describe('the guide, in one call', () => {
  it('signs in', async () => {
    const { page, status, log } = await open('fay')
    await page.evaluate(() => port.signInWithOneCall(new AbortController().signal))
    expect([await status(), await log()]).toEqual([200, ['hello fay']])
  })

  it('signs in from within a click', async () => {
    const { page, status, log } = await open('gwen')
    await page.evaluate(async () => {
      const button = document.body.appendChild(document.createElement('button'))
      await port.armButton(button, new AbortController().signal)
    })
    await page.click('button')
    await expect.poll(status).toBe(200)
    await expect.poll(log).toEqual(['hello gwen'])
  })

  it('signs in from the autofill suggestions', async () => {
    const { page, status, log } = await open('hope')
    await page.evaluate(() => port.offerInAutofill(new AbortController().signal))
    expect([await status(), await log()]).toEqual([200, ['hello hope']])
  })

  it('signs in with what is at hand, and shows nothing where nothing is', async () => {
    const { page, authenticator, status, log } = await open('ida')
    await page.evaluate(() => port.signInIfAtHand())
    expect([await status(), await log()]).toEqual([200, []])
    await page.evaluate(() => port.signOut())
    await authenticator.clear()
    await page.evaluate(() => port.signInIfAtHand())
    expect([await status(), await log()]).toEqual([401, ['form']])
  })
})

describe('what the guide links to', () => {
  it('says that this device has a passkey already, and nothing to somebody who declined', async () => {
    const { page, authenticator, log } = await open('jane')
    await page.evaluate(() => port.signInByHand())
    await page.evaluate(() => port.createAnother())
    expect(await log()).toEqual(['This device already has a passkey.'])
    await authenticator.setUserVerified(false)
    await page.evaluate(() => port.createPasskey('kim'))
    expect(await log()).toHaveLength(1)
  })

  it('asks the browser for a Google account with the nonce of the server, and posts its token', async () => {
    const { page, log } = await open('greta', () => {
      // No identity provider here: `test/client-browser/federated.test.ts` has one.
      const get = navigator.credentials.get.bind(navigator.credentials)
      navigator.credentials.get = (options) => {
        if (!options || !('identity' in options)) return get(options)
        document.title = JSON.stringify(options.identity)
        const token = `e30.${btoa(JSON.stringify({ sub: '1' }))}.`
        return Promise.resolve({ type: 'identity', id: '', token } as Credential)
      }
    })
    const posted: unknown[] = []
    await page.route('**/auth/federated/*', async (route) => {
      if (route.request().url().endsWith('/options')) return route.fulfill({ json: { nonce: 'n' } })
      posted.push(route.request().postDataJSON())
      await route.fulfill({ json: { account: {} } })
    })
    await page.evaluate(() => port.signInWithGoogle('https://id.example/config.json'))
    expect(posted).toEqual([{ idToken: expect.stringMatching(/^e30\./) }])
    expect(JSON.parse(await page.title())).toMatchObject({
      providers: [{ clientId: 'your-client-id', params: { nonce: 'n' } }],
    })
    expect(await log()).toEqual([])
  })

  it('makes no fuss about an upgrade that does not come', async () => {
    const { page, log } = await open('lea')
    await page.evaluate(() => port.signInByHand())
    await page.evaluate(() => port.upgradeQuietly())
    expect(await log()).toEqual([])
  })

  it('offers a password for saving, and makes no fuss where pages may not', async () => {
    const { page, log } = await open('mia')
    await page.evaluate(() => port.savePassword('mia', 'correct horse'))
    expect(await log()).toEqual([])
  })

  it('sends what the server knows to the authenticator', async () => {
    const { page, authenticator } = await open('nora')
    const [passkey] = await authenticator.credentials()
    const userId = Buffer.from(passkey!.userHandle!, 'base64').toString('base64url')
    const about = { rpId: 'localhost', userId }
    await page.evaluate(
      (about) =>
        port.tellProviders({
          currentUserDetails: { ...about, name: 'nora', displayName: 'Nora the First' },
        }),
      about,
    )
    const [renamed] = await authenticator.credentials()
    expect(renamed).toMatchObject({ userDisplayName: 'Nora the First' })
    await page.evaluate(
      (about) =>
        port.tellProviders({ allAcceptedCredentials: { ...about, allAcceptedCredentialIds: [] } }),
      about,
    )
    expect(await authenticator.credentials()).toEqual([])
  })
})

const firefoxPath = whichFirefox()

describe.skipIf(firefoxPath === undefined)('the guide, in Firefox', () => {
  it('signs up, and signs in by hand and in one call', async () => {
    const firefox = await openFirefox(firefoxPath!)
    try {
      await firefox.goto(site.origin)
      await firefox.newAuthenticator()
      const status = () => firefox.evaluate(async () => (await fetch('/auth/session')).status)
      await firefox.evaluate(() => port.createPasskey('olga'))
      expect(await status()).toBe(200)
      await firefox.evaluate(() => port.signOut())
      expect(await status()).toBe(401)
      await firefox.evaluate(() => port.signInByHand())
      expect(await status()).toBe(200)
      await firefox.evaluate(() => port.signOut())
      await firefox.evaluate(() => port.signInWithOneCall(new AbortController().signal))
      expect(await status()).toBe(200)
      expect(await firefox.evaluate(() => port.log)).toEqual(['hello olga'])
    } finally {
      await firefox.close()
    }
  })
})

describe('docs/guide.md', () => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'guide.md'), 'utf8')

  it('has no TypeScript that does not run', () => {
    const blocks = text.match(/^```ts$/gm) ?? []
    const marked = text.match(/^<!-- from \S+#\S+ -->\n\n```ts$/gm) ?? []
    expect(blocks.length).toBeGreaterThan(10)
    expect(marked).toHaveLength(blocks.length)
  })

  it('has a picture whose words are on the page, too', () => {
    const [, file = ''] = /!\[[^\]]{40,}\]\((\S+\.svg)\)/.exec(text) ?? []
    const picture = readFileSync(join(import.meta.dirname, '..', '..', 'docs', file), 'utf8')
    for (const [, name = ''] of picture.matchAll(/<text class="call"[^>]*>([^<]+)</g)) {
      expect(text).toContain(name)
    }
  })
})
