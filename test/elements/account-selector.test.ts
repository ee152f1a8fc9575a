/**
 * The account selector as people meet it in a real browser: what is drawn, and every way to answer.
 */
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { SHAPES, type Shape, type ShapeName } from './shapes.ts'
import { openSite, type Site } from './site.ts'

let site: Site
let page: Page
/** The one for everybody who asks for nothing special. */
let usual: Page | undefined
beforeAll(async () => {
  site = await openSite()
})
afterEach(async () => {
  const violations = await page.evaluate(() => shop.violations)
  if (page !== usual) await page.context().close()
  if (violations.length > 0) throw new Error(`the policy was violated: ${violations.join()}`)
})
afterAll(() => site.close())

const dialog = () => page.getByRole('dialog')
const button = (name: string | RegExp) => page.getByRole('button', { name })
const answer = () => page.evaluate(() => shop.answer)
const focused = () =>
  page.evaluate(() => {
    const inside = shop.element().shadowRoot?.activeElement
    const one = inside ?? document.activeElement
    return one?.textContent.trim().replaceAll(/\s+/g, ' ') ?? ''
  })

/** A page as it is after loading. */
async function visit(options?: BrowserContextOptions): Promise<Page> {
  if (options !== undefined) return site.visit(options)
  if (usual === undefined) return (usual = await site.visit())
  await usual.reload()
  await usual.mouse.move(0, 0)
  return usual
}

/** Opens a shape the way a page does: from a button, which had the focus before. */
async function open(name: ShapeName, options?: BrowserContextOptions): Promise<void> {
  page = await visit(options)
  await page.locator('#sign-in').focus()
  await show(name)
  await dialog().waitFor()
}

const show = (name: ShapeName) => page.evaluate((shape) => shop.open(shape), SHAPES[name] as Shape)

describe('what is drawn', () => {
  it('is nothing where there is nothing to pick', async () => {
    page = await visit()
    await show('nothing')
    expect(await answer()).toBe('cancelled')
    expect(await dialog().count()).toBe(0)
  })

  it.each<[ShapeName, string, string[]]>([
    ['one-tap', 'Sign in to shop.example with a passkey', ['Continue', 'Cancel']],
    [
      'preselected',
      'Sign in to shop.example with a passkey',
      ['Continue', 'More options', 'Cancel'],
    ],
    [
      'list',
      'Sign in to shop.example',
      [
        'ada@example.com Ada Lovelace · Passkey · Home vault',
        'grace@example.com Password · Home vault',
        'lin@example.com Passkey · Work vault',
        'Cancel',
      ],
    ],
    [
      'locked',
      'Unlock to sign in to shop.example',
      ['Unlock Home vault Home vault · Locked', 'Unlock Work vault Work vault · Locked', 'Cancel'],
    ],
    ['one-locked', 'Unlock to sign in to shop.example', ['Unlock', 'Cancel']],
    [
      'list-and-locked',
      'Sign in to shop.example',
      [
        'ada@example.com Ada Lovelace · Passkey · Home vault',
        'Unlock Work vault Work vault · Locked',
        'Cancel',
      ],
    ],
    ['remote-only', 'Sign in to shop.example with a passkey', ['Continue', 'Cancel']],
    ['empty-notice', 'Sign in to shop.example', ['Close']],
    [
      'show-all',
      'Sign in to shop.example with a passkey',
      [
        'ada@example.com Ada Lovelace · Passkey · Home vault',
        'ada@example.com Password · Home vault',
        'Cancel',
      ],
    ],
    [
      'create',
      'Create a passkey for shop.example',
      ['Work vault Locked', 'Home vault 3 passkeys, 2 passwords', 'Cancel'],
    ],
    ['create-one', 'Create a passkey for shop.example', ['Continue', 'Cancel']],
  ])('for %s: %s', async (name, title, buttons) => {
    await open(name)
    expect(await page.getByRole('dialog', { name: title }).count()).toBe(1)
    const texts = await dialog().getByRole('button').allTextContents()
    expect(texts.map((text) => text.trim().replaceAll(/\s+/g, ' '))).toEqual(buttons)
  })

  it.each<[ShapeName, string]>([
    ['one-tap', 'Continue'],
    ['preselected', 'Continue'],
    ['one-locked', 'Unlock'],
    ['remote-only', 'Continue'],
    ['empty-notice', 'Close'],
    ['list', 'ada@example.com Ada Lovelace · Passkey · Home vault'],
    ['create', 'Work vault Locked'],
  ])('for %s has "%s" in focus', async (name, text) => {
    await open(name)
    expect(await focused()).toBe(text)
  })

  it('is everything by account behind "More options", and the way back returns', async () => {
    await open('rich')
    await button('More options').click()
    expect(await dialog().getByRole('heading', { level: 3 }).allTextContents()).toEqual([
      'For ada@example.com',
      'For grace@example.com',
      'Locked',
      'Elsewhere',
      'Manage',
    ])
    expect(await focused()).toContain('Ada Lovelace · Passkey')
    await button('Back').click()
    expect(await dialog().getByRole('heading', { level: 3 }).count()).toBe(0)
    expect(await focused()).toBe('More options')
    await page.keyboard.press('Enter')
    await button(/Open Home vault/).click()
    expect(await answer()).toBe('action m')
  })
})

describe('a pick', () => {
  it.each<[ShapeName, string | RegExp, string]>([
    ['one-tap', 'Continue', 'passkey of ada@example.com'],
    ['preselected', 'Continue', 'passkey of ada@example.com'],
    ['list', /grace/, 'password of grace@example.com'],
    ['locked', /Work vault/, 'unlock Work vault'],
    ['one-locked', 'Unlock', 'unlock Work vault'],
    ['remote-only', 'Continue', 'remote'],
    ['create', /Home vault/, 'place h'],
  ])('in %s by mouse', async (name, row, picked) => {
    await open(name)
    await button(row).click()
    expect(await answer()).toBe(picked)
    expect(await dialog().count()).toBe(0)
    expect(await focused()).toBe('Sign in')
  })

  it.each<[string, string]>([
    ['Enter', 'passkey of ada@example.com'],
    ['Space', 'passkey of ada@example.com'],
    ['ArrowDown Enter', 'password of grace@example.com'],
    ['ArrowUp Enter', 'passkey of lin@example.com'],
    ['End Enter', 'passkey of lin@example.com'],
    ['End Home Enter', 'passkey of ada@example.com'],
    ['End ArrowDown Enter', 'passkey of ada@example.com'],
    ['Tab Tab Enter', 'passkey of lin@example.com'],
    ['Tab Tab Tab ArrowDown Space', 'passkey of ada@example.com'],
    ['Tab Tab Tab Enter', 'cancelled'],
  ])('by the keys %s', async (keys, picked) => {
    await open('list')
    for (const key of keys.split(' ')) await page.keyboard.press(key)
    expect(await answer()).toBe(picked)
  })

  it('keeps Tab off the page', async () => {
    await open('preselected')
    const seen = new Set<string>()
    for (let press = 0; press < 8; press += 1) {
      await page.keyboard.press('Tab')
      seen.add(await focused())
    }
    // The browser's own controls come between: then nothing in the page has the focus, and body is all.
    expect([...seen].filter((text) => text === 'Sign in')).toEqual([])
    expect([...seen]).toEqual(expect.arrayContaining(['Continue', 'More options', 'Cancel']))
  })

  it('by touch, on a phone', async () => {
    await open('list', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
    await button(/lin@/).tap()
    expect(await answer()).toBe('passkey of lin@example.com')
  })

  it('is not the second half of a double click that opened it', async () => {
    page = await site.visit({ viewport: { width: 390, height: 844 } })
    // Where "Continue" will be.
    await show('one-tap')
    const target = (await button('Continue').boundingBox())!
    await page.keyboard.press('Escape')
    await page.evaluate((shape) => {
      document.addEventListener('click', () => shop.open(shape), { once: true })
    }, SHAPES['one-tap'] as Shape)
    const [x, y] = [target.x + target.width / 2, target.y + target.height / 2]
    await page.mouse.click(x, y)
    await dialog().waitFor()
    await page.mouse.down({ clickCount: 2 })
    await page.mouse.up({ clickCount: 2 })
    expect(await dialog().count()).toBe(1)
    await button('Continue').click()
    expect(await answer()).toBe('passkey of ada@example.com')
  })
})

describe('going back', () => {
  it.each<[string, () => Promise<void>]>([
    ['Escape', () => page.keyboard.press('Escape')],
    ['"Cancel"', () => button('Cancel').click()],
    ['the page beside it', () => page.mouse.click(5, 5)],
    ['the signal', () => page.evaluate(() => shop.controller.abort())],
    ['taking the element away', () => page.evaluate(() => shop.element().remove())],
  ])('by %s cancels, and gives the focus back', async (way, leave) => {
    await open('list')
    await leave()
    expect(await answer()).toBe('cancelled')
    expect(await dialog().count()).toBe(0)
    if (way !== 'taking the element away') expect(await focused()).toBe('Sign in')
    expect(await page.evaluate(() => shop.element().shadowRoot?.textContent.trim())).toBe('')
  })

  it('happens by touch above the sheet', async () => {
    await open('list', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
    await page.touchscreen.tap(195, 40)
    expect(await answer()).toBe('cancelled')
  })

  it('does not happen when a press began inside', async () => {
    await open('list')
    const title = (await dialog().getByRole('heading').boundingBox())!
    await page.mouse.move(title.x + 5, title.y + 5)
    await page.mouse.down()
    await page.mouse.move(5, 5)
    await page.mouse.up()
    expect(await dialog().count()).toBe(1)
  })

  it('leaves the element ready for the next view', async () => {
    await open('list')
    for (const _ of [1, 2, 3]) {
      await page.keyboard.press('Escape')
      expect(await answer()).toBe('cancelled')
      await show('list')
      await dialog().waitFor()
    }
    await page.keyboard.press('Enter')
    expect(await answer()).toBe('passkey of ada@example.com')
  })
})

describe('several views', () => {
  it('opens the next one right after a pick, as after an unlock', async () => {
    await open('one-locked')
    const [first, second] = await page.evaluate((next) => {
      const unlocked = shop.answer
      const reopen = async () => {
        await unlocked
        shop.open(next)
        // The news that the first dialog has closed comes meanwhile.
        await new Promise((resolve) => {
          setTimeout(resolve, 300)
        })
        return 'reopened'
      }
      shop.element().shadowRoot?.querySelector<HTMLElement>('.primary')?.click()
      return Promise.all([unlocked, reopen()])
    }, SHAPES.list as Shape)
    expect([first, second]).toEqual(['unlock Work vault', 'reopened'])
    expect(await dialog().count()).toBe(1)
    expect(await focused()).toContain('ada@example.com')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await answer()).toBe('password of grace@example.com')
    expect(await focused()).toBe('Sign in')
  })

  it('lets the newest take the place of the one shown, whose call is cancelled', async () => {
    await open('one-locked')
    const replaced = await page.evaluate(async (shape) => {
      const before = shop.answer
      shop.open(shape)
      return before
    }, SHAPES.list as Shape)
    expect(replaced).toBe('cancelled')
    await button(/grace/).click()
    expect(await answer()).toBe('password of grace@example.com')
  })

  it('shows nothing for a signal that fired before', async () => {
    page = await visit()
    const outcome = await page.evaluate((shape) => {
      shop.open(shape)
      shop.controller.abort()
      return shop.answer
    }, SHAPES.list as Shape)
    expect(outcome).toBe('cancelled')
    expect(await dialog().count()).toBe(0)
  })

  it('says so when the element is not on the page', async () => {
    page = await visit()
    const outcome = await page.evaluate((shape) => {
      shop.element().remove()
      shop.open(shape)
      return shop.answer
    }, SHAPES.list as Shape)
    expect(outcome).toBe('TypeError')
  })

  it('lets the signal of a view that was replaced end only that one', async () => {
    await open('one-locked')
    await page.evaluate((shape) => {
      const { controller } = shop
      shop.open(shape)
      setTimeout(() => controller.abort(), 100)
    }, SHAPES.list as Shape)
    await page.waitForTimeout(200)
    await button(/grace/).click()
    expect(await answer()).toBe('password of grace@example.com')
  })
})

describe('a page', () => {
  it('may bring words of its own', async () => {
    page = await visit()
    await page.evaluate(() => shop.setWords())
    await show('one-tap')
    await page.getByText('Touch the sensor to confirm.').waitFor()
    await button('Not now').click()
    expect(await answer()).toBe('cancelled')
  })

  it('whose words fail gets the failure, and the next view', async () => {
    page = await visit()
    await page.evaluate(async (shape) => {
      await shop.setWords()
      const element = shop.element()
      const texts = element.texts!
      element.texts = {
        ...texts,
        title: () => {
          throw new RangeError('no such title')
        },
      }
      shop.open(shape)
      await shop.answer.then((name) => document.body.append(name))
      element.texts = texts
    }, SHAPES.list as Shape)
    await page.getByText('RangeError').waitFor()
    await show('list')
    await page.keyboard.press('Enter')
    expect(await answer()).toBe('passkey of ada@example.com')
  })
})

it('is tested under a policy that is in force', async () => {
  page = await visit()
  const refusals = await page.evaluate(() => {
    const refused = (act: () => void): string => {
      try {
        act()
        return 'nothing'
      } catch (error) {
        return (error as Error).name
      }
    }
    const html = refused(() => {
      document.body.innerHTML = '<p>'
    })
    const probe = document.createElement('p')
    probe.setAttribute('style', 'color: red')
    const noted = [html, probe.style.color]
    return new Promise<readonly string[]>((resolve) => {
      setTimeout(() => {
        shop.violations.length = 0
        resolve(noted)
      }, 100)
    })
  })
  expect(refusals).toEqual(['TypeError', ''])
})
