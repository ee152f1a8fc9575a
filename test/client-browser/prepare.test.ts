/**
 * Prepared sign-ins in a real browser: one call, in time, without a wait between the click and the browser.
 */
import { describe, expect, it } from 'vitest'
import { visitsOfOneSite } from './visits.ts'

const open = visitsOfOneSite()

describe('a prepared sign-in', () => {
  it('signs in with its handle, once', async () => {
    const { page } = await open()
    const outcome = await page.evaluate(async () => {
      await test.create()
      const option = new client.GetPublicKeyCredentialOption(test.request())
      const request = new client.GetCredentialRequest([option])
      const prepared = await test.manager.prepareGetCredential(request)
      const handle = prepared.pendingGetCredentialHandle
      const first = await test.outcome(() => test.manager.getCredential(handle))
      const second = await test.outcome(() => test.manager.getCredential(handle))
      const third = await test.outcome(() => test.get())
      const hidden = [
        prepared.hasCredentialResults(client.TYPE_PUBLIC_KEY_CREDENTIAL),
        prepared.hasAuthenticationResults(),
        prepared.hasRemoteResults(),
      ]
      return { names: [first.ok, second.name, third.ok], hidden: hidden.map(String) }
    })
    expect(outcome.names).toEqual([true, 'GetCredentialUnknownException', true])
    expect(outcome.hidden).toEqual(['undefined', 'undefined', 'undefined'])
  })

  it('is of no use when its challenge is too old, or at another page’s manager', async () => {
    const { page } = await open()
    const names = await page.evaluate(async () => {
      await test.create()
      const old = new client.GetPublicKeyCredentialOption(test.request({ timeout: 100 }))
      const request = new client.GetCredentialRequest([old])
      const prepared = await test.manager.prepareGetCredential(request)
      await new Promise((resolve) => setTimeout(resolve, 120))
      const handle = prepared.pendingGetCredentialHandle
      const late = await test.outcome(() => test.manager.getCredential(handle))
      const foreign = new client.PendingGetCredentialHandle(request, { owner: {} })
      const stolen = await test.outcome(() => test.manager.getCredential(foreign))
      return [late.name, stolen.name]
    })
    expect(names).toEqual(['GetCredentialUnknownException', 'GetCredentialUnknownException'])
  })

  it.each([
    [
      'an immediate one, in a browser without immediate mediation',
      { immediateGet: false },
      'NoCredentialException',
    ],
    ['an immediate one, in a browser that has it', { immediateGet: true }, undefined],
  ])('says before the click what would become of %s', async (_, capabilities, name) => {
    const { page } = await open()
    const outcome = await page.evaluate(async (capabilities) => {
      PublicKeyCredential.getClientCapabilities = () => Promise.resolve(capabilities)
      const option = new client.GetPublicKeyCredentialOption(test.request())
      const request = new client.GetCredentialRequest([option], {
        preferImmediatelyAvailableCredentials: true,
      })
      return test.outcome(() => test.manager.prepareGetCredential(request))
    }, capabilities)
    expect(outcome.name).toBe(name)
  })

  it('calls the browser within the click, also when only what is at hand will do', async () => {
    const { page } = await open()
    const calls = await page.evaluate(async () => {
      await test.create()
      const get = navigator.credentials.get.bind(navigator.credentials)
      let called = 0
      navigator.credentials.get = (options) => {
        called++
        return get(options)
      }
      const option = new client.GetPublicKeyCredentialOption(test.request())
      const counts: number[] = []
      for (const preferImmediatelyAvailableCredentials of [false, true]) {
        const settings = { preferImmediatelyAvailableCredentials }
        const request = new client.GetCredentialRequest([option], settings)
        const prepared = await test.manager.prepareGetCredential(request)
        const answer = test.manager.getCredential(prepared.pendingGetCredentialHandle)
        counts.push(called)
        await answer
      }
      return counts
    })
    expect(calls).toEqual([1, 2])
  })
})
