/** What the site does with mail: recovery, addresses, and accounts that are keyed by one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openMailServer } from '../../server/mail-server.ts'
import type { MailServer } from '../../server/mail-server.ts'
import { typist } from './keyboard.ts'
import { arrival, isShown, runSite } from './running-site.ts'
import type { Person, RunningSite } from './running-site.ts'

let mail: MailServer
beforeAll(async () => {
  mail = await openMailServer()
})
afterAll(() => mail.close())

const mailed = () => ({
  LATCHKEY_MAIL_URL: mail.url,
  LATCHKEY_MAIL_FROM: 'Harbour <hello@example.com>',
})

/** The link in a mail, as a path of the site. */
function linkIn({ text }: { readonly text: string }, { origin }: RunningSite): string {
  const link = /^http\S+$/m.exec(text)![0]
  expect(link.startsWith(origin)).toBe(true)
  return link.slice(origin.length)
}

async function giveAddress({ page, go }: Person, site: RunningSite, address: string) {
  const email = page.locator('site-email')
  await email.getByLabel('New address').fill(address)
  await email.getByRole('button', { name: 'Send a link' }).click()
  await email.getByText(`A link is on its way to ${address}`).waitFor()
  const link = linkIn(await mail.linkTo(address), site)
  expect(link).toMatch(/^\/confirm-email#token=/)
  await go(link)
  await page.getByRole('button', { name: 'Confirm the address' }).click()
  await page.getByText(`${address} belongs to your account now.`).waitFor()
  // It is not to stay in the history or in a screenshot.
  expect(page.url()).toBe(`${site.origin}/confirm-email`)
}

describe('accounts with a username', () => {
  let site: RunningSite
  beforeAll(async () => {
    site = await runSite({ limits: { mailsPerHour: 100 } }, mailed())
  })
  afterAll(() => site.close())

  it('get back in by a mailed link and a code, by keyboard alone', async () => {
    const person = await site.visit()
    const { page, authenticator, complaints, signUp, signOut, go } = person
    await signUp('ada')
    await giveAddress(person, site, 'ada@example.com')
    await go('/account')
    const codes = page.locator('latchkey-recovery')
    await codes.getByRole('button', { name: 'Make new codes' }).click()
    const code = await codes.getByRole('listitem').first().textContent()
    await signOut()
    // Every passkey is lost.
    await authenticator.clear()
    const keyboard = typist(page)
    await keyboard.press('I cannot sign in')
    await page.getByRole('heading', { name: 'Get back into your account', level: 1 }).waitFor()
    await page.getByRole('textbox', { name: 'Recovery code' }).waitFor()
    await keyboard.type('Username', 'ada')
    await keyboard.press('Send a link')
    const link = linkIn(await mail.linkTo('ada@example.com', 2), site)
    expect(link).toMatch(/^\/recovery#token=/)
    await go('/')
    await go(link)
    await page.getByText('One more step, and you are back').waitFor()
    await keyboard.type('Recovery code', code!.trim())
    await keyboard.press('Continue')
    await page.getByText('You are back.').waitFor()
    await authenticator.setPresence(true)
    await keyboard.press('Create a passkey')
    expect(await arrival(page, '/account')).toBe('/account')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('take a change of the address back', async () => {
    const person = await site.visit()
    const { page, signUp, go } = person
    await signUp('bob')
    await giveAddress(person, site, 'bob@example.com')
    await go('/account')
    await giveAddress(person, site, 'bob@other.example')
    const undo = linkIn(await mail.linkTo('bob@example.com', 2), site)
    expect(undo).toMatch(/^\/undo-email#token=/)
    const plain = await site.visit({ javaScriptEnabled: false })
    await plain.go(undo)
    await plain.page.getByLabel('Link from the mail').fill(site.origin + undo)
    await plain.page.getByRole('button', { name: 'Take it back' }).click()
    await plain.page.getByRole('status').getByText('Your former address is back.').waitFor()
    await plain.page.context().close()
    await go('/')
    await go(undo)
    await page.getByRole('button', { name: 'Take it back' }).click()
    expect(await isShown(page.getByText('This link was used'))).toBe(true)
    await page.context().close()
  })

  it('lead who is signed out to the sign-in first, and keep the link', async () => {
    const { page, go } = await site.visit()
    await go('/confirm-email#token=abc')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor()
    expect(page.url()).toBe(`${site.origin}/sign-in?next=%2Fconfirm-email#token=abc`)
    expect(await page.locator('latchkey-sign-in').getAttribute('next')).toBe(
      '/confirm-email#token=abc',
    )
    await page.context().close()
  })
})

describe('accounts that are keyed by their address', () => {
  let site: RunningSite
  beforeAll(async () => {
    site = await runSite(
      { limits: { mailsPerHour: 100 } },
      { ...mailed(), LATCHKEY_ACCOUNTS: 'email' },
    )
  })
  afterAll(() => site.close())

  async function askFor({ page, go }: Person, address: string): Promise<void> {
    await go('/sign-up')
    await page.getByRole('textbox', { name: 'E-mail address' }).fill(address)
    await page.getByRole('button', { name: 'Send a link' }).click()
    await page.getByText(`A link is on its way to ${address}`).waitFor()
    // Put into the address of this very page, which stays.
    await go(linkIn(await mail.linkTo(address), site))
    await page.getByText('One more step, and your account is ready.').waitFor()
  }

  it('begin with a link, and a passkey', async () => {
    const person = await site.visit()
    const { page, authenticator, complaints } = person
    await authenticator.setPresence(false)
    await askFor(person, 'cem@example.com')
    expect(page.url()).toBe(`${site.origin}/sign-up`)
    await authenticator.setPresence(true)
    await page.getByRole('textbox', { name: 'Your name' }).fill('Cem')
    await page.getByRole('button', { name: 'Create a passkey' }).click()
    expect(await arrival(page, '/account')).toBe('/account')
    await page.getByRole('heading', { name: 'Cem', level: 1 }).waitFor()
    expect(await page.getByRole('button', { name: 'Remove the address' }).count()).toBe(0)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('begin with a link, and a password', async () => {
    const person = await site.visit()
    const { page, signOut } = person
    await askFor(person, 'dana@example.com')
    const chosen = page.getByRole('textbox', { name: 'New password' })
    await chosen.fill('velvet otter under a lamp')
    await page.getByRole('button', { name: 'Use a password instead' }).click()
    expect(await arrival(page, '/account')).toBe('/account')
    await signOut()
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('dana@example.com')
    await page.getByRole('textbox', { name: 'Password' }).fill('velvet otter under a lamp')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    expect(await arrival(page, '/account')).toBe('/account')
    await page.context().close()
  })

  it('begin without scripts, and get back in', async () => {
    const { page, go } = await site.visit({ javaScriptEnabled: false })
    const address = 'emil@example.com'
    const submit = (name: string) => page.getByRole('button', { name }).click()
    const password = (text: string) => page.getByLabel('New password').fill(text)
    await go('/sign-up')
    await page.getByLabel('E-mail address').fill(address)
    await submit('Send a link')
    await page.getByRole('status').getByText(`A link is on its way to ${address}`).waitFor()
    const link = linkIn(await mail.linkTo(address), site)
    // The fragment is not sent anywhere: the page it leads to takes the link as text.
    await go('/')
    await go(link)
    await page.locator('summary', { hasText: 'Link from the mail' }).click()
    await page.getByRole('textbox', { name: 'Link from the mail' }).fill('#token=nothing')
    await password('velvet otter under a lamp')
    await submit('Create an account')
    await page.getByRole('alert').getByText('The code or link may be wrong').waitFor()
    await page.getByRole('textbox', { name: 'Link from the mail' }).fill(site.origin + link)
    await page.getByLabel('Your name').fill('Emil')
    await password('velvet otter under a lamp')
    await submit('Create an account')
    expect(await arrival(page, '/account')).toBe('/account')
    await page.getByRole('heading', { name: 'Emil', level: 1 }).waitFor()
    await submit('Sign out')

    await page.getByRole('link', { name: 'I cannot sign in' }).click()
    await arrival(page, '/recovery')
    await page.getByLabel('E-mail address').fill(address)
    await submit('Send a link')
    await page.getByRole('status').getByText('a link is on its way').waitFor()
    const back = linkIn(await mail.linkTo(address, 2), site)
    await page.getByRole('textbox', { name: 'Link from the mail' }).fill(site.origin + back)
    await submit('Continue')
    await page.getByRole('status').getByText('You are back.').waitFor()
    await page.getByText('Use a password instead').click()
    await password('short')
    await submit('Set a password')
    await page.getByRole('alert').getByText('That password is too short.').waitFor()
    await password('seven lanterns over water')
    await submit('Set a password')
    expect(await arrival(page, '/account')).toBe('/account')
    await submit('Sign out')
    await arrival(page, '/')
    await page.getByLabel('E-mail address').fill(address)
    await page.getByLabel('Password').fill('seven lanterns over water')
    await submit('Sign in')
    expect(await arrival(page, '/account')).toBe('/account')
    await page.context().close()
  })
})
