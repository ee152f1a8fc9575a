/**
 * How the site looks: pictures of every page by day and by night, on a phone and on a desktop, in three
 * languages (in `test-results/`, for people), and what axe-core and a ruler say about them.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import axe from 'axe-core'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runSite } from './running-site.ts'
import type { Person, RunningSite } from './running-site.ts'

const PICTURES = join(import.meta.dirname, '..', '..', '..', 'test-results')
const SIZES = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 860 },
  narrow: { width: 320, height: 640 },
} as const

let site: RunningSite
beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  site = await runSite(
    {
      issuers: { work: { issuer: 'https://login.example.org', clientIds: ['harbour'] } },
      site: {
        issuers: { work: 'Example Works' },
        colors: { accent: '#1d4e89' },
        links: { terms: '/terms', support: 'mailto:a@b.c' },
      },
    },
    {
      LATCHKEY_SITE_NAME: 'Harbour',
      LATCHKEY_OPERATORS: 'ada,ada-en,ada-de,ada-ar',
      // Mail that nobody reads: the pages are all there.
      LATCHKEY_MAIL_URL: 'smtp://127.0.0.1:1',
      LATCHKEY_MAIL_FROM: 'hello@example.com',
    },
  )
})
afterAll(() => site.close())

/** What axe and a ruler say is wrong with the page as it stands. */
async function findings(page: Page): Promise<readonly string[]> {
  const cdp = await page.context().newCDPSession(page)
  // Past the page's policy, which would refuse it as a script.
  await cdp.send('Runtime.evaluate', { expression: axe.source })
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(o: object): Promise<AxeResults> } }
    const { violations, passes } = await axe.run({ resultTypes: ['violations'] })
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(', ')}`,
    )
    if (passes.length < 12) found.push('axe looked at nothing')
    const { scrollWidth } = document.documentElement
    if (scrollWidth > innerWidth) found.push(`${scrollWidth - innerWidth}px too wide`)
    if (document.querySelectorAll('h1').length !== 1) found.push('not one h1')
    return found
  })
}

async function look({ page, complaints }: Person, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: join(PICTURES, `site-${name}.png`), fullPage: true })
  expect({ name, found: await findings(page) }).toEqual({ name, found: [] })
  expect(complaints).toEqual([])
}

/** Every way in which a page can be seen. The page stays; only the window and the time of day change. */
const VIEWS = [
  ['light', 'phone'],
  ['dark', 'phone'],
  ['light', 'desktop'],
  ['dark', 'desktop'],
] as const

async function lookAround(person: Person, name: string): Promise<void> {
  const { page } = person
  for (const [colorScheme, size] of VIEWS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize(SIZES[size])
    await look(person, `${name}-${colorScheme}-${size}`)
  }
  await page.setViewportSize(SIZES.narrow)
  const tooWide = () =>
    page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth))
  expect({ name, tooWide: await tooWide() }).toEqual({ name, tooWide: 0 })
}

/** What came back from another site, as far as a page shows it before a button is pressed. */
const TOKEN = `e30.${Buffer.from('{"email":"ada.lovelace@example.org"}').toString('base64url')}.x`

/** Pages in front of an account. */
const GATES = {
  'sign-in': '/',
  'sign-up': '/sign-up',
  recovery: '/recovery',
  'undo-email': '/undo-email#token=abc',
  connect: `/sign-in/with/work/back#id_token=${TOKEN}&state=purpose%3Dlink`,
  'not-found': '/nothing',
} as const

describe.each([
  ['en', Object.keys(GATES)],
  ['de', ['recovery']],
  ['ar', ['sign-in', 'recovery']],
] as const)('in %s', (locale, gates) => {
  it('by day and by night, on a phone and on a desktop', async () => {
    const person = await site.visit({ locale })
    const { page, authenticator, go } = person
    await authenticator.setPresence(false)
    for (const name of gates as readonly (keyof typeof GATES)[]) {
      // A fragment alone would load nothing.
      await go('/site/nothing')
      await go(GATES[name])
      await lookAround(person, `${name}-${locale}`)
    }
    await page.locator('.languages summary').click()
    await look(person, `languages-${locale}`)
    await authenticator.setPresence(true)
    await go('/sign-up')
    const form = page.locator('latchkey-create-passkey')
    await form.getByRole('textbox').first().fill(`ada-${locale}`)
    await form.getByRole('button').first().click()
    await page.waitForURL(`${site.origin}/account`)
    const rows = page.locator('latchkey-passkeys').getByRole('listitem')
    await rows.first().waitFor()
    await lookAround(person, `account-${locale}`)
    await rows.getByRole('button').last().click()
    await page.getByRole('dialog').waitFor()
    await look(person, `delete-passkey-${locale}`)
    await go('/confirm-email')
    await look(person, `confirm-email-${locale}`)
    await go('/operator')
    await look(person, `operator-proof-${locale}`)
    await page.locator('site-operator-proof').getByRole('button').click()
    await page.locator('.findings').first().waitFor()
    await lookAround(person, `operator-${locale}`)
    const { lang, dir } = await page.evaluate(() => {
      const { lang, dir } = document.documentElement
      return { lang, dir }
    })
    expect([lang, dir]).toEqual([locale, locale === 'ar' ? 'rtl' : 'ltr'])
    await page.context().close()
  }, 120_000)
})

describe.each([
  ['en', ['/', '/recovery', '/undo-email', '/nothing', '/sign-up']],
  ['ar', ['/sign-up']],
] as const)('without scripts, in %s', (locale, paths) => {
  it('has nothing wrong, either', async () => {
    const person = await site.visit({ locale, javaScriptEnabled: false })
    // Nobody can look at a page in which nothing runs, so a copy of it is looked at.
    const looker = await site.visit({ locale })
    const { page } = looker
    let copy = ''
    await page.route('**/copy', (route) => route.fulfill({ contentType: 'text/html', body: copy }))
    let looks = 0
    const lookAtCopy = async (name: string) => {
      const html = await person.page.content()
      copy = html.replace(/<script.*?<\/script>/s, '').replaceAll(/<(\/?)noscript>/g, '<$1div>')
      // Either way in turn: there is nothing of its own in them.
      const [colorScheme, size] = looks++ % 2 === 0 ? VIEWS[0] : VIEWS[3]
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize(SIZES[size])
      await looker.go('/copy')
      const path = join(PICTURES, `site-plain-${name}-${locale}-${colorScheme}-${size}.png`)
      await page.screenshot({ path, fullPage: true })
      expect({ name, found: await findings(page) }).toEqual({ name, found: [] })
    }
    for (const path of paths) {
      await person.go(path)
      await lookAtCopy(path === '/' ? 'sign-in' : path.slice(1))
    }
    await person.page.locator('.other summary').click()
    const form = person.page.locator('.other form')
    await form.locator('[name=username]').fill(`plain-${locale}`)
    for (const [password, name] of [
      ['short', 'refused'],
      ['velvet otter under a lamp', 'account'],
    ] as const) {
      await form.locator('[name=password]').fill(password)
      await form.getByRole('button').click()
      await lookAtCopy(name)
    }
    expect(person.page.url()).toBe(`${site.origin}/account`)
    expect(looks).toBe(paths.length + 2)
    await page.context().close()
    await person.page.context().close()
  })
})

it('wears the brand, by day and by night', async () => {
  const colors: Record<string, string> = {}
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, authenticator, go } = await site.visit({ colorScheme })
    await authenticator.setPresence(false)
    await go('/')
    const button = page.getByRole('button', { name: 'Sign in', exact: true })
    await button.waitFor()
    colors[colorScheme] = await button.evaluate((one) => getComputedStyle(one).backgroundColor)
    expect(await page.title()).toBe('Sign in · Harbour')
    await page.getByRole('banner').getByText('Harbour').waitFor()
    await page.context().close()
  }
  expect(colors['light']).toBe('rgb(29, 78, 137)')
  expect(colors['dark']).not.toBe(colors['light'])
})

it('sits for the pictures of its documentation', async () => {
  const person = await site.visit({ viewport: { width: 1024, height: 860 } })
  const { page, authenticator, signUp, go } = person
  const picture = (name: string) =>
    page.screenshot({ path: join(PICTURES, `guide-site-${name}.png`) })
  await authenticator.setPresence(false)
  await go('/')
  await page.waitForLoadState('networkidle')
  const signIn = await picture('sign-in')
  await authenticator.setPresence(true)
  await page.setViewportSize({ width: 1024, height: 440 })
  await signUp('ada')
  await go('/operator')
  await page.getByRole('button', { name: 'Use your passkey' }).click()
  await page.getByText('Examine again').waitFor()
  expect((await picture('operator')).equals(signIn)).toBe(false)
  await page.context().close()
})
