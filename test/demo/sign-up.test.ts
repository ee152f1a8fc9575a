import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../browser/launch.ts'
import { eventually } from './eventually.ts'
import { startRunningDemo } from './running-demo.ts'
import type { RunningDemo } from './running-demo.ts'
import { newPerson, newVisitor } from './visitor.ts'

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

describe('sign-up', () => {
  it('makes an account and its first passkey', async () => {
    const { page, authenticator, calls, complaints, signUp } = await newPerson(browser, demo.origin)
    await signUp('ada', 'Ada Lovelace')
    await eventually(() => page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'Hello, Ada Lovelace',
    )
    expect(await page.getByRole('status').textContent()).toContain('your passkey is saved')
    expect(await page.getByText('Signed in as ada').isVisible()).toBe(true)
    const rows = page.locator('.passkey')
    expect(await rows.count()).toBe(1)
    expect(await rows.textContent()).toMatch(/Synced[\s\S]*Created today/)
    const [made, ...others] = await authenticator.credentials()
    expect(others).toEqual([])
    expect(made).toMatchObject({ rpId: 'localhost', userName: 'ada', isResidentCredential: true })
    expect(await calls()).toEqual([])
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('says which passkeys stay on one device', async () => {
    const context = await browser.newContext()
    const { page, signUp } = await newVisitor(context, demo.origin, {
      defaultBackupEligibility: false,
      defaultBackupState: false,
    })
    await signUp('bound')
    expect(await page.locator('.passkey .kept').textContent()).toBe('Device only')
    await context.close()
  })

  it('asks for a name, beside the field and without asking the server', async () => {
    const { page, calls } = await newPerson(browser, demo.origin)
    await page.goto(`${demo.origin}/sign-up`)
    await page.getByLabel('Username').fill('   ')
    await page.getByRole('button', { name: 'Create a passkey' }).click()
    await expectFieldError(page, 'Please choose a username.')
    expect(await calls()).toEqual([])
    await page.context().close()
  })

  it('says that a name is taken, and makes no passkey for it', async () => {
    const first = await newPerson(browser, demo.origin)
    await first.signUp('grace')
    await first.page.context().close()
    const { page, authenticator } = await newPerson(browser, demo.origin)
    await page.goto(`${demo.origin}/sign-up`)
    await page.getByLabel('Username').fill('Grace')
    await page.getByRole('button', { name: 'Create a passkey' }).click()
    await expectFieldError(page, 'Somebody has this username already. Please choose another one.')
    expect(await authenticator.credentials()).toEqual([])
    await page.context().close()
  })

  it('can be taken back while the browser waits', async () => {
    const { page, authenticator, complaints } = await newPerson(browser, demo.origin)
    await authenticator.setPresence(false)
    await page.goto(`${demo.origin}/sign-up`)
    await page.getByLabel('Username').fill('hesitant')
    await page.getByRole('button', { name: 'Create a passkey' }).click()
    await page.getByRole('button', { name: 'Waiting for your device' }).waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await eventually(() => page.getByRole('status').textContent()).toBe(
      'Taken back. Nothing was changed.',
    )
    const launch = page.getByRole('button', { name: 'Create a passkey' })
    expect(await launch.evaluate((button) => button === document.activeElement)).toBe(true)
    expect(await page.getByRole('button', { name: 'Cancel' }).isVisible()).toBe(false)

    await authenticator.setPresence(true)
    await launch.click()
    await page.waitForURL(`${demo.origin}/account`)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('goes on with new options when the person took too long', async () => {
    const { page, authenticator, signUp } = await newPerson(browser, demo.origin)
    let late = 0
    await page.route('**/auth/registration', async (route) => {
      if (late++ === 0) demo.pass(361_000)
      await route.continue()
    })
    await signUp('slow')
    expect(late).toBe(2)
    // The first passkey opens nothing: the device was told so, and dropped it.
    expect(await authenticator.credentials()).toHaveLength(1)
    await page.context().close()
  })
})

async function expectFieldError(page: Page, sentence: string) {
  const field = page.getByLabel('Username')
  await eventually(() => page.locator('#username-error').textContent()).toBe(sentence)
  expect(await field.getAttribute('aria-invalid')).toBe('true')
  expect(await field.evaluate((input) => input === document.activeElement)).toBe(true)
}
