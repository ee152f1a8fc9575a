/**
 * The account selector under axe-core, which knows what people with a screen reader or without a mouse
 * stumble over: every shape, by day and by night, on a phone and on a desktop.
 */
import axe from 'axe-core'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SHAPES, type Shape, type ShapeName } from './shapes.ts'
import { openSite, type Site } from './site.ts'

let site: Site
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

/** Puts axe into the page, past its policy, which would refuse it as a script. */
async function withAxe(page: Page): Promise<Page> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Runtime.evaluate', { expression: axe.source })
  return page
}

// Every rule, best practices too.
const OPTIONS: RunOptions = { resultTypes: ['violations'] }

/** What axe says is wrong with the page as it stands, and how many of its rules found something to look at. */
async function examine(page: Page): Promise<{ violations: string[]; passes: number }> {
  const results = await page.evaluate(async (options) => {
    const { axe } = globalThis as unknown as { axe: { run(o: object): Promise<AxeResults> } }
    return axe.run(options)
  }, OPTIONS as object)
  const violations = results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.flat().join(' ')).join(', ')}`,
  )
  return { violations, passes: results.passes.length }
}

const show = async (page: Page, name: ShapeName) => {
  await page.evaluate((shape) => shop.open(shape), SHAPES[name] as Shape)
  await page.getByRole('dialog').waitFor()
}

describe.each([
  ['light', { width: 390, height: 844 }],
  ['light', { width: 1280, height: 860 }],
  ['dark', { width: 390, height: 844 }],
  ['dark', { width: 1280, height: 860 }],
] as const)('by %s, at %o', (colorScheme, viewport) => {
  it('has nothing to complain of, whatever is shown', async () => {
    const page = await withAxe(await site.visit({ colorScheme, viewport, reducedMotion: 'reduce' }))
    const names = (Object.keys(SHAPES) as ShapeName[]).filter((name) => name !== 'nothing')
    for (const name of names) {
      await show(page, name)
      const { violations, passes } = await examine(page)
      expect({ name, violations }).toEqual({ name, violations: [] })
      expect(passes).toBeGreaterThan(10)
    }
    await show(page, 'rich')
    await page.getByRole('button', { name: 'More options' }).click()
    expect((await examine(page)).violations).toEqual([])
    await page.context().close()
  })
})

it('would complain: a button without a name, inside the element, is found', async () => {
  const page = await withAxe(await site.visit({ reducedMotion: 'reduce' }))
  await show(page, 'list')
  await page.evaluate(() => {
    const dialog = shop.element().shadowRoot!.querySelector('dialog')!
    dialog.append(document.createElement('button'))
  })
  const { violations } = await examine(page)
  expect(violations.some((one) => one.startsWith('button-name:'))).toBe(true)
  await page.context().close()
})
