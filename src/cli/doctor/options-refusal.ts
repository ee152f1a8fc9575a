/**
 * An options call that was refused: what the status means on the way from the browser to the server.
 *
 * @module
 */
import { problem } from './finding.ts'
import type { Finding } from './finding.ts'
import { jsonOf, memberOf, shown } from './json-value.ts'
import type { Target } from './options-checks.ts'
import type { Answer } from './probe.ts'

/** Of an answer whose status is not 200. */
export function optionsRefused(answer: Answer, target: Target): Finding {
  const { status, headers, text } = answer
  const where = `POST ${target.basePath}/authentication/options`
  const code = memberOf(jsonOf(text), 'code')
  const said = typeof code === 'string' ? ` (${shown(code)})` : ''
  const to = headers.location === undefined ? '' : ` and leads to ${shown(headers.location)}`
  const isOurs = typeof code === 'string'
  const [why, fix] = status === 403 && !isOurs ? guarded(target) : explained(status, target)
  return problem('options', `${where} answers ${status}${said}${to}`, { why, fix })
}

/** Latchkey says a code with each refusal. */
function guarded({ basePath }: Target): readonly [string, string] {
  const why = 'something in front of the server keeps callers out: no sign-in can begin'
  const fix = `nginx: allow all; in location ${basePath}/ — on a CDN: a WAF rule that skips its firewall and its check for bots on ${basePath}/*, for apps are no browsers`
  return [why, fix]
}

function explained(status: number, { origin, basePath }: Target): readonly [string, string] {
  const none = 'no sign-in can begin'
  const proxied = `location ${basePath}/ { proxy_pass http://127.0.0.1:8080; }`
  if (status >= 300 && status < 400) {
    const fix = `nginx, before any redirect: ${proxied} — or, where people really sign in elsewhere, ask about that address`
    return ['whoever calls does not follow: no sign-in can begin', fix]
  }
  if (status === 401 || status === 407) {
    return [
      none,
      `nginx: auth_basic off; in location ${basePath}/: Latchkey asks who somebody is itself`,
    ]
  }
  if (status === 403) {
    const fix = `origins: [..., '${origin.origin}'] in the configuration (LATCHKEY_ORIGIN=...,${origin.origin}), or outside the RP ID relatedOrigins: ['${origin.origin}']`
    return ['the server does not know this origin', fix]
  }
  if (status === 421) {
    const fix = `nginx: proxy_set_header Host $http_host; or hosts: ['${origin.host}'] in the configuration (LATCHKEY_HOSTS=${origin.host})`
    return [none, fix]
  }
  if (status === 429) {
    const fix =
      "wait a minute; if it stays so: trustedProxies: ['127.0.0.1'] (LATCHKEY_TRUSTED_PROXIES), for everybody is counted as the proxy"
    return ['too many calls come from one address: no sign-in can begin', fix]
  }
  if (status === 502 || status === 504) {
    const fix = `start the server (latchkey serve, port 8080), and in the proxy: ${proxied}`
    return ['the proxy reaches no server behind it: nobody can sign in', fix]
  }
  if (status >= 500) {
    const fix = `the log of the server says why (journalctl -u latchkey); LATCHKEY_DATABASE has to answer: latchkey doctor --config FILE on its machine`
    return ['the server fails: nobody can sign in', fix]
  }
  const fix = `nginx: ${proxied} — or, if the routes are elsewhere, basePath: '${basePath}' in the configuration (LATCHKEY_BASE_PATH)`
  return [none, fix]
}
