import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../browser/launch.ts'
import { eventually } from './eventually.ts'
import { startRunningDemo } from './running-demo.ts'
import type { RunningDemo } from './running-demo.ts'
import { unknownPasskey } from './unknown-passkey.ts'
import { newPerson, newVisitor } from './visitor.ts'
import type { Visitor } from './visitor.ts'

let demo: RunningDemo
let browser: Browser
let count = 0
beforeAll(async () => {
  demo = await startRunningDemo()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await demo.close()
})

/** Somebody who has an account and is signed out, in front of the sign-in page. */
async function returning(): Promise<Visitor & { readonly username: string }> {
  const visitor = await newPerson(browser, demo.origin)
  count += 1
  const username = `visitor${count}`
  await visitor.signUp(username)
  await visitor.signOut()
  return { ...visitor, username }
}

const button = ({ page }: Visitor) => page.getByRole('button', { name: 'Sign in with a passkey' })
const said = ({ page }: Visitor) => page.getByRole('status').textContent()

describe('sign-in', () => {
  it('is offered in the suggestions of the username field', async () => {
    const visitor = await returning()
    const { page, complaints, username } = visitor
    const finish = page.waitForRequest('**/auth/authentication')
    // Presence is on: to the browser this is a person who picks the suggestion at once.
    await page.goto(`${demo.origin}/`)
    await page.waitForURL(`${demo.origin}/account`)
    expect((await finish).postDataJSON()).toMatchObject({ type: 'public-key' })
    await page.getByText(`Signed in as ${username}`).waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('works by button, with the suggestions waiting', async () => {
    const visitor = await returning()
    const { page, complaints, username } = visitor
    const options = page.waitForRequest('**/auth/authentication/options')
    await button(visitor).click()
    expect((await options).postDataJSON()).toEqual({})
    await page.waitForURL(`${demo.origin}/account`)
    await page.getByText(`Signed in as ${username}`).waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('works by username, for the passkeys of that account only', async () => {
    const visitor = await returning()
    const { page, authenticator, complaints, username } = visitor
    const [own] = await authenticator.credentials()
    await authenticator.addCredential(unknownPasskey('somebody else'))
    const options = page.waitForRequest('**/auth/authentication/options')
    const finish = page.waitForRequest('**/auth/authentication')
    await page.getByLabel('Username').fill(username)
    await page.getByLabel('Username').press('Enter')
    expect((await options).postDataJSON()).toEqual({ username })
    const { id } = (await finish).postDataJSON() as { readonly id: string }
    expect(Buffer.from(id, 'base64url').toString('base64')).toBe(own?.credentialId)
    await page.waitForURL(`${demo.origin}/account`)
    await page.getByText(`Signed in as ${username}`).waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('says nothing about whether a username exists', async () => {
    // Without a passkey of their own: the suggestions would sign them in as soon as they come back.
    const visitor = await newPerson(browser, demo.origin)
    const { page, calls } = visitor
    await visitor.openSignIn()
    await page.getByLabel('Username').fill('nobody-of-that-name')
    await button(visitor).click()
    await eventually(() => said(visitor)).toBe('No passkey was used. Try again whenever you like.')
    const asked = (await calls()).find(({ mediation }) => mediation === 'optional')
    expect(asked?.allowed).toBeGreaterThan(0)
    await page.context().close()
  })

  it('refuses a passkey that is not known here, and has it forgotten', async () => {
    const visitor = await newPerson(browser, demo.origin)
    const { page, authenticator } = visitor
    await visitor.openSignIn()
    await authenticator.addCredential(unknownPasskey('nobody'))
    await button(visitor).click()
    await eventually(() => said(visitor)).toBe(
      'This passkey is not known here any more. Please use another one.',
    )
    await eventually(() => authenticator.credentials()).toEqual([])
    expect(new URL(page.url()).pathname).toBe('/')
    await page.context().close()
  })

  it('refuses a forged signature, and takes the true one afterwards', async () => {
    const visitor = await returning()
    const { page, authenticator } = visitor
    await authenticator.spoil({ isBogusSignature: true })
    await button(visitor).click()
    await eventually(() => said(visitor)).toBe(
      'That passkey does not open this account. Please use another one.',
    )
    expect(await authenticator.credentials()).toHaveLength(1)
    // The suggestions are back by then, and the first true answer among them is taken.
    await authenticator.spoil({})
    await page.waitForURL(`${demo.origin}/account`)
    await page.context().close()
  })

  it('can be taken back, and offers suggestions again', async () => {
    const visitor = await returning()
    const { page, authenticator, calls, complaints } = visitor
    await authenticator.setPresence(false)
    await button(visitor).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await eventually(() => said(visitor)).toBe('Taken back. Nothing was changed.')
    await eventually(async () => (await calls()).map(({ mediation }) => mediation)).toEqual([
      'conditional',
      'optional',
      'conditional',
    ])
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('stays calm when the person declines', async () => {
    const visitor = await returning()
    const { page, authenticator, calls, complaints } = visitor
    await authenticator.setUserVerified(false)
    await button(visitor).click()
    await eventually(() => said(visitor)).toBe('No passkey was used. Try again whenever you like.')
    // The suggestions come back, to nobody; then the person thinks again.
    await eventually(calls).toHaveLength(3)
    await authenticator.setUserVerified(true)
    await button(visitor).click()
    await page.waitForURL(`${demo.origin}/account`)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('goes on with new options when the person took too long', async () => {
    const visitor = await returning()
    const { page } = visitor
    let finishes = 0
    await page.route('**/auth/authentication', async (route) => {
      if (finishes++ === 0) demo.pass(361_000)
      await route.continue()
    })
    await button(visitor).click()
    await page.waitForURL(`${demo.origin}/account`)
    expect(finishes).toBe(2)
    await page.context().close()
  })

  it('goes on when another tab has begun a sign-up in between', async () => {
    const visitor = await returning()
    const { page, username } = visitor
    const other = await newVisitor(page.context(), demo.origin)
    await other.authenticator.setPresence(false)
    await other.page.goto(`${demo.origin}/sign-up`)
    await other.page.getByLabel('Username').fill('the-other-tab')
    await page.route('**/auth/authentication', async (route) => {
      if (await other.page.getByRole('button', { name: 'Cancel' }).isHidden()) {
        await other.page.getByRole('button', { name: 'Create a passkey' }).click()
        await eventually(other.calls).toHaveLength(1)
      }
      await route.continue()
    })
    await button(visitor).click()
    await page.waitForURL(`${demo.origin}/account`)
    expect(await other.calls()).toHaveLength(1)
    await page.getByText(`Signed in as ${username}`).waitFor()
    await page.context().close()
  })

  it('renews the suggestions before their challenge expires', async () => {
    const visitor = await returning()
    const { page, authenticator, complaints } = visitor
    await authenticator.setPresence(false)
    await page.clock.install()
    await page.goto(`${demo.origin}/`)
    await eventually(visitor.calls).toHaveLength(1)
    await authenticator.setPresence(true)
    // Longer than the server takes a challenge for. The page's clock and the server's go together.
    demo.pass(361_000)
    await page.clock.fastForward(361_000)
    await page.waitForURL(`${demo.origin}/account`)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('works in two tabs at once', async () => {
    const first = await returning()
    const context = first.page.context()
    const second = await newVisitor(context, demo.origin)
    for (const credential of await first.authenticator.credentials()) {
      // A second device with the same key; its counter is ahead, or it would look like a clone.
      const signCount = credential.signCount + 10
      await second.authenticator.addCredential({ ...credential, signCount })
    }
    await second.openSignIn()
    await button(first).click()
    await first.page.locator('.passkey').waitFor()
    await button(second).click()
    await second.page.waitForURL(`${demo.origin}/account`)
    await second.page.getByText(`Signed in as ${first.username}`).waitFor()
    // The second sign-in replaced the session of this browser; the first tab goes on with it.
    await first.page.reload()
    await first.page.getByText(`Signed in as ${first.username}`).waitFor()
    expect([...first.complaints, ...second.complaints]).toEqual([])
    await context.close()
  })
})
