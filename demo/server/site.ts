/**
 * The demo's own web server: a few pages, their assets, and everything under `/auth` handed to
 * Latchkey. Any framework could stand here; a handler from Request to Response is all it takes.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import type { Connection, FetchHandler } from 'latchkey/server/node'
import { assetHeaders, pageHeaders, plainHeaders, type PageSettings } from './headers.ts'
import type { BuiltFile } from './files.ts'

/** How the site is put together. */
export interface SiteSettings {
  /** Latchkey: nothing is needed of it but its handler. */
  readonly auth: FetchHandler
  readonly files: ReadonlyMap<string, BuiltFile>
  /** The one origin the passkeys belong to, such as `http://localhost:3000`. */
  readonly origin: string
}

/** Path → built file. */
const PAGES: Readonly<Record<string, string>> = {
  '/': '/index.html',
  '/sign-up': '/sign-up.html',
  '/account': '/account.html',
  '/embedded': '/embedded.html',
}

const NONCE = 'LATCHKEY-NONCE'

/** Makes the handler of the whole site. */
export function createSite({ auth, files, origin }: SiteSettings): FetchHandler {
  return { fetch: answer }

  async function answer(request: Request, connection?: Connection): Promise<Response> {
    const url = new URL(request.url)
    if (url.pathname === '/auth' || url.pathname.startsWith('/auth/')) {
      return auth.fetch(request, connection)
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return plain(405, 'This path can only be read.', { allow: 'GET, HEAD' })
    }
    // A passkey belongs to a host name: under an IP address the browser would refuse every ceremony.
    if (isLoopbackAddress(url.hostname)) {
      return plain(308, '', { location: origin + url.pathname + url.search })
    }
    if (url.origin !== origin) return plain(421, 'This site is not served under that name.')
    return page(request, url.pathname)
  }

  async function page(request: Request, pathname: string): Promise<Response> {
    const name = PAGES[pathname]
    if (name === undefined) return asset(pathname)
    // Somebody else's site, in which the elements find out by themselves who is there.
    if (pathname === '/embedded') return filled(name, { trustedTypes: 'lit-html' })
    const signedIn = await isSignedIn(request)
    if (pathname === '/account' && !signedIn) return plain(303, '', { location: '/' })
    if (pathname !== '/account' && signedIn) return plain(303, '', { location: '/account' })
    return filled(name)
  }

  /** A page with a nonce of its own. */
  function filled(name: string, settings: Omit<PageSettings, 'nonce'> = {}): Response {
    const nonce = randomBytes(18).toString('base64url')
    const html = new TextDecoder().decode(files.get(name)?.body).replaceAll(NONCE, nonce)
    return new Response(html, { headers: pageHeaders({ nonce, ...settings }) })
  }

  function asset(pathname: string): Response {
    const file = pathname.endsWith('.html') ? undefined : files.get(pathname)
    if (file === undefined) return plain(404, 'There is nothing here.')
    const immutable = pathname.startsWith('/assets/')
    return new Response(file.body, { headers: assetHeaders(file.type, { immutable }) })
  }

  /** Asks Latchkey who this is, with the cookies the browser sent: the way any page of an app would. */
  async function isSignedIn(request: Request): Promise<boolean> {
    const cookie = request.headers.get('cookie')
    if (cookie === null) return false
    const session = await auth.fetch(
      new Request(`${origin}/auth/session`, { headers: { cookie, accept: 'application/json' } }),
    )
    return session.ok
  }
}

function isLoopbackAddress(hostname: string): boolean {
  return hostname === '[::1]' || hostname.startsWith('127.')
}

function plain(
  status: number,
  sentence: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body = sentence === '' ? null : `${sentence}\n`
  return new Response(body, { status, headers: plainHeaders(headers) })
}
