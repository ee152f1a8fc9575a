/**
 * Somebody's page with the elements on it, under the strictest policy they work with, in a real Chromium.
 *
 * @module
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { build } from 'vite'
import { openBrowser } from '../browser/launch.ts'

/** What a page must allow: no inline script or style, no HTML out of text but by Lit's own policy. */
const policy = (scripts: string) =>
  [
    "default-src 'none'",
    `script-src ${scripts}`,
    "style-src 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ')

const HTML = (
  attributes: string,
) => `<!doctype html><html ${attributes.includes('lang=') ? '' : 'lang="en"'} ${attributes}>
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Shop</title><link rel="stylesheet" href="/page.css">
<main><h1>Welcome back</h1><p>Your basket is as you left it.</p>
<button id="sign-in">Sign in</button></main>
<latchkey-account-selector></latchkey-account-selector>
<script type="module" src="/page.js"></script></html>`

// A page with habits that must not reach the element.
const CSS = `:root { color-scheme: light dark; font: 62.5%/2 serif; letter-spacing: .2em; text-align: center }
body { margin: 0; font-size: 1.8rem; background: light-dark(#f4f1ea, #14161b); color: light-dark(#222, #ddd) }
main { max-width: 60rem; margin: 6rem auto; padding: 0 2rem }
button { font: inherit; text-transform: uppercase; padding: .5rem 2rem }
.themed { --latchkey-accent: #7a1fa2; --latchkey-radius: 6px; --latchkey-font: Georgia, serif }`

/** The site under test. Close it when done. */
export interface Site {
  readonly origin: string
  /** Opens a page; `attributes` go on its root element. */
  visit(options?: BrowserContextOptions & { readonly attributes?: string }): Promise<Page>
  close(): Promise<void>
}

/** Bundles a page, as an app would: the scripts by their paths. */
export async function bundle(input: string): Promise<ReadonlyMap<string, string>> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'define has a side effect',
        // As the package says of its built file.
        transform: (code, id) =>
          id.endsWith('/src/elements/define.ts') ? { code, moduleSideEffects: true } : null,
      },
    ],
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: { input, output: { entryFileNames: 'page.js' } },
    },
  })
  if (!('output' in result)) throw new Error('not a bundle')
  return new Map(
    result.output.map((part) => [`/${part.fileName}`, part.type === 'chunk' ? part.code : '']),
  )
}

/** What is served. */
export interface SiteSettings {
  /** Default `test/elements/page.ts`. */
  readonly input?: string
  /** The policy's `script-src`. Default: only the site itself. */
  readonly scripts?: string
}

/** The page, served. Close it when done. */
export interface ServedPage {
  readonly origin: string
  close(): void
}

/** Serves the page, for whatever browser. */
export async function servePage({
  input = join(import.meta.dirname, 'page.ts'),
  scripts: allowed = "'self'",
}: SiteSettings = {}): Promise<ServedPage> {
  const scripts = await bundle(input)
  const server = createServer(({ url = '/' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost')
    const script = scripts.get(pathname)
    response.setHeader('content-security-policy', policy(allowed))
    if (script !== undefined) {
      response.setHeader('content-type', 'text/javascript').end(script)
    } else if (pathname === '/page.css') {
      response.setHeader('content-type', 'text/css').end(CSS)
    } else {
      response
        .setHeader('content-type', 'text/html; charset=utf-8')
        .end(HTML(searchParams.get('attributes') ?? ''))
    }
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
export async function openSite(settings?: SiteSettings): Promise<Site> {
  const [served, browser] = await Promise.all([servePage(settings), openBrowser()])
  const { origin } = served
  return {
    origin,
    async visit({ attributes = '', ...options } = {}) {
      const context = await browser.newContext(options)
      const page = await context.newPage()
      await page.goto(`${origin}/?attributes=${encodeURIComponent(attributes)}`)
      return page
    },
    async close() {
      await browser.close()
      served.close()
    },
  }
}
