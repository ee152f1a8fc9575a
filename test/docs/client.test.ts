/**
 * The guide of the client, followed step by step: its page against a Latchkey server, in a real browser.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newVirtualAuthenticator } from '../browser/launch.ts'
import { blocksFor } from './blocks.ts'
import { type GuideSite, openGuideSite } from './guide-site.ts'

const [field] = blocksFor('docs/client.md', 'test/docs/client.test.ts')

let site: GuideSite
beforeAll(async () => {
  site = await openGuideSite(field!.text, 'client-page.ts')
})
afterAll(() => site.close())

/** A page of a newcomer: no passkey, no session. */
async function open() {
  const context = await site.browser.newContext()
  const page = await context.newPage()
  const authenticator = await newVirtualAuthenticator(page)
  await page.goto(site.origin)
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
