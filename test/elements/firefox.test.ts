/**
 * The account selector in a real Firefox, where one is installed: what is drawn, the keys, and what a program
 * can say about its looks.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Firefox, openFirefox, whichFirefox } from '../browser/firefox.ts'
import { inspectSelector } from './inspect.ts'
import { SHAPES, type ShapeName } from './shapes.ts'
import { type ServedPage, servePage } from './site.ts'

const executable = whichFirefox()

// As WebDriver calls them.
const KEYS = { escape: '\uE00C', enter: '\uE007', down: '\uE015', end: '\uE010' } as const

describe.skipIf(executable === undefined)('the account selector in Firefox', () => {
  let site: ServedPage
  let firefox: Firefox
  beforeAll(async () => {
    ;[site, firefox] = await Promise.all([servePage(), openFirefox(executable!)])
  })
  afterAll(async () => {
    await firefox.close()
    site.close()
  })
  beforeEach(() => firefox.goto(site.origin))

  const drawn = () =>
    firefox.evaluate(() => shop.element().shadowRoot?.querySelector('dialog')?.open ?? false)
  const show = async (name: ShapeName) => {
    await firefox.evaluate((shape) => shop.open(shape), SHAPES[name])
    await expect.poll(drawn).toBe(true)
  }
  const answer = () => firefox.evaluate(() => shop.answer)

  it('has nothing wrong with its looks, whatever is shown', async () => {
    for (const name of Object.keys(SHAPES) as ShapeName[]) {
      if (name === 'nothing') continue
      await show(name)
      expect({ name, findings: await firefox.evaluate(inspectSelector) }).toEqual({
        name,
        findings: [],
      })
    }
    expect(await firefox.evaluate(() => shop.violations)).toEqual([])
  })

  it('gives what is picked with keys', async () => {
    await show('list')
    await firefox.press(KEYS.down)
    await firefox.press(KEYS.enter)
    expect(await answer()).toBe('password of grace@example.com')
    await expect.poll(drawn).toBe(false)
  })

  it('is left with Escape, and ready for the next view', async () => {
    await show('list')
    await firefox.press(KEYS.escape)
    expect(await answer()).toBe('cancelled')
    await show('one-locked')
    await firefox.press(KEYS.enter)
    expect(await answer()).toBe('unlock Work vault')
  })

  it('closes with the signal of its caller', async () => {
    await show('list')
    await firefox.evaluate(() => shop.controller.abort())
    expect(await answer()).toBe('cancelled')
    await expect.poll(drawn).toBe(false)
  })
})
