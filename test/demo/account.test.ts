import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../browser/launch.ts'
import { eventually } from './eventually.ts'
import { startRunningDemo } from './running-demo.ts'
import type { RunningDemo } from './running-demo.ts'
import { newPerson } from './visitor.ts'
import type { Visitor } from './visitor.ts'
import type { VirtualCredential } from '../browser/launch.ts'

const SIX_MINUTES = 360_000

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

/** Somebody who has just signed up. */
async function member(): Promise<Visitor & { readonly username: string }> {
  const visitor = await newPerson(browser, demo.origin)
  count += 1
  const username = `member${count}`
  await visitor.signUp(username)
  return { ...visitor, username }
}

const said = ({ page }: Visitor) => page.getByRole('status').textContent()
const names = ({ page }: Visitor) => page.locator('.passkey .name').allTextContents()
const create = ({ page }: Visitor) => page.getByRole('button', { name: 'Create a passkey' })

/** Creates a second passkey, on a security key that is plugged in from then on but that nobody touches. */
async function createSecond(visitor: Visitor): Promise<SecurityKey> {
  const { authenticator } = visitor
  const { cdp } = authenticator
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'usb',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  const touch = async (enabled: boolean) => {
    await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
  }
  // Otherwise the first device answers that it has a passkey already.
  await authenticator.setPresence(false)
  await create(visitor).click()
  await eventually(() => said(visitor)).toContain('Your new passkey is saved.')
  await touch(false)
  await authenticator.setPresence(true)
  return {
    touch,
    credentials: async () => {
      const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId })
      return credentials
    },
    putBack: async (credential) => {
      await cdp.send('WebAuthn.addCredential', { authenticatorId, credential })
    },
  }
}

/** A second device beside the visitor's own. */
interface SecurityKey {
  readonly touch: (enabled: boolean) => Promise<void>
  readonly credentials: () => Promise<readonly VirtualCredential[]>
  readonly putBack: (credential: VirtualCredential) => Promise<void>
}

describe('the account page', () => {
  it('creates another passkey, and calls each what it is', async () => {
    const visitor = await member()
    await createSecond(visitor)
    expect(await names(visitor)).toEqual(['Unknown passkey provider', 'Security key'])
    expect(visitor.complaints).toEqual([])
    await visitor.page.context().close()
  })

  it('says so when there is a passkey here already', async () => {
    const visitor = await member()
    await create(visitor).click()
    await eventually(() => said(visitor)).toContain('You already have a passkey here.')
    expect(await names(visitor)).toHaveLength(1)
    expect(visitor.complaints).toEqual([])
    await visitor.page.context().close()
  })

  it('renames a passkey, and takes the focus back to where it was', async () => {
    const visitor = await member()
    const { page } = visitor
    await page.getByRole('button', { name: /^Rename/ }).click()
    const field = page.getByRole('dialog').getByLabel('Name')
    await field.fill('')
    await page.getByRole('button', { name: 'Save' }).click()
    expect(await page.locator('#passkey-name-error').textContent()).toBe('Please give it a name.')
    await field.fill('Blue <b>key</b>')
    await page.getByRole('button', { name: 'Save' }).click()
    await eventually(() => names(visitor)).toEqual(['Blue <b>key</b>'])
    const focused = page.locator(':focus')
    await eventually(() => focused.getAttribute('aria-label')).toBe('Rename Blue <b>key</b>')
    await page.reload()
    await eventually(() => names(visitor)).toEqual(['Blue <b>key</b>'])
    expect(visitor.complaints).toEqual([])
    await page.context().close()
  })

  it('keeps the old name when the person backs out', async () => {
    const visitor = await member()
    const { page } = visitor
    const before = await names(visitor)
    await page.getByRole('button', { name: /^Rename/ }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('never mind')
    await page.keyboard.press('Escape')
    expect(await page.getByRole('dialog').isVisible()).toBe(false)
    expect(await names(visitor)).toEqual(before)
    await page.context().close()
  })

  it('deletes a passkey after asking, and it opens nothing any more', async () => {
    const visitor = await member()
    const { page, authenticator } = visitor
    const securityKey = await createSecond(visitor)
    const [copy] = await securityKey.credentials()
    await page.getByRole('button', { name: 'Delete Security key' }).click()
    expect(await page.getByRole('dialog').textContent()).toContain('stops working for sign-in')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await eventually(() => said(visitor)).toContain('is deleted')
    expect(await names(visitor)).toHaveLength(1)
    expect(await page.locator(':focus').textContent()).toBe('Passkeys')
    expect(visitor.complaints).toEqual([])
    // Its keeper is told, and every other one keeps what it has.
    await eventually(securityKey.credentials).toEqual([])
    expect(await authenticator.credentials()).toHaveLength(1)

    // One that heard nothing of it.
    await securityKey.putBack(copy!)
    await visitor.signOut()
    await authenticator.setPresence(false)
    await securityKey.touch(true)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await eventually(() => said(visitor)).toContain('This passkey is not known here any more.')
    await eventually(securityKey.credentials).toEqual([])
    await page.context().close()
  })

  it('says so when the passkey that went had opened this very session', async () => {
    const visitor = await member()
    const { page, authenticator } = visitor
    await createSecond(visitor)
    await page
      .getByRole('button', { name: /^Delete/ })
      .first()
      .click()
    await authenticator.setPresence(false)
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.waitForURL(`${demo.origin}/`)
    expect(await said(visitor)).toContain('and with it the session it had opened')
    await page.context().close()
  })

  it('keeps the last passkey', async () => {
    const visitor = await member()
    const { page } = visitor
    await page.getByRole('button', { name: /^Delete/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await eventually(() => said(visitor)).toContain('This is your only passkey.')
    expect(await names(visitor)).toHaveLength(1)
    await page.context().close()
  })

  it('keeps a passkey when the person thinks better of it', async () => {
    const visitor = await member()
    const { page } = visitor
    await page.getByRole('button', { name: /^Delete/ }).click()
    await page.getByRole('button', { name: 'Keep it' }).click()
    expect(await names(visitor)).toHaveLength(1)
    expect(visitor.complaints).toEqual([])
    await page.context().close()
  })

  it('asks for a passkey first when the sign-in is some minutes old', async () => {
    const visitor = await member()
    const { page, calls } = visitor
    await createSecond(visitor)
    demo.pass(SIX_MINUTES)
    await page.getByRole('button', { name: 'Delete Security key' }).click()
    const options = page.waitForRequest('**/auth/authentication/options')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    expect((await options).postDataJSON()).toEqual({ username: visitor.username })
    await eventually(() => said(visitor)).toContain('is deleted')
    expect((await calls()).at(-1)).toMatchObject({ kind: 'get', allowed: 2 })
    expect(await names(visitor)).toHaveLength(1)
    await page.context().close()
  })

  it('asks for a passkey before it creates another one, too', async () => {
    const visitor = await member()
    const { page, calls, authenticator } = visitor
    demo.pass(SIX_MINUTES)
    await create(visitor).click()
    // The proof is given with the passkey that is here; so there is no room for a second one.
    await eventually(() => said(visitor)).toContain('You already have a passkey here.')
    expect((await calls()).map(({ kind }) => kind)).toEqual(['get', 'create'])
    expect(await authenticator.credentials()).toHaveLength(1)
    await page.context().close()
  })

  it('changes nothing when that proof is not given', async () => {
    const visitor = await member()
    const { page, authenticator } = visitor
    await createSecond(visitor)
    demo.pass(SIX_MINUTES)
    await authenticator.setPresence(false)
    await page.getByRole('button', { name: 'Delete Security key' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await eventually(() => said(visitor)).toContain('First confirm that it is you')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await eventually(() => said(visitor)).toBe('Taken back. Nothing was changed.')
    expect(await names(visitor)).toHaveLength(2)
    await page.context().close()
  })

  it('signs out on the server: the old cookie is dead', async () => {
    const visitor = await member()
    const { page } = visitor
    const context = page.context()
    const old = await context.cookies(demo.origin)
    await visitor.signOut()
    expect(await said(visitor)).toBe('You are signed out.')
    expect(visitor.complaints).toEqual([])

    const session = old.filter(({ name }) => name.includes('session'))
    expect(session).toHaveLength(1)
    const cookie = session.map(({ name, value }) => `${name}=${value}`).join('; ')
    const answer = await fetch(`${demo.origin}/auth/session`, { headers: { cookie } })
    expect(answer.status).toBe(401)
    await page.goto(`${demo.origin}/account`)
    expect(new URL(page.url()).pathname).toBe('/')
    await context.close()
  })

  it('takes whoever signed out in another tab to the door', async () => {
    const visitor = await member()
    const { page } = visitor
    await page.evaluate(() => fetch('/auth/session', { method: 'DELETE' }))
    await visitor.authenticator.setPresence(false)
    await page.getByRole('button', { name: /^Rename/ }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('too late')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(`${demo.origin}/`)
    expect(await said(visitor)).toBe('Your session has ended. Please sign in again.')
    await page.context().close()
  })
})
