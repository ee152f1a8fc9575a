/**
 * The RP ID: whether browsers take it for the origin (L3 §5.1.3, §13.4.9).
 *
 * @module
 */
import { ok, problem, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { shown } from './json-value.ts'
import { isPublicSuffix } from './public-suffix.ts'
import { isAddress } from './transport-checks.ts'

/** Looks at the RP ID that the server says. */
export function rpIdFinding({ origin, hostname }: URL, rpId: string): Finding {
  const why = 'the browser refuses every passkey here with a SecurityError'
  const change = (domain: string) =>
    `rpId: '${domain}' in the configuration (LATCHKEY_RP_ID=${domain})`
  if (isAddress(hostname)) {
    const fix = `a name for this server, such as LATCHKEY_ORIGIN=https://login.example.com (for a trial http://localhost:8080)`
    return problem('rp_id', `${hostname} is an address, and passkeys belong to names`, { why, fix })
  }
  if (!isUsableDomain(rpId)) {
    const fix = `${change(hostname)}: a domain in lower case, without scheme, port and path`
    return problem('rp_id', `the RP ID ${shown(rpId)} is no domain`, { why, fix })
  }
  if (hostname === rpId) return ok('rp_id', `the RP ID ${rpId} belongs to ${hostname}`)
  const isAbove = hostname.endsWith(`.${rpId}`)
  if (isPublicSuffix(rpId)) {
    const own = isAbove ? hostname.split('.').slice(-rpId.split('.').length - 1) : [hostname]
    const what = `the RP ID ${rpId} is a public suffix: strangers have names below it, too`
    return problem('rp_id', what, { why, fix: change(own.join('.')) })
  }
  if (isAbove) return ok('rp_id', `the RP ID ${rpId} belongs to ${hostname}`)
  return warning('rp_id', `the RP ID ${rpId} is not ${hostname} or above it`, {
    why: 'browsers refuse it, unless they know related origins and the list on the RP ID names this one',
    fix: `relatedOrigins: ['${origin}'] in the configuration of ${rpId} (LATCHKEY_RELATED_ORIGINS), or sign in on https://${rpId}`,
  })
}

/** What may be looked up: the answer of a stranger decides where the next questions go. */
export function isUsableDomain(rpId: string): boolean {
  const isDomain = /^[a-z\d]+(?:[.-]+[a-z\d]+)*$/.test(rpId) && rpId.length < 254
  // An address in disguise, such as 127.1, is parsed to another text.
  return isDomain && !isAddress(rpId) && URL.parse(`https://${rpId}`)?.hostname === rpId
}
