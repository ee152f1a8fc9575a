/**
 * Headers and cookies, of the API and of the page.
 *
 * @module
 */
import { ok, problem, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { isAnswer } from './probe.ts'
import type { Answer, Silence } from './probe.ts'
import { isLoopback } from './transport-checks.ts'

/** A year, in seconds (R81). */
const YEAR = 31_536_000

/** What every answer of the API has to say. */
export function apiHeaders({ headers }: Answer): readonly Finding[] {
  const findings: Finding[] = []
  if (!/\bno-store\b/.test(String(headers['cache-control']))) {
    const why = 'a cache may hand one person the answer of another'
    const fix =
      'nginx: no expires and no add_header Cache-Control in the location of the routes: Latchkey sends no-store'
    findings.push(problem('no_store', 'answers may be cached', { why, fix }))
  }
  const allowed = headers['access-control-allow-origin']
  if (allowed === '*' || headers['access-control-allow-credentials'] === 'true') {
    const why = 'other sites can read the answers'
    const fix =
      'take add_header Access-Control-Allow-Origin (and -Credentials) out of the proxy: Latchkey needs none'
    findings.push(problem('cors', `answers allow ${String(allowed)} to read them`, { why, fix }))
  }
  if (!/\bnosniff\b/.test(String(headers['x-content-type-options']))) {
    const fix = 'nginx: no proxy_hide_header X-Content-Type-Options; Latchkey sends nosniff'
    findings.push(
      warning('nosniff', 'browsers may guess types', {
        why: 'an answer might run as a script',
        fix,
      }),
    )
  }
  const told = headers['x-powered-by']
  if (told !== undefined) {
    const why = 'it tells strangers what to look for'
    findings.push(
      warning('banner', `X-Powered-By says ${String(told)}`, {
        why,
        fix: "nginx: proxy_hide_header X-Powered-By; Express: app.disable('x-powered-by')",
      }),
    )
  }
  return findings.length > 0 ? findings : [ok('api_headers', 'the headers of the API are in order')]
}

/** How the ceremony cookie is kept. */
export function cookies({ url, headers }: Answer): readonly Finding[] {
  const cookie = headers['set-cookie']?.find((line) => /^(?:__Host-)?ceremony=/.test(line))
  if (cookie === undefined) {
    const why = 'without it no sign-in of a browser can be finished'
    const fix =
      'nginx: no proxy_hide_header Set-Cookie and no proxy_ignore_headers Set-Cookie in the location of the routes'
    return [
      problem('ceremony_cookie', 'the options come without the ceremony cookie', { why, fix }),
    ]
  }
  const attributes = cookie.split(';').map((part) => part.trim().toLowerCase())
  const lacking = [
    ...(cookie.startsWith('__Host-') || isLoopback(url.hostname) ? [] : ['__Host- in its name']),
    ...(attributes.includes('secure') || isLoopback(url.hostname) ? [] : ['Secure']),
    ...(attributes.includes('httponly') ? [] : ['HttpOnly']),
    ...(attributes.includes('samesite=strict') ? [] : ['SameSite=Strict']),
    ...(attributes.includes('path=/') ? [] : ['Path=/']),
  ]
  if (attributes.some((one) => one.startsWith('domain='))) lacking.push('no Domain')
  if (lacking.length === 0) return [ok('cookie_flags', 'the cookies are kept as they should be')]
  const why = 'scripts, other sites or subdomains can get at it'
  const fix =
    'nginx: no proxy_cookie_domain, proxy_cookie_path or proxy_cookie_flags; in the configuration: no insecureCookies'
  return [problem('cookie_flags', `the cookie lacks ${lacking.join(', ')}`, { why, fix })]
}

/** What the page around the sign-in has to say, and must not. */
export function pageHeaders(page: Answer | Silence): readonly Finding[] {
  if (!isAnswer(page)) return []
  const { url, headers } = page
  const findings: Finding[] = []
  const seconds = Number(
    /max-age=(\d+)/.exec(String(headers['strict-transport-security']))?.[1] ?? 0,
  )
  if (url.protocol === 'https:' && seconds < YEAR) {
    const why = 'the first visit of each day can be led to a copy of the site'
    const fix =
      'nginx: add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;'
    findings.push(warning('hsts', 'browsers are not told to stay with https', { why, fix }))
  }
  const policy = String(headers['permissions-policy'] ?? '')
  const denied = ['get', 'create'].filter((what) =>
    isDenied(policy, `publickey-credentials-${what}`, url.origin),
  )
  if (denied.length > 0) {
    const why = 'the browser refuses every passkey on the page with a NotAllowedError'
    const fix =
      'send Permissions-Policy: publickey-credentials-get=(self), publickey-credentials-create=(self)'
    findings.push(
      problem(
        'permissions_policy',
        `the page's Permissions-Policy forbids passkeys (${denied.join(', ')})`,
        { why, fix },
      ),
    )
  }
  const security = String(headers['content-security-policy'] ?? '')
  const isGuarded =
    /frame-ancestors\s+(?!\*)/.test(security) || headers['x-frame-options'] !== undefined
  if (/text\/html/.test(String(headers['content-type'])) && !isGuarded) {
    const why = "a foreign page can show this one under its own and catch people's clicks"
    const fix = `nginx: add_header Content-Security-Policy "frame-ancestors 'none'" always;`
    findings.push(warning('framing', 'the page may be framed by any site', { why, fix }))
  }
  return findings.length > 0
    ? findings
    : [ok('page_headers', 'the headers of the page are in order')]
}

/** A feature is denied to the page when it is named, and neither `*`, `self` nor its origin stands behind it. */
function isDenied(policy: string, feature: string, origin: string): boolean {
  const [, allowed] = new RegExp(`${feature}=(\\([^)]*\\)|[^,\\s]+)`).exec(policy) ?? []
  return allowed !== undefined && !/\*|\bself\b/.test(allowed) && !allowed.includes(`"${origin}"`)
}
