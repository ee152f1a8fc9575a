/**
 * `latchkey serve` with its site, as an operator starts it, and people with browsers in front of it.
 *
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { freePort } from '../../free-port.ts'
import { serveCommand } from '../../../src/cli/serve.ts'
import { newVirtualAuthenticator, openBrowser } from '../../browser/launch.ts'
import type { VirtualAuthenticator } from '../../browser/launch.ts'

/** As a browser that people use says it: this one says that it is headless. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'

/** A person at a browser, and what the browser complained of. */
export interface Person {
  readonly page: Page
  readonly authenticator: VirtualAuthenticator
  /** Uncaught errors, and violations of the pages' policy. */
  readonly complaints: string[]
  readonly go: (path: string) => Promise<void>
  /** Signs up with a passkey and arrives at the account. */
  readonly signUp: (username: string) => Promise<void>
  /** Signs out, without the suggestions of the sign-in page signing in again by themselves. */
  readonly signOut: () => Promise<void>
}

/** A server that runs. Close it when done. */
export interface RunningSite {
  readonly origin: string
  readonly folder: string
  /** Lets so many milliseconds pass on the server's clock. */
  readonly pass: (milliseconds: number) => void
  visit(options?: BrowserContextOptions): Promise<Person>
  close(): Promise<void>
}

/** Starts `latchkey serve` on localhost, with these members of a configuration file and these variables. */
export async function runSite(
  members: object = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningSite> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-site-'))
  const config = join(folder, 'config.mjs')
  const port = await freePort()
  // Read by the configuration, which is a file: so time passes without anybody waiting.
  const time: { ahead: number } = { ahead: 0 }
  Object.assign(globalThis, { [`site-${port}`]: time })
  const clock = `const ahead = () => globalThis['site-${port}'].ahead
const clock = { wall: () => Date.now() + ahead(), monotonic: () => performance.now() + ahead() }\n`
  const said = `{ ...${JSON.stringify(members)}, clock, log: () => undefined }`
  writeFileSync(config, `${clock}export const config = ${said}\n`)
  const origin = `http://localhost:${port}`
  const running = await serveCommand(['--config', config], {
    environment: {
      LATCHKEY_ORIGIN: origin,
      LATCHKEY_PORT: `${port}`,
      LATCHKEY_DATABASE: `sqlite:${join(folder, 'latchkey.db')}`,
      LATCHKEY_SECRET_FILE: join(folder, 'secret'),
      ...environment,
    },
    print: () => undefined,
    remark: () => undefined,
  })
  let browser: Browser | undefined
  return {
    origin,
    folder,
    pass: (milliseconds) => (time.ahead += milliseconds),
    async visit(options = {}) {
      browser ??= await openBrowser()
      const context = await browser.newContext({
        reducedMotion: 'reduce',
        userAgent: USER_AGENT,
        ...options,
      })
      return newPerson(await context.newPage(), { origin, ...options })
    },
    async close() {
      await browser?.close()
      await running?.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Waits until a page is at this path of its site; answers where it is then. */
export async function arrival(page: Page, path: string): Promise<string> {
  await page.waitForURL((url) => url.pathname + url.search + url.hash === path)
  const { pathname, search, hash } = new URL(page.url())
  return pathname + search + hash
}

/** Waits until something is there to be seen. */
export async function isShown(what: Locator): Promise<boolean> {
  await what.first().waitFor()
  return what.first().isVisible()
}

/** Whether no element of the page shows its slot any more. */
function hasDrawn(): boolean {
  const roots = [...document.querySelectorAll(':defined')].map(({ shadowRoot }) => shadowRoot)
  return roots.every((root) => root?.firstElementChild?.localName !== 'slot')
}

async function newPerson(
  page: Page,
  { origin, javaScriptEnabled = true }: BrowserContextOptions & { readonly origin: string },
): Promise<Person> {
  page.setDefaultTimeout(20_000)
  const authenticator = await newVirtualAuthenticator(page)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (/content security policy|trusted/i.test(message.text())) complaints.push(message.text())
  })
  const go = async (path: string) => {
    await page.goto(`${origin}${path}`)
    // What stands in an element goes when its words come: nobody is to begin with that.
    if (javaScriptEnabled) await expect.poll(() => page.evaluate(hasDrawn)).toBe(true)
  }
  return {
    page,
    authenticator,
    complaints,
    go,
    signUp: async (username) => {
      await go('/sign-up')
      const form = page.locator('latchkey-create-passkey')
      await form.getByLabel('Username').fill(username)
      await form.getByRole('button', { name: 'Create a passkey' }).click()
      await page.waitForURL(`${origin}/account`)
      await page.locator('latchkey-passkeys').getByRole('listitem').first().waitFor()
    },
    signOut: async () => {
      await authenticator.setPresence(false)
      await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click()
      await page.waitForURL(`${origin}/`)
      await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor()
    },
  }
}
