/**
 * Somebody with a browser and a device that keeps passkeys, in front of the demo.
 *
 * @module
 */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import { newVirtualAuthenticator } from '../browser/launch.ts'
import { eventually } from './eventually.ts'
import type { VirtualAuthenticator, VirtualAuthenticatorOptions } from '../browser/launch.ts'

/** How one `navigator.credentials` call was made. */
export interface CredentialCall {
  readonly kind: 'create' | 'get'
  readonly mediation: string
  /** How many credentials were named in `allowCredentials`. */
  readonly allowed: number
}

/** A tab with a virtual authenticator, and what it complained of. */
export interface Visitor {
  readonly page: Page
  readonly authenticator: VirtualAuthenticator
  /** Errors and warnings of the console, uncaught errors, and violations of the page's policy. */
  readonly complaints: string[]
  /** The WebAuthn calls of the current document, oldest first. */
  readonly calls: () => Promise<readonly CredentialCall[]>
  /** Opens a page of the demo and waits until its suggestions wait for a pick, with nobody picking. */
  readonly openSignIn: () => Promise<void>
  readonly signUp: (username: string, displayName?: string) => Promise<void>
  /** Signs out without the sign-in page signing in again by itself. */
  readonly signOut: () => Promise<void>
}

/** Opens a tab on the demo. Tabs of one context share its cookies. */
export async function newVisitor(
  context: BrowserContext,
  origin: string,
  options: Partial<VirtualAuthenticatorOptions> = {},
): Promise<Visitor> {
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const authenticator = await newVirtualAuthenticator(page, options)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      complaints.push(`${message.text()} ${message.location().url}`)
    }
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.addInitScript(watchPage)

  const calls = () =>
    page.evaluate(
      () => (globalThis as { credentialCalls?: CredentialCall[] }).credentialCalls ?? [],
    )

  return {
    page,
    authenticator,
    complaints,
    calls,
    openSignIn: async () => {
      await authenticator.setPresence(false)
      await page.goto(`${origin}/`)
      await eventually(calls).toContainEqual(expect.objectContaining({ mediation: 'conditional' }))
      await authenticator.setPresence(true)
    },
    signUp: async (username, displayName = '') => {
      await page.goto(`${origin}/sign-up`)
      await page.getByLabel('Username').fill(username)
      await page.getByLabel('Your name').fill(displayName)
      await page.getByRole('button', { name: 'Create a passkey' }).click()
      await page.waitForURL(`${origin}/account`)
      await page.locator('#passkeys[aria-busy="false"]').waitFor()
    },
    signOut: async () => {
      await authenticator.setPresence(false)
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.waitForURL(`${origin}/`)
      await eventually(calls).toContainEqual(expect.objectContaining({ mediation: 'conditional' }))
      await authenticator.setPresence(true)
    },
  }
}

/** A new person: a browser profile of its own with one tab. */
export async function newPerson(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  return newVisitor(await browser.newContext(options), origin)
}

/** Runs in the page, before its scripts: writes down what is asked of WebAuthn, and policy violations. */
function watchPage(): void {
  const calls: CredentialCall[] = []
  Object.assign(globalThis, { credentialCalls: calls })
  for (const kind of ['create', 'get'] as const) {
    const real = navigator.credentials[kind].bind(navigator.credentials) as (
      options?: CredentialRequestOptions,
    ) => Promise<Credential | null>
    navigator.credentials[kind] = (options?: CredentialRequestOptions) => {
      calls.push({
        kind,
        mediation: options?.mediation ?? 'optional',
        allowed: options?.publicKey?.allowCredentials?.length ?? 0,
      })
      return real(options)
    }
  }
  addEventListener('securitypolicyviolation', (event) => {
    console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI}`)
  })
}
