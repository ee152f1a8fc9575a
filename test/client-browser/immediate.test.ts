/**
 * Requests that prefer immediately available credentials: a dialog only if something is there.
 */
import { describe, expect, it } from 'vitest'
import { visitsOfOneSite } from './visits.ts'

const open = visitsOfOneSite()

describe('an immediate request', () => {
  it('signs in with what is there', async () => {
    const { page } = await open()
    const outcome = await page.evaluate(async () => {
      await test.create()
      const options = [
        new client.GetPublicKeyCredentialOption(test.request()),
        new client.GetPasswordOption(),
      ]
      const request = new client.GetCredentialRequest(options, {
        preferImmediatelyAvailableCredentials: true,
      })
      const { credential } = await test.manager.getCredential(request)
      return credential.type
    })
    expect(outcome).toBe('androidx.credentials.TYPE_PUBLIC_KEY_CREDENTIAL')
  })

  it('says that there is none, at once', async () => {
    const { page } = await open()
    expect(await page.evaluate(() => test.outcome(() => test.immediate()))).toMatchObject({
      name: 'NoCredentialException',
      type: 'android.credentials.GetCredentialException.TYPE_NO_CREDENTIAL',
      cause: 'NotAllowedError',
    })
  })

  it('asks nothing of a browser without immediate mediation', async () => {
    const { page } = await open({
      before: () => {
        PublicKeyCredential.getClientCapabilities = () => Promise.resolve({ immediateGet: false })
        navigator.credentials.get = () => {
          document.title = 'asked'
          return Promise.resolve(null)
        }
      },
    })
    const outcome = await page.evaluate(() => test.outcome(() => test.immediate()))
    expect(outcome).toMatchObject({ name: 'NoCredentialException', cause: 'undefined' })
    expect(await page.title()).toBe('client')
  })

  it('blames the caller for a list of passkeys, which no browser takes', async () => {
    const { page } = await open()
    const outcome = await page.evaluate(() =>
      test.outcome(() =>
        test.immediate({ allowCredentials: [{ type: 'public-key', id: 'AAAA' }] }),
      ),
    )
    expect(outcome).toMatchObject({
      name: 'GetPublicKeyCredentialDomException',
      domError: { name: 'NotAllowedError' },
    })
  })

  it('blames the caller when no click came before', async () => {
    // Whatever a test evaluates counts as a click: the page has to do this by itself.
    const { page } = await open({
      before: () => {
        const call = () => test.outcome(() => test.immediate())
        setTimeout(
          () => void call().then(({ name, domError }) => console.log(`${name} ${domError?.name}`)),
          300,
        )
      },
    })
    const message = await page.waitForEvent('console')
    expect(message.text()).toBe('GetPublicKeyCredentialDomException NotAllowedError')
  })

  it('ends with the reason of the caller', async () => {
    const { page } = await open({ automaticPresenceSimulation: false })
    const reason = await page.evaluate(() =>
      test.immediate({}, { signal: AbortSignal.abort('never mind') }).catch(String),
    )
    expect(reason).toBe('never mind')
  })
})
