/** The examples of the page about mail and recovery: they run, against a server and its mails. */
import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import { createLatchkey } from '../../src/server/index.ts'
import type { LatchkeyConfig } from '../../src/server/index.ts'
import { until } from '../server/mail-server.ts'

const origin = 'https://example.com'

const sent: { readonly to: string; readonly subject: string; readonly text: string }[] = []
const pushed: string[] = []
const pushService = {
  async deliver(message: (typeof sent)[number]) {
    sent.push(message)
  },
  async push(accountId: string, kind: string) {
    pushed.push(`${kind} ${accountId}`)
  },
}

// #region configuration
const config = {
  rpId: 'example.com',
  rpName: 'Example',
  origins: ['https://example.com'],
  database: 'sqlite::memory:',
  secret: randomBytes(32),
  mail: {
    // Or url: 'smtps://user:password@mail.example.com'
    transport: async (message) => pushService.deliver(message),
    from: 'Example <hello@example.com>',
    pages: { recovery: '/help/recover' },
    language: 'de',
    texts: {
      recovery_with_code: {
        subject: 'Zurück in dein Konto bei {site}',
        body: [
          'Öffne diesen Link in dem Browser, in dem du ihn verlangt hast:',
          '{link}',
          'Du brauchst dazu einen deiner Codes. Der Link gilt {minutes} Minuten, einmal.',
        ],
      },
    },
  },
  hooks: {
    notice: async ({ kind, accountId }) => pushService.push(accountId, kind),
  },
} satisfies LatchkeyConfig
// #endregion

it('the configuration, the page, and the way back in', async () => {
  const latchkey = createLatchkey({ ...config, log: () => undefined })
  const jar = new Map<string, string>()

  async function fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { origin, cookie, 'content-type': 'application/json' }
    const response = await latchkey.fetch(new Request(`${origin}${path}`, { ...init, headers }))
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    return response
  }

  const authenticator = new SoftwareAuthenticator()
  const another = new SoftwareAuthenticator()
  const navigator = {
    async createPasskey() {
      const options = await fetch('/auth/registration/options', { method: 'POST', body: '{}' })
      const response = await another.create((await options.json()) as never, { origin })
      return fetch('/auth/registration', { method: 'POST', body: JSON.stringify(response) })
    },
  }

  const begun = await latchkey.api.registrationOptions({ username: 'ada' })
  const made = await authenticator.create(begun.body, { origin })
  const { session = '' } = await latchkey.api.finishRegistration(made, { ceremony: begun.ceremony })
  const asked = await latchkey.api.changeEmail({ address: 'ada@mail.example' }, { session })
  const tokenOf = (text = '') => /#token=([\w-]+)/.exec(text)?.[1] ?? ''
  await until(() => sent.length === 1)
  const held = { session, ceremony: asked.ceremony }
  await latchkey.api.confirmEmail({ token: tokenOf(sent[0]?.text) }, held)
  const { codes } = (await latchkey.api.makeRecoveryCodes({ session })).body

  // #region ask
  // The sign-in page: somebody cannot sign in any more.
  await fetch('/auth/recovery/options', {
    method: 'POST',
    body: JSON.stringify({ username: 'ada' }),
  })
  // Say "look into your mailbox", whoever that was.
  // #endregion

  await until(() => sent.some(({ subject }) => subject.startsWith('Zurück')))
  const { text } = sent.find(({ subject }) => subject.startsWith('Zurück'))!
  expect(text).toContain('https://example.com/help/recover#token=')
  const location = { hash: `#token=${tokenOf(text)}` }
  const form = { code: codes[0] }

  // #region recover
  // The page /help/recover: it shows a form, and nothing happens before somebody sends it.
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  const answer = await fetch('/auth/recovery', {
    method: 'POST',
    body: JSON.stringify({ token, code: form.code }),
  })
  // From here on this browser can give the account a new passkey, and nothing else.
  if (answer.ok) await navigator.createPasskey()
  // #endregion

  const who = (await (await fetch('/auth/session')).json()) as { session: { method: string } }
  expect(who.session.method).toBe('passkey')
  await until(() => pushed.some((line) => line.startsWith('recovery_used ')))
  await latchkey.close()
})
