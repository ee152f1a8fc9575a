/**
 * Requests that other sites make a browser send (security.md R77–R79), and other hosts.
 *
 * @module
 */
import { Refusal } from '../refusal.ts'
import type { HttpRequest } from './exchange.ts'

/**
 * Refuses a request that could come from another site. Applies to sign-in and options calls too:
 * nobody may be signed in as somebody else behind their back.
 *
 * @throws {@link Refusal} with `cross_site_request`.
 */
export function checkCrossSite(request: HttpRequest, origins: ReadonlySet<string>): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const origin = request.headers.get('origin')
  if (origin !== null) {
    // Whole strings: `null`, another port and a trailing dot are other origins.
    if (origins.has(origin)) return
    throw new Refusal('cross_site_request', 'origin_not_allowed')
  }
  const site = request.headers.get('sec-fetch-site')
  if (site !== null) {
    if (site === 'same-origin') return
    throw new Refusal('cross_site_request', 'fetch_site_not_allowed')
  }
  // No browser of our time sends neither, so this is an app; and an app has no cookies.
  if (request.headers.has('cookie')) throw new Refusal('cross_site_request', 'origin_missing')
}

/**
 * Refuses a request for a host that is not served here.
 *
 * @throws {@link Refusal} with `misdirected_request`.
 */
export function checkHost({ host, tls }: HttpRequest, hosts: ReadonlySet<string>): void {
  const written = host?.toLowerCase() ?? ''
  const withoutDefaultPort = written.replace(tls ? /:443$/ : /:80$/, '')
  if (hosts.has(written) || hosts.has(withoutDefaultPort)) return
  throw new Refusal('misdirected_request')
}
