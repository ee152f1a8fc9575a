/**
 * The client in a real Firefox, where one is installed: what a second engine makes of it. Its virtual
 * authenticator has no autofill dropdown, and with several accounts a chooser that nobody can drive.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Firefox, openFirefox, whichFirefox } from '../browser/firefox.ts'
import { type ServedPage, servePage } from './site.ts'

const executable = whichFirefox()
if (executable === undefined) {
  console.warn('No Firefox: install firefox-esr, or name one in LATCHKEY_TEST_FIREFOX.')
}

describe.skipIf(executable === undefined)('in Firefox', () => {
  let site: ServedPage
  let firefox: Firefox
  beforeAll(async () => {
    ;[site, firefox] = await Promise.all([servePage(), openFirefox(executable!)])
  })
  afterAll(async () => {
    await firefox.close()
    site.close()
  })
  beforeEach(async () => {
    await firefox.goto(site.origin)
    await firefox.newAuthenticator()
  })

  it('a passkey is made and signs in, JSON in and JSON out', async () => {
    const outcome = await firefox.evaluate(async () => {
      const { registrationResponseJson } = await test.create()
      const { credential } = await test.get()
      const made = JSON.parse(registrationResponseJson) as { id: string }
      const used = JSON.parse(
        (credential as { authenticationResponseJson: string }).authenticationResponseJson,
      ) as { id: string; response: { userHandle: string } }
      return { type: credential.type, same: made.id === used.id, user: used.response.userHandle }
    })
    expect(outcome).toEqual({
      type: 'androidx.credentials.TYPE_PUBLIC_KEY_CREDENTIAL',
      same: true,
      user: 'dXNlcg',
    })
  })

  it('a passkey or a password is a passkey', async () => {
    const type = await firefox.evaluate(async () => {
      await test.create()
      const options = [
        new client.GetPasswordOption(),
        new client.GetPublicKeyCredentialOption(test.request()),
      ]
      const request = new client.GetCredentialRequest(options)
      return (await test.manager.getCredential(request)).credential.type
    })
    expect(type).toBe('androidx.credentials.TYPE_PUBLIC_KEY_CREDENTIAL')
  })

  it('a prepared sign-in works once, from within a click', async () => {
    await firefox.evaluate(async () => {
      await test.create()
      const option = new client.GetPublicKeyCredentialOption(test.request({ timeout: 60_000 }))
      const request = new client.GetCredentialRequest([option])
      const prepared = await test.manager.prepareGetCredential(request)
      const handle = prepared.pendingGetCredentialHandle
      document.querySelector('button')!.addEventListener('click', () => {
        void test
          .outcome(() => test.manager.getCredential(handle))
          .then(({ ok, name = String(ok) }) => test.log.push(name))
      })
    })
    await firefox.click('button')
    await expect.poll(() => firefox.evaluate(() => test.log)).toEqual(['true'])
    await firefox.click('button')
    await expect
      .poll(() => firefox.evaluate(() => test.log))
      .toEqual(['true', 'GetCredentialUnknownException'])
  })

  it.each([
    [
      'no passkey is here',
      () => test.outcome(() => test.get()),
      { name: 'GetCredentialCancellationException', cause: 'NotAllowedError' },
    ],
    [
      'the relying party is another site',
      () => test.outcome(() => test.get({ rpId: 'example.com' })),
      { name: 'GetPublicKeyCredentialDomException', domError: { name: 'SecurityError' } },
    ],
    [
      'there is one here already',
      async () => {
        const made = JSON.parse((await test.create()).registrationResponseJson) as { id: string }
        const excludeCredentials = [{ type: 'public-key' as const, id: made.id }]
        return test.outcome(() => test.create({ excludeCredentials }))
      },
      { name: 'CreatePublicKeyCredentialDomException', domError: { name: 'InvalidStateError' } },
    ],
    [
      'only what is at hand will do, which Firefox cannot',
      () => test.outcome(() => test.immediate()),
      { name: 'NoCredentialException', cause: 'undefined' },
    ],
    [
      'a password is asked for, which Firefox gives to no page',
      () => test.outcome(() => test.password()),
      { name: 'GetCredentialUnsupportedException' },
    ],
    [
      'a password is to be saved',
      () =>
        test.outcome(() =>
          test.manager.createCredential(new client.CreatePasswordRequest('ada', 'secret')),
        ),
      { name: 'CreateCredentialUnsupportedException' },
    ],
    [
      'a federated account is asked for',
      () =>
        test.outcome(() => {
          const google = new client.GetGoogleIdOption({ serverClientId: 'c' })
          return test.manager.getCredential(new client.GetCredentialRequest([google]))
        }),
      { name: 'GetCredentialUnsupportedException' },
    ],
    [
      'a wallet is asked for',
      () =>
        test.outcome(() => {
          const wallet = new client.GetDigitalCredentialOption('{"requests":[]}')
          return test.manager.getCredential(new client.GetCredentialRequest([wallet]))
        }),
      { name: 'GetCredentialUnsupportedException' },
    ],
    [
      'a signal is sent',
      () =>
        test.outcome(() => {
          const about = { rpId: 'localhost', credentialId: 'AAAA' }
          return test.manager.signalCredentialState(
            new client.SignalUnknownCredentialRequest(about),
          )
        }),
      { name: 'SignalCredentialStateProviderConfigurationException' },
    ],
    [
      'a passkey is to be made without a question',
      () =>
        test.outcome(() => {
          const request = new client.CreatePublicKeyCredentialRequest(test.creation(), {
            isConditional: true,
          })
          return test.manager.createCredential(request)
        }),
      { name: 'CreateCredentialUnsupportedException' },
    ],
  ])('when %s, the exception says so, and the next call works', async (_, call, expected) => {
    expect(await firefox.evaluate(call as () => unknown)).toMatchObject(expected)
    // With two accounts it would ask, and nobody answers.
    await firefox.newAuthenticator()
    const next = await firefox.evaluate(async () => {
      await test.create()
      return test.outcome(() => test.get())
    })
    expect(next).toMatchObject({ ok: true })
  })

  it('somebody who is not verified has cancelled', async () => {
    await firefox.evaluate(async () => void (await test.create()))
    await firefox.setUserVerified(false)
    const outcome = await firefox.evaluate(() =>
      test.outcome(() => test.get({ userVerification: 'required' })),
    )
    expect(outcome).toMatchObject({ name: 'GetCredentialCancellationException' })
  })

  it('the caller’s own end is rejected with the caller’s reason', async () => {
    const reason = await firefox.evaluate(() =>
      test.get({}, { signal: AbortSignal.abort('never mind') }).catch(String),
    )
    expect(reason).toBe('never mind')
  })

  it('a request that waits in autofill steps aside for the button', async () => {
    const outcome = await firefox.evaluate(async () => {
      await test.create()
      const controller = new AbortController()
      void test.attach({ signal: controller.signal })
      while (test.log.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
      const picked = await test.outcome(() => test.get())
      controller.abort()
      await new Promise((resolve) => setTimeout(resolve, 50))
      return { ok: picked.ok, log: test.log }
    })
    expect(outcome).toEqual({ ok: true, log: ['source', 'detached'] })
  })

  it('of two calls at once the second is served', async () => {
    const names = await firefox.evaluate(async () => {
      await test.create()
      const calls = [test.outcome(() => test.get()), test.outcome(() => test.get())]
      return (await Promise.all(calls)).map(({ ok, name = String(ok) }) => name)
    })
    expect(names).toEqual(['GetCredentialInterruptedException', 'true'])
  })

  it('clearing the state touches no passkey', async () => {
    const outcome = await firefox.evaluate(async () => {
      await test.create()
      await test.manager.clearCredentialState(new client.ClearCredentialStateRequest())
      return test.outcome(() => test.get())
    })
    expect(outcome).toMatchObject({ ok: true })
  })
})
