/** The page about passwords: its examples run, and its figures are those of the code. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import type { PublicKeyCredentialCreationOptionsJSON } from '../../src/protocol/webauthn-json.ts'
import { checkLimits } from '../../src/server/check-limits.ts'
import { createLatchkey } from '../../src/server/latchkey.ts'
import type { Latchkey } from '../../src/server/latchkey.ts'

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'passwords.md'), 'utf8')
const origin = 'https://example.com'
const rest = { rpId: 'example.com', origins: [origin], secret: randomBytes(32), log: () => {} }
const database = 'sqlite::memory:'

let latchkey: Latchkey
afterEach(() => latchkey?.close())

// #region configuration
function openServer(): Latchkey {
  return createLatchkey({
    ...rest,
    database,
    passwords: {
      // Twice the memory: whoever signs in next gets a new hash.
      memory: 38_912,
      passes: 2,
      breachCheck: isKnownFromBreach,
    },
    limits: { passwordFailuresPerHour: 10 },
  })
}
// #endregion

async function isKnownFromBreach(password: string): Promise<boolean> {
  return password === 'correct horse battery staple'
}

// #region form
/** What the page of a form does: without a password manager's help, as a last resort. */
async function signInWithForm(
  username: string,
  password: string,
  makePasskey: (options: string) => Promise<string>,
): Promise<string> {
  const post = (path: string, body: string) =>
    fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const answer = await post('/auth/password/authentication', JSON.stringify({ username, password }))
  const body = await answer.json()
  if (answer.status === 429) return `Try again in ${answer.headers.get('retry-after')} seconds.`
  if (!answer.ok) return 'The name or the password is wrong.'
  if (body.conditionalCreate === true) {
    const options = await post('/auth/registration/options', '{"mediation":"conditional"}')
    await post('/auth/registration', await makePasskey(await options.text()))
  }
  return `Hello ${body.account.displayName}.`
}
// #endregion

/** The page's own `fetch`, with its cookies. */
function fetch(path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers)
  headers.set('origin', origin)
  headers.set('sec-fetch-site', 'same-origin')
  headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
  const request = new Request(`${origin}${path}`, { ...init, headers })
  return latchkey.fetch(request).then((response) => {
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      jar.set(name, value)
    }
    return response
  })
}
const jar = new Map<string, string>()

describe('the examples', () => {
  it('sign somebody in with a form, and make a passkey without a question', async () => {
    latchkey = openServer()
    const good = { username: 'ada', displayName: 'Ada', password: 'velvet otter lamp' }
    const known = { ...good, password: 'correct horse battery staple' }
    await expect(latchkey.api.registerWithPassword(known)).rejects.toMatchObject({
      code: 'invalid_request',
    })
    await latchkey.api.registerWithPassword(good)
    const authenticator = new SoftwareAuthenticator()
    const makePasskey = async (json: string) => {
      const options = JSON.parse(json) as PublicKeyCredentialCreationOptionsJSON
      const made = await authenticator.create(options, { origin, mediation: 'conditional' })
      return JSON.stringify(made)
    }
    expect(await signInWithForm('ada', 'wrong', makePasskey)).toContain('wrong')
    expect(await signInWithForm('ada', good.password, makePasskey)).toBe('Hello Ada.')
    const session = jar.get('__Host-session')!
    const { body } = await latchkey.api.listPasskeys({ session })
    expect(body.passkeys).toHaveLength(1)
    for (let turn = 0; turn < 5; turn++) await signInWithForm('ada', 'wrong', makePasskey)
    expect(await signInWithForm('ada', 'wrong', makePasskey)).toBe('Try again in 1 seconds.')
  })
})

describe('the table of limits', () => {
  it('has every limit and its default', () => {
    const rows = page.replaceAll(/ +/g, ' ')
    for (const [name, value] of Object.entries(checkLimits())) {
      expect(rows).toContain(`\n| \`${name}\` | ${value} |`)
    }
  })
})
