/**
 * Everything that people do with the elements, with a server that is missing, slow, or not there in truth: it is
 * said in plain words, and works when the server is back.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openAuthSite, type AuthSite, type Fault, type Person } from './auth-site.ts'
import { deedsAt } from './deeds.ts'
import { appears } from './people.ts'

let site: AuthSite
let people: Person[] = []
/** Milliseconds that the server's clock is ahead. */
let ahead = 0
beforeAll(async () => {
  site = await openAuthSite({
    clock: { wall: () => Date.now() + ahead, monotonic: () => performance.now() + ahead },
    mail: { from: 'Shop <shop@localhost.example>', transport: () => Promise.resolve() },
  })
})
afterEach(async () => {
  site.fault(undefined)
  for (const { page } of people) {
    const violations = await page.evaluate(() => globalThis.heard?.violations ?? [])
    if (violations.length > 0) throw new Error(`the policy was broken: ${violations.join(', ')}`)
    await page.context().close()
  }
  people = []
})
afterAll(() => site.close())

const DEEDS = deedsAt({
  site: () => site,
  kept: (person) => {
    people.push(person)
    return person
  },
  pass: (milliseconds) => (ahead += milliseconds),
})

/** They are loaded by themselves. */
const LISTS: ReadonlySet<string> = new Set(['/auth/passkeys', '/auth/sessions'])

const FAULTS: readonly (readonly [Fault, string])[] = [
  ['missing', 'The server cannot be reached.'],
  ['no JSON', 'gave an answer that makes no sense'],
  ['other JSON', 'gave an answer that makes no sense'],
  ['broken', 'The server cannot do that just now.'],
]

describe.each(Object.entries(DEEDS))('%s', (_, { tag, path, come, act, done }) => {
  it('with a server that fails in every way, says how, and works when it is back', async () => {
    const person = await come()
    const { page } = person
    await expect.poll(() => page.locator(tag).getByRole('button').count()).toBeGreaterThan(0)
    const isList = LISTS.has(path)
    for (const [fault, text] of FAULTS) {
      site.fault(fault, path)
      // A list is loaded by itself: then the person tries again.
      if (isList && fault === 'missing') await page.reload()
      else await act(person)
      const said = page.locator(tag).getByRole('status').filter({ hasText: text })
      await said.waitFor()
      expect(await said.getAttribute('data-tone')).toBe('bad')
    }
    site.fault(undefined)
    await act(person)
    expect(await appears(done(person))).toBe(true)
  })

  it('with a server that is too slow, gives up and works when it is back', async () => {
    const person = await come()
    const { page } = person
    await expect.poll(() => page.locator(tag).getByRole('button').count()).toBeGreaterThan(0)
    const isList = LISTS.has(path)
    await page.clock.install()
    site.fault('slow', path)
    if (isList) await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    else await act(person)
    await page.clock.fastForward(21_000)
    await page.locator(tag).getByText('The server takes too long to answer.').waitFor()
    site.fault(undefined)
    if (isList) await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    else await act(person)
    expect(await appears(done(person))).toBe(true)
  })
})
