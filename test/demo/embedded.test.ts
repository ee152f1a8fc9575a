/** The page of somebody else's shop with the elements in it: what people do there, and how it looks. */
import { join } from 'node:path'
import axe from 'axe-core'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../browser/launch.ts'
import { eventually } from './eventually.ts'
import { startRunningDemo } from './running-demo.ts'
import type { RunningDemo } from './running-demo.ts'
import { newPerson } from './visitor.ts'
import type { Visitor } from './visitor.ts'

const PICTURES = join(import.meta.dirname, '..', '..', 'test-results')
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 860 } } as const

let demo: RunningDemo
let browser: Browser
beforeAll(async () => {
  demo = await startRunningDemo()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await demo.close()
})

const heading = ({ page }: Visitor) => page.getByRole('heading', { level: 1 }).textContent()
const signUp = async ({ page }: Visitor, username: string) => {
  const form = page.locator('latchkey-create-passkey')
  await form.getByLabel('Username').fill(username)
  await form.getByRole('button', { name: 'Create a passkey' }).click()
}

/** What axe-core says is wrong with the page. */
async function violations(page: Page): Promise<readonly string[]> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Runtime.evaluate', { expression: axe.source })
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResults> } }
    const { violations } = await axe.run()
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`)
  })
}

describe('in the shop', () => {
  it('a person signs up, looks at passkeys and sessions, signs out and in again', async () => {
    const visitor = await newPerson(browser, demo.origin)
    const { page, authenticator, calls, complaints } = visitor
    await page.goto(`${demo.origin}/embedded`)
    await signUp(visitor, 'tea-drinker')
    await eventually(() => heading(visitor)).toBe('Your passkey is saved')
    await page.locator('latchkey-passkeys').getByRole('listitem').first().waitFor()
    expect(await page.locator('latchkey-create-passkey').count()).toBe(0)

    await authenticator.setPresence(false)
    await page.getByRole('button', { name: 'Sign out This device' }).click()
    await eventually(() => heading(visitor)).toBe('Your account')
    // Again, so that the suggestions wait before anybody is there to pick out of them.
    await page.reload()
    await eventually(calls).toContainEqual(expect.objectContaining({ mediation: 'conditional' }))
    await authenticator.setPresence(true)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await eventually(() => heading(visitor)).toBe('Welcome back')
    await page.reload()
    await page.locator('latchkey-sessions').getByText('This device').waitFor()
    expect(complaints.filter((one) => !one.includes('401'))).toEqual([])
    // Where nobody says who is there, the sign-in says what is wrong.
    await page.route('**/auth/**', (route) => route.abort())
    await page.reload()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('The server cannot be reached.').waitFor()
    await page.context().close()
  })

  it('whoever comes with a password is offered a passkey', async () => {
    const visitor = await newPerson(browser, demo.origin)
    const { page } = visitor
    await page.goto(`${demo.origin}/embedded`)
    const account = { username: 'typist', password: 'velvet otter lamp' }
    await page.evaluate(async (body) => {
      const headers = { 'content-type': 'application/json' }
      await fetch('/auth/password/registration', { method: 'POST', headers, body })
      await fetch('/auth/session', { method: 'DELETE' })
    }, JSON.stringify(account))
    const form = page.locator('latchkey-sign-in')
    await form.getByLabel('Username').fill(account.username)
    await form.getByLabel('Password').fill(account.password)
    await form.getByRole('button', { name: 'Sign in', exact: true }).click()
    const offer = page.locator('latchkey-create-passkey')
    await offer.getByText('Sign in faster next time').waitFor()
    await offer.getByRole('button', { name: 'Create a passkey' }).click()
    await eventually(() => heading(visitor)).toBe('Your passkey is saved')
    expect(await offer.count()).toBe(0)
    await page.context().close()
  })

  it('the demo leads there and back', async () => {
    const { page } = await newPerson(browser, demo.origin)
    await page.goto(`${demo.origin}/`)
    await page.getByRole('link', { name: 'See it as elements in another site’s page' }).click()
    await page.waitForURL(`${demo.origin}/embedded`)
    await page.getByRole('link', { name: 'Latchkey demo' }).click()
    await page.waitForURL(`${demo.origin}/`)
    expect(await page.title()).toContain('Latchkey')
    await page.context().close()
  })
})

describe.each(['light', 'dark'] as const)('by %s', (colorScheme) => {
  it.each(['phone', 'desktop'] as const)('looks like the shop on a %s', async (size) => {
    const viewport = SIZES[size]
    const options = { colorScheme, viewport, reducedMotion: 'reduce' } as const
    const visitor = await newPerson(browser, demo.origin, options)
    const { page } = visitor
    const look = async (name: string) => {
      const path = join(PICTURES, `embedded-${name}-${colorScheme}-${size}.png`)
      await page.screenshot({ path, fullPage: true })
      expect({ name, violations: await violations(page) }).toEqual({ name, violations: [] })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width)
    }
    await page.goto(`${demo.origin}/embedded`)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor()
    const accent = await page
      .locator('latchkey-sign-in #sign-in')
      .evaluate((one) => getComputedStyle(one).backgroundColor)
    expect(accent).toBe(colorScheme === 'light' ? 'rgb(138, 51, 25)' : 'rgb(240, 168, 134)')
    await look('stranger')
    await signUp(visitor, `guest-${colorScheme}-${size}`)
    await page.locator('latchkey-sessions').getByText('This device').waitFor()
    await page.locator('latchkey-passkeys').getByRole('listitem').first().waitFor()
    await look('member')
    await page.context().close()
  })
})
