import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../browser/launch.ts'
import { eventually } from './eventually.ts'
import { startRunningDemo } from './running-demo.ts'
import type { RunningDemo } from './running-demo.ts'
import { newPerson } from './visitor.ts'

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

/** Presses Tab until the thing of that name has the focus; it must be reached, and seen to have it. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 25; presses += 1) {
    await page.keyboard.press('Tab')
    const focus = await page.evaluate(() => {
      const one = document.activeElement
      if (!(one instanceof HTMLElement)) return undefined
      const labels = one instanceof HTMLInputElement ? [...(one.labels ?? [])] : []
      const label = labels.map((each) => each.textContent).join(' ')
      const { outlineStyle, outlineWidth } = getComputedStyle(one)
      return {
        name: one.ariaLabel ?? (label === '' ? one.textContent : label),
        ring: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
      }
    })
    if (focus === undefined || !name.test(focus.name.trim())) continue
    expect(focus.ring).toBe(true)
    return
  }
  throw new Error(`Tab never reaches ${name}`)
}

describe('with nothing but a keyboard', () => {
  it('a person signs up, renames, deletes almost, signs out and in again', async () => {
    const { page, authenticator, complaints, openSignIn } = await newPerson(browser, demo.origin)
    await page.goto(`${demo.origin}/`)
    await tabTo(page, /^Create an account$/)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${demo.origin}/sign-up`)

    await tabTo(page, /^Username/)
    await page.keyboard.type('keys-only')
    await tabTo(page, /^Create a passkey$/)
    await page.keyboard.press('Space')
    await page.waitForURL(`${demo.origin}/account`)
    await page.locator('.passkey').waitFor()

    await tabTo(page, /^Rename /)
    await page.keyboard.press('Enter')
    await page.keyboard.type('Typed')
    await page.keyboard.press('Enter')
    await eventually(() => page.locator('.passkey .name').textContent()).toBe('Typed')

    await tabTo(page, /^Delete Typed$/)
    await page.keyboard.press('Enter')
    // The harmless answer has the focus.
    expect(await page.locator(':focus').textContent()).toBe('Keep it')
    await page.keyboard.press('Escape')
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Delete Typed')

    await authenticator.setPresence(false)
    await page.keyboard.press('Shift+Tab')
    await tabTo(page, /^Sign out$/)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${demo.origin}/`)

    await openSignIn()
    await tabTo(page, /^Username/)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${demo.origin}/account`)
    expect(complaints).toEqual([])
    await page.context().close()
  })
})
