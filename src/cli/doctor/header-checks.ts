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
    const fix = 'let the proxy keep Cache-Control: no-store'
    findings.push(problem('no_store', 'answers may be cached', { why, fix }))
  }
  const allowed = headers['access-control-allow-origin']
  if (allowed === '*' || headers['access-control-allow-credentials'] === 'true') {
    const why = 'other sites can read the answers'
    const fix = 'take Access-Control-Allow-* out of the proxy: Latchkey needs none'
    findings.push(problem('cors', `answers allow ${String(allowed)} to read them`, { why, fix }))
  }
  if (!/\bnosniff\b/.test(String(headers['x-content-type-options']))) {
    const fix = 'let the proxy keep X-Content-Type-Options: nosniff'
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
      warning('banner', `X-Powered-By says ${String(told)}`, { why, fix: 'take the header out' }),
    )
  }
  return findings.length > 0 ? findings : [ok('api_headers', 'the headers of the API are in order')]
}

/** How the ceremony cookie is kept. */
export function cookies({ url, headers }: Answer): readonly Finding[] {
  const cookie = headers['set-cookie']?.find((line) => /^(?:__Host-)?ceremony=/.test(line))
  if (cookie === undefined) {
    const why = 'without it no sign-in of a browser can be finished'
    const fix = 'let the proxy pass Set-Cookie on'
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
  const fix = 'let no proxy rewrite cookies, and leave insecureCookies out of the configuration'
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
    const fix = 'send Strict-Transport-Security: max-age=31536000; includeSubDomains'
    findings.push(warning('hsts', 'browsers are not told to stay with https', { why, fix }))
  }
  const policy = String(headers['permissions-policy'] ?? '')
  const denied = ['get', 'create'].filter((what) =>
    new RegExp(`publickey-credentials-${what}=\\(\\s*\\)`).test(policy),
  )
  if (denied.length > 0) {
    const why = 'the browser refuses every passkey on the page with a NotAllowedError'
    const fix = 'allow them: publickey-credentials-get=(self), publickey-credentials-create=(self)'
    findings.push(
      problem(
        'permissions_policy',
        `the page's Permissions-Policy forbids passkeys (${denied.join(', ')})`,
        { why, fix },
      ),
    )
  }
  const security = String(headers['content-security-policy'] ?? '')
  const isFramed = /frame-ancestors/.test(security) || headers['x-frame-options'] !== undefined
  if (/text\/html/.test(String(headers['content-type'])) && !isFramed) {
    const why = "a foreign page can show this one under its own and catch people's clicks"
    const fix = "send Content-Security-Policy: frame-ancestors 'none'"
    findings.push(warning('framing', 'the page may be framed by any site', { why, fix }))
  }
  return findings.length > 0
    ? findings
    : [ok('page_headers', 'the headers of the page are in order')]
}
