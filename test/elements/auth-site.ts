/**
 * Somebody's site with the elements on its pages and a real Latchkey server under `/auth`, in a real
 * Chromium, under the strictest policy that works.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import {
  newVirtualAuthenticator,
  openBrowser,
  type VirtualAuthenticator,
} from '../browser/launch.ts'
import type { LatchkeyConfig } from '../../src/server/config.ts'
import { createLatchkey } from '../../src/server/latchkey.ts'
import { createNodeListener } from '../../src/server/node/listener.ts'
import { bundle } from './site.ts'

const policy = (connect: readonly string[]) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    ["connect-src 'self'", ...connect].join(' '),
    // The pictures of providers.
    'img-src data:',
    "form-action 'self'",
    "frame-src 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ')

// A page with habits that must not reach the elements.
const CSS = `:root { color-scheme: light dark; font: 62.5%/2 serif; letter-spacing: .2em; text-align: center }
body { margin: 0; font-size: 1.8rem; background: light-dark(#f4f1ea, #14161b); color: light-dark(#222, #ddd) }
main { max-width: 44rem; margin: 2rem auto; padding: 0 1.6rem }
button, input { font: inherit; text-transform: uppercase; padding: .5rem 2rem }`

/** As a browser that people use says it: this one says that it is headless. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'

/** What may be wrong with a server. */
export type Fault = 'missing' | 'slow' | 'no JSON' | 'other JSON' | 'wrong list' | 'broken'

/** What a page has on it. */
export interface Visit extends BrowserContextOptions {
  /** The inside of its `main`. */
  readonly markup: string
  readonly lang?: string
  readonly hash?: string
  /** Done before its scripts run. */
  readonly before?: () => void
}

/** A person at a page. */
export interface Person {
  readonly page: Page
  readonly authenticator: VirtualAuthenticator
  /** Goes to another page of the site. */
  go(markup: string, more?: Pick<Visit, 'lang' | 'hash'>): Promise<void>
}

/** The site under test. Close it when done. */
export interface AuthSite {
  readonly origin: string
  visit(visit: Visit): Promise<Person>
  /** Puts something else in the server's place, for paths that begin so. */
  fault(kind: Fault | undefined, path?: string): void
  close(): Promise<void>
}

/** What the site is allowed beside the usual. */
export interface AuthSiteSettings {
  /** Origins that its pages may reach, too: a browser asks them for accounts in the page's name. */
  readonly connect?: readonly string[]
}

/** Starts it all. */
export async function openAuthSite(
  config: Partial<LatchkeyConfig> = {},
  { connect = [] }: AuthSiteSettings = {},
): Promise<AuthSite> {
  const scripts = await bundle(join(import.meta.dirname, 'auth-page.ts'))
  let visits = 0
  let fault: { readonly kind: Fault; readonly path: string } | undefined
  let auth: ReturnType<typeof createNodeListener> | undefined
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname.startsWith('/auth')) {
      if (fault !== undefined && pathname.startsWith(fault.path)) spoil(fault.kind, response)
      else void auth?.(request, response)
      return
    }
    serve({ request, response, pathname, searchParams })
  })
  const serve = ({ response, pathname, searchParams }: Asked) => {
    response.setHeader('content-security-policy', policy(connect))
    const script = scripts.get(pathname)
    if (script !== undefined) {
      response.setHeader('content-type', 'text/javascript').end(script)
    } else if (pathname === '/page.css') {
      response.setHeader('content-type', 'text/css').end(CSS)
    } else {
      const markup = searchParams.get('markup') ?? '<h1>Arrived</h1>'
      const lang = searchParams.get('lang') ?? 'en'
      response.setHeader('content-type', 'text/html; charset=utf-8').end(
        `<!doctype html><html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Shop</title><link rel="stylesheet" href="/page.css">
<main><h1>Shop</h1>${markup}</main><script type="module" src="/page.js"></script></html>`,
      )
    }
  }
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  const latchkey = createLatchkey({
    rpId: 'localhost',
    origins: [origin],
    database: 'sqlite::memory:',
    secret: randomBytes(32),
    log: () => undefined,
    ...config,
  })
  auth = createNodeListener(latchkey)
  const browser = await openBrowser()
  return {
    origin,
    async visit({ markup, lang, hash, before, ...options }) {
      const context = await browser.newContext({
        reducedMotion: 'reduce',
        userAgent: USER_AGENT,
        ...options,
      })
      if (before !== undefined) await context.addInitScript(before)
      const page = await context.newPage()
      page.setDefaultTimeout(20_000)
      const authenticator = await newVirtualAuthenticator(page)
      const go: Person['go'] = async (markup, { lang = 'en', hash = '' } = {}) => {
        const query = new URLSearchParams({ markup, lang, visit: `${++visits}` })
        await page.goto(`${origin}/?${query}#${hash}`)
      }
      await go(markup, { ...(lang !== undefined && { lang }), ...(hash !== undefined && { hash }) })
      return { page, authenticator, go }
    },
    fault(kind, path = '/auth') {
      fault = kind === undefined ? undefined : { kind, path }
    },
    async close() {
      await browser.close()
      server.closeAllConnections()
      server.close()
      await latchkey.close()
    },
  }
}

interface Asked {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly pathname: string
  readonly searchParams: URLSearchParams
}

function spoil(kind: Fault, response: ServerResponse): void {
  const json = response.setHeader('content-type', 'application/json')
  if (kind === 'missing') response.destroy()
  else if (kind === 'no JSON') json.end('<!doctype html><title>Welcome to the wifi</title>')
  else if (kind === 'other JSON') json.end('{"hello":"world"}')
  else if (kind === 'wrong list') json.end('{"passkeys":[null,{}],"sessions":[3]}')
  else if (kind === 'broken') response.writeHead(502).end('Bad gateway')
}
