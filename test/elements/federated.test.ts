/** The buttons of `<latchkey-sign-in>` for accounts at other sites, pressed: a real provider, a real dialog. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { openAuthSite, type AuthSite, type Person } from './auth-site.ts'
import { openIdentityProvider, type IdentityProvider } from './identity-provider.ts'

const MARKUP = '<latchkey-sign-in federated="open closed" password></latchkey-sign-in>'

let site: AuthSite
/** Whose accounts are made here when they come, and whose have to be linked first. */
let open: IdentityProvider
let closed: IdentityProvider
let person: Person
beforeAll(async () => {
  ;[open, closed] = await Promise.all([openIdentityProvider(), openIdentityProvider()])
  const issuers = { open: open.config, closed: { ...closed.config, autoCreate: false } }
  site = await openAuthSite({ issuers }, { connect: [open.issuer, closed.issuer] })
})
afterEach(async () => {
  open.refuses = false
  const violations = await person.page.evaluate(() => globalThis.heard.violations)
  await person.page.context().close()
  if (violations.length > 0) throw new Error(`the policy was broken: ${violations.join(', ')}`)
})
afterAll(() => Promise.all([site.close(), open.close(), closed.close()]))

/** Somebody who is signed in at both providers, at the page, and what they do in the browser's dialog. */
async function visit(inDialog: 'pick' | 'dismiss' = 'pick'): Promise<Person> {
  person = await site.visit({ markup: '<p></p>', before: passively })
  const { page } = person
  for (const { issuer } of [open, closed]) await page.goto(`${issuer}/login`)
  await person.go('<p></p>')
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('FedCm.enable', { disableRejectionDelay: true })
  await cdp.send('FedCm.resetCooldown')
  cdp.on('FedCm.dialogShown', ({ dialogId, dialogType }) => {
    const isPick = inDialog === 'pick' && dialogType === 'AccountChooser'
    const act = isPick
      ? cdp.send('FedCm.selectAccount', { dialogId, accountIndex: 0 })
      : cdp.send('FedCm.dismissDialog', { dialogId })
    // The page may be closed in between.
    act.catch(() => undefined)
  })
  await person.go(MARKUP)
  await page.locator('latchkey-sign-in').evaluate(
    (element: HTMLElementTagNameMap['latchkey-sign-in'], configs) => {
      element.issuers = {
        open: { label: 'Open', configURL: configs.open },
        closed: { label: 'Closed', configURL: configs.closed },
      }
    },
    { open: open.configURL, closed: closed.configURL },
  )
  return person
}

/**
 * Runs in the page, before its scripts. A button asks in the active way, which the headless browser from npm
 * does not have: what was asked is written down, and the passive way is gone.
 */
function passively(): void {
  const modes: unknown[] = []
  Object.assign(globalThis, { modes })
  const real = navigator.credentials.get.bind(navigator.credentials)
  navigator.credentials.get = (options?: CredentialRequestOptions & { identity?: object }) => {
    const { identity } = options ?? {}
    if (identity === undefined) return real(options)
    modes.push((identity as { mode?: unknown }).mode)
    return real({ ...options, identity: { ...identity, mode: 'passive' } } as object)
  }
}

const press = (name: string) => person.page.getByRole('button', { name }).click()
const told = () => person.page.evaluate(() => globalThis.heard.told)

it('signs in with the account that was picked, in the way of a button', async () => {
  const { page } = await visit()
  await press('Continue with Open')
  await page.getByText('You are signed in.').waitFor()
  expect(await told()).toEqual(['latchkey-signed-in'])
  expect(await page.evaluate(() => (globalThis as unknown as { modes: unknown }).modes)).toEqual([
    'active',
  ])
  const session = await page.evaluate(async () => (await fetch('/auth/session')).json())
  expect(session).toMatchObject({
    account: { username: 'ada' },
    session: { method: 'federated' },
  })
})

it('says so when nobody here has that account, and stays usable', async () => {
  const { page } = await visit()
  await press('Continue with Closed')
  await page.getByText('No account here belongs to that one. Sign in another way.').waitFor()
  expect(await told()).toEqual(['latchkey-failed'])
  await press('Continue with Open')
  await page.getByText('You are signed in.').waitFor()
})

it.each([
  ['the provider says no', 'pick', true],
  ['the dialog is closed', 'dismiss', false],
] as const)('says what to do when %s, and stays usable', async (_, inDialog, refuses) => {
  const { page } = await visit(inDialog)
  open.refuses = refuses
  await press('Continue with Open')
  await page.getByText('That site did not say who you are.').waitFor()
  expect(await told()).toEqual(['latchkey-failed'])
  const button = page.getByRole('button', { name: 'Continue with Open' })
  expect(await button.getAttribute('aria-disabled')).toBeNull()
})

it('says so when the server does not know the issuer', async () => {
  const { page } = await visit()
  await page.locator('latchkey-sign-in').evaluate((element) => {
    element.setAttribute('federated', 'elsewhere')
  })
  await press('Continue with elsewhere')
  await page.getByText('That site did not say who you are.').waitFor()
  expect(await told()).toEqual(['latchkey-failed'])
})

it('leaves the buttons out where the browser cannot ask for such accounts', async () => {
  person = await site.visit({
    markup: MARKUP,
    before: () => {
      Reflect.deleteProperty(globalThis, 'IdentityCredential')
    },
  })
  await person.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
  expect(await person.page.getByText('Continue with').count()).toBe(0)
})
