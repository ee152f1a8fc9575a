/** The page for operators: who gets to see it, and what the doctor finds on this very deployment. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createExaminer } from '../../../src/cli/site/operator.ts'
import { typist } from './keyboard.ts'
import { arrival, isShown, runSite } from './running-site.ts'
import type { RunningSite } from './running-site.ts'

let site: RunningSite
beforeAll(async () => {
  site = await runSite({}, { LATCHKEY_OPERATORS: 'Ada, eve, mallory' })
})
afterAll(() => site.close())

const PROVE = { name: 'Use your passkey' } as const

describe('the page for operators', () => {
  it('shows what was found to an operator with a fresh passkey, and asks again when it is old', async () => {
    const { page, complaints, signUp, go } = await site.visit()
    await signUp('ada')
    const keyboard = typist(page)
    await keyboard.press('Operator')
    await page.getByText('is shown to a fresh passkey only').waitFor()
    expect(await page.locator('.findings').count()).toBe(0)
    await page.getByRole('button', PROVE).waitFor()
    await keyboard.press(PROVE.name)
    await page.getByRole('heading', { name: 'In order' }).waitFor()
    await page.getByText(site.origin).waitFor()
    await page.getByText('the configuration makes sense').waitFor()
    await page.getByText('the database opens').waitFor()
    expect(await page.locator('.findings.problem').count()).toBe(0)
    await keyboard.press('Examine again')
    await page.waitForEvent('load')
    expect(await isShown(page.getByRole('heading', { name: 'In order' }))).toBe(true)

    // Around the findings the page speaks its reader's language, and says where it does not.
    await go('/operator?lang=ar')
    await page.getByRole('heading', { name: 'سليم' }).waitFor()
    const html = page.locator('html')
    expect(await html.getAttribute('dir')).toBe('rtl')
    expect(await page.locator('.what:not([lang=en][dir=ltr])').count()).toBe(0)
    // A path is not made a sentence.
    expect(await page.locator('.what').allTextContents()).toContainEqual(
      expect.stringMatching(/^\/\.well-known\/webauthn /),
    )

    site.pass(6 * 60_000)
    await go('/operator')
    expect(await isShown(page.getByRole('button', PROVE))).toBe(true)
    expect(await page.locator('.findings').count()).toBe(0)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('is not there for anybody else, whatever they ask', async () => {
    const { page, signUp, go } = await site.visit()
    await signUp('bob')
    expect(await page.getByRole('link', { name: 'Operator' }).count()).toBe(0)
    await go('/nothing')
    const nothing = await page.content()
    await go('/operator')
    expect((await page.content()).replaceAll('/operator', '/nothing')).toBe(nothing)
    const statuses = await page.evaluate(async () => [
      (await fetch('/operator')).status,
      (await fetch('/operator', { method: 'POST' })).status,
      (await fetch('/nothing')).status,
    ])
    expect(statuses).toEqual([404, 404, 404])
    await page.context().close()
  })

  it('is not shown for a password', async () => {
    const { page, go } = await site.visit({ javaScriptEnabled: false })
    await go('/sign-up')
    await page.getByText('Use a password instead').click()
    await page.getByLabel('Username').fill('eve')
    await page.getByLabel('Password').fill('velvet otter under a lamp')
    await page.getByRole('button', { name: 'Create an account' }).click()
    expect(await arrival(page, '/account')).toBe('/account')
    await go('/operator')
    expect(await isShown(page.getByText('Your account has no passkey yet.'))).toBe(true)
    await page.context().close()
  })

  it('takes no wish of another site, and begins nothing without a proof', async () => {
    const { page, signUp } = await site.visit()
    await signUp('mallory')
    const cookies = await page.context().cookies()
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    const post = (headers: Record<string, string>) =>
      fetch(`${site.origin}/operator`, { method: 'POST', redirect: 'manual', headers })
    expect((await post({ cookie, origin: 'https://evil.example' })).status).toBe(403)
    expect((await post({ cookie })).status).toBe(403)
    const own = await post({ cookie, origin: site.origin })
    expect([own.status, own.headers.get('location')]).toEqual([303, '/operator'])
    await page.context().close()
  })
})

describe('an examiner', () => {
  it('examines once at a time, and not again at once', async () => {
    let clock = 0
    let runs = 0
    const examiner = createExaminer(
      async () => {
        runs++
        await Promise.resolve()
        return []
      },
      () => clock,
    )
    await Promise.all([examiner.run(), examiner.run(), examiner.run()])
    await examiner.run()
    expect(runs).toBe(1)
    clock = 5_000
    expect((await examiner.run()).at).toBe(5_000)
    expect(runs).toBe(2)
  })

  it('can begin again after it failed', async () => {
    let fails = true
    const examiner = createExaminer(
      () => (fails ? Promise.reject(new Error('no')) : Promise.resolve([])),
      () => 0,
    )
    await expect(examiner.run()).rejects.toThrow('no')
    fails = false
    expect(await examiner.run()).toEqual({ findings: [], at: 0 })
  })
})
