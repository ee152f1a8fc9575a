/**
 * How the elements on the page look: pictures by day and by night, on a phone and on a desktop, in three
 * languages (in `test-results/`, for people), and what axe-core and a ruler can say about them.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import axe from 'axe-core'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newVirtualAuthenticator } from '../browser/launch.ts'
import { openAuthSite, type AuthSite, type Person } from './auth-site.ts'

const PICTURES = join(import.meta.dirname, '..', '..', 'test-results')
const PHONE = { width: 390, height: 844 }
const DESKTOP = { width: 1280, height: 860 }

/** How a page is looked at. */
interface Look {
  readonly name: string
  readonly colorScheme: 'light' | 'dark'
  readonly viewport: { readonly width: number; readonly height: number }
}

// No style of these elements asks for the width, so axe says the same of every width.
const LOOKS: readonly Look[] = [
  { name: 'light-phone', colorScheme: 'light', viewport: PHONE },
  { name: 'light-desktop', colorScheme: 'light', viewport: DESKTOP },
  // The narrowest window there is, which is a desktop enlarged four times.
  { name: 'narrow', colorScheme: 'light', viewport: { width: 320, height: 640 } },
  { name: 'dark-phone', colorScheme: 'dark', viewport: PHONE },
  { name: 'dark-desktop', colorScheme: 'dark', viewport: DESKTOP },
]

const PLACES = {
  'sign-in':
    '<latchkey-sign-in password federated="google" recovery-url="/recover"></latchkey-sign-in>',
  'sign-in-plain': '<latchkey-sign-in></latchkey-sign-in>',
  'sign-up': '<latchkey-create-passkey form="sign-up"></latchkey-create-passkey>',
  promoted: '<latchkey-create-passkey form="promoted"></latchkey-create-passkey>',
  passkeys: '<latchkey-passkeys></latchkey-passkeys>',
  sessions: '<latchkey-sessions></latchkey-sessions>',
  recovery: '<latchkey-recovery></latchkey-recovery>',
  codes: '<latchkey-recovery codes></latchkey-recovery>',
} as const
type Place = keyof typeof PLACES
const NAMES = Object.keys(PLACES) as Place[]

let site: AuthSite
/** Somebody with two passkeys and a second session. */
let owner: Person
let stranger: Person
beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  site = await openAuthSite()
  owner = await member()
  stranger = await site.visit({ markup: '<p></p>' })
})
afterAll(() => site.close())

/** Whose page it is. */
const whose = (place: Place) => (place.startsWith('sign-in') ? stranger : owner)

async function member(): Promise<Person> {
  const person = await site.visit({ markup: PLACES['sign-up'] })
  const { page, authenticator } = person
  await page.getByLabel('Username').fill('looker')
  await page.getByRole('button', { name: 'Create a passkey' }).click()
  await page.getByText('Your passkey is saved.').waitFor()
  await page.context().clearCookies()
  await person.go('<latchkey-sign-in></latchkey-sign-in>')
  await page.getByText('You are signed in.').waitFor()
  await authenticator.setPresence(false)
  await newVirtualAuthenticator(page, {
    transport: 'usb',
    defaultBackupEligibility: false,
    defaultBackupState: false,
  })
  await person.go('<latchkey-create-passkey></latchkey-create-passkey>')
  await page.getByRole('button', { name: 'Create a passkey' }).click()
  await page.getByText('Your passkey is saved.').waitFor()
  return person
}

/** What axe says is wrong with the page as it stands. */
async function complaints(page: Page): Promise<readonly string[]> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Runtime.evaluate', { expression: axe.source })
  await cdp.detach()
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(o: object): Promise<AxeResults> } }
    const { violations, passes } = await axe.run({ resultTypes: ['violations'] })
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(', ')}`,
    )
    if (passes.length < 8) found.push('axe looked at nothing')
    return found
  })
}

/** What a ruler says is wrong with it. */
const misfits = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page is too wide')
    const host = document.querySelector('main > :not(h1)')!
    const root = host.shadowRoot!
    for (const one of root.querySelectorAll<HTMLElement>('button, input, a, p, h2, h3')) {
      const { width, height, left, right } = one.getBoundingClientRect()
      if (width === 0) continue
      const name = one.innerText.slice(0, 40)
      if (left < 0 || right > innerWidth + 1) found.push(`sticks out: ${name}`)
      if (one.matches('button, input, a') && (height < 44 || width < 44)) {
        found.push(`small target, ${width} × ${height}: ${name}`)
      }
    }
    return found
  })

/** In the page: the browser and the system in a text, from left to right. */
function placesIn(one: Element): readonly string[] {
  const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT)
  const places: (readonly [number, string])[] = []
  while (texts.nextNode()) {
    const { textContent } = texts.currentNode
    for (const word of ['Chrome', 'Linux']) {
      const at = textContent!.indexOf(word)
      if (at < 0) continue
      const range = document.createRange()
      range.setStart(texts.currentNode, at)
      range.setEnd(texts.currentNode, at + word.length)
      places.push([range.getBoundingClientRect().left, word])
    }
  }
  return places.toSorted(([a], [b]) => a - b).map(([, word]) => word)
}

/** Goes to a page and waits until it is drawn. */
async function goTo(place: Place, lang = 'en'): Promise<Page> {
  const person = whose(place)
  const { page } = person
  await person.go(PLACES[place], { lang })
  const inner = page.locator('main > :not(h1)')
  await inner.getByRole('button').first().waitFor()
  if (place === 'passkeys' || place === 'sessions')
    await inner.getByRole('listitem').first().waitFor()
  return page
}
const picture = (page: Page, name: string) =>
  page.screenshot({ path: join(PICTURES, `element-${name}.png`), fullPage: true })

/** Looks at the page as it stands. Its pictures are called so. */
async function lookAt(page: Page, name: string, looks = LOOKS): Promise<void> {
  let seen: Look['colorScheme'] | undefined
  for (const { name: look, colorScheme, viewport } of looks) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize(viewport)
    await picture(page, `${name}-${look}`)
    const found = [
      ...(await misfits(page)),
      ...(seen === colorScheme ? [] : await complaints(page)),
    ]
    seen = colorScheme
    expect({ name, look, found }).toEqual({ name, look, found: [] })
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(PHONE)
}

describe('by day and by night, on a phone, on a desktop and in the narrowest window,', () => {
  it.each(NAMES)(
    '%s has nothing wrong, nor in forced colours',
    { timeout: 60_000 },
    async (name) => {
      const page = await goTo(name)
      await lookAt(page, name)
      await page.emulateMedia({ forcedColors: 'active' })
      await page.keyboard.press('Tab')
      await picture(page, `${name}-forced-colors`)
      const edges = await page.locator('main > :not(h1)').evaluate((host) => {
        const root = host.shadowRoot!
        const controls = [...root.querySelectorAll('button, input')]
        const borders = controls.map((one) => getComputedStyle(one).borderTopWidth)
        return {
          borders: [...new Set(borders)],
          focus: getComputedStyle(root.activeElement!).outlineWidth,
        }
      })
      await page.emulateMedia({ forcedColors: 'none' })
      expect({ name, ...edges }).toEqual({ name, borders: ['1px'], focus: '3px' })
    },
  )

  it('nor has what comes up: a question, codes, a failure', async () => {
    const page = await goTo('passkeys')
    await page
      .getByRole('button', { name: /^Delete / })
      .first()
      .click()
    await page.getByRole('dialog').waitFor()
    await lookAt(page, 'delete')
    await goTo('codes')
    await page.getByRole('button', { name: 'Make new codes' }).click()
    await page.getByRole('listitem').first().waitFor()
    await lookAt(page, 'codes-made')

    const other = await goTo('sign-in')
    const submit = other.getByRole('button', { name: 'Sign in', exact: true })
    await submit.click()
    await other.getByText('Please fill in this field.').waitFor()
    await lookAt(other, 'sign-in-missing')
    site.fault('missing')
    await other.getByLabel('Username').fill('ada')
    await other.getByLabel('Password').fill('velvet otter lamp')
    await submit.click()
    await other.getByText('The server cannot be reached.').waitFor()
    await lookAt(other, 'sign-in-refused')
    site.fault('slow')
    await submit.click()
    const busy = other.getByRole('button', { name: 'Loading' })
    await busy.waitFor()
    site.fault(undefined)
    await lookAt(other, 'sign-in-waiting')
    expect(await busy.isVisible()).toBe(true)
  })
})

it.each(['de', 'ar', 'fr'])('in %s, on a phone', async (lang) => {
  const phone = [{ name: lang, colorScheme: 'light', viewport: PHONE }] as const
  for (const name of NAMES) {
    if (name === 'sign-in-plain') continue
    const page = await goTo(name, lang)
    await lookAt(page, name, phone)
    const ground = page.locator('main > :not(h1) .ground')
    expect(await ground.getAttribute('lang')).toBe(lang)
    expect(await ground.getAttribute('dir')).toBe(lang === 'ar' ? 'rtl' : 'ltr')
    if (name === 'sessions') {
      // From right to left the browser still comes first, and then its system.
      const placed = await page.getByRole('heading', { level: 3 }).first().evaluate(placesIn)
      expect(placed).toEqual(lang === 'ar' ? ['Linux', 'Chrome'] : ['Chrome', 'Linux'])
    }
    // What the server calls things by itself is English.
    expect(await ground.innerText()).not.toMatch(/ on Linux|Unknown|Security key/)
  }
})

it.each([
  ['no-preference', 'appear'],
  ['reduce', 'none'],
] as const)('moves when motion is wished for: %s', async (reducedMotion, animation) => {
  const page = await goTo('passkeys')
  await page.emulateMedia({ reducedMotion })
  await page
    .getByRole('button', { name: /^Delete / })
    .first()
    .click()
  const style = await page.getByRole('dialog').evaluate((dialog) => {
    const { transitionDuration } = getComputedStyle(dialog.querySelector('button')!)
    return { animation: getComputedStyle(dialog).animationName, still: transitionDuration === '0s' }
  })
  expect(style).toEqual({ animation, still: reducedMotion === 'reduce' })
  await page.emulateMedia({ reducedMotion: 'reduce' })
})

it('sits for the pictures of the guide', async () => {
  const shoot = async (name: string, place: Place, lang = 'en') => {
    const page = await goTo(place, lang)
    await page.setViewportSize({ width: 440, height: 900 })
    const path = join(PICTURES, `guide-${name}.png`)
    const picture = await page.locator('main > :not(h1)').screenshot({ path })
    expect(picture.length).toBeGreaterThan(5000)
  }
  await shoot('create', 'promoted')
  await shoot('passkeys', 'passkeys')
  await shoot('sessions', 'sessions')
  await shoot('recovery', 'recovery')
  await shoot('sign-in-light', 'sign-in')
  await shoot('sign-in-arabic', 'sign-in', 'ar')
  await stranger.page.emulateMedia({ colorScheme: 'dark' })
  await shoot('sign-in-dark', 'sign-in')
})
