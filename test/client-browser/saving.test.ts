/**
 * What is saved besides passkeys, and wallets, in a real browser: passwords, digital credentials, and the
 * kinds that no browser keeps.
 */
import { describe, expect, it } from 'vitest'
import { whichBrowser } from '../browser/which-browser.ts'
import { visitsOfOneSite } from './visits.ts'

const open = visitsOfOneSite()

describe('a password', () => {
  // The browser from npm has the words but no password service behind them.
  const { origin } = whichBrowser()
  const expected = origin === 'npm' ? 'CreateCredentialUnsupportedException' : undefined

  it(`is offered for saving (${expected ?? 'and accepted'} in this browser)`, async () => {
    const { page } = await open()
    const outcome = await page.evaluate(() =>
      test.outcome(() =>
        test.manager.createCredential(new client.CreatePasswordRequest('ada', 'correct horse')),
      ),
    )
    expect(outcome.name).toBe(expected)
  })

  it('goes to the browser with its user name and display name, beside a pending request', async () => {
    const { page, authenticator } = await open({
      before: () => {
        navigator.credentials.store = (credential) => {
          const { type, id, name, password } = credential as unknown as Record<string, string>
          document.title = [type, id, name, password].join()
          return Promise.resolve()
        }
      },
    })
    await page.evaluate(() => test.create())
    await authenticator.setPresence(false)
    await page.evaluate(() => void test.attach({}))
    await expect.poll(() => page.evaluate(() => test.log)).toEqual(['source'])
    const outcome = await page.evaluate(() =>
      test.outcome(() => {
        const settings = { userDisplayName: 'Ada' }
        const request = new client.CreatePasswordRequest('ada', 'correct horse')
        const displayInfo = new client.DisplayInfo('ada', settings)
        return test.manager.createCredential(Object.assign(request, { displayInfo }))
      }),
    )
    expect(outcome).toMatchObject({
      ok: true,
      value: { type: 'android.credentials.TYPE_PASSWORD_CREDENTIAL' },
    })
    expect(await page.title()).toBe('password,ada,Ada,correct horse')
    expect(await page.evaluate(() => test.log)).toEqual(['source'])
  })

  it('is unsupported where pages save none, and the caller may end it', async () => {
    const { page } = await open({
      before: () => {
        navigator.credentials.store = () => new Promise(() => undefined)
      },
    })
    const outcomes = await page.evaluate(async () => {
      const request = new client.CreatePasswordRequest('ada', 'correct horse')
      const ended = await test.manager
        .createCredential(request, { signal: AbortSignal.timeout(30) })
        .catch((error: Error) => error.name)
      Reflect.deleteProperty(globalThis, 'PasswordCredential')
      const missing = await test.outcome(() => test.manager.createCredential(request))
      return [ended, missing.name]
    })
    expect(outcomes).toEqual(['TimeoutError', 'CreateCredentialUnsupportedException'])
  })
})

describe('what no browser keeps', () => {
  it.each([
    [
      'a restore key',
      () =>
        test.outcome(() =>
          test.manager.createCredential(new client.CreateRestoreCredentialRequest(test.creation())),
        ),
      'CreateCredentialUnsupportedException',
    ],
    [
      'a custom credential',
      () =>
        test.outcome(() => {
          const displayInfo = new client.DisplayInfo('ada')
          const request = new client.CreateCustomCredentialRequest('com.example.X', { displayInfo })
          return test.manager.createCredential(request)
        }),
      'CreateCredentialUnsupportedException',
    ],
    [
      'a restore key, asked for',
      () =>
        test.outcome(() => {
          const option = new client.GetRestoreCredentialOption(test.request())
          return test.manager.getCredential(new client.GetCredentialRequest([option]))
        }),
      'GetCredentialUnsupportedException',
    ],
    [
      'a custom credential, asked for',
      () =>
        test.outcome(() => {
          const option = new client.GetCustomCredentialOption('com.example.X')
          return test.manager.getCredential(new client.GetCredentialRequest([option]))
        }),
      'GetCredentialUnsupportedException',
    ],
  ])('is unsupported: %s', async (_, call, name) => {
    const { page } = await open()
    expect(await page.evaluate(call)).toMatchObject({ name })
  })
})

/** Asks a wallet. */
const askWallet = async (protocols: readonly string[]) => {
  const options = protocols.map((protocol) => {
    const requests = [{ protocol, data: { nonce: 'n' } }]
    return new client.GetDigitalCredentialOption({ requests })
  })
  return test.outcome(async () => {
    const { credential } = await test.manager.getCredential(
      new client.GetCredentialRequest(options),
    )
    return credential
  })
}

describe('a digital credential', () => {
  const protocol = 'openid4vp-v1-unsigned'

  it('is what the wallet answers', async () => {
    const { page, authenticator } = await open()
    await authenticator.cdp.send(
      'DigitalCredentials.setVirtualWalletBehavior' as never,
      {
        action: 'respond',
        protocol,
        response: { vp_token: { c1: ['x'] } },
      } as never,
    )
    const outcome = await page.evaluate(askWallet, [protocol])
    expect(outcome).toMatchObject({
      ok: true,
      value: { type: 'androidx.credentials.TYPE_DIGITAL_CREDENTIAL' },
    })
    const { credentialJson } = (outcome as { value: { credentialJson: string } }).value
    expect(JSON.parse(credentialJson)).toEqual({ protocol, data: { vp_token: { c1: ['x'] } } })
  })

  it.each([
    ['the wallet declines', { action: 'decline' }, 'GetCredentialCancellationException'],
    [
      'the wallet answers what nobody asked',
      { action: 'respond', protocol: 'org-iso-mdoc', response: { response: 'AA' } },
      'GetCredentialUnknownException',
    ],
  ])('does not come when %s', async (_, behaviour, name) => {
    const { page, authenticator } = await open()
    await authenticator.cdp.send(
      'DigitalCredentials.setVirtualWalletBehavior' as never,
      behaviour as never,
    )
    expect(await page.evaluate(askWallet, [protocol])).toMatchObject({ name })
  })

  it('is unsupported where pages reach no wallets', async () => {
    const { page } = await open({
      before: () => Reflect.deleteProperty(globalThis, 'DigitalCredential'),
    })
    const outcome = await page.evaluate(askWallet, [protocol])
    expect(outcome).toMatchObject({ name: 'GetCredentialUnsupportedException' })
  })
})
