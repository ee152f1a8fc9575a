/**
 * What people do with the elements that needs a server, each from the moment in which they are about to do it.
 *
 * @module
 */
import type { Locator } from 'playwright-core'
import type { AuthSite, Person } from './auth-site.ts'
import { member, plugSecurityKey, post, press, SECRET, typist } from './people.ts'

/** Something that a person does with an element, and that needs the server. */
export interface Deed {
  readonly tag: string
  /** Where the server fails. */
  readonly path: string
  /** Brings somebody to the page. */
  readonly come: () => Promise<Person>
  readonly act: (person: Person) => Promise<void>
  /** What is there at the end, when the server is well again. */
  readonly done: (person: Person) => Locator
}

const saved = ({ page }: Person) => page.getByText('Your passkey is saved.')
const create = (person: Person) => press(person.page, 'Create a passkey')
const at = async (person: Person, markup: string) => {
  await person.go(markup)
  return person
}
const field = ({ page }: Person, name: string) => page.getByRole('textbox', { name })

/** Where they happen. */
export interface DeedPorts {
  readonly site: () => AuthSite
  /** Called with everybody who came. */
  readonly kept: <Who extends Person>(person: Who) => Who
  /** Lets time pass on the server, in milliseconds. */
  readonly pass: (milliseconds: number) => void
}

/** The deeds, by what they are. */
export function deedsAt({ site, kept, pass }: DeedPorts): Readonly<Record<string, Deed>> {
  let newcomers = 0
  const newMember = async () => kept(await member(site()))

  /** Somebody whose device has lost its passkey, so that it can make another one. */
  async function emptyHanded(markup: string): Promise<Person> {
    const person = await newMember()
    await person.authenticator.clear()
    return at(person, markup)
  }

  /** Somebody with an account that a recovery code alone opens: it has no passkey. */
  async function codeHolder(): Promise<Person & { readonly code: string }> {
    const person = kept(await typist(site()))
    const { codes } = await post<{ readonly codes: readonly string[] }>(
      person.page,
      '/recovery/codes',
    )
    await person.page.context().clearCookies()
    return { ...person, code: codes[0]! }
  }

  return {
    'signing in with a password': {
      tag: 'latchkey-sign-in',
      path: '/auth/password/authentication',
      come: async () => {
        const person = kept(await typist(site()))
        await person.page.context().clearCookies()
        await person.go('<latchkey-sign-in password></latchkey-sign-in>')
        await field(person, 'Username').fill(person.username)
        return person
      },
      act: async (person) => {
        await field(person, 'Password').fill(SECRET)
        await field(person, 'Password').press('Enter')
      },
      done: ({ page }) => page.getByText('You are signed in.'),
    },
    'creating a passkey': {
      tag: 'latchkey-create-passkey',
      path: '/auth/registration',
      come: () => emptyHanded('<latchkey-create-passkey></latchkey-create-passkey>'),
      act: create,
      done: saved,
    },
    'taking an offer of a passkey': {
      tag: 'latchkey-create-passkey',
      path: '/auth/registration',
      come: () =>
        emptyHanded('<latchkey-create-passkey form="promoted"></latchkey-create-passkey>'),
      act: create,
      done: saved,
    },
    'signing up': {
      tag: 'latchkey-create-passkey',
      path: '/auth/registration',
      come: async () => {
        const markup = '<latchkey-create-passkey form="sign-up"></latchkey-create-passkey>'
        const person = kept(await site().visit({ markup }))
        await field(person, 'Username').fill(`newcomer-${++newcomers}`)
        return person
      },
      act: create,
      done: saved,
    },
    'looking at the passkeys': {
      tag: 'latchkey-passkeys',
      path: '/auth/passkeys',
      come: async () => at(await newMember(), '<latchkey-passkeys></latchkey-passkeys>'),
      act: ({ page }) => press(page, 'Try again'),
      done: ({ page }) => page.getByRole('heading', { name: 'Unknown passkey provider' }),
    },
    'renaming a passkey': {
      tag: 'latchkey-passkeys',
      path: '/auth/passkeys/',
      come: async () => at(await newMember(), '<latchkey-passkeys></latchkey-passkeys>'),
      act: async (person) => {
        await press(person.page, /^Rename/)
        await person.page.getByRole('dialog').getByLabel('Name').fill('Kitchen tablet')
        await press(person.page, 'Save')
      },
      done: ({ page }) => page.getByRole('heading', { name: 'Kitchen tablet' }),
    },
    'proving who one is': {
      tag: 'latchkey-passkeys',
      path: '/auth/reauthentication',
      come: async () => {
        const person = await newMember()
        await plugSecurityKey(person)
        pass(20 * 60_000)
        await person.go('<latchkey-passkeys></latchkey-passkeys>')
        await create(person)
        await person.page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor()
        await person.authenticator.setPresence(true)
        return person
      },
      act: ({ page }) => press(page.getByRole('dialog'), 'Use your passkey'),
      // Proved: what the browser answers afterwards is another story.
      done: ({ page }) => page.getByText(/You already have a passkey here|Your passkey is saved/),
    },
    'looking at the sessions': {
      tag: 'latchkey-sessions',
      path: '/auth/sessions',
      come: async () => at(await newMember(), '<latchkey-sessions></latchkey-sessions>'),
      act: ({ page }) => press(page, 'Try again'),
      done: ({ page }) => page.getByText('This device'),
    },
    'signing out': {
      tag: 'latchkey-sessions',
      path: '/auth/session',
      come: async () => {
        const person = await at(await newMember(), '<latchkey-sessions></latchkey-sessions>')
        await person.page.getByText('This device').waitFor()
        return person
      },
      act: ({ page }) => press(page, 'Sign out This device'),
      done: ({ page }) => page.getByText('You are not signed in any more.'),
    },
    'asking for a link': {
      tag: 'latchkey-recovery',
      path: '/auth/recovery/options',
      come: async () => {
        const person = kept(
          await site().visit({ markup: '<latchkey-recovery></latchkey-recovery>' }),
        )
        await field(person, 'Username').fill('ada')
        return person
      },
      act: ({ page }) => press(page, 'Send a link'),
      done: ({ page }) => page.getByText('If there is such an account, a link is on its way.'),
    },
    'giving a recovery code': {
      tag: 'latchkey-recovery',
      path: '/auth/recovery',
      come: async () => {
        const person = await codeHolder()
        await person.go('<latchkey-recovery></latchkey-recovery>')
        await field(person, 'Recovery code').fill(person.code)
        return person
      },
      act: ({ page }) => press(page, 'Continue'),
      done: ({ page }) => page.getByText('You are back.'),
    },
    'making recovery codes': {
      tag: 'latchkey-recovery',
      path: '/auth/recovery/codes',
      come: async () => at(await newMember(), '<latchkey-recovery codes></latchkey-recovery>'),
      act: ({ page }) => press(page, 'Make new codes'),
      done: ({ page }) => page.getByText('They are shown only this once.'),
    },
  }
}
