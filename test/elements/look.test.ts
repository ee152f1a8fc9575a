/**
 * How the account selector looks and reads: pictures of its shapes by day and by night, on a phone and on
 * a desktop (in `test-results/`, for people), what axe-core and a ruler can say about them, and what a screen reader
 * is told.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import axe from 'axe-core'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspectSelector } from './inspect.ts'
import { SHAPES, type Shape, type ShapeName } from './shapes.ts'
import { openSite, type Site } from './site.ts'

const PICTURES = join(import.meta.dirname, '..', '..', 'test-results')
const SIZES = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 860 },
} as const
const SHOWN: ReadonlySet<ShapeName> = new Set<ShapeName>([
  'one-tap',
  'preselected',
  'list',
  'list-and-locked',
  'one-locked',
  'remote-only',
  'empty-notice',
  'long',
  'create',
  'create-one',
])

let site: Site
beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  site = await openSite()
})
afterAll(() => site.close())

const show = async (page: Page, name: ShapeName) => {
  await page.evaluate((shape) => shop.open(shape), SHAPES[name] as Shape)
  await page.getByRole('dialog').waitFor()
}
const picture = (page: Page, name: string) =>
  page.screenshot({ path: join(PICTURES, `account-selector-${name}.png`) })
const findings = (page: Page) => page.evaluate(inspectSelector)

/** Puts axe into the page, past its policy, which would refuse it as a script. */
async function withAxe(page: Page): Promise<Page> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Runtime.evaluate', { expression: axe.source })
  return page
}

/** What axe-core says is wrong with the page as it stands: every rule, best practices too. */
async function complaints(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(o: object): Promise<AxeResults> } }
    const { violations, passes } = await axe.run({ resultTypes: ['violations'] })
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.flat().join(' ')).join(', ')}`,
    )
    return passes.length > 10 ? found : [...found, 'axe looked at nothing']
  })
}

const LOOKS = (['light', 'dark'] as const).flatMap((colorScheme) =>
  (['phone', 'desktop'] as const).map((size) => ({ colorScheme, size })),
)

/** Looks at what is drawn by day and by night, on a phone and on a desktop. Gives what is wrong. */
async function lookAt(
  page: Page,
  name: string,
  { isDrawn = true } = {},
): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const { colorScheme, size } of LOOKS) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize(SIZES[size])
    if (isDrawn) await picture(page, `${name}-${colorScheme}-${size}`)
    const found = [...(await findings(page)), ...(await complaints(page))]
    wrong.push(...found.map((one) => `${colorScheme}, ${size}: ${one}`))
  }
  return wrong
}

describe('by day and by night, on a phone and on a desktop,', () => {
  let page: Page
  beforeAll(async () => {
    page = await withAxe(await site.visit({ reducedMotion: 'reduce' }))
  })
  afterAll(() => page.context().close())

  const names = (Object.keys(SHAPES) as ShapeName[]).filter((name) => name !== 'nothing')
  it.each(names)('%s has nothing wrong', async (name) => {
    await show(page, name)
    expect(await lookAt(page, name, { isDrawn: SHOWN.has(name) })).toEqual([])
    if (name !== 'rich') return
    await page.getByRole('button', { name: 'More options' }).click()
    expect(await lookAt(page, 'all-options')).toEqual([])
  })

  it('something would be found: a button without a name, inside the element', async () => {
    await show(page, 'list')
    await page.evaluate(() => {
      const dialog = shop.element().shadowRoot!.querySelector('dialog')!
      dialog.append(document.createElement('button'))
    })
    expect((await complaints(page)).some((one) => one.startsWith('button-name:'))).toBe(true)
  })
})

it('sits for the picture of the guide', async () => {
  const page = await site.visit({ viewport: { width: 440, height: 620 }, reducedMotion: 'reduce' })
  await show(page, 'list-and-locked')
  const path = join(PICTURES, 'guide-account-selector.png')
  const picture = await page.getByRole('dialog').screenshot({ path })
  expect(picture.length).toBeGreaterThan(5000)
  await page.context().close()
})

it.each([
  ['a narrow window, or one enlarged four times', { width: 320, height: 256 }],
  ['a phone on its side', { width: 844, height: 390 }],
])('leaves everything in reach in %s', async (_, viewport) => {
  const page = await site.visit({ viewport, reducedMotion: 'reduce' })
  await show(page, 'long')
  await picture(page, `long-light-${viewport.width}x${viewport.height}`)
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('End')
  await expectInside(page, 'person-11')
  await page.keyboard.press('Tab')
  await expectInside(page, 'Cancel')
  await page.context().close()
})

/** What has the focus can be seen. */
async function expectInside(page: Page, text: string): Promise<void> {
  const seen = await page.evaluate(() => {
    const one = shop.element().shadowRoot!.activeElement!
    const { top, bottom, left, right } = one.getBoundingClientRect()
    const isInside = top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth
    return { isInside, text: one.textContent }
  })
  expect(seen.text).toContain(text)
  expect(seen.isInside).toBe(true)
}

it('reads from right to left where the page does', async () => {
  const page = await site.visit({ attributes: 'dir="rtl"', reducedMotion: 'reduce' })
  await show(page, 'right-to-left')
  await page.getByRole('button', { name: 'More options' }).click()
  await picture(page, 'right-to-left')
  expect(await findings(page)).toEqual([])
  const sides = await page.evaluate(() => {
    const root = shop.element().shadowRoot!
    const x = (selector: string) => root.querySelector(selector)!.getBoundingClientRect().left
    return { back: x('[part=back]'), title: x('h2'), picture: x('.picture'), words: x('.words') }
  })
  expect(sides.back).toBeGreaterThan(sides.title)
  expect(sides.picture).toBeGreaterThan(sides.words)
  await page.context().close()
})

it.each([
  ['de', 'Passkey · Home vault'],
  ['fr', 'Clé d’accès · Home vault'],
  ['ar', 'مفتاح مرور · Home vault'],
])('speaks %s, in the direction it is written in', async (lang, detail) => {
  const viewport = SIZES.phone
  // The page's own direction is left out: the words have theirs.
  const page = await site.visit({ attributes: `lang="${lang}"`, viewport, reducedMotion: 'reduce' })
  for (const name of ['one-tap', 'rich', 'create', 'empty-notice'] as const) {
    await show(page, name)
    if (name === 'rich') {
      expect(await page.getByRole('dialog').innerText()).toContain(detail)
      await page.locator('[part=more-options]').click()
      await page.locator('[part=back]').waitFor()
    }
    await picture(page, `${name}-${lang}`)
    expect({ name, findings: await findings(page) }).toEqual({ name, findings: [] })
  }
  const style = await page.evaluate(() => {
    const dialog = shop.element().shadowRoot!.querySelector('dialog')!
    return { lang: dialog.lang, direction: getComputedStyle(dialog).direction }
  })
  expect(style).toEqual({ lang, direction: lang === 'ar' ? 'rtl' : 'ltr' })
  await page.context().close()
})

it("takes the page's colours, corners and type by custom properties, and nothing else of it", async () => {
  const page = await site.visit({ attributes: 'class="themed"', reducedMotion: 'reduce' })
  await show(page, 'preselected')
  await picture(page, 'themed')
  const style = await page.evaluate(() => {
    const root = shop.element().shadowRoot!
    const dialog = getComputedStyle(root.querySelector('dialog')!)
    const { backgroundColor, textTransform } = getComputedStyle(root.querySelector('.primary')!)
    const { fontFamily, fontSize, letterSpacing, borderTopLeftRadius } = dialog
    return {
      backgroundColor,
      textTransform,
      fontFamily,
      fontSize,
      letterSpacing,
      borderTopLeftRadius,
    }
  })
  expect(style).toEqual({
    backgroundColor: 'rgb(122, 31, 162)',
    fontFamily: 'Georgia, serif',
    borderTopLeftRadius: '6px',
    textTransform: 'none',
    // The reader's own size: the page's 62.5 % do not reach it.
    fontSize: '16px',
    letterSpacing: 'normal',
  })
  await page.context().close()
})

it.each([
  ['no-preference', 'rise'],
  ['reduce', 'none'],
] as const)('moves when motion is wished for: %s', async (reducedMotion, animation) => {
  const page = await site.visit({ reducedMotion })
  await show(page, 'list')
  const name = await page.evaluate(
    () => getComputedStyle(shop.element().shadowRoot!.querySelector('dialog')!).animationName,
  )
  expect(name).toBe(animation)
  await page.context().close()
})

it('has borders and a focus of its own in forced colours', async () => {
  const page = await site.visit({ forcedColors: 'active', reducedMotion: 'reduce' })
  await show(page, 'preselected')
  await page.keyboard.press('Tab')
  await picture(page, 'forced-colors')
  const widths = await page.evaluate(() => {
    const root = shop.element().shadowRoot!
    const border = (one: Element) => getComputedStyle(one).borderTopWidth
    return [
      ...[...root.querySelectorAll('dialog, button')].map(border),
      getComputedStyle(root.activeElement!).outlineWidth,
    ]
  })
  expect(widths).toEqual(['1px', '1px', '1px', '1px', '3px'])
  await page.context().close()
})

describe('a screen reader', () => {
  it('is told of a modal dialog, its groups and every row', async () => {
    const page = await site.visit()
    await show(page, 'rich')
    await page.getByRole('button', { name: 'More options' }).click()
    expect(await accessibilityTree(page)).toEqual([
      'dialog "Sign in to shop.example" modal',
      '  button "Back"',
      '  heading "Sign in to shop.example"',
      '  heading "For ada@example.com"',
      '  list "For ada@example.com"',
      '    button "ada@example.com Ada Lovelace · Passkey · Home vault" focused',
      '    button "ada@example.com Password · Home vault"',
      '  heading "For grace@example.com"',
      '  list "For grace@example.com"',
      '    button "grace@example.com Password · Home vault"',
      '  heading "Locked"',
      '  list "Locked"',
      '    button "Unlock Work vault Work vault · Locked"',
      '  heading "Elsewhere"',
      '  list "Elsewhere"',
      '    button "Use another device Phone or tablet"',
      '  heading "Manage"',
      '  list "Manage"',
      '    button "Open Home vault Passkeys and passwords"',
      '  button "Cancel"',
    ])
    await page.context().close()
  })

  it('hears with "Continue" whom it is about and how to confirm', async () => {
    const page = await site.visit()
    await show(page, 'one-tap')
    expect(await accessibilityTree(page)).toEqual([
      'dialog "Sign in to shop.example with a passkey" modal',
      '  heading "Sign in to shop.example with a passkey"',
      '  button "Continue" (ada@example.com Ada Lovelace · Passkey · Home vault Confirm it the way you unlock this device: fingerprint, face or PIN.) focused',
      '  button "Cancel"',
    ])
    await page.context().close()
  })
})

const ROLES = new Set(['dialog', 'heading', 'list', 'button'])

/** The accessibility tree of the dialog, as Chromium gives it to assistive technology: one line a node. */
async function accessibilityTree(page: Page): Promise<readonly string[]> {
  const cdp = await page.context().newCDPSession(page)
  const { nodes } = await cdp.send('Accessibility.getFullAXTree')
  const byId = new Map(nodes.map((node) => [node.nodeId, node]))
  const lines = (id: string, depth: number): string[] => {
    const node = byId.get(id)
    if (node === undefined) return []
    const { role, name, description, properties = [], childIds = [], ignored } = node
    const kind = String(role?.value)
    const isTold = !ignored && ROLES.has(kind)
    const inside = childIds.flatMap((child) => lines(child, isTold ? depth + 1 : depth))
    if (!isTold) return inside
    const has = (one: string) =>
      properties.some((property) => property.name === one && property.value.value === true)
    const told = [
      kind,
      `"${tidy(name?.value)}"`,
      ...(tidy(description?.value) === '' ? [] : [`(${tidy(description?.value)})`]),
      ...['modal', 'focused'].filter(has),
    ]
    return [`${'  '.repeat(depth)}${told.join(' ')}`, ...inside]
  }
  const dialog = nodes.find(({ role }) => role?.value === 'dialog')
  return lines(dialog?.nodeId ?? '', 0)
}

const tidy = (text: unknown) =>
  typeof text === 'string' ? text.replaceAll(/\s+/g, ' ').trim() : ''
