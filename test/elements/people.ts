/**
 * What people have before they come to a page with an element on it.
 *
 * @module
 */
import type { FrameLocator, Locator, Page } from 'playwright-core'
import { newVirtualAuthenticator } from '../browser/launch.ts'
import type { AuthSite, Person, Visit } from './auth-site.ts'

/** What they type. */
export const SECRET = 'velvet otter lamp'

let count = 0

/** Calls the server from the page; gives the body of the answer. */
export async function post<Body>(page: Page, path: string, body: object = {}): Promise<Body> {
  return page.evaluate(
    async ([path, body]) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`/auth${path}`, { method: 'POST', headers, body })
      if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
      return JSON.parse((await answer.text()) || 'null') as never
    },
    [path, JSON.stringify(body)] as const,
  )
}

/** Somebody who has signed up with a passkey. */
export async function member(
  site: AuthSite,
  options: Omit<Visit, 'markup'> = {},
): Promise<Person & { readonly username: string }> {
  const markup = '<latchkey-create-passkey form="sign-up"></latchkey-create-passkey>'
  const person = await site.visit({ ...options, markup })
  const username = `somebody-${++count}`
  await person.page.locator('latchkey-create-passkey #username').fill(username)
  await person.page.locator('latchkey-create-passkey #create').click()
  await person.page.locator('latchkey-create-passkey [data-tone=good]').waitFor()
  return { ...person, username }
}

/** Somebody who has signed up with a password. */
export async function typist(
  site: AuthSite,
  options: Omit<Visit, 'markup'> = {},
): Promise<Person & { readonly username: string }> {
  const person = await site.visit({ ...options, markup: '<p></p>' })
  const username = `typist-${++count}`
  await post(person.page, '/password/registration', { username, password: SECRET })
  return { ...person, username }
}

/** Puts a security key beside what the person has, which alone is touched from now on. */
export async function plugSecurityKey({ page, authenticator }: Person) {
  await authenticator.setPresence(false)
  return newVirtualAuthenticator(page, {
    transport: 'usb',
    defaultBackupEligibility: false,
    defaultBackupState: false,
  })
}

/** Presses the first button of that name. */
export const press = (where: Page | FrameLocator | Locator, name: string | RegExp): Promise<void> =>
  where.getByRole('button', { name }).first().click()

/** Waits for something to be seen. */
export async function appears(one: Locator): Promise<boolean> {
  await one.first().waitFor()
  return one.first().isVisible()
}
