/** `<latchkey-create-passkey>` and `<latchkey-sign-in>` in a real browser, against a real server. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openAuthSite, type AuthSite, type Person } from './auth-site.ts'

const SIGN_UP = '<latchkey-create-passkey form="sign-up"></latchkey-create-passkey>'
const SIGN_IN = '<latchkey-sign-in></latchkey-sign-in>'
const WITH_PASSWORD =
  '<latchkey-sign-in password next="/home" recovery-url="/recover"></latchkey-sign-in>'

let site: AuthSite
let people: Person[] = []
beforeAll(async () => {
  site = await openAuthSite()
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
/** Somebody with an account and a passkey, signed out. */
async function member(): Promise<Person & { readonly username: string }> {
  const person = await visit({ markup: SIGN_UP })
  const { page } = person
  const username = `member-${++count}`
  await page.getByLabel('Username').fill(username)
  await page.getByRole('button', { name: 'Create a passkey' }).click()
  await page.getByText('Your passkey is saved.').waitFor()
  await page.context().clearCookies()
  return { ...person, username }
}
/** The example of the guide. */
function guideMarkup(): string {
  const guide = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'elements.md'), 'utf8')
  return /<latchkey-sign-in[\s\S]*?<\/latchkey-sign-in>/.exec(guide)![0]
}
/** Leaves out the suggestions, out of which this browser would pick by itself, at any moment. */
const withoutSuggestions = ({ page }: Person) =>
  page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false)
  })

const told = (person: Person) => person.page.evaluate(() => globalThis.heard.told)
const status = (person: Person) => person.page.getByRole('status').textContent()

describe('signing up', () => {
  it('makes an account with a passkey, and says so', async () => {
    const person = await member()
    expect(await told(person)).toEqual(['latchkey-passkey-created'])
    expect(await person.authenticator.credentials()).toHaveLength(1)
  })

  it('asks for a username first, and says at the field that it is missing', async () => {
    const { page } = await visit({ markup: SIGN_UP })
    await page.getByRole('button', { name: 'Create a passkey' }).click()
    const field = page.getByLabel('Username')
    await page.getByText('Please fill in this field.').waitFor()
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await field.evaluate((one) => one.matches(':focus'))).toBe(true)
  })

  it('says that a name is taken', async () => {
    const { username } = await member()
    const other = await visit({ markup: SIGN_UP })
    await other.page.getByLabel('Username').fill(username)
    await other.page.getByRole('button', { name: 'Create a passkey' }).click()
    const refusal = other.page.getByText('Somebody has this username already')
    await refusal.waitFor()
    expect(await other.authenticator.credentials()).toEqual([])
  })
})

describe('signing in', () => {
  it('takes a passkey at the press of a button', async () => {
    const person = await member()
    await withoutSuggestions(person)
    await person.go(SIGN_IN)
    await person.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    const said = person.page.getByText('You are signed in.')
    await said.waitFor()
    expect(await told(person)).toEqual(['latchkey-signed-in'])
    // The button is gone: somebody without a mouse goes on from here.
    await expect.poll(() => said.evaluate((one) => one.matches(':focus'))).toBe(true)
  })

  it('offers passkeys in the suggestions of the username field', async () => {
    const person = await member()
    const { page } = person
    let letGo = () => {}
    const isHeld = new Promise<void>((resolve) => (letGo = resolve))
    await page.route('**/auth/authentication', async (route) => {
      await isHeld
      await route.continue()
    })
    await person.go(SIGN_IN)
    // Somebody has picked one, and sees that the server is asked.
    await page.getByRole('button', { name: 'Loading' }).waitFor()
    letGo()
    await page.getByText('You are signed in.').waitFor()
    expect(await told(person)).toEqual(['latchkey-signed-in'])
    // Nobody was there, so nobody is brought there.
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe('body')
  })

  it('takes a password, and goes on to the next page', async () => {
    const person = await visit({ markup: WITH_PASSWORD })
    const { page } = person
    await page.evaluate(async () => {
      await fetch('/auth/password/registration', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'pw-person', password: 'velvet otter lamp' }),
      })
      await fetch('/auth/session', { method: 'DELETE' })
    })
    const submit = page.getByRole('button', { name: 'Sign in', exact: true })
    await page.getByLabel('Username').fill('pw-person')
    await submit.click()
    await page.getByText('Please fill in this field.').waitFor()
    const field = page.getByLabel('Password')
    expect(await field.evaluate((one) => one.matches(':focus'))).toBe(true)
    await field.fill('not the password')
    await submit.click()
    await page.getByText('That username or password is not right.').waitFor()
    // The server has been asked: nobody is told that it waits for them, or that it could be taken back.
    site.fault('slow', '/auth/password')
    await submit.click()
    const busy = page.getByRole('button', { name: 'Loading' })
    await busy.waitFor()
    expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0)
    expect(await busy.evaluate((one) => getComputedStyle(one).opacity)).toBe('1')
    site.fault(undefined)
    await page.reload()
    await page.getByLabel('Username').fill('pw-person')
    await field.fill('velvet otter lamp')
    await field.press('Enter')
    await page.waitForURL('**/home')
  })

  it('is done once: moved in the page, it signs nobody in again; come back to, it is a form', async () => {
    const person = await member()
    await person.go(SIGN_IN)
    const { page } = person
    await page.getByText('You are signed in.').waitFor()
    await page.evaluate(async () => {
      document.body.append(document.querySelector('latchkey-sign-in')!)
      await new Promise((resolve) => setTimeout(resolve, 300))
    })
    expect(await told(person)).toEqual(['latchkey-signed-in'])
    await person.authenticator.setPresence(false)
    // As the back/forward cache gives the page back.
    await page.evaluate(() =>
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
    )
    const launch = page.getByRole('button', { name: 'Sign in with a passkey' })
    await launch.click()
    await page.getByRole('button', { name: 'Waiting for you' }).waitFor()
    expect(await page.getByText('You are signed in.').count()).toBe(0)
  })

  it('takes new options where somebody else on the page has asked for some since', async () => {
    const person = await member()
    await person.authenticator.setPresence(false)
    await person.go(`${SIGN_IN}<section>${SIGN_IN}</section>`)
    const { page } = person
    await page.locator('section [id=passkey]').waitFor()
    await page.waitForLoadState('networkidle')
    await person.authenticator.setPresence(true)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).first().click()
    await page.getByText('You are signed in.').first().waitFor()
    expect(await told(person)).toEqual(['latchkey-signed-in'])
  })

  it('does not go where the address of the page says, if that is another site', async () => {
    const person = await member()
    const next = `javascript:document.title='gone'`
    await person.go(`<latchkey-sign-in next="${next}"></latchkey-sign-in>`)
    await person.page.getByText('You are signed in.').waitFor()
    expect(await person.page.title()).toBe('Shop')
  })

  it('says that a passkey is not known any more', async () => {
    const person = await member()
    await withoutSuggestions(person)
    await person.go(SIGN_IN)
    const [credential] = await person.authenticator.credentials()
    await person.authenticator.clear()
    await person.authenticator.addCredential({
      ...credential!,
      credentialId: Buffer.from(new Uint8Array(32).fill(7)).toString('base64'),
    })
    await person.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await person.page.getByText('This passkey is not known here any more').waitFor()
    expect(await told(person)).toEqual(['latchkey-failed'])
  })

  it('can be taken back while the browser asks, and gives the focus back', async () => {
    const person = await visit({ markup: SIGN_IN })
    const { page, authenticator } = person
    await authenticator.setPresence(false)
    const launch = page.getByRole('button', { name: 'Sign in with a passkey' })
    await launch.click()
    await page.getByRole('button', { name: 'Waiting for you' }).waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByText('Cancelled. Nothing was changed.').waitFor()
    expect(await launch.evaluate((one) => one.matches(':focus'))).toBe(true)
  })
})

describe('without much', () => {
  it('with a server that fails in every way, says how, and works when it is back', async () => {
    const person = await member()
    await withoutSuggestions(person)
    for (const [fault, text] of [
      ['missing', 'The server cannot be reached.'],
      ['no JSON', 'gave an answer that makes no sense'],
      ['other JSON', 'gave an answer that makes no sense'],
      ['broken', 'The server cannot do that just now.'],
    ] as const) {
      site.fault(fault)
      if (fault === 'missing') await person.go(SIGN_IN)
      await person.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
      await person.page.getByText(text).waitFor()
    }
    site.fault(undefined)
    await person.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await person.page.getByText('You are signed in.').waitFor()
    expect(await told(person)).toContain('latchkey-signed-in')
  })

  it('with a slow server, gives up after a while and stays usable', async () => {
    site.fault('slow')
    const person = await visit({ markup: '<p>nothing yet</p>' })
    await person.page.clock.install()
    await person.go(SIGN_IN)
    const launch = person.page.getByRole('button', { name: 'Sign in with a passkey' })
    await launch.click()
    await person.page.clock.fastForward(21_000)
    await person.page.getByText('The server takes too long to answer.').waitFor()
    expect(await launch.getAttribute('aria-disabled')).toBeNull()
  })

  it('in a browser without passkeys, offers the password, or says that it cannot', async () => {
    const before = () => {
      Reflect.deleteProperty(globalThis, 'PublicKeyCredential')
    }
    const person = await visit({ markup: SIGN_IN, before })
    await person.page.getByText('This browser cannot use passkeys.').waitFor()
    expect(await person.page.getByRole('button').count()).toBe(0)
    await person.go(WITH_PASSWORD)
    await person.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
    expect(await person.page.getByText('passkey').count()).toBe(0)
  })

  it('where passkeys are blocked by the page around it, says what helps', async () => {
    const { page } = await visit({ markup: '<p>a page around it</p>' })
    const src = `/?${new URLSearchParams({ markup: SIGN_IN })}`
    await page.evaluate((src) => {
      const frame = document.createElement('iframe')
      frame.allow = "publickey-credentials-get 'none'"
      frame.width = '500'
      frame.height = '600'
      frame.src = src
      document.body.append(frame)
    }, src)
    const frame = page.frameLocator('iframe')
    await frame.getByRole('button', { name: 'Sign in with a passkey' }).click()
    const said = frame.getByText('Passkeys are blocked in this part of the page.')
    await said.waitFor()
    expect(await said.isVisible()).toBe(true)
  })

  it('before its script is there, is the plain form of the page; what was typed stays', async () => {
    const form = guideMarkup()
    const person = await visit({ markup: form, javaScriptEnabled: false })
    await person.page.getByLabel('Username').fill('ada')
    await person.page.getByRole('button', { name: 'Sign in' }).click()
    await person.page.waitForURL('**/sign-in')
    people = []
    await person.page.context().close()
    const other = await visit({
      markup: form,
      before: () => {
        document.addEventListener('readystatechange', () => {
          const input = document.querySelector('input')
          if (input) input.value = 'grace'
        })
      },
    })
    await other.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
    expect(await other.page.getByRole('textbox', { name: 'Username' }).inputValue()).toBe('grace')
    expect(await other.page.locator('form[action]').isVisible()).toBe(false)
  })
})

it('speaks to a screen reader: names, descriptions, and what is said', async () => {
  const person = await visit({ markup: WITH_PASSWORD })
  await person.page.getByRole('form', { name: 'Sign in' }).waitFor()
  expect(await person.page.locator('latchkey-sign-in').ariaSnapshot()).toBe(
    [
      '- heading "Sign in" [level=2]',
      '- status',
      '- form "Sign in":',
      '  - text: Username',
      '  - textbox "Username"',
      '  - text: Password',
      '  - textbox "Password"',
      '  - button "Show"',
      '  - button "Sign in"',
      '- paragraph: or',
      '- button "Sign in with a passkey"',
      '- button "Use another device"',
      '- link "I cannot sign in":',
      '  - /url: /recover',
    ].join('\n'),
  )
  expect((await status(person))?.trim()).toBe('')
})

it('works by the keyboard alone', async () => {
  const person = await visit({ markup: WITH_PASSWORD })
  const { page } = person
  await page.getByRole('form', { name: 'Sign in' }).waitFor()
  const focused = () =>
    page.evaluate(() => {
      const one = document.querySelector('latchkey-sign-in')!.shadowRoot!.activeElement
      return one instanceof HTMLElement ? one.id || one.innerText : ''
    })
  const order: string[] = []
  for (let step = 0; step < 7; step += 1) {
    await page.keyboard.press('Tab')
    order.push(await focused())
  }
  expect(order).toEqual([
    'username',
    'password',
    'Show',
    'sign-in',
    'passkey',
    'other-device',
    'I cannot sign in',
  ])
})
