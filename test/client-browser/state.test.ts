/**
 * Signals and sign-out in a real browser: what changes in the authenticator, and what becomes of a request
 * that is pending meanwhile.
 */
import { describe, expect, it } from 'vitest'
import { visitsOfOneSite } from './visits.ts'

const open = visitsOfOneSite()

/** A page with two passkeys of one person. Gives their ids. */
async function withTwo() {
  const opened = await open()
  const ids = await opened.page.evaluate(async () => {
    const make = async (id: string) => {
      const user = { id, name: id, displayName: '' }
      const { registrationResponseJson } = await test.create({ user })
      return (JSON.parse(registrationResponseJson) as { id: string }).id
    }
    return [await make('dXNlcg'), await make('b3RoZXI')] as const
  })
  return { ...opened, ids }
}

describe('a signal', () => {
  it('that a passkey is unknown takes it away, and no other', async () => {
    const { page, authenticator, ids } = await withTwo()
    await page.evaluate(async ([credentialId]) => {
      const request = new client.SignalUnknownCredentialRequest({ rpId: 'localhost', credentialId })
      await test.manager.signalCredentialState(request)
    }, ids)
    const left = await authenticator.credentials()
    expect(left.map(({ userName }) => userName)).toEqual(['b3RoZXI'])
  })

  it('of all accepted ones takes away the rest of that person, and nobody else’s', async () => {
    const { page, authenticator } = await withTwo()
    await page.evaluate(async () => {
      const signal = { rpId: 'localhost', userId: 'dXNlcg', allAcceptedCredentialIds: [] }
      const request = new client.SignalAllAcceptedCredentialIdsRequest(signal)
      await test.manager.signalCredentialState(request)
    })
    const left = await authenticator.credentials()
    expect(left.map(({ userName }) => userName)).toEqual(['b3RoZXI'])
  })

  it('of new names changes what the authenticator shows', async () => {
    const { page, authenticator } = await withTwo()
    await page.evaluate(async () => {
      const names = { name: 'ada', displayName: 'Ada' }
      const signal = { rpId: 'localhost', userId: 'dXNlcg', ...names }
      const request = new client.SignalCurrentUserDetailsRequest(JSON.stringify(signal))
      await test.manager.signalCredentialState(request)
    })
    const names = (await authenticator.credentials()).map((one) => one.userName)
    expect(new Set(names)).toEqual(new Set(['ada', 'b3RoZXI']))
  })

  it('about the passkeys of another site is a security exception', async () => {
    const { page } = await open()
    const outcome = await page.evaluate(() =>
      test.outcome(() => {
        const signal = { rpId: 'example.com', credentialId: 'AAAA' }
        return test.manager.signalCredentialState(new client.SignalUnknownCredentialRequest(signal))
      }),
    )
    expect(outcome).toMatchObject({
      name: 'SignalCredentialSecurityException',
      type: 'androidx.credentials.SignalCredentialStateException.TYPE_SECURITY',
      cause: 'SecurityError',
    })
  })

  it('is refused in a browser that takes none', async () => {
    const { page } = await open({
      before: () => Reflect.deleteProperty(PublicKeyCredential, 'signalUnknownCredential'),
    })
    const outcome = await page.evaluate(() =>
      test.outcome(() => {
        const signal = { rpId: 'localhost', credentialId: 'AAAA' }
        return test.manager.signalCredentialState(new client.SignalUnknownCredentialRequest(signal))
      }),
    )
    expect(outcome).toMatchObject({ name: 'SignalCredentialStateProviderConfigurationException' })
  })

  it('is the eleventh within two minutes: too many', async () => {
    const { page } = await open()
    const outcomes = await page.evaluate(async () => {
      const signal = { rpId: 'localhost', credentialId: 'AAAA' }
      const request = new client.SignalUnknownCredentialRequest(signal)
      const send = () => test.manager.signalCredentialState(request)
      for (let count = 0; count < 10; count++) await send()
      const error = await send().catch((error: Error) => error)
      return error instanceof client.SignalCredentialRateLimitExceededException
        ? { retryMillis: error.retryMillis, retryable: error.retryable }
        : undefined
    })
    expect(outcomes?.retryable).toBe(true)
    expect(outcomes?.retryMillis).toBeGreaterThan(110_000)
    expect(outcomes?.retryMillis).toBeLessThanOrEqual(120_000)
  })

  it('steps in for a request that waits in autofill, which comes back at once', async () => {
    const { page, authenticator } = await open()
    await page.evaluate(() => test.create())
    await authenticator.setPresence(false)
    await page.evaluate(() => void test.attach({}))
    await expect.poll(() => page.evaluate(() => test.log)).toEqual(['source'])
    await page.evaluate(async () => {
      const names = { name: 'ada', displayName: 'Ada the first' }
      const signal = { rpId: 'localhost', userId: 'dXNlcg', ...names }
      await test.manager.signalCredentialState(new client.SignalCurrentUserDetailsRequest(signal))
    })
    const [passkey] = await authenticator.credentials()
    expect(passkey?.userDisplayName).toBe('Ada the first')
    await expect.poll(() => page.evaluate(() => test.log)).toEqual(['source', 'source'])
  })

  it('waits for a dialog that a person is in', async () => {
    const { page, authenticator } = await open()
    await page.evaluate(() => test.create())
    await authenticator.setPresence(false)
    const [outcome, sent] = await page.evaluate(async () => {
      const order: string[] = []
      const dialog = test
        .outcome(() => test.get({ timeout: 400 }))
        .then((outcome) => {
          order.push('dialog')
          return outcome.name
        })
      const signal = { rpId: 'localhost', userId: 'dXNlcg', name: 'ada', displayName: 'A' }
      await test.manager.signalCredentialState(new client.SignalCurrentUserDetailsRequest(signal))
      order.push('signal')
      return [await dialog, order] as const
    })
    expect(outcome).toBe('GetCredentialCancellationException')
    expect(sent).toEqual(['dialog', 'signal'])
  })
})

describe('clearing the state', () => {
  it('asks the browser to give nothing unasked, and touches no passkey', async () => {
    const { page, authenticator } = await open({
      before: () => {
        navigator.credentials.preventSilentAccess = () => {
          document.title = 'prevented'
          return Promise.resolve()
        }
      },
    })
    await page.evaluate(async () => {
      await test.create()
      await test.manager.clearCredentialState(new client.ClearCredentialStateRequest())
    })
    expect(await page.title()).toBe('prevented')
    expect(await authenticator.credentials()).toHaveLength(1)
  })

  it('interrupts a dialog, drops prepared handles, and the next call works', async () => {
    const { page, authenticator } = await open({
      before: () => {
        navigator.credentials.preventSilentAccess = () => Promise.resolve()
      },
    })
    await page.evaluate(() => test.create())
    await authenticator.setPresence(false)
    const names = await page.evaluate(async () => {
      const option = new client.GetPublicKeyCredentialOption(test.request())
      const request = new client.GetCredentialRequest([option])
      const { pendingGetCredentialHandle } = await test.manager.prepareGetCredential(request)
      const dialog = test.outcome(() => test.get())
      await test.manager.clearCredentialState(new client.ClearCredentialStateRequest())
      const dropped = test.outcome(() => test.manager.getCredential(pendingGetCredentialHandle))
      return [(await dialog).name, (await dropped).name]
    })
    expect(names).toEqual(['GetCredentialInterruptedException', 'GetCredentialUnknownException'])
    await authenticator.setPresence(true)
    expect(await page.evaluate(() => test.outcome(() => test.get()))).toMatchObject({ ok: true })
  })

  it('has no restore keys to delete in a browser', async () => {
    const { page } = await open()
    const outcome = await page.evaluate(() =>
      test.outcome(() =>
        test.manager.clearCredentialState(
          new client.ClearCredentialStateRequest(client.TYPE_CLEAR_RESTORE_CREDENTIAL),
        ),
      ),
    )
    expect(outcome).toMatchObject({ name: 'ClearCredentialUnsupportedException' })
  })
})
