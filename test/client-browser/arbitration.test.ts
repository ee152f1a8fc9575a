/**
 * Whose request runs, and how the others end: the caller's own abort, and two calls at once.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openSite, type Site, type Visit, type VisitSettings } from './site.ts'

let site: Site
let visit: Visit | undefined
beforeAll(async () => {
  site = await openSite()
})
afterEach(() => visit?.page.close())
afterAll(() => site.close())

async function open(settings?: VisitSettings): Promise<Visit> {
  visit = await site.visit(settings)
  return visit
}

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
