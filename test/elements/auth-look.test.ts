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
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 860 } } as const

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

let site: AuthSite
beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  site = await openAuthSite()
})
afterAll(() => site.close())

let count = 0
/** Somebody with two passkeys and a second session. */
async function member(options: Partial<Parameters<AuthSite['visit']>[0]>): Promise<Person> {
  const person = await site.visit({ ...options, markup: PLACES['sign-up'] })
  const { page, authenticator } = person
  await page.getByLabel('Username').fill(`looker-${++count}`)
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

/** What axe and a ruler say is wrong with the page as it stands. */
async function findings(page: Page): Promise<readonly string[]> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Runtime.evaluate', { expression: axe.source })
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(o: object): Promise<AxeResults> } }
    const { violations, passes } = await axe.run({ resultTypes: ['violations'] })
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(', ')}`,
    )
    if (passes.length < 8) found.push('axe looked at nothing')
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
}

const settle = async (page: Page, name: keyof typeof PLACES) => {
  const inner = page.locator('main > :not(h1)')
  await inner.getByRole('button').first().waitFor()
  if (name === 'passkeys' || name === 'sessions')
    await inner.getByRole('listitem').first().waitFor()
}
const picture = (page: Page, name: string) =>
  page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })

describe.each(['light', 'dark'] as const)('by %s', (colorScheme) => {
  it.each(['phone', 'desktop'] as const)('on a %s', { timeout: 90_000 }, async (size) => {
    const person = await member({ colorScheme, viewport: SIZES[size] })
    for (const [name, markup] of Object.entries(PLACES)) {
      if (name.startsWith('sign-in')) continue
      await look(person, {
        name: name as keyof typeof PLACES,
        markup,
        suffix: `${colorScheme}-${size}`,
      })
    }
    await person.go(PLACES.passkeys)
    await person.page
      .getByRole('button', { name: /^Delete / })
      .first()
      .click()
    await person.page.getByRole('dialog').waitFor()
    await picture(person.page, `element-delete-${colorScheme}-${size}`)
    expect(await findings(person.page)).toEqual([])
    await person.go(PLACES.codes)
    await person.page.getByRole('button', { name: 'Make new codes' }).click()
    await person.page.getByRole('listitem').first().waitFor()
    await picture(person.page, `element-codes-made-${colorScheme}-${size}`)
    expect(await findings(person.page)).toEqual([])
    await person.page.context().close()

    const stranger = await site.visit({ colorScheme, viewport: SIZES[size], markup: '<p></p>' })
    for (const name of ['sign-in', 'sign-in-plain'] as const) {
      await look(stranger, { name, markup: PLACES[name], suffix: `${colorScheme}-${size}` })
    }
    await stranger.go(PLACES['sign-in'])
    await stranger.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    site.fault('missing')
    await stranger.page.getByLabel('Username').fill('ada')
    await stranger.page.getByLabel('Password').fill('velvet otter lamp')
    await stranger.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await stranger.page.getByText('The server cannot be reached.').waitFor()
    site.fault(undefined)
    await picture(stranger.page, `element-sign-in-refused-${colorScheme}-${size}`)
    expect(await findings(stranger.page)).toEqual([])
    await stranger.page.context().close()
  })
})

async function look(
  person: Person,
  asked: {
    readonly name: keyof typeof PLACES
    readonly markup: string
    readonly suffix: string
    readonly lang?: string
  },
): Promise<void> {
  const { name, markup, suffix, lang } = asked
  const { page } = person
  await person.go(markup, lang === undefined ? {} : { lang })
  await settle(page, name)
  await picture(page, `element-${name}-${suffix}`)
  expect({ name, found: await findings(page) }).toEqual({ name, found: [] })
}

it.each(['de', 'ar', 'fr'])('in %s, on a phone', { timeout: 90_000 }, async (lang) => {
  const person = await member({ viewport: SIZES.phone })
  for (const name of [
    'sign-up',
    'promoted',
    'passkeys',
    'sessions',
    'recovery',
    'codes',
  ] as const) {
    await look(person, { name, markup: PLACES[name], suffix: lang, lang })
  }
  await person.page.context().close()
  const stranger = await site.visit({ viewport: SIZES.phone, markup: '<p></p>' })
  await look(stranger, { name: 'sign-in', markup: PLACES['sign-in'], suffix: lang, lang })
  const element = stranger.page.locator('latchkey-sign-in')
  expect(await element.locator('.ground').getAttribute('lang')).toBe(lang)
  expect(await element.locator('.ground').getAttribute('dir')).toBe(lang === 'ar' ? 'rtl' : 'ltr')
  await stranger.page.context().close()
})

it(
  'takes the narrowest window there is, which is a desktop enlarged four times',
  { timeout: 90_000 },
  async () => {
    const viewport = { width: 320, height: 640 }
    const person = await member({ viewport })
    const stranger = await site.visit({ viewport, markup: '<p></p>' })
    for (const [name, markup] of Object.entries(PLACES) as [keyof typeof PLACES, string][]) {
      const who = name.startsWith('sign-in') ? stranger : person
      await look(who, { name, markup, suffix: 'narrow' })
      expect(await who.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    }
    for (const { page } of [person, stranger]) await page.context().close()
  },
)

it('has borders, text and a focus of its own in forced colours', { timeout: 90_000 }, async () => {
  const person = await member({ viewport: SIZES.phone, forcedColors: 'active' })
  const stranger = await site.visit({
    viewport: SIZES.phone,
    forcedColors: 'active',
    markup: '<p></p>',
  })
  for (const [name, markup] of Object.entries(PLACES) as [keyof typeof PLACES, string][]) {
    const who = name.startsWith('sign-in') ? stranger : person
    const { page } = who
    await who.go(markup)
    await settle(page, name)
    await page.keyboard.press('Tab')
    await picture(page, `element-${name}-forced-colors`)
    const edges = await page.locator('main > :not(h1)').evaluate((host) => {
      const root = host.shadowRoot!
      const controls = [...root.querySelectorAll('button, input')]
      const borders = controls.map((one) => getComputedStyle(one).borderTopWidth)
      return {
        borders: [...new Set(borders)],
        focus: getComputedStyle(root.activeElement!).outlineWidth,
      }
    })
    expect({ name, ...edges }).toEqual({ name, borders: ['1px'], focus: '3px' })
  }
  for (const { page } of [person, stranger]) await page.context().close()
})

it.each([
  ['no-preference', 'appear'],
  ['reduce', 'none'],
] as const)('moves when motion is wished for: %s', async (reducedMotion, animation) => {
  const person = await member({ reducedMotion })
  const { page } = person
  await person.go(PLACES.passkeys)
  await page
    .getByRole('button', { name: /^Delete / })
    .first()
    .click()
  const style = await page.getByRole('dialog').evaluate((dialog) => {
    const { transitionDuration } = getComputedStyle(dialog.querySelector('button')!)
    return { animation: getComputedStyle(dialog).animationName, still: transitionDuration === '0s' }
  })
  expect(style).toEqual({ animation, still: reducedMotion === 'reduce' })
  await page.context().close()
})

it('sits for the pictures of the guide', { timeout: 90_000 }, async () => {
  const shoot = async (person: Person, name: string, place: keyof typeof PLACES, lang = 'en') => {
    await person.go(PLACES[place], { lang })
    await settle(person.page, place)
    const path = join(PICTURES, `guide-${name}.png`)
    const picture = await person.page.locator('main > :not(h1)').screenshot({ path })
    expect(picture.length).toBeGreaterThan(5000)
  }
  const viewport = { width: 440, height: 900 }
  const owner = await member({ viewport })
  await shoot(owner, 'create', 'promoted')
  await shoot(owner, 'passkeys', 'passkeys')
  await shoot(owner, 'sessions', 'sessions')
  await shoot(owner, 'recovery', 'recovery')
  await owner.page.context().close()
  for (const colorScheme of ['light', 'dark'] as const) {
    const stranger = await site.visit({ viewport, colorScheme, markup: '<p></p>' })
    await shoot(stranger, `sign-in-${colorScheme}`, 'sign-in')
    if (colorScheme === 'light') await shoot(stranger, 'sign-in-arabic', 'sign-in', 'ar')
    await stranger.page.context().close()
  }
})
