/**
 * Bad input in a real browser, row by row: the documented exception, and the next call works.
 */
import { describe, expect, it } from 'vitest'
import type { Visit } from './site.ts'
import { visitsOfOneSite } from './visits.ts'

const open = visitsOfOneSite()

/** What comes after the bad call, on the same page: a passkey made and used. */
async function nextCalls({ page }: Visit): Promise<readonly boolean[]> {
  return page.evaluate(async () => {
    const user = { id: 'bmV4dA', name: 'next', displayName: 'Next' }
    const made = await test.outcome(() => test.create({ user }))
    return [made.ok, (await test.outcome(() => test.get())).ok]
  })
}

describe('bad input', () => {
  it.each<[string, () => unknown, object]>([
    [
      'an empty option list',
      () => test.outcome(async () => new client.GetCredentialRequest([])),
      { name: 'TypeError' },
    ],
    [
      'a digital option beside a passkey',
      () =>
        test.outcome(async () => {
          const digital = new client.GetDigitalCredentialOption('{"requests":[]}')
          const passkey = new client.GetPublicKeyCredentialOption(test.request())
          return new client.GetCredentialRequest([digital, passkey])
        }),
      { name: 'TypeError' },
    ],
    [
      'a restore option in company',
      () =>
        test.outcome(async () => {
          const restore = new client.GetRestoreCredentialOption('{}')
          return new client.GetCredentialRequest([restore, new client.GetPasswordOption()])
        }),
      { name: 'TypeError' },
    ],
    [
      'a restore option alone, which no browser has',
      () =>
        test.outcome(() => {
          const restore = new client.GetRestoreCredentialOption('{}')
          return test.manager.getCredential(new client.GetCredentialRequest([restore]))
        }),
      { name: 'GetCredentialUnsupportedException' },
    ],
    [
      'an empty password',
      () => test.outcome(async () => new client.CreatePasswordRequest('ada', '')),
      { name: 'TypeError' },
    ],
    [
      'JSON that does not parse',
      () => test.outcome(async () => new client.GetPublicKeyCredentialOption('{"challenge":')),
      { name: 'TypeError' },
    ],
    [
      'JSON that is no request',
      () =>
        test.outcome(() => {
          const option = new client.GetPublicKeyCredentialOption('{}')
          return test.manager.getCredential(new client.GetCredentialRequest([option]))
        }),
      { name: 'GetPublicKeyCredentialDomException' },
    ],
    [
      'JSON whose bytes are no base64url',
      () => test.outcome(() => test.get({ challenge: '+/=' })),
      { name: 'GetPublicKeyCredentialDomException', domError: { name: 'EncodingError' } },
    ],
    [
      'JSON that is no creation',
      () =>
        test.outcome(() => {
          const request = new client.CreatePublicKeyCredentialRequest('{"user":{"name":"ada"}}')
          return test.manager.createCredential(request)
        }),
      { name: 'CreatePublicKeyCredentialDomException' },
    ],
    [
      'a handle used twice',
      () =>
        test.outcome(async () => {
          await test.create()
          const option = new client.GetPublicKeyCredentialOption(test.request())
          const request = new client.GetCredentialRequest([option])
          const prepared = await test.manager.prepareGetCredential(request)
          await test.manager.getCredential(prepared.pendingGetCredentialHandle)
          return test.manager.getCredential(prepared.pendingGetCredentialHandle)
        }),
      { name: 'GetCredentialUnknownException' },
    ],
    [
      'a handle used after expiry',
      () =>
        test.outcome(async () => {
          const option = new client.GetPublicKeyCredentialOption(test.request({ timeout: 50 }))
          const request = new client.GetCredentialRequest([option])
          const prepared = await test.manager.prepareGetCredential(request)
          await new Promise((resolve) => setTimeout(resolve, 70))
          return test.manager.getCredential(prepared.pendingGetCredentialHandle)
        }),
      { name: 'GetCredentialUnknownException' },
    ],
  ])('%s', async (_, call, expected) => {
    const now = await open()
    expect(await now.page.evaluate(call)).toMatchObject(expected)
    expect(await nextCalls(now)).toEqual([true, true])
  })

  it('a provider that hangs: the person’s time is out, or the caller’s', async () => {
    const now = await open({ automaticPresenceSimulation: false })
    const outcomes = await now.page.evaluate(async () => [
      await test.outcome(() => test.create({ timeout: 100 })),
      await test.outcome(() => test.create({}, { signal: AbortSignal.timeout(100) })),
    ])
    expect(outcomes.map(({ name }) => name)).toEqual([
      'CreateCredentialCancellationException',
      'TimeoutError',
    ])
    await now.authenticator.setPresence(true)
    expect(await nextCalls(now)).toEqual([true, true])
  })

  it.each<[string, () => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('broken')
      },
      'GetCredentialUnknownException',
    ],
    [
      'answers with a password that nobody asked for',
      () => Promise.resolve({ type: 'password', id: 'ada', password: 'x' }),
      'NoCredentialException',
    ],
    [
      'answers with half a passkey',
      () => Promise.resolve({ type: 'public-key', id: 'AA' }),
      'GetPublicKeyCredentialDomException',
    ],
    [
      'answers a request for a password with a passkey',
      () => Promise.resolve({ type: 'public-key', id: 'AA' }),
      'NoCredentialException',
    ],
    ['answers with nothing', () => Promise.resolve(null), 'NoCredentialException'],
  ])('a password manager in the browser’s place that %s', async (what, answer, name) => {
    const now = await open()
    const asked = what.includes('request for a password') ? 'password' : 'get'
    const call = `(() => {
      const { get } = navigator.credentials
      const restore = () => { navigator.credentials.get = get }
      navigator.credentials.get = ${answer.toString()}
      return test.outcome(() => test.${asked}()).finally(restore)
    })()`
    expect(await now.page.evaluate<unknown>(call)).toMatchObject({ name })
    expect(await nextCalls(now)).toEqual([true, true])
  })
})
