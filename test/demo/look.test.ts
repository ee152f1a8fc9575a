/**
 * How the demo looks and reads: pictures of every page by day and by night, on a phone and on a
 * desktop (in `test-results/`, for people), and what a program can say about them.
 */
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../browser/launch.ts'
import { startRunningDemo } from './running-demo.ts'
import type { RunningDemo } from './running-demo.ts'
import { newPerson } from './visitor.ts'

const PICTURES = join(import.meta.dirname, '..', '..', 'test-results')
const SIZES = {
  phone: { width: 390, height: 844 },
  narrow: { width: 320, height: 640 },
  desktop: { width: 1280, height: 860 },
} as const

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

describe.each(['light', 'dark'] as const)('by %s', (colorScheme) => {
  it.each(['phone', 'narrow', 'desktop'] as const)('on a %s', async (size) => {
    const viewport = SIZES[size]
    const { page, authenticator, complaints, signUp } = await newPerson(browser, demo.origin, {
      colorScheme,
      viewport,
      reducedMotion: 'reduce',
    })
    const look = async (name: string) => {
      await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}-${size}.png`) })
      await expectReadable(page)
    }
    await authenticator.setPresence(false)
    await page.goto(`${demo.origin}/`)
    await look('sign-in')
    await page.locator('summary').click()
    await look('sign-in-help')
    await page.goto(`${demo.origin}/sign-up`)
    await look('sign-up')
    await page.getByRole('button', { name: 'Create a passkey' }).click()
    await look('sign-up-refused')
    await page.getByLabel('Username').fill('someone')
    await page.getByRole('button', { name: 'Create a passkey' }).click()
    await page.getByRole('button', { name: 'Cancel' }).waitFor()
    await look('sign-up-waiting')

    await authenticator.setPresence(true)
    await signUp(`ada-${colorScheme}-${size}`, 'Ada Lovelace')
    await look('account')
    await page.getByRole('button', { name: /^Rename/ }).click()
    await look('account-rename')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Delete/ }).click()
    await look('account-delete')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.locator('[data-tone="bad"]').waitFor()
    await look('account-refused')
    expect(complaints.filter((text) => !text.includes('409'))).toEqual([])
    await page.context().close()
  })
})

/** What has to hold on every page: nothing sticks out, everything has a name, all text has contrast. */
async function expectReadable(page: Page): Promise<void> {
  const findings = await page.evaluate(inspectPage)
  expect(findings).toEqual([])
}

/** Runs in the page. */
function inspectPage(): readonly string[] {
  const findings: string[] = []
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth > clientWidth) findings.push(`page is ${scrollWidth - clientWidth}px too wide`)
  if (document.documentElement.lang !== 'en') findings.push('no language')
  if (document.querySelectorAll('h1').length !== 1) findings.push('not one h1')
  if (document.querySelectorAll('main').length !== 1) findings.push('not one main')
  for (const input of document.querySelectorAll('input')) {
    if (input.labels === null || input.labels.length === 0) findings.push(`no label: ${input.id}`)
  }
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!
  for (const one of document.querySelectorAll<HTMLElement>('body *')) {
    const { visibility, fontSize, fontWeight, color } = getComputedStyle(one)
    const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())
    if (!own || visibility === 'hidden' || one.getClientRects().length === 0) continue
    if (one.closest('noscript, option') !== null) continue
    const ratio = contrast(luminance([color]), luminance(backgrounds(one)))
    const large = Number.parseFloat(fontSize) >= 24 || Number(fontWeight) >= 700
    if (ratio < (large ? 3 : 4.5)) {
      findings.push(`contrast ${ratio.toFixed(2)}: ${one.textContent.trim().slice(0, 40)}`)
    }
  }
  for (const button of document.querySelectorAll<HTMLElement>('button, summary')) {
    const { width, height } = button.getBoundingClientRect()
    if (button.textContent.trim() === '') findings.push('a control without words')
    if (width > 0 && height < 24) findings.push(`small target: ${button.textContent.trim()}`)
  }
  return findings

  function backgrounds(one: Element | null): readonly string[] {
    if (one === null) return ['Canvas']
    const { backgroundColor } = getComputedStyle(one)
    return one instanceof HTMLDialogElement
      ? [backgroundColor]
      : [...backgrounds(one.parentElement), backgroundColor]
  }

  /** Relative luminance of colours painted over one another (WCAG 2). */
  function luminance(colours: readonly string[]): number {
    canvas.clearRect(0, 0, 1, 1)
    for (const colour of colours) {
      canvas.fillStyle = colour
      canvas.fillRect(0, 0, 1, 1)
    }
    const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
      const value = part / 255
      return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }

  function contrast(one: number, other: number): number {
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
  }
}
