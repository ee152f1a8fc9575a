/** The examples of the page about mail and recovery: they run, against a server and its mails. */
import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { SoftwareAuthenticator } from '../../src/authenticator/software-authenticator.ts'
import {
  CreatePublicKeyCredentialRequest,
  CredentialManager,
  providerPlatform,
} from '../../src/client/index.ts'
import { createLatchkey } from '../../src/server/index.ts'
import type { LatchkeyConfig } from '../../src/server/index.ts'
import { memoryStorage, Vault, vaultProvider } from '../../src/vault/index.ts'
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

  /** A browser's: it says where a request came from and which cookies there are, and nothing else. */
  async function fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('origin', origin)
    headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await latchkey.fetch(new Request(`${origin}${path}`, { ...init, headers }))
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    return response
  }

  const authenticator = new SoftwareAuthenticator()
  const vault = new Vault({
    storage: memoryStorage(),
    kdf: { memory: 64, iterations: 1, parallelism: 1 },
  })
  await vault.create('correct horse')
  const manager = CredentialManager.create({
    platform: providerPlatform({
      providers: [vaultProvider({ vault, askPassword: () => Promise.resolve(undefined) })],
      selector: ({ pages }) => Promise.resolve(pages.first?.sections[0]?.choices[0]),
      caller: { origin },
    }),
  })

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
  const post = (path: string, body: string) =>
    fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body })

  // The sign-in page: somebody cannot sign in any more.
  await post('/auth/recovery/options', JSON.stringify({ username: 'ada' }))
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
  const answer = await post('/auth/recovery', JSON.stringify({ token, code: form.code }))
  // From here on this browser can give the account a new passkey, and nothing else.
  if (answer.ok) {
    const requestJson = await (await post('/auth/registration/options', '{}')).text()
    const request = new CreatePublicKeyCredentialRequest(requestJson)
    const { registrationResponseJson } = await manager.createCredential(request)
    await post('/auth/registration', registrationResponseJson)
  }
  // #endregion

  const who = (await (await fetch('/auth/session')).json()) as { session: { method: string } }
  expect(who.session.method).toBe('passkey')
  await until(() => pushed.some((line) => line.startsWith('recovery_used ')))
  await latchkey.close()
})
