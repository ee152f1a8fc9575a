/**
 * Saved passwords: what a page gets of them, in a browser that has them and in one that has not.
 */
import { describe, expect, it } from 'vitest'
import { whichBrowser } from '../browser/which-browser.ts'
import { visitsOfOneSite } from './visits.ts'

const open = visitsOfOneSite()

/** Puts a page's own answer in place of the browser's, and logs the question. */
const answering = () => {
  navigator.credentials.get = (options) => {
    document.title = JSON.stringify({ ...options, signal: undefined })
    return Promise.resolve({ type: 'password', id: 'ada', password: 'correct horse' } as never)
  }
}

describe('a request for a password only', () => {
  // The browser from npm has the words but no password service behind them.
  const { origin } = whichBrowser()
  const expected = origin === 'npm' ? 'GetCredentialUnsupportedException' : 'NoCredentialException'

  it(`ends as ${expected} in this browser, where none is saved`, async () => {
    const { page } = await open()
    const outcome = await page.evaluate(() => test.outcome(() => test.password()))
    expect(outcome).toMatchObject({ name: expected })
  })

  it('says no credential when the chooser was closed', async () => {
    const { page } = await open({
      before: () => {
        navigator.credentials.get = () => Promise.resolve(null)
      },
    })
    expect(await page.evaluate(() => test.outcome(() => test.password()))).toMatchObject({
      name: 'NoCredentialException',
    })
  })

  it('says unsupported where pages get no passwords', async () => {
    const { page } = await open({
      before: () => Reflect.deleteProperty(globalThis, 'PasswordCredential'),
    })
    expect(await page.evaluate(() => test.outcome(() => test.password()))).toMatchObject({
      name: 'GetCredentialUnsupportedException',
    })
  })

  it.each([
    ['may not choose by itself', () => test.outcome(() => test.password()), 'required'],
    [
      'may choose by itself',
      () => test.outcome(() => test.password({ isAutoSelectAllowed: true })),
      'optional',
    ],
  ])('asks a browser that %s', async (_, call, mediation) => {
    const { page } = await open({ before: answering })
    expect(await page.evaluate(call)).toMatchObject({
      value: {
        credential: {
          type: 'android.credentials.TYPE_PASSWORD_CREDENTIAL',
          id: 'ada',
          password: 'correct horse',
        },
      },
    })
    expect(JSON.parse(await page.title())).toEqual({ password: true, mediation })
  })

  it.each([
    ['takes an account on the list', () => test.password({ allowedUserIds: ['ada'] }), true],
    ['refuses an account that is not', () => test.password({ allowedUserIds: ['bob'] }), false],
  ])('%s', async (_, call, ok) => {
    const { page } = await open({ before: answering })
    const outcome = await page.evaluate(`test.outcome(${call.toString()})`)
    expect(outcome).toMatchObject(ok ? { ok } : { name: 'NoCredentialException' })
  })

  it('ends with the reason of the caller though the browser ignores the signal', async () => {
    const { page } = await open({
      before: () => {
        navigator.credentials.get = () => new Promise(() => {})
      },
    })
    const reason = await page.evaluate(() =>
      test.password({}, { signal: AbortSignal.timeout(50) }).catch((error: Error) => error.name),
    )
    expect(reason).toBe('TimeoutError')
  })
})

describe('a request for a passkey or a password', () => {
  it('asks for the passkey in a dialog: browsers take no more', async () => {
    const { page } = await open()
    const type = await page.evaluate(async () => {
      await test.create()
      const options = [
        new client.GetPasswordOption(),
        new client.GetPublicKeyCredentialOption(test.request()),
      ]
      const { credential } = await test.manager.getCredential(
        new client.GetCredentialRequest(options),
      )
      return credential.type
    })
    expect(type).toBe('androidx.credentials.TYPE_PUBLIC_KEY_CREDENTIAL')
  })

  it('asks for both where one dialog can show both, and takes a password for an answer', async () => {
    const { page } = await open({ before: answering })
    const outcome = await page.evaluate(() =>
      test.outcome(() => {
        const options = [
          new client.GetPublicKeyCredentialOption(test.request()),
          new client.GetPasswordOption(),
        ]
        const request = new client.GetCredentialRequest(options, {
          preferImmediatelyAvailableCredentials: true,
        })
        return test.manager.getCredential(request)
      }),
    )
    expect(outcome).toMatchObject({
      value: { credential: { id: 'ada', password: 'correct horse' } },
    })
    const asked = JSON.parse(await page.title()) as { publicKey: object }
    expect(asked).toMatchObject({ uiMode: 'immediate', password: true })
    expect(asked.publicKey).toMatchObject({ rpId: 'localhost' })
  })
})
