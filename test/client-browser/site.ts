/**
 * A site with the client on it, on a port of its own, and pages of it in a real Chromium.
 *
 * @module
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'vite'
import type { Page } from 'playwright-core'
import {
  newVirtualAuthenticator,
  openBrowser,
  type VirtualAuthenticator,
  type VirtualAuthenticatorOptions,
} from '../browser/launch.ts'

/** A page that has loaded, and the authenticator it reaches. */
export interface Visit {
  readonly page: Page
  readonly authenticator: VirtualAuthenticator
}

/** How a page is visited. */
export interface VisitSettings extends Partial<VirtualAuthenticatorOptions> {
  /** The page's `Permissions-Policy`. */
  readonly policy?: string
  /** Runs in the page before anything else of it. */
  readonly before?: () => void
}

/** The site under test. Close it when done. */
export interface Site {
  readonly origin: string
  visit(settings?: VisitSettings): Promise<Visit>
  close(): Promise<void>
}

const HTML = `<!doctype html><title>client</title>
<input autocomplete="username webauthn"><button>Sign in</button><script type="module" src="/page.js"></script>`

/** Bundles a page in memory, as an app would. */
export async function bundle(input: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: { input },
    },
  })
  if (!('output' in result)) throw new Error('not a bundle')
  return result.output[0].code
}

/** The page, served. Close it when done. */
export interface ServedPage {
  readonly origin: string
  close(): void
}

/** Serves the page, for whatever browser. */
export async function servePage(): Promise<ServedPage> {
  const code = await bundle(join(import.meta.dirname, 'page.ts'))
  const server = createServer(({ url = '/' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost')
    const policy = searchParams.get('policy')
    if (policy) response.setHeader('permissions-policy', policy)
    const script = pathname === '/page.js'
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html')
    response.end(script ? code : HTML)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Serves the page and starts the browser. */
export async function openSite(): Promise<Site> {
  const [served, browser] = await Promise.all([servePage(), openBrowser()])
  const { origin } = served
  return {
    origin,
    async visit({ policy, before, ...options } = {}) {
      const page = await browser.newPage()
      const authenticator = await newVirtualAuthenticator(page, options)
      if (before) await page.addInitScript(before)
      await page.goto(`${origin}/${policy ? `?policy=${encodeURIComponent(policy)}` : ''}`)
      return { page, authenticator }
    },
    async close() {
      await browser.close()
      served.close()
    },
  }
}
