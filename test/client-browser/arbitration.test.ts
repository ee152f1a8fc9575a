/**
 * Whose request runs, and how the others end: the caller's own abort, and two calls at once.
 */
import { describe, expect, it } from 'vitest'
import { visitsOfOneSite } from './visits.ts'

const open = visitsOfOneSite()

describe("the caller's own end", () => {
  it.each([
    [
      'a reason of its own, as it is',
      () => {
        const controller = new AbortController()
        setTimeout(() => controller.abort('gone home'), 30)
        return test.get({}, { signal: controller.signal }).catch(String)
      },
      'gone home',
    ],
    [
      'the default reason',
      () => {
        const controller = new AbortController()
        setTimeout(() => controller.abort(), 30)
        return test.get({}, { signal: controller.signal }).catch((error: Error) => error.name)
      },
      'AbortError',
    ],
    [
      'a signal that was aborted before',
      () => test.get({}, { signal: AbortSignal.abort('too late') }).catch(String),
      'too late',
    ],
    [
      'a time limit',
      () => test.get({}, { signal: AbortSignal.timeout(30) }).catch((error: Error) => error.name),
      'TimeoutError',
    ],
    [
      'a create',
      () =>
        test.create({}, { signal: AbortSignal.timeout(30) }).catch((error: Error) => error.name),
      'TimeoutError',
    ],
  ])('is %s', async (_, call, reason) => {
    const { page } = await open({ automaticPresenceSimulation: false })
    expect(await page.evaluate<unknown>(call)).toBe(reason)
  })
})

describe('two calls at once', () => {
  it('end the first as interrupted, and serve the second', async () => {
    const { page, authenticator } = await open()
    await page.evaluate(() => test.create())
    await authenticator.setPresence(false)
    await page.evaluate(() => {
      document.title = 'pending'
      void test.outcome(() => test.get()).then(({ name }) => (document.title = name ?? ''))
    })
    await authenticator.setPresence(true)
    expect(await page.evaluate(() => test.outcome(() => test.get()))).toMatchObject({ ok: true })
    expect(await page.title()).toBe('GetCredentialInterruptedException')
  })

  it('end a create as interrupted in its own family', async () => {
    const { page, authenticator } = await open({ automaticPresenceSimulation: false })
    await page.evaluate(() => {
      void test.outcome(() => test.create()).then(({ name }) => (document.title = name ?? ''))
    })
    await authenticator.setPresence(true)
    await page.evaluate(() => test.outcome(() => test.get()))
    expect(await page.title()).toBe('CreateCredentialInterruptedException')
  })
})

describe('races', () => {
  it('of an abort and the next call in the same breath: both get their due', async () => {
    const { page, authenticator } = await open()
    await page.evaluate(() => test.create())
    await authenticator.setPresence(false)
    await page.evaluate(() => {
      const controller = new AbortController()
      Object.assign(globalThis, { controller })
      void test.get({}, controller).catch((reason: unknown) => (document.title = String(reason)))
    })
    await authenticator.setPresence(true)
    const next = await page.evaluate(() => {
      const { controller } = globalThis as unknown as { controller: AbortController }
      controller.abort('changed my mind')
      return test.outcome(() => test.get())
    })
    expect(next).toMatchObject({ ok: true })
    expect(await page.title()).toBe('changed my mind')
  })

  it('of three calls: only the last one is served', async () => {
    const { page } = await open()
    const names = await page.evaluate(async () => {
      await test.create()
      const calls = [1, 2, 3].map(() => test.outcome(() => test.get()))
      return (await Promise.all(calls)).map(({ ok, name = String(ok) }) => name)
    })
    const interrupted = 'GetCredentialInterruptedException'
    expect(names).toEqual([interrupted, interrupted, 'true'])
  })

  it('of a newcomer who leaves at once: each hears why, and the next call works', async () => {
    const { page } = await open()
    const names = await page.evaluate(async () => {
      await test.create()
      const controller = new AbortController()
      const first = test.outcome(() => test.get())
      const second = test.get({}, controller).catch(String)
      controller.abort('never mind')
      return [(await first).name, await second]
    })
    expect(names).toEqual(['GetCredentialInterruptedException', 'never mind'])
    expect(await page.evaluate(() => test.outcome(() => test.get()))).toMatchObject({ ok: true })
  })

  it('of an abort that comes after the answer: it changes nothing', async () => {
    const { page } = await open()
    const ok = await page.evaluate(async () => {
      await test.create()
      const controller = new AbortController()
      const { credential } = await test.get({}, controller)
      controller.abort('too late')
      return [credential.type, (await test.outcome(() => test.get())).ok]
    })
    expect(ok).toEqual(['androidx.credentials.TYPE_PUBLIC_KEY_CREDENTIAL', true])
  })

  it('of two managers on one page: the newcomer wins all the same', async () => {
    const { page } = await open()
    const names = await page.evaluate(async () => {
      await test.create()
      const option = () => new client.GetPublicKeyCredentialOption(test.request())
      const call = () =>
        client.CredentialManager.create().getCredential(new client.GetCredentialRequest([option()]))
      const calls = [test.outcome(call), test.outcome(call)]
      return (await Promise.all(calls)).map(({ ok, name = String(ok) }) => name)
    })
    expect(names).toEqual(['GetCredentialInterruptedException', 'true'])
  })

  it('of two clicks on one prepared sign-in: one is served, the other says so', async () => {
    const { page } = await open()
    await page.evaluate(async () => {
      await test.create()
      const option = new client.GetPublicKeyCredentialOption(test.request({ timeout: 60_000 }))
      const request = new client.GetCredentialRequest([option])
      const prepared = await test.manager.prepareGetCredential(request)
      document.querySelector('button')!.addEventListener('click', () => {
        const call = () => test.manager.getCredential(prepared.pendingGetCredentialHandle)
        void test.outcome(call).then(({ ok, name = String(ok) }) => test.log.push(name))
      })
    })
    await page.dblclick('button')
    await expect.poll(() => page.evaluate(() => test.log.length)).toBe(2)
    const log = await page.evaluate(() => test.log)
    expect(new Set(log)).toEqual(new Set(['true', 'GetCredentialUnknownException']))
  })
})
