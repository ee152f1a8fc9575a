/**
 * Every element for whoever has no mouse, no screen, or no scripts yet: what Tab reaches and in which order, what
 * a screen reader says, and what the server's own form does before the element is there.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openAuthSite, type AuthSite, type Person } from './auth-site.ts'
import { member } from './people.ts'

let site: AuthSite
let people: Person[] = []
beforeAll(async () => {
  site = await openAuthSite()
})
afterEach(async () => {
  for (const { page } of people) await page.context().close()
  people = []
})
afterAll(() => site.close())

const kept = <Who extends Person>(person: Who): Who => {
  people.push(person)
  return person
}

/** What Tab reaches in an element, in this order: the name that a screen reader says. */
async function reached({ page }: Person, tag: string): Promise<readonly string[]> {
  const names: string[] = []
  for (let step = 0; step < 20; step += 1) {
    await page.keyboard.press('Tab')
    const name = await page.evaluate((tag) => {
      const one = document.querySelector(tag)!.shadowRoot!.activeElement as HTMLInputElement | null
      if (one === null) return undefined
      const { outlineStyle, outlineWidth } = getComputedStyle(one)
      const hasRing = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
      const label = one.ariaLabel ?? one.labels?.[0]?.textContent ?? ''
      const text = label === '' ? one.innerText : label
      return `${hasRing ? '' : 'no ring: '}${text.trim()}`
    }, tag)
    if (name === undefined && names.length > 0) break
    if (name !== undefined) names.push(name)
  }
  return names
}
const spoken = ({ page }: Person, tag: string) => page.locator(tag).ariaSnapshot()

describe('by the keyboard, and for a screen reader,', () => {
  it('the list of passkeys', async () => {
    const person = kept(await member(site))
    await person.go('<latchkey-passkeys></latchkey-passkeys>')
    await person.page.getByRole('listitem').waitFor()
    expect(await reached(person, 'latchkey-passkeys')).toEqual([
      'Create a passkey',
      'Rename Unknown passkey provider',
      'Delete Unknown passkey provider',
    ])
    expect(await spoken(person, 'latchkey-passkeys')).toBe(
      [
        '- heading "Passkeys" [level=2]',
        '- button "Create a passkey"',
        '- paragraph: Each one opens this account. Keep a second one in another place, so that losing one does not lock you out.',
        '- status',
        '- list "Passkeys":',
        '  - listitem:',
        '    - heading "Unknown passkey provider" [level=3]',
        '    - paragraph: Synced',
        '    - paragraph:',
        '      - time: Created today',
        '    - paragraph: Not used yet',
        '    - button "Rename Unknown passkey provider": Rename',
        '    - button "Delete Unknown passkey provider": Delete',
      ].join('\n'),
    )
    // The dialog has its own ways: the safe one first, Escape out, and the focus is back.
    await person.page.getByRole('button', { name: /^Delete/ }).press('Enter')
    const dialog = person.page.getByRole('dialog', { name: 'Delete this passkey?' })
    await dialog.waitFor()
    const cancel = dialog.getByRole('button', { name: 'Cancel' })
    expect(await cancel.evaluate((one) => one.matches(':focus'))).toBe(true)
    await person.page.keyboard.press('Escape')
    const remove = person.page.getByRole('button', { name: /^Delete/ })
    await expect.poll(() => remove.evaluate((one) => one.matches(':focus'))).toBe(true)
  })

  it('the sessions', async () => {
    const person = kept(await member(site))
    await person.go('<latchkey-sessions></latchkey-sessions>')
    await person.page.getByRole('listitem').waitFor()
    expect(await reached(person, 'latchkey-sessions')).toEqual(['Sign out This device'])
    expect(await spoken(person, 'latchkey-sessions')).toBe(
      [
        '- heading "Where you are signed in" [level=2]',
        '- paragraph: You are signed in nowhere else.',
        '- status',
        '- list "Where you are signed in":',
        '  - listitem:',
        '    - heading "Chrome on Linux" [level=3]',
        '    - paragraph: This device',
        '    - paragraph:',
        '      - time: Signed in today',
        '    - paragraph:',
        '      - time: Last active today',
        '    - button "Sign out This device": Sign out',
      ].join('\n'),
    )
    await person.page.getByRole('button').press('Space')
    await person.page.getByText('You are not signed in any more.').waitFor()
  })

  it('a sign-up, and the offer of a passkey', async () => {
    const markup = '<latchkey-create-passkey form="sign-up"></latchkey-create-passkey>'
    const person = kept(await site.visit({ markup }))
    await person.page.getByRole('form', { name: 'Create an account' }).waitFor()
    const tag = 'latchkey-create-passkey'
    expect(await reached(person, tag)).toEqual([
      'Username',
      'Your name (optional)',
      'Create a passkey',
    ])
    await person.page.getByLabel('Username').fill('by-keys-alone')
    await person.page.keyboard.press('Enter')
    await person.page.getByText('Your passkey is saved.').waitFor()
    await person.go('<latchkey-create-passkey form="promoted"></latchkey-create-passkey>')
    await person.page.getByRole('button', { name: 'Not now' }).waitFor()
    expect(await reached(person, tag)).toEqual(['Create a passkey', 'Not now'])
    expect(await spoken(person, tag)).toBe(
      [
        '- heading "Sign in faster next time" [level=2]',
        '- paragraph: "Sign in the way you unlock this device: fingerprint, face or PIN."',
        '- list:',
        '  - listitem: No password to type or to remember',
        '  - listitem: Works on your other devices through your password manager',
        '  - listitem: Nobody can trick you into giving it away',
        '- status',
        '- button "Create a passkey"',
        '- button "Not now"',
      ].join('\n'),
    )
  })

  it('recovery, and its codes', async () => {
    const person = kept(await site.visit({ markup: '<latchkey-recovery></latchkey-recovery>' }))
    await person.page.getByRole('form', { name: 'Send a link' }).waitFor()
    expect(await reached(person, 'latchkey-recovery')).toEqual([
      'Username',
      'Send a link',
      'Recovery code',
      'Continue',
    ])
    expect(await spoken(person, 'latchkey-recovery')).toBe(
      [
        '- heading "Get back into your account" [level=2]',
        '- paragraph: We send a link to the e-mail address of your account.',
        '- status',
        '- form "Send a link":',
        '  - text: Username',
        '  - textbox "Username"',
        '  - button "Send a link"',
        '- paragraph: If your account has no passkey, one of its recovery codes is enough.',
        '- form "Recovery code":',
        '  - text: Recovery code',
        '  - textbox "Recovery code"',
        '  - button "Continue"',
      ].join('\n'),
    )
    const owner = kept(await member(site))
    await owner.go('<latchkey-recovery codes></latchkey-recovery>')
    await owner.page.getByText('Codes left: 0').waitFor()
    expect(await reached(owner, 'latchkey-recovery')).toEqual(['Make new codes'])
  })
})

const TAGS = ['sign-in', 'create-passkey', 'passkeys', 'sessions', 'recovery'] as const

describe.each(TAGS)('<latchkey-%s> with a form of the server in it', (name) => {
  const markup = `<latchkey-${name}><form action="/by-hand" method="post">
    <label>Username <input name="username"></label><button>Go on</button></form></latchkey-${name}>`

  it('is that form where there are no scripts', async () => {
    const { page } = kept(await site.visit({ markup, javaScriptEnabled: false }))
    await page.getByLabel('Username').fill('ada')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.waitForURL('**/by-hand')
    expect(await page.getByRole('heading').first().isVisible()).toBe(true)
  })

  it('is that form until its scripts are there, late as they may be', async () => {
    const person = kept(await site.visit({ markup: '<p></p>' }))
    const { page } = person
    const { promise: late, resolve: arrive } = Promise.withResolvers<void>()
    await page.route('**/page.js', async (route) => {
      await late
      await route.continue()
    })
    const visited = person.go(markup)
    await page.getByLabel('Username').fill('ada')
    expect(await page.getByRole('button', { name: 'Go on' }).isVisible()).toBe(true)
    arrive()
    await visited
    await page.locator(`latchkey-${name} .ground`).waitFor()
    expect(await page.getByRole('button', { name: 'Go on' }).isVisible()).toBe(false)
    const own = page.locator(`latchkey-${name} input#username`)
    if ((await own.count()) > 0) expect(await own.inputValue()).toBe('ada')
  })
})
