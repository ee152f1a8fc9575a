/**
 * The ladder of `<latchkey-sign-in>`: the suggestions, what is on this device, another device, a password,
 * and what goes on behind a sign-in. Every call of the browser is written down and then made.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openAuthSite, type AuthSite, type Person } from './auth-site.ts'

const SIGN_UP = '<latchkey-create-passkey form="sign-up"></latchkey-create-passkey>'
const SIGN_IN = '<latchkey-sign-in></latchkey-sign-in>'
const WITH_PASSWORD = '<latchkey-sign-in password></latchkey-sign-in>'
const SECRET = 'velvet otter lamp'

/** What the browser was asked. */
interface Asked {
  readonly kind: 'get' | 'create'
  readonly way: string
  readonly named: number
  readonly hints: readonly string[]
  readonly password: boolean
}

let site: AuthSite
let people: Person[] = []
beforeAll(async () => {
  site = await openAuthSite()
})
afterEach(async () => {
  for (const { page } of people) {
    const violations = await page.evaluate(() => globalThis.heard.violations)
    if (violations.length > 0) throw new Error(`the policy was broken: ${violations.join(', ')}`)
    await page.context().close()
  }
  people = []
})
afterAll(() => site.close())

async function visit(markup: string): Promise<Person> {
  const person = await site.visit({ markup, before: writeDown })
  people.push(person)
  return person
}

let count = 0
/** Somebody with an account and a passkey, signed out, at the page. */
async function member(markup: string): Promise<Person & { readonly username: string }> {
  const person = await visit(SIGN_UP)
  const { page, authenticator } = person
  const username = `climber-${++count}`
  await page.getByLabel('Username').fill(username)
  await page.getByRole('button', { name: 'Create a passkey' }).click()
  await page.getByText('Your passkey is saved.').waitFor()
  await page.context().clearCookies()
  // Nobody picks out of the suggestions: they wait.
  await authenticator.setPresence(false)
  await person.go(markup)
  await page.waitForFunction(() => (globalThis as unknown as { calls: Asked[] }).calls.length > 0)
  await authenticator.setPresence(true)
  return { ...person, username }
}

/** Makes an account with a password, and gives its name. */
async function passwordAccount({ page }: Person): Promise<string> {
  const username = `typist-${++count}`
  await page.evaluate(
    async (body) => {
      const headers = { 'content-type': 'application/json' }
      await fetch('/auth/password/registration', { method: 'POST', headers, body })
      await fetch('/auth/session', { method: 'DELETE' })
    },
    JSON.stringify({ username, password: SECRET }),
  )
  return username
}

/** Runs in the page, before its scripts. */
function writeDown(): void {
  const calls: Asked[] = []
  Object.assign(globalThis, { calls })
  type Options = CredentialRequestOptions & { uiMode?: string; password?: boolean }
  const { credentials } = navigator
  const get = credentials.get.bind(credentials)
  credentials.get = (options: Options = {}) => {
    const { publicKey, mediation, uiMode, password } = options
    calls.push({
      kind: 'get',
      way: uiMode ?? mediation ?? 'modal',
      named: publicKey?.allowCredentials?.length ?? 0,
      hints: (publicKey as { hints?: string[] } | undefined)?.hints ?? [],
      password: password === true,
    })
    const saved = (globalThis as { saved?: { id: string; password: string } }).saved
    const Saved = (globalThis as unknown as { PasswordCredential: new (o: object) => Credential })
      .PasswordCredential
    // The browser from npm keeps no passwords.
    if (uiMode === 'immediate' && saved !== undefined) return Promise.resolve(new Saved(saved))
    return get(options)
  }
  const create = credentials.create.bind(credentials)
  credentials.create = (options: CredentialCreationOptions & { mediation?: string } = {}) => {
    const { mediation, ...more } = options
    const way = mediation ?? 'modal'
    calls.push({ kind: 'create', way, named: 0, hints: [], password: false })
    // No virtual authenticator makes a passkey without a question; with one, it does.
    return create(more)
  }
}
const asked = ({ page }: Person) =>
  page.evaluate(() => (globalThis as unknown as { calls: Asked[] }).calls)
const ways = async (person: Person) =>
  (await asked(person)).map(({ kind, way }) => (kind === 'get' ? way : `create ${way}`))
const press = ({ page }: Person, name: string) => page.getByRole('button', { name }).click()
const says = ({ page }: Person, text: string) => page.getByText(text).waitFor()
const isFocused = ({ page }: Person, id: string) =>
  page.locator(`latchkey-sign-in #${id}`).evaluate((one) => one.matches(':focus'))

describe('at the press of the button', () => {
  it('what is on this device is looked for, and nothing else is asked', async () => {
    const person = await member(SIGN_IN)
    await press(person, 'Sign in with a passkey')
    await says(person, 'You are signed in.')
    expect(await ways(person)).toEqual(['conditional', 'immediate'])
  })

  it('where nothing is, it says so without a dialog, and the next rung is at hand', async () => {
    const person = await visit(SIGN_IN)
    await expect.poll(() => ways(person)).toEqual(['conditional'])
    await press(person, 'Sign in with a passkey')
    await says(person, 'There is no passkey for this site here. Try another device.')
    expect((await ways(person)).filter((way) => way !== 'conditional')).toEqual(['immediate'])
    await expect.poll(() => isFocused(person, 'other-device')).toBe(true)
    // Whoever insists gets the browser's own dialog: a private window never finds anything here.
    await press(person, 'Sign in with a passkey')
    await says(person, 'No passkey was used.')
    expect((await ways(person)).filter((way) => way !== 'conditional')).toEqual([
      'immediate',
      'modal',
    ])
  })

  it('whoever is named is asked for one of their own', async () => {
    const person = await member(SIGN_IN)
    await person.page.getByLabel('Username').fill(person.username)
    await press(person, 'Sign in with a passkey')
    await says(person, 'You are signed in.')
    const [, call] = await asked(person)
    expect(call).toMatchObject({ way: 'modal', named: 1 })
  })

  it('in a browser that cannot look, its own dialog opens', async () => {
    const person = await member(SIGN_IN)
    await person.page.addInitScript(() => {
      Object.assign(PublicKeyCredential, { getClientCapabilities: () => Promise.resolve({}) })
    })
    await person.authenticator.setPresence(false)
    await person.go(SIGN_IN)
    await expect.poll(() => ways(person)).toEqual(['conditional'])
    await person.authenticator.setPresence(true)
    await press(person, 'Sign in with a passkey')
    await says(person, 'You are signed in.')
    expect(await ways(person)).toEqual(['conditional', 'modal'])
  })

  it('another device is asked for as such', async () => {
    const person = await member(SIGN_IN)
    await press(person, 'Use another device')
    await says(person, 'You are signed in.')
    expect((await asked(person))[1]).toMatchObject({ way: 'modal', hints: ['hybrid'] })
  })

  it('the suggestions step aside, and are back after a no', async () => {
    const person = await member(SIGN_IN)
    await person.authenticator.setPresence(false)
    await press(person, 'Use another device')
    await person.page.getByRole('button', { name: 'Cancel' }).click()
    await says(person, 'Cancelled. Nothing was changed.')
    await expect.poll(() => ways(person)).toEqual(['conditional', 'modal', 'conditional'])
  })
})

describe('a saved password', () => {
  it.each([
    ['that is right', SECRET, 'You are signed in.'],
    ['that is wrong', 'not the password', 'That username or password is not right.'],
  ])('%s is among what is on this device', async (_, password, text) => {
    const person = await visit(WITH_PASSWORD)
    const id = await passwordAccount(person)
    await person.page.evaluate((saved) => Object.assign(globalThis, { saved }), { id, password })
    await press(person, 'Sign in with a passkey')
    await says(person, text)
    const immediate = (await asked(person)).find(({ way }) => way === 'immediate')
    expect(immediate).toMatchObject({ password: true })
  })

  it('is not asked for where the page takes none', async () => {
    const person = await member(SIGN_IN)
    await press(person, 'Sign in with a passkey')
    await says(person, 'You are signed in.')
    expect((await asked(person))[1]).toMatchObject({ way: 'immediate', password: false })
  })
})

describe('behind a sign-in', () => {
  it('with a password, a passkey is made without a question', async () => {
    const person = await visit(WITH_PASSWORD)
    const { page, authenticator } = person
    await page.getByLabel('Username').fill(await passwordAccount(person))
    await page.getByLabel('Password').fill(SECRET)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await says(person, 'You are signed in.')
    await expect.poll(() => authenticator.credentials()).toHaveLength(1)
    expect((await ways(person)).at(-1)).toBe('create conditional')
    const list = () =>
      page.evaluate(async () => {
        const { passkeys } = (await (await fetch('/auth/passkeys')).json()) as {
          passkeys: object[]
        }
        return passkeys.length
      })
    await expect.poll(list).toBe(1)
  })

  it('with a passkey that the server does not know, its provider is told so', async () => {
    const person = await member(SIGN_IN)
    const { authenticator } = person
    const [credential] = await authenticator.credentials()
    await authenticator.clear()
    await authenticator.addCredential({
      ...credential!,
      credentialId: Buffer.alloc(32, 7).toString('base64'),
    })
    await press(person, 'Sign in with a passkey')
    await says(person, 'This passkey is not known here any more.')
    await expect.poll(() => authenticator.credentials()).toEqual([])
  })
})
