/**
 * Certificates: whether browsers and Android believe them, and for how long.
 *
 * @module
 */
import { ok, problem, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { shown } from './json-value.ts'
import type { Answer, SeenCertificate } from './probe.ts'

const DAY = 86_400_000
/** Certificates are renewed long before this many days are left; those that live for days, before a third of them is. */
const SHORT_OF_DAYS = 14

/** Why a certificate is not believed; `undefined` when it is, or when there is none. */
export function certificateProblem({ url, certificate }: Answer): Finding | undefined {
  if (certificate?.refused === undefined) return undefined
  const why = 'browsers refuse the page, and Android the apps that belong to it'
  const [words, fix] = explained(certificate, certificate.refused, url.hostname)
  const what = `the certificate of ${url.hostname} is not believed: ${words} (${certificate.refused})`
  return problem('certificate', what, { why, fix })
}

/** How long a certificate that is believed is good for. */
export function certificateAge({ certificate }: Answer): Finding {
  const { validFrom = 0, validTo = 0 } = certificate ?? {}
  const days = Math.floor((validTo - Date.now()) / DAY)
  if (days >= Math.min(SHORT_OF_DAYS, (validTo - validFrom) / DAY / 3))
    return ok('tls', `https, certificate good for ${days} days`)
  return warning('certificate_age', `the certificate ends in ${days} days`, {
    why: 'when it ends nobody can sign in',
    fix: 'certbot renew (and reload the proxy), by a timer from now on',
  })
}

/** What the code means, and what to change. */
function explained(
  { validFrom, validTo, names }: SeenCertificate,
  code: string,
  host: string,
): readonly [words: string, fix: string] {
  const made = `certbot certonly -d ${host}; nginx: ssl_certificate fullchain.pem;`
  if (code === 'CERT_HAS_EXPIRED') {
    return [`it ended on ${day(validTo)}`, 'certbot renew, and nginx -s reload; both by a timer']
  }
  if (code === 'CERT_NOT_YET_VALID') {
    return [
      `it begins on ${day(validFrom)}`,
      'timedatectl set-ntp true, here and where it was made',
    ]
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return [`it is for ${shown(names.join(', '))} and not for ${host}`, made]
  }
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT') return ['it is signed by itself', made]
  if (code === 'SELF_SIGNED_CERT_IN_CHAIN') {
    return [
      'its authority is known to nobody',
      `${made} or, for an authority of your own, --ca FILE`,
    ]
  }
  if (code.startsWith('UNABLE_TO_')) {
    const fix = `nginx: ssl_certificate fullchain.pem; (not cert.pem), or, for an authority of your own, --ca FILE`
    return ['it comes without the certificates between it and an authority that is known', fix]
  }
  return ['browsers would not take it', made]
}

function day(time: number): string {
  return Number.isNaN(time) ? 'an unknown day' : new Date(time).toISOString().slice(0, 10)
}
