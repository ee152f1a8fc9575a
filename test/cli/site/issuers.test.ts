/** Accounts at other sites: two real OpenID providers at once, in a real browser. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openIdProvider, openServer } from '../../federation/openid-provider.ts'
import type { RunningServer } from '../../federation/openid-provider.ts'
import { arrival, isShown, runSite } from './running-site.ts'
import type { Person, RunningSite } from './running-site.ts'

/** Milliseconds after which what a sign-in proved is too old. The providers' clocks stand still meanwhile. */
const LATER = 6 * 60_000

let site: RunningSite
let servers: RunningServer[]
/** What stands on the buttons: the host of the first, and what the configuration calls the second. */
let labels: { readonly one: string; readonly two: string }
let people: Person[] = []
beforeAll(async () => {
  servers = await Promise.all([openServer(), openServer(), openServer()])
  const [one, two, gone] = servers as [RunningServer, RunningServer, RunningServer]
  // Different hosts, so that neither gets the other's cookies, nor the site's.
  const issuers = {
    one: `http://127.0.0.1:${one.port}`,
    two: `http://127.0.0.2:${two.port}`,
    gone: `http://127.0.0.3:${gone.port}`,
  }
  labels = { one: new URL(issuers.one).host, two: 'Two & Daughters' }
  const entries = Object.entries(issuers).map(([name, issuer]) => [
    name,
    { issuer, clientIds: ['latchkey'], insecureLoopback: true, autoCreate: name === 'one' },
  ])
  site = await runSite({
    issuers: Object.fromEntries(entries) as object,
    site: { name: 'Harbour', issuers: { two: labels.two, gone: 'Gone' } },
  })
  const back = (name: string) => `${site.origin}/sign-in/with/${name}/back`
  one.handle(openIdProvider(issuers.one, back('one')).callback())
  two.handle(openIdProvider(issuers.two, back('two')).callback())
})
afterEach(async () => {
  const complaints = people.flatMap((person) => person.complaints)
  await Promise.all(people.map(({ page }) => page.context().close()))
  people = []
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
})
afterAll(() => Promise.all([site.close(), ...servers.map((server) => server.close())]))

async function visit(...options: Parameters<RunningSite['visit']>): Promise<Person> {
  const person = await site.visit(...options)
  people.push(person)
  // The providers' pages would like a font from elsewhere.
  await person.page.route(/googleapis/, (route) => route.abort())
  await person.authenticator.setPresence(false)
  return person
}

/** At the provider: who types a name is that person, and allows it. */
async function beAt({ page }: Person, name: string): Promise<void> {
  await page.fill('[name=login]', name)
  await page.fill('[name=password]', 'any')
  await page.click('[type=submit]')
  await beAgainAt({ page })
}

/** Where it knows who that is: they allow it once more. */
async function beAgainAt({ page }: Pick<Person, 'page'>): Promise<void> {
  await page.waitForURL(/interaction/)
  await page.getByRole('button', { name: 'Continue' }).click()
}

const press = ({ page }: Person, name: string) =>
  page.getByRole('button', { name, exact: true }).click()

describe('other sites', () => {
  it('are all offered, sign up, and in again to the page that was wanted', async () => {
    const person = await visit()
    const { page, signOut, go } = person
    await go('/account#sessions')
    await page.getByRole('button', { name: `Continue with ${labels.two}` }).waitFor()
    await press(person, `Continue with ${labels.one}`)
    await beAt(person, 'ada')
    expect(await arrival(page, '/account#sessions')).toBe('/account#sessions')
    await page.getByText('ada', { exact: true }).first().waitFor()
    const listed = page.locator('site-identities').getByRole('listitem')
    expect(await listed.textContent()).toContain('ada@example.org')
    await signOut()
    await press(person, `Continue with ${labels.one}`)
    await beAgainAt(person)
    expect(await arrival(page, '/account')).toBe('/account')
  })

  it('say so when they know nobody of this site, or cannot be reached, and leave the page usable', async () => {
    const person = await visit()
    const { page, go } = person
    await go('/')
    await press(person, 'Continue with Gone')
    await page.getByRole('alert').getByText('That site did not say who you are.').waitFor()
    await press(person, `Continue with ${labels.two}`)
    await beAt(person, 'stranger')
    await page.getByText('No account here belongs to that one.').waitFor()
    // The token is in no address, and worth nothing any more.
    expect(page.url()).toBe(`${site.origin}/sign-in/with/two/back`)
    // Come back to out of the browser's cache, the page brings it to nobody a second time.
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.evaluate(() =>
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
    )
    await page.reload()
    await page.getByText('That site did not say who you are.').waitFor()
    expect(asked.filter((url) => url.endsWith('/auth/federated/two'))).toEqual([])
    await page.getByRole('link', { name: 'Go to the start' }).click()
    expect(await arrival(page, '/')).toBe('/')
  })

  it('are connected with an account after a press, open it, and are disconnected', async () => {
    const person = await visit()
    const { page, authenticator, signUp, signOut } = person
    await authenticator.setPresence(true)
    await signUp('bob')
    const section = page.locator('site-identities')
    await press(person, `Connect ${labels.two}`)
    await beAt(person, 'robert')
    const about = `From now on, robert@example.org at ${labels.two} opens your account here.`
    await page.getByText(about).waitFor()
    await press(person, `Connect ${labels.two}`)
    expect(await arrival(page, '/account#elsewhere')).toBe('/account#elsewhere')
    await section.getByText('robert@example.org').waitFor()
    expect(
      await section.getByRole('button', { name: `Connect ${labels.one}`, exact: true }).count(),
    ).toBe(1)
    expect(
      await section.getByRole('button', { name: `Connect ${labels.two}`, exact: true }).count(),
    ).toBe(0)
    await signOut()
    await press(person, `Continue with ${labels.two}`)
    await beAgainAt(person)
    expect(await arrival(page, '/account')).toBe('/account')
    await page.getByText('bob', { exact: true }).first().waitFor()
    // Without the passkey it is not enough for that.
    site.pass(LATER)
    await authenticator.setPresence(true)
    await press(person, `Disconnect ${labels.two}`)
    await press(person, 'Use your passkey')
    await section.getByText(`${labels.two} is disconnected.`).waitFor()
    site.pass(-LATER)
    expect(await section.getByRole('listitem').count()).toBe(0)
  })

  it('are connected with one account only', async () => {
    const person = await visit()
    const { page, authenticator, signUp } = person
    await authenticator.setPresence(true)
    await signUp('carol')
    await press(person, `Connect ${labels.one}`)
    await beAt(person, 'caroline')
    await press(person, `Connect ${labels.one}`)
    await page.locator('site-identities').getByText('caroline@example.org').waitFor()
    await page.context().clearCookies({ domain: 'localhost' })
    await authenticator.clear()
    await authenticator.setPresence(true)
    await signUp('chris')
    await press(person, `Connect ${labels.one}`)
    await beAgainAt(person)
    await press(person, `Connect ${labels.one}`)
    expect(await isShown(page.getByText('That one opens another account here already.'))).toBe(true)
  })

  it('say once more who is there, where nothing else can', async () => {
    const person = await visit()
    const { page, authenticator, go } = person
    await go('/sign-up')
    await page.getByRole('link', { name: `Continue with ${labels.one}` }).click()
    await beAt(person, 'dora')
    await arrival(page, '/account')
    // What the sign-in proved is too old by now.
    site.pass(LATER)
    await authenticator.setPresence(true)
    const offer = page.locator('latchkey-create-passkey')
    await offer.getByRole('button', { name: 'Create a passkey' }).click()
    await offer.getByText('That needs a fresh sign-in.').waitFor()
    site.pass(-LATER)
    await page.locator('.prove-elsewhere').getByRole('link').first().click()
    // It asks for the password again, although it knows who that is.
    await beAt(person, 'dora')
    await arrival(page, '/account')
    await offer.getByRole('button', { name: 'Create a passkey' }).click()
    expect(await isShown(page.locator('latchkey-passkeys').getByRole('listitem'))).toBe(true)
  })
})

it('leads to the provider before its scripts arrive, and says that the way back needs one', async () => {
  const person = await visit({ javaScriptEnabled: false })
  const { page, go } = person
  await go('/')
  await page.getByRole('link', { name: `Continue with ${labels.one}` }).click()
  await beAt(person, 'eve')
  await page.waitForURL(/\/sign-in\/with\/one\/back/)
  expect(await isShown(page.locator('noscript p'))).toBe(true)
})

it('begins nothing behind anybody’s back', async () => {
  for (const headers of [{}, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'none' }]) {
    const answer = await fetch(`${site.origin}/sign-in/with/one?next=/account`, {
      headers,
      redirect: 'manual',
    })
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      '/sign-in?next=%2Faccount',
    ])
  }
  expect((await fetch(`${site.origin}/sign-in/with/nobody`)).status).toBe(404)
})
