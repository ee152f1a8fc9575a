/**
 * Each example as its reader starts it by examples/README.md, and a person who signs up, out and in again.
 */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newVirtualAuthenticator, openBrowser } from '../browser/launch.ts'
import { EXAMPLES, installExample, runNpm, startExample } from './running-example.ts'
import type { RunningExample } from './running-example.ts'

const NAMES = ['express', 'fastify', 'hono', 'nextjs'] as const
/** Next.js is installed and built first. */
const PATIENCE = 600_000

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

describe.each(NAMES)('the example for %s', (name) => {
  let example: RunningExample
  beforeAll(async () => {
    if (name === 'nextjs') {
      installExample(name)
      runNpm(name, 'run', 'build')
    }
    example = await startExample(name)
  }, PATIENCE)
  afterAll(() => example.close())

  it('has less than 60 lines', () => {
    const lines = filesOf(name).map((file) => readFileSync(file, 'utf8').split('\n').length - 1)
    expect(lines.reduce((sum, one) => sum + one)).toBeLessThan(60)
  })

  it('signs up, out and in, and shows one page to nobody else', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await newVirtualAuthenticator(page)
    const greeting = page.getByRole('heading', { name: 'Hello, Ada Lovelace!' })

    await page.goto(`${example.origin}/${HOME[name]}`)
    await page.waitForURL(`${example.origin}/`)

    const signUp = page.locator('latchkey-create-passkey')
    await signUp.locator('#username').fill('ada')
    await signUp.locator('#name').fill('Ada Lovelace')
    await signUp.locator('#create').click()
    await greeting.waitFor()

    const session = async () =>
      (await context.cookies()).find(({ name }) => name === '__Host-session')?.value
    const first = await session()
    await page.getByRole('button', { name: 'Sign out' }).click()
    // Somebody who picks what the field suggests at once, as this authenticator does.
    await expect.poll(session).not.toBe(first)
    await expect.poll(session).toBeDefined()
    await greeting.waitFor()

    const shown = async (token: string | undefined) => {
      const headers = { cookie: `__Host-session=${token}` }
      const { status } = await fetch(`${example.origin}/${GUARDED[name]}`, {
        headers,
        redirect: 'manual',
      })
      return status
    }
    expect(await shown(first)).toBeGreaterThanOrEqual(300)
    expect(await shown(await session())).toBe(200)
    await context.close()
  })

  it('answers under /.well-known/, too', async () => {
    const answer = await fetch(`${example.origin}/.well-known/webauthn`)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
  })
})

const HOME = { express: 'home.html', fastify: 'home.html', hono: 'home', nextjs: 'home' } as const
/** What only those who are signed in get. */
const GUARDED = { ...HOME, express: 'hello', fastify: 'hello' } as const

/** All that its author would write. */
function filesOf(name: string): readonly string[] {
  const ours =
    /(^|[/\\])(node_modules|\.next|data)([/\\]|$)|next-env|tsconfig|package(-lock)?\.json/
  return globSync(['**/*.{ts,tsx,mjs,html}', '**/.*/**/*.ts'], { cwd: join(EXAMPLES, name) })
    .filter((file) => !ours.test(file))
    .map((file) => join(EXAMPLES, name, file))
}
