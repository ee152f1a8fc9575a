/** `<latchkey-passkeys>`, `<latchkey-sessions>` and `<latchkey-recovery>` in a real browser, against a real server. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { newVirtualAuthenticator } from '../browser/launch.ts'
import { openAuthSite, type AuthSite, type Person } from './auth-site.ts'

const SIGN_UP = '<latchkey-create-passkey form="sign-up"></latchkey-create-passkey>'
const PASSKEYS = '<latchkey-passkeys></latchkey-passkeys>'
const SESSIONS = '<latchkey-sessions next="/bye"></latchkey-sessions>'
const CODES = '<latchkey-recovery codes></latchkey-recovery>'
const RECOVERY = '<latchkey-recovery next="/home"></latchkey-recovery>'
const PROMOTED = '<latchkey-create-passkey form="promoted"></latchkey-create-passkey>'
const MINUTES = 60_000

let site: AuthSite
let people: Person[] = []
/** Milliseconds that the server's clock is ahead. */
let ahead = 0
const mails: string[] = []
beforeAll(async () => {
  const clock = {
    wall: () => Date.now() + ahead,
    monotonic: () => performance.now() + ahead,
  }
  site = await openAuthSite({
    clock,
    limits: { mailsPerHour: 100 },
    mail: {
      from: 'Shop <shop@localhost.example>',
      transport: async ({ text }) => void mails.push(text),
    },
  })
})
afterEach(async () => {
  site.fault(undefined)
  for (const { page } of people) {
    const violations = await page.evaluate(() => globalThis.heard?.violations ?? [])
    if (violations.length > 0) throw new Error(`the policy was broken: ${violations.join(', ')}`)
    await page.context().close()
  }
  people = []
})
afterAll(() => site.close())

const visit: AuthSite['visit'] = async (asked) => {
  const person = await site.visit(asked)
  people.push(person)
  return person
}

let count = 0
/** Somebody who has just signed up. */
async function member(): Promise<Person> {
  const person = await visit({ markup: SIGN_UP })
  await person.page.getByLabel('Username').fill(`manager-${++count}`)
  await person.page.getByRole('button', { name: 'Create a passkey' }).click()
  await person.page.getByText('Your passkey is saved.').waitFor()
  return person
}
/** Puts a security key beside what the person has, which nobody touches from now on. */
async function plugSecurityKey({ page, authenticator }: Person) {
  await authenticator.setPresence(false)
  return newVirtualAuthenticator(page, {
    transport: 'usb',
    defaultBackupEligibility: false,
    defaultBackupState: false,
  })
}
const press = (person: Person, name: string) =>
  person.page.getByRole('button', { name, exact: true }).click()
const says = (person: Person, text: string | RegExp) =>
  person.page
    .getByText(text)
    .first()
    .waitFor()
    .then(() => true)
const told = (person: Person) => person.page.evaluate(() => globalThis.heard.told)

/** The token in the mail that comes next. */
async function mailedToken(): Promise<string> {
  const tokens = () => [...mails.join('').matchAll(/#token=([\w-]+)/g)].map(([, token]) => token!)
  await expect.poll(() => tokens().length).toBe(1)
  const [token] = tokens()
  mails.length = 0
  return token!
}

async function giveAddress({ page }: Person, address: string): Promise<void> {
  const send = async (method: string, path: string, body: object) =>
    page.evaluate(
      async ([method, path, body]) => {
        const headers = { 'content-type': 'application/json' }
        const asked: RequestInit = { method, headers, body }
        return (await fetch(path, asked)).status
      },
      [method, path, JSON.stringify(body)] as const,
    )
  expect(await send('PUT', '/auth/email', { address })).toBeLessThan(300)
  const token = await mailedToken()
  expect(await send('POST', '/auth/email/confirmation', { token })).toBe(200)
}

describe('the list of passkeys', () => {
  it('shows each with its name, whether it is synced, when it was created and last used', async () => {
    const person = await member()
    await person.go(PASSKEYS)
    const row = person.page.getByRole('listitem')
    await row.waitFor()
    const text = await row.innerText()
    for (const part of ['Unknown passkey provider', 'Synced', 'Created ', 'Not used yet']) {
      expect(text).toContain(part)
    }
    expect(await row.locator('img').evaluate((one: HTMLImageElement) => one.naturalWidth)).not.toBe(
      0,
    )
  })

  it('says in which device it was last used, after a sign-in', async () => {
    const person = await member()
    await person.page.context().clearCookies()
    await person.go('<latchkey-sign-in></latchkey-sign-in>')
    await says(person, 'You are signed in.')
    await person.go(PASSKEYS)
    expect(await says(person, /Last used .*, Chrome on Linux/)).toBe(true)
  })

  it('renames one, by the keyboard, and keeps the old name when told so', async () => {
    const person = await member()
    const { page } = person
    await person.go(PASSKEYS)
    const rename = page.getByRole('button', { name: 'Rename Unknown passkey provider' })
    await rename.focus()
    await page.keyboard.press('Enter')
    const field = page.getByRole('dialog').getByLabel('Name')
    expect(await field.inputValue()).toBe('Unknown passkey provider')
    await page.keyboard.press('Escape')
    expect(await rename.evaluate((one) => one.matches(':focus'))).toBe(true)
    await page.keyboard.press('Enter')
    await field.fill(' ')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText('Please fill in this field.').waitFor()
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    await field.fill('Kitchen tablet')
    await page.keyboard.press('Enter')
    await says(person, 'That passkey is called “Kitchen tablet” now.')
    await page.getByRole('heading', { name: 'Kitchen tablet' }).waitFor()
  })

  it('creates one more, and refuses a second one in the same place in plain words', async () => {
    const person = await member()
    await person.go(PASSKEYS)
    await press(person, 'Create a passkey')
    await says(person, 'You already have a passkey here.')
    await plugSecurityKey(person)
    await press(person, 'Create a passkey')
    await says(person, 'Your passkey is saved.')
    await expect.poll(() => person.page.getByRole('listitem').count()).toBe(2)
    await person.page.getByText('Device only').waitFor()
    expect(await told(person)).toContain('latchkey-passkeys-changed')
  })

  it('keeps the last one, deletes another after asking, with proof where the server wants it', async () => {
    const person = await member()
    await person.go(PASSKEYS)
    const remove = () => person.page.getByRole('button', { name: /^Delete / }).first()
    await remove().click()
    const dialog = person.page.getByRole('dialog', {
      description: /stops working for sign-in here at once/,
    })
    // Half of a double click is no answer, wherever the dialog comes to stand.
    await dialog.getByRole('button', { name: 'Delete' }).click({ clickCount: 2, delay: 1 })
    await person.page.keyboard.press('Escape')
    await remove().click()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    expect(await person.page.getByRole('listitem').count()).toBe(1)
    await remove().click()
    await person.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await says(person, 'This is your only way to sign in.')

    const key = await plugSecurityKey(person)
    await press(person, 'Create a passkey')
    await says(person, 'Your passkey is saved.')
    await key.setPresence(false)
    await person.authenticator.setPresence(true)
    ahead += 20 * MINUTES
    await person.page.getByRole('button', { name: /^Delete Security key/ }).click()
    await person.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await person.page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor()
    await press(person, 'Use your passkey')
    await says(person, '“Security key” is deleted.')
    await expect.poll(() => person.page.getByRole('listitem').count()).toBe(1)
  })

  it('leaves everything as it was when the proof is not given', async () => {
    const person = await member()
    await person.go(PASSKEYS)
    ahead += 20 * MINUTES
    await press(person, 'Create a passkey')
    await person.page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor()
    await person.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    expect(await says(person, 'Cancelled. Nothing was changed.')).toBe(true)
    await person.page.getByRole('button', { name: 'Create a passkey' }).waitFor()
  })

  it('takes the password of who has no passkey for a proof, and says so when there is none', async () => {
    const person = await visit({ markup: '<p></p>' })
    const { page } = person
    const password = 'velvet otter lamp'
    await page.evaluate(
      async (body) => {
        const headers = { 'content-type': 'application/json' }
        await fetch('/auth/password/registration', { method: 'POST', headers, body })
      },
      JSON.stringify({ username: `manager-${++count}`, password }),
    )
    await person.go(PASSKEYS)
    ahead += 20 * MINUTES
    await press(person, 'Create a passkey')
    const dialog = page.getByRole('dialog')
    const field = dialog.getByRole('textbox', { name: 'Password' })
    await dialog.getByRole('button', { name: 'Continue' }).click()
    await dialog.getByText('Please fill in this field.').waitFor()
    expect(await field.evaluate((one) => one.matches(':focus'))).toBe(true)
    await field.fill('not the password')
    await field.press('Enter')
    await dialog.getByText('That username or password is not right.').waitFor()
    await field.fill(password)
    await field.press('Enter')
    expect(await says(person, 'Your passkey is saved.')).toBe(true)
  })

  it('with a server that fails, says how; tried again, it is there, and all of that is over', async () => {
    const person = await member()
    for (const [fault, text] of [
      ['missing', 'The server cannot be reached.'],
      ['no JSON', 'gave an answer that makes no sense'],
      ['other JSON', 'gave an answer that makes no sense'],
      ['wrong list', 'gave an answer that makes no sense'],
      ['broken', 'The server cannot do that just now.'],
    ] as const) {
      site.fault(fault, '/auth/passkeys')
      await person.go(PASSKEYS)
      await says(person, text)
    }
    // Somebody without a mouse is not thrown back to the top of the page.
    await person.page.getByRole('button', { name: 'Try again' }).press('Enter')
    const title = person.page.getByRole('heading', { name: 'Passkeys' })
    await expect.poll(() => title.evaluate((one) => one.matches(':focus'))).toBe(true)
    await says(person, 'The server cannot do that just now.')
    site.fault(undefined)
    await press(person, 'Try again')
    const row = person.page.getByRole('listitem')
    await row.waitFor()
    expect(await row.count()).toBe(1)
    // The list is there: a loading of it that failed is told as long as that is the news.
    site.fault('missing', '/auth/passkeys')
    await person.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await says(person, 'The server cannot be reached.')
    site.fault(undefined)
    await person.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await expect.poll(() => person.page.getByRole('status').innerText()).toBe('')
    // Signed out in another tab, nothing of the account stays.
    await person.page.context().clearCookies()
    await person.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await says(person, 'You are not signed in any more.')
    expect(await row.count()).toBe(0)
  })

  it('tells who is not signed in, and the page', async () => {
    const person = await visit({ markup: PASSKEYS })
    await says(person, 'You are not signed in any more.')
    expect(await told(person)).toEqual(['latchkey-failed', 'latchkey-session-ended'])
  })
})

describe('the sessions', () => {
  it('are listed with this one marked; others end one by one, and this one last', async () => {
    const person = await member()
    const cookies = await person.page.context().cookies()
    await person.page.context().clearCookies()
    await person.go('<latchkey-sign-in></latchkey-sign-in>')
    await says(person, 'You are signed in.')
    expect(cookies).not.toEqual([])
    await person.go(SESSIONS)
    const rows = person.page.getByRole('listitem')
    await rows.nth(1).waitFor()
    expect(await rows.count()).toBe(2)
    await person.page.getByText('This device').waitFor()
    expect(await rows.first().innerText()).toContain('Chrome on Linux')
    await press(person, 'Sign out Chrome on Linux')
    await says(person, 'You are signed in nowhere else.')
    expect(await rows.count()).toBe(1)
    await press(person, 'Sign out This device')
    await person.page.waitForURL('**/bye')
  })

  it('end all at once but this one', async () => {
    const person = await member()
    for (let round = 0; round < 2; round += 1) {
      ahead += MINUTES
      await person.page.context().clearCookies()
      await person.go('<latchkey-sign-in></latchkey-sign-in>')
      await says(person, 'You are signed in.')
    }
    await person.go(SESSIONS)
    // Two of one device and one day have each a button of their own name.
    const ends = person.page.getByRole('button', {
      name: /^Sign out Chrome on Linux \(Signed in \d/,
    })
    await expect.poll(() => ends.count()).toBe(2)
    const names = await ends.evaluateAll((all) => all.map((one) => one.ariaLabel))
    expect(new Set(names).size).toBe(2)
    await press(person, 'Sign out everywhere else')
    await says(person, 'You are signed out everywhere else.')
    await expect.poll(() => person.page.getByRole('listitem').count()).toBe(1)
  })
})

it('show nothing of an account to who comes back to the page out of the cache', async () => {
  const person = await member()
  await person.go(PASSKEYS + SESSIONS + CODES)
  const { page } = person
  await press(person, 'Make new codes')
  await says(person, 'They are shown only this once.')
  const rows = page.getByRole('listitem')
  const pass = (type: string) =>
    page.evaluate((one) => dispatchEvent(new PageTransitionEvent(one, { persisted: true })), type)
  await expect.poll(() => rows.count()).toBeGreaterThan(9)
  // As the back/forward cache of another browser would tell: this one has none.
  await pass('pagehide')
  expect(await rows.count()).toBe(0)
  await pass('pageshow')
  await expect.poll(() => rows.count()).toBe(2)
  await page.context().clearCookies()
  await pass('pagehide')
  await pass('pageshow')
  await says(person, 'You are not signed in any more.')
  expect(await rows.count()).toBe(0)
})

describe('an offer of a passkey', () => {
  it('says first what it is good for, and does not come again at once after a no', async () => {
    const person = await member()
    await person.go(PROMOTED)
    await says(person, 'Sign in faster next time')
    await press(person, 'Not now')
    expect(await told(person)).toEqual(['latchkey-declined'])
    await person.go(PROMOTED)
    await person.page.locator('latchkey-create-passkey').waitFor({ state: 'hidden' })
  })

  it('is over with a no, while the browser asks, too', async () => {
    const person = await member()
    await person.authenticator.clear()
    await person.authenticator.setPresence(false)
    await person.go(PROMOTED)
    await press(person, 'Create a passkey')
    await person.page.getByRole('button', { name: 'Waiting for you' }).waitFor()
    await press(person, 'Not now')
    expect(await told(person)).toEqual(['latchkey-declined'])
    // The browser has let go: it would refuse another question otherwise.
    const outcome = await person.page.evaluate(() => {
      const publicKey = { challenge: new Uint8Array(16), timeout: 50 }
      return navigator.credentials.get({ publicKey }).catch(({ name }: Error) => name)
    })
    expect(outcome).toBe('NotAllowedError')
  })
})

describe('recovery', () => {
  it('makes codes to keep, and one of them with a mailed link leads back to a new passkey', async () => {
    const person = await member()
    await person.go(CODES)
    await says(person, 'Codes left: 0')
    await press(person, 'Make new codes')
    await says(person, 'They are shown only this once.')
    const codes = await person.page.getByRole('listitem').allInnerTexts()
    expect(codes.length).toBeGreaterThan(7)
    // Where the browser lets nobody copy, they are not lost: reloading the page would lose them.
    await press(person, 'Copy')
    await says(person, 'That could not be copied.')
    expect(await person.page.evaluate(() => getSelection()?.toString())).toContain(codes[7])

    await giveAddress(person, 'ada@example.com')

    const other = await visit({ markup: RECOVERY })
    await other.page.getByLabel('Username').fill('ada@example.com')
    await press(other, 'Send a link')
    await says(other, 'If there is such an account, a link is on its way.')
    await other.go(RECOVERY, { hash: `token=${await mailedToken()}` })
    await other.page.getByRole('textbox', { name: 'Recovery code' }).fill('WRONG-WRONG-WRONG-WRONG')
    await press(other, 'Continue')
    await says(other, 'The code or link may be wrong, used or too old.')
    await other.page.getByRole('textbox', { name: 'Recovery code' }).fill(codes[0]!)
    await press(other, 'Continue')
    await says(other, 'You are back.')
    await press(other, 'Create a passkey')
    await other.page.waitForURL('**/home')
    expect(await other.authenticator.credentials()).toHaveLength(1)
  })

  it('asks for a link, and says the same whether there is such an account', async () => {
    const { page } = await visit({ markup: RECOVERY })
    await page.getByLabel('Username').fill('nobody-of-that-name')
    await page.getByRole('button', { name: 'Send a link' }).click()
    await page.getByText('If there is such an account, a link is on its way.').waitFor()
    expect(mails.filter((mail) => mail.includes('#token='))).toEqual([])
    // A name that was mistyped can be typed once more.
    await page.getByLabel('Username').fill('nobody-of-this-name')
    expect(await page.getByRole('button', { name: 'Send a link' }).isVisible()).toBe(true)
  })

  it('takes the token of a link out of the address, even of this very page', async () => {
    const person = await visit({ markup: RECOVERY })
    await person.page.getByRole('button', { name: 'Send a link' }).waitFor()
    await person.page.evaluate(() => (location.hash = 'token=def'))
    await says(person, 'One more step')
    expect(person.page.url()).not.toContain('def')
    await person.go(RECOVERY, { hash: 'token=abc' })
    await says(person, 'One more step')
    expect(person.page.url()).not.toContain('abc')
    await press(person, 'Continue')
    await says(person, 'The code or link may be wrong, used or too old.')
    // Whose link is dead asks for another one here.
    await person.page.getByLabel('Username').fill('whose-link-is-dead')
    await press(person, 'Send a link')
    expect(await says(person, 'If there is such an account, a link is on its way.')).toBe(true)
  })
})
