/**
 * A pending request in a real browser: armed, picked, pushed aside, renewed, armed again.
 *
 * There is no dropdown with a virtual authenticator: a passkey that is there is picked at once, and one
 * whose owner is away (no presence) keeps the request pending.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import type { Visit, VisitSettings } from './site.ts'
import { visitsOfOneSite } from './visits.ts'

const PICKED = 'picked androidx.credentials.TYPE_PUBLIC_KEY_CREDENTIAL'

const visit = visitsOfOneSite()

/** A page with a passkey, whose owner is away or not. */
async function open(settings: VisitSettings & { readonly away?: boolean } = {}): Promise<Visit> {
  const visited = await visit(settings)
  await visited.page.evaluate(() => test.create())
  await visited.authenticator.setPresence(!settings.away)
  return visited
}

const log = (page: Page): Promise<string[]> => page.evaluate(() => test.log)

/** Waits until the log holds this and nothing else. */
async function logged(page: Page, expected: readonly string[]): Promise<void> {
  await expect.poll(() => log(page)).toEqual(expected)
}

/** Whether the browser would take another request. */
const isFree = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 50)
    const publicKey = { challenge: new Uint8Array(16), rpId: 'localhost' }
    const error = await navigator.credentials
      .get({ publicKey, signal: controller.signal })
      .catch((error: Error) => error)
    return error instanceof Error && error.name === 'AbortError'
  })

describe('a pending request', () => {
  it('gives the pick to its callback, and is done', async () => {
    const { page } = await open()
    await page.evaluate(() => test.attach({}))
    expect(await log(page)).toEqual(['source', PICKED, 'detached'])
  })

  it('steps back for the button, and stays away after a sign-in', async () => {
    const { page, authenticator } = await open({ away: true })
    await page.evaluate(() => void test.attach({}))
    await logged(page, ['source'])
    expect(await isFree(page)).toBe(false)
    await authenticator.setPresence(true)
    expect(await page.evaluate(() => test.outcome(() => test.get()))).toMatchObject({ ok: true })
    await sleep(300)
    expect(await log(page)).toEqual(['source'])
  })

  it('steps back for a new passkey, too', async () => {
    const { page, authenticator } = await open({ away: true })
    await page.evaluate(() => void test.attach({}))
    await logged(page, ['source'])
    await authenticator.setPresence(true)
    expect(await page.evaluate(() => test.outcome(() => test.create()))).toMatchObject({ ok: true })
  })

  it('comes again, with a fresh challenge, when the dialog was left', async () => {
    const { page } = await open({ away: true })
    await page.evaluate(() => void test.attach({}))
    await logged(page, ['source'])
    await page.evaluate(() => test.outcome(() => test.get({ timeout: 200 })))
    await logged(page, ['source', 'source'])
    expect(await isFree(page)).toBe(false)
  })

  it('comes again when the caller ended the dialog', async () => {
    const { page } = await open({ away: true })
    await page.evaluate(() => void test.attach({}))
    await logged(page, ['source'])
    await page.evaluate(() => test.outcome(() => test.get({}, { signal: AbortSignal.timeout(50) })))
    await logged(page, ['source', 'source'])
    expect(await isFree(page)).toBe(false)
  })

  it('renews its challenge before the time is out', async () => {
    const { page } = await open({
      away: true,
      before: () => {
        const { credentials } = navigator
        const get = credentials.get.bind(credentials)
        credentials.get = (options) => {
          const { challenge } = options!.publicKey!
          const seen = new Uint8Array(challenge as ArrayBuffer).join()
          console.log(`${options!.mediation} ${performance.now() | 0} ${seen}`)
          return get(options)
        }
      },
    })
    const calls: string[] = []
    page.on('console', (message) => calls.push(message.text()))
    await page.evaluate(() => void test.attach({ timeout: 600 }))
    await expect.poll(() => calls.length).toBeGreaterThanOrEqual(3)
    const parts = calls.slice(0, 3).map((call) => call.split(' '))
    expect(parts.map(([mediation]) => mediation)).toEqual(Array(3).fill('conditional'))
    expect(new Set(parts.map(([, , challenge]) => challenge)).size).toBe(3)
    const pause = Number(parts[1]![1]) - Number(parts[0]![1])
    expect(pause).toBeGreaterThanOrEqual(470)
  })

  it('asks once a challenge, and not in a loop, where the browser has nothing to offer', async () => {
    const { page } = await visit()
    const { asked, elapsed } = await page.evaluate(async () => {
      const began = performance.now()
      void test.attach({ timeout: 500 })
      await new Promise((resolve) => setTimeout(resolve, 1000))
      return { asked: test.log.length, elapsed: performance.now() - began }
    })
    expect(asked).toBeGreaterThanOrEqual(2)
    // Renewed at four fifths of the time, however long the machine took for this second.
    expect(asked).toBeLessThanOrEqual(1 + Math.ceil(elapsed / 400))
  })

  it('is armed again when the sign-in fails, each time after a longer pause', async () => {
    const { page } = await open()
    await page.evaluate(
      () => void test.attach({ callback: () => Promise.reject(new Error('refused')) }),
    )
    const once = ['source', PICKED, 'error refused']
    await logged(page, [...once, ...once])
    await sleep(1200)
    // After 250, 500 and 1000 ms: three or four times by now, a few more on a busy machine, not hundreds.
    expect((await log(page)).length).toBeLessThanOrEqual(8 * once.length)
  })

  it('is armed again when its source fails', async () => {
    const { page } = await open()
    const outcome = await page.evaluate(async () => {
      let tries = 0
      const errors: unknown[] = []
      const pending = new client.PendingGetCredentialRequest(
        () => {
          if (tries++ === 0) return Promise.reject(new TypeError('offline'))
          const option = new client.GetPublicKeyCredentialOption(test.request())
          return Promise.resolve(new client.GetCredentialRequest([option]))
        },
        () => {},
      )
      await test.manager.attachPendingGetCredentialRequest(pending, {
        onError: (error) => errors.push(String(error)),
      })
      return { tries, errors }
    })
    expect(outcome).toEqual({ tries: 2, errors: ['TypeError: offline'] })
  })

  it('gives way to one that is attached after it', async () => {
    const { page } = await open({ away: true })
    await page.evaluate(() => void test.attach({}))
    await logged(page, ['source'])
    await page.evaluate(() => void test.attach({}))
    await logged(page, ['source', 'source', 'GetCredentialInterruptedException'])
    expect(await isFree(page)).toBe(false)
  })

  it('is taken off the page by its signal', async () => {
    const { page } = await open({ away: true })
    await page.evaluate(() => {
      const controller = new AbortController()
      void test.attach({ signal: controller.signal })
      addEventListener('click', () => controller.abort())
    })
    await logged(page, ['source'])
    await page.evaluate(() => dispatchEvent(new Event('click')))
    await logged(page, ['source', 'detached'])
    expect(await isFree(page)).toBe(true)
  })

  it('is never armed when its signal was aborted before', async () => {
    const { page } = await open()
    await page.evaluate(() => test.attach({ signal: AbortSignal.abort() }))
    expect(await log(page)).toEqual(['detached'])
  })

  it('leaves with the page, and comes back with it from the back/forward cache', async () => {
    const { page } = await open({ away: true })
    await page.evaluate(() => void test.attach({}))
    await logged(page, ['source'])
    await page.evaluate(() =>
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })),
    )
    await sleep(50)
    expect(await isFree(page)).toBe(true)
    expect(await log(page)).toEqual(['source'])
    await page.evaluate(() =>
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
    )
    await logged(page, ['source', 'source'])
    expect(await isFree(page)).toBe(false)
  })

  it('ends with the reason when it can never work', async () => {
    const { page } = await open()
    const outcome = await page.evaluate(() =>
      test.outcome(() =>
        test.manager.attachPendingGetCredentialRequest(
          new client.PendingGetCredentialRequest(
            () => {
              const request = test.request({ rpId: 'example.com' })
              const option = new client.GetPublicKeyCredentialOption(request)
              return Promise.resolve(new client.GetCredentialRequest([option]))
            },
            () => {},
          ),
        ),
      ),
    )
    expect(outcome).toMatchObject({
      name: 'GetPublicKeyCredentialDomException',
      domError: { name: 'SecurityError' },
    })
  })

  it('refuses a request without a passkey option', async () => {
    const { page } = await open()
    const outcome = await page.evaluate(() =>
      test.outcome(() =>
        test.manager.attachPendingGetCredentialRequest(
          new client.PendingGetCredentialRequest(
            () =>
              Promise.resolve(new client.GetCredentialRequest([new client.GetPasswordOption()])),
            () => {},
          ),
        ),
      ),
    )
    expect(outcome).toMatchObject({ name: 'GetCredentialUnsupportedException' })
  })

  it('is done at once where there is no such autofill', async () => {
    const { page } = await open({ transport: 'usb' })
    await page.evaluate(() => test.attach({}))
    expect(await log(page)).toEqual(['detached'])
  })
})
