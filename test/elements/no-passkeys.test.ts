/**
 * Every element where there are no passkeys to be had: in a browser without them, and in a frame in somebody
 * else's page. It says so in plain words, and what needs none works.
 */
import type { FrameLocator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openServer, type RunningServer } from '../federation/openid-provider.ts'
import { openAuthSite, type AuthSite, type Person } from './auth-site.ts'
import { appears, post, press, SECRET, typist } from './people.ts'

let site: AuthSite
/** Somebody else's site. */
let stranger: RunningServer
let people: Person[] = []
/** Milliseconds that the server's clock is ahead. */
let ahead = 0
beforeAll(async () => {
  stranger = await openServer()
  site = await openAuthSite({
    clock: { wall: () => Date.now() + ahead, monotonic: () => performance.now() + ahead },
    mail: { from: 'Shop <shop@localhost.example>', transport: () => Promise.resolve() },
  })
})
afterEach(async () => {
  for (const { page } of people) {
    const violations = await page.evaluate(() => globalThis.heard?.violations ?? [])
    if (violations.length > 0) throw new Error(`the policy was broken: ${violations.join(', ')}`)
    await page.context().close()
  }
  people = []
})
afterAll(() => Promise.all([site.close(), stranger.close()]))

const kept = <Who extends Person>(person: Who): Who => {
  people.push(person)
  return person
}
const field = ({ page }: Person, name: string) => page.getByRole('textbox', { name })

describe('in a browser without passkeys', () => {
  const before = () => {
    Reflect.deleteProperty(globalThis, 'PublicKeyCredential')
  }
  const UNSUPPORTED = 'This browser cannot use passkeys.'

  it.each(['plain', 'sign-up'])(
    'a passkey cannot be created (%s), and that is said',
    async (form) => {
      const markup = `<latchkey-create-passkey form="${form}"></latchkey-create-passkey>`
      const { page } = kept(await site.visit({ markup, before }))
      await page.getByText(UNSUPPORTED).waitFor()
      expect(await page.locator('latchkey-create-passkey').getByRole('button').count()).toBe(0)
    },
  )

  it('none is offered', async () => {
    const markup = '<latchkey-create-passkey form="promoted"></latchkey-create-passkey>'
    const { page } = kept(await site.visit({ markup, before }))
    await page.locator('latchkey-create-passkey').waitFor({ state: 'hidden' })
    expect(await page.getByRole('button').count()).toBe(0)
  })

  it('lists are there, and what needs no passkey works', async () => {
    const person = kept(await typist(site, { before }))
    await person.go('<latchkey-passkeys></latchkey-passkeys>')
    await person.page.getByText(UNSUPPORTED).waitFor()
    await person.page.getByText('There is no passkey on this account yet.').waitFor()
    await person.go('<latchkey-sessions></latchkey-sessions>')
    await person.page.getByText('This device').waitFor()
    ahead += 20 * 60_000
    await person.go('<latchkey-recovery codes></latchkey-recovery>')
    await press(person.page, 'Make new codes')
    await person.page.getByRole('dialog').getByLabel('Password').fill(SECRET)
    await press(person.page, 'Continue')
    expect(await appears(person.page.getByText('They are shown only this once.'))).toBe(true)
  })

  it('recovery leads back, and says that the last step needs another browser', async () => {
    const person = kept(await typist(site, { before }))
    const { codes } = await post<{ readonly codes: string[] }>(person.page, '/recovery/codes')
    await person.page.context().clearCookies()
    await person.go('<latchkey-recovery></latchkey-recovery>')
    await field(person, 'Recovery code').fill(codes[0]!)
    await press(person.page, 'Continue')
    await person.page.getByText('You are back.').waitFor()
    expect(await appears(person.page.getByText(UNSUPPORTED))).toBe(true)
  })
})

describe("in a frame in somebody else's page, which lets it do nothing", () => {
  const BLOCKED = 'Passkeys are blocked in this part of the page.'
  const SIGNED_OUT = 'You are not signed in any more. Please sign in again.'

  /** The element in a frame of a page of another site. */
  async function framed(markup: string): Promise<FrameLocator> {
    const src = `${site.origin}/?${new URLSearchParams({ markup })}`.replaceAll('&', '&amp;')
    const frame = `<iframe width="500" height="700" src="${src}"></iframe>`
    stranger.handle((_, response) => {
      response.setHeader('content-type', 'text/html').end(`<!doctype html><title>x</title>${frame}`)
    })
    const { page } = kept(await site.visit({ markup: '<p></p>' }))
    // A name of this machine that is another site than `localhost`, and no less secure.
    await page.goto(`http://127.0.0.1:${stranger.port}/`)
    return page.frameLocator('iframe')
  }

  it.each([
    ['<latchkey-sign-in></latchkey-sign-in>', 'Sign in with a passkey'],
    ['<latchkey-create-passkey form="sign-up"></latchkey-create-passkey>', 'Create a passkey'],
  ])('%s says what helps', async (markup, button) => {
    const frame = await framed(markup)
    await frame.getByLabel('Username').fill('framed')
    for (let time = 0; time < 2; time += 1) {
      await press(frame, button)
      await frame.getByRole('status').filter({ hasText: BLOCKED }).waitFor()
    }
    const launch = frame.getByRole('button', { name: button })
    expect(await launch.getAttribute('aria-disabled')).toBeNull()
  })

  // A frame there has no cookies, so nobody is signed in.
  it.each([
    ['<latchkey-create-passkey></latchkey-create-passkey>', 'Create a passkey', SIGNED_OUT],
    [
      '<latchkey-create-passkey form="promoted"></latchkey-create-passkey>',
      'Create a passkey',
      SIGNED_OUT,
    ],
    ['<latchkey-passkeys></latchkey-passkeys>', 'Try again', SIGNED_OUT],
    ['<latchkey-sessions></latchkey-sessions>', 'Try again', SIGNED_OUT],
    ['<latchkey-recovery codes></latchkey-recovery>', 'Make new codes', SIGNED_OUT],
  ])('%s says that nobody is signed in', async (markup, button, text) => {
    const frame = await framed(markup)
    const again = frame.getByRole('button', { name: button })
    for (let time = 0; time < 2; time += 1) {
      await again.click()
      expect(await appears(frame.getByRole('status').filter({ hasText: text }))).toBe(true)
    }
  })

  it('<latchkey-recovery> sends its link all the same', async () => {
    const frame = await framed('<latchkey-recovery></latchkey-recovery>')
    await frame.getByLabel('Username').fill('framed')
    await press(frame, 'Send a link')
    const sent = frame.getByText('If there is such an account, a link is on its way.')
    expect(await appears(sent)).toBe(true)
  })
})
