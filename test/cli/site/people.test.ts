/** What people do at the site that `latchkey serve` shows, in a real browser, with passkeys and without. */
import type { Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { newVirtualAuthenticator } from '../../browser/launch.ts'
import { typist } from './keyboard.ts'
import { arrival, isShown, runSite } from './running-site.ts'
import type { Person, RunningSite } from './running-site.ts'

/** A security key: it copies nothing anywhere. */
const KEY = {
  transport: 'usb',
  defaultBackupEligibility: false,
  defaultBackupState: false,
} as const

const UNSUPPORTED = 'This browser cannot use passkeys.'
const PASSWORD = 'velvet otter under a lamp'

let site: RunningSite
const people: Person[] = []
beforeAll(async () => {
  site = await runSite({ site: { name: 'Harbour' } })
})
afterAll(() => site.close())
afterEach(async () => {
  const complaints = await Promise.all(people.splice(0).map(leave))
  // Nobody's browser had anything to complain of, whatever was done.
  if (complaints.flat().length > 0) throw new Error(complaints.flat().join('\n'))
})

async function leave({ page, complaints }: Person): Promise<readonly string[]> {
  await page.context().close()
  return complaints
}

async function visit(...options: Parameters<RunningSite['visit']>): Promise<Person> {
  const person = await site.visit(...options)
  people.push(person)
  return person
}

let count = 0
const newName = () => `member-${++count}`

describe('with a passkey', () => {
  it('signs up, out and in again', async () => {
    const { page, authenticator, signUp, signOut, go } = await visit()
    const name = newName()
    await signUp(name)
    expect(await page.title()).toBe('Your account · Harbour')
    await page.getByText(name, { exact: true }).first().waitFor()
    await page.getByRole('link', { name: 'Where you are signed in' }).waitFor()
    await signOut()
    await page.getByRole('heading', { name: 'Sign in to Harbour', level: 1 }).waitFor()
    await go('/account')
    expect(page.url()).toBe(`${site.origin}/sign-in?next=%2Faccount`)
    // The suggestions wait for somebody to pick: from now on only the button does.
    await page.waitForLoadState('networkidle')
    await authenticator.setPresence(true)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    expect(await arrival(page, '/account')).toBe('/account')
  })

  it('adds, renames and deletes a passkey, by keyboard alone', async () => {
    const { page, authenticator, signUp } = await visit()
    await signUp(newName())
    const passkeys = page.locator('latchkey-passkeys')
    const keyboard = typist(page)
    await authenticator.setPresence(false)
    await newVirtualAuthenticator(page, KEY)
    await keyboard.press('Create a passkey')
    await passkeys.getByText('Your passkey is saved.').waitFor()
    await expect.poll(() => passkeys.getByRole('listitem').count()).toBe(2)
    await keyboard.to(/^Rename /)
    await keyboard.press(/^Rename /)
    await page.getByRole('dialog').waitFor()
    // The name is there to be typed over.
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type('Blue key')
    await page.keyboard.press('Enter')
    await passkeys.getByText('That passkey is called “Blue key” now.').waitFor()
    await keyboard.press('Delete Blue key')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await keyboard.press('Delete Blue key')
    await page.getByRole('dialog').waitFor()
    await keyboard.press('Delete')
    await passkeys.getByText('“Blue key” is deleted.').waitFor()
    await expect.poll(() => passkeys.getByRole('listitem').count()).toBe(1)
    expect(await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).count()).toBe(0)
  })

  it('says so when a session is over, and leads back in', async () => {
    const { page, authenticator, signUp } = await visit()
    await signUp(newName())
    await authenticator.setPresence(false)
    await page.context().clearCookies()
    await page.locator('site-profile').getByRole('button', { name: 'Save' }).click()
    await page.getByText('You are not signed in any more.').waitFor()
    await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click()
    expect(await arrival(page, '/sign-in?next=%2Faccount')).toBe('/sign-in?next=%2Faccount')
  })

  it('shows nothing of an account to who comes back to its page out of the cache', async () => {
    const { page, authenticator, signUp } = await visit()
    await signUp(newName())
    await authenticator.setPresence(false)
    await page.context().clearCookies()
    // This browser has no such cache, so it is told what another one would tell.
    await page.evaluate(() =>
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })),
    )
    expect(await page.locator('body').isVisible()).toBe(false)
    expect(await page.locator('latchkey-passkeys').getByRole('listitem').count()).toBe(0)
    await page.evaluate(() =>
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
    )
    expect(await arrival(page, '/sign-in?next=%2Faccount')).toBe('/sign-in?next=%2Faccount')
  })

  it('ends a session in another browser, by keyboard alone', async () => {
    const here = await visit()
    const there = await visit()
    await here.signUp(newName())
    const [credential] = await here.authenticator.credentials()
    await there.authenticator.addCredential(credential!)
    await there.go('/sign-in')
    await there.page.waitForURL(`${site.origin}/account`)
    await here.page.reload()
    const sessions = here.page.locator('latchkey-sessions')
    await sessions.getByRole('listitem').nth(1).waitFor()
    await typist(here.page).press('Sign out Chrome on Linux')
    await sessions.getByText('Chrome on Linux is signed out.').waitFor()
    await there.go('/account')
    expect(there.page.url()).toContain('/sign-in')
  })

  it('changes the name, and deletes the account after a question', async () => {
    const { page, signUp } = await visit()
    const name = newName()
    await signUp(name)
    const profile = page.locator('site-profile')
    await profile.getByLabel('Your name').fill('Ada <b>Lovelace</b>')
    await profile.getByRole('button', { name: 'Save' }).click()
    await profile.getByText('Saved.').waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Ada <b>Lovelace</b>', level: 1 }).waitFor()
    await page.getByRole('button', { name: 'Delete my account' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(`Delete the account ${name}?`).waitFor()
    await dialog.getByRole('button', { name: 'Delete for good' }).click()
    expect(await arrival(page, '/')).toBe('/')
  })

  it('goes where it was going, on this site and nowhere else', async () => {
    const { page, authenticator, signUp, signOut, go } = await visit()
    await signUp(newName())
    await signOut()
    await authenticator.setPresence(true)
    await go('/sign-in?next=/account%23sessions')
    expect(await arrival(page, '/account#sessions')).toBe('/account#sessions')
    await signOut()
    await authenticator.setPresence(true)
    await go('/sign-in?next=https://evil.example/')
    expect(await arrival(page, '/account')).toBe('/account')
  })

  it('keeps the place on a page over a sign-in', async () => {
    const { page, authenticator, signUp, signOut, go } = await visit()
    await signUp(newName())
    await signOut()
    await authenticator.setPresence(true)
    await go('/account#password')
    expect(await arrival(page, '/account#password')).toBe('/account#password')
    await page.locator('site-password').waitFor()
  })

  it('needs no mouse', async () => {
    const { page, go } = await visit()
    await go('/sign-up')
    await page.getByRole('button', { name: 'Create a passkey' }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
    await page.keyboard.press('Tab')
    await page.keyboard.type(newName())
    await page.keyboard.press('Enter')
    expect(await arrival(page, '/account')).toBe('/account')
    await page.locator('latchkey-passkeys').getByRole('listitem').first().waitFor()
    // Skip, brand, sign out.
    for (let turn = 0; turn < 3; turn++) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await arrival(page, '/')).toBe('/')
  })
})

describe('with a password', () => {
  it('sets one beside the passkey, signs in with it, and removes it', async () => {
    const { page, authenticator, signUp, signOut } = await visit()
    const name = newName()
    await signUp(name)
    const section = page.locator('site-password')
    await section.getByLabel('New password').fill('too short')
    await section.getByRole('button', { name: 'Set a password' }).click()
    await section.getByText('That password is too short.').waitFor()
    await section.getByLabel('New password').fill('passwordpassword')
    await section.getByRole('button', { name: 'Set a password' }).click()
    await section.getByText('too easy to guess').waitFor()
    await page.reload()
    // What it has to be like is read with the field.
    const field = section.getByRole('textbox', { description: /^At least 15 characters\./ })
    await field.fill(PASSWORD)
    // The change is made, and only the look at it fails.
    await page.route('**/auth/account', (route) => route.abort())
    await section.getByRole('button', { name: 'Set a password' }).click()
    await section.getByText('Your password is set. The server cannot be reached.').waitFor()
    await page.unroute('**/auth/account')
    await signOut()
    await page.getByRole('textbox', { name: 'Username' }).fill(name)
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    expect(await arrival(page, '/account')).toBe('/account')
    await authenticator.setPresence(true)
    await section.getByRole('button', { name: 'Remove the password' }).click()
    // A password proves nothing where there is a passkey.
    await page.getByRole('dialog').getByRole('button', { name: 'Use your passkey' }).click()
    expect(await isShown(section.getByText('Your password is removed.'))).toBe(true)
  })
})

describe('without scripts', () => {
  const withoutScripts = { javaScriptEnabled: false } as const

  it('signs up, out and in with a password', async () => {
    const { page, go } = await visit(withoutScripts)
    const name = newName()
    await go('/sign-up')
    await page.locator('noscript p').getByText('Please allow JavaScript').waitFor()
    await page.getByText('Use a password instead').click()
    await page.getByLabel('Username').fill(name)
    await page.getByLabel('Password').fill('short')
    await page.getByRole('button', { name: 'Create an account' }).click()
    await page.getByRole('alert').getByText('That password is too short.').waitFor()
    expect(await page.getByLabel('Username').inputValue()).toBe(name)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Create an account' }).click()
    expect(page.url()).toBe(`${site.origin}/account`)
    // Nothing is where links to the sections of the page would lead.
    expect(await page.getByRole('main').getByRole('link').count()).toBe(0)
    await page.getByRole('button', { name: 'Sign out' }).click()
    expect(page.url()).toBe(`${site.origin}/`)
    await page.getByLabel('Username').fill(name)
    await page.getByLabel('Password').fill('not the right one at all')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByText('That username or password is not right.').waitFor()
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    expect(page.url()).toBe(`${site.origin}/account`)
  })

  it('says so on every page that cannot do without', async () => {
    const { page, go } = await visit(withoutScripts)
    for (const path of ['/', '/sign-up', '/recovery', '/undo-email']) {
      await go(path)
      expect(await isShown(page.locator('noscript p').getByText('Please allow JavaScript'))).toBe(
        true,
      )
    }
  })
})

it('offers a passkey to who has none', async () => {
  const { page, go } = await visit({ javaScriptEnabled: true })
  await go('/sign-up')
  await page.getByText('Use a password instead').click()
  const form = page.locator('form.plain')
  await form.getByLabel('Username').fill(newName())
  await form.getByLabel('Password').fill(PASSWORD)
  await form.getByRole('button', { name: 'Create an account' }).click()
  await page.getByRole('heading', { name: 'Sign in faster next time' }).waitFor()
  const offer = page.locator('latchkey-create-passkey')
  await offer.getByRole('button', { name: 'Create a passkey' }).click()
  await page.locator('latchkey-passkeys').getByRole('listitem').first().waitFor()
  expect(await offer.count()).toBe(0)
})

describe('with a server that fails', () => {
  const FAULTS = [
    ['is missing', (route: Route) => route.abort(), 'The server cannot be reached.'],
    [
      'answers with a page',
      (route: Route) => route.fulfill({ contentType: 'text/html', body: '<h1>Proxy</h1>' }),
      'gave an answer that makes no sense here.',
    ],
    ['is broken', (route: Route) => route.fulfill({ status: 502 }), 'cannot do that just now.'],
  ] as const

  it('says how on the pages, and works when it is back', async () => {
    const { page, authenticator, signUp, go } = await visit()
    await signUp(newName())
    const profile = page.locator('site-profile')
    for (const [, fault, text] of FAULTS) {
      await page.route('**/auth/**', fault)
      // Nothing is there to be shown, and nothing to be written over.
      await page.reload()
      for (const tag of ['site-profile', 'site-password', 'latchkey-passkeys']) {
        await page.locator(tag).getByRole('status').filter({ hasText: text }).waitFor()
      }
      expect(await profile.getByLabel('Your name').count()).toBe(0)
      await page.unroute('**/auth/**')
      await profile.getByRole('button', { name: 'Try again' }).press('Enter')
      // Somebody without a mouse is not thrown back to the top of the page.
      const title = profile.getByRole('heading', { name: 'Profile' })
      await expect.poll(() => title.evaluate((one) => one.matches(':focus'))).toBe(true)
      await profile.getByLabel('Your name').fill('Ada')
      await profile.getByRole('button', { name: 'Save' }).click()
      await profile.getByText('Saved.').waitFor()
    }
    await page.clock.install()
    await page.route('**/auth/account', () => undefined)
    await profile.getByRole('button', { name: 'Save' }).click()
    // The server may have done it: nothing is offered to be taken back.
    await profile.getByRole('button', { name: 'Loading' }).waitFor()
    expect(await profile.getByRole('button', { name: 'Cancel' }).count()).toBe(0)
    await page.clock.fastForward(21_000)
    await profile.getByText('The server takes too long to answer.').waitFor()
    await page.unroute('**/auth/account')

    await authenticator.setPresence(false)
    await page.context().clearCookies()
    await go('/')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor()
    await page.route('**/auth/**', FAULTS[1][1])
    await page.getByRole('textbox', { name: 'Username' }).fill('ada')
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    expect(await isShown(page.getByRole('status').getByText(FAULTS[1][2]))).toBe(true)
  })
})

it('says what works in a browser without passkeys', async () => {
  const { page, go } = await visit()
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'PublicKeyCredential')
  })
  const name = newName()
  await go('/')
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
  expect(await page.getByText(/passkey/i).count()).toBe(0)
  await go('/sign-up')
  await page.locator('latchkey-create-passkey').getByText(UNSUPPORTED).waitFor()
  await page.getByText('Use a password instead').click()
  const form = page.locator('form.plain')
  await form.getByLabel('Username').fill(name)
  await form.getByLabel('Password').fill(PASSWORD)
  await form.getByRole('button', { name: 'Create an account' }).click()
  expect(await arrival(page, '/account')).toBe('/account')
  expect(await isShown(page.locator('latchkey-passkeys').getByText(UNSUPPORTED))).toBe(true)
})

it('stays usable when its scripts do not arrive', async () => {
  const { page, go } = await visit()
  await page.route('**/site/assets/*.js', (route) => route.abort())
  await go('/sign-up')
  await page.getByText('Use a password instead').click()
  await page.getByLabel('Username').fill(newName())
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Create an account' }).click()
  expect(await arrival(page, '/account')).toBe('/account')
  await page.getByRole('button', { name: 'Sign out' }).click()
  expect(await isShown(page.getByRole('button', { name: 'Sign in' }))).toBe(true)
})
