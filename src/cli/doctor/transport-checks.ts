/**
 * TLS, and what there is without it.
 *
 * @module
 */
import { ok, problem, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { isAnswer } from './probe.ts'
import type { Answer, Silence } from './probe.ts'

const DAY = 86_400_000
/** Certificates are renewed long before this many days are left. */
const SHORT_OF_DAYS = 14

/** Whether the connection can be trusted. */
export function transport({ url, certificate }: Answer): readonly Finding[] {
  if (url.protocol === 'http:') {
    if (isLoopback(url.hostname)) return [ok('tls', 'localhost needs no TLS')]
    const why = 'browsers offer passkeys over https only'
    const fix = `nginx: listen 443 ssl; ssl_certificate …; ssl_certificate_key …; proxy_pass http://127.0.0.1:8080; and LATCHKEY_ORIGIN=https://${url.host}`
    return [problem('tls', `${url.origin} is not https`, { why, fix })]
  }
  if (certificate?.refused !== undefined) {
    const why = 'browsers refuse the page, and Android the apps that belong to it'
    const fix = `nginx: ssl_certificate fullchain.pem; with a certificate for ${url.hostname} and its intermediates (certbot certonly -d ${url.hostname})`
    return [
      problem('certificate', `the certificate is not believed: ${certificate.refused}`, {
        why,
        fix,
      }),
    ]
  }
  const days = Math.floor(((certificate?.validTo ?? 0) - Date.now()) / DAY)
  if (days < SHORT_OF_DAYS) {
    const why = 'when it ends nobody can sign in'
    return [
      warning('certificate_age', `the certificate ends in ${days} days`, {
        why,
        fix: 'certbot renew (and reload the proxy), by a timer from now on',
      }),
    ]
  }
  return [ok('tls', `https, certificate good for ${days} days`)]
}

/** Whether http leads to https. */
export function plainTransport(plain: Answer | Silence): readonly Finding[] {
  if (!isAnswer(plain)) return [ok('http_redirect', 'nothing is served without TLS')]
  const { status, headers } = plain
  if (status >= 300 && status < 400 && headers.location?.startsWith('https:') === true) {
    return [ok('http_redirect', 'http leads to https')]
  }
  const why = 'whoever types the name without https is served by anyone in between'
  const fix = 'nginx, in the server block of port 80: return 301 https://$host$request_uri;'
  return [
    warning('http_redirect', `http answers ${status} and does not lead to https`, { why, fix }),
  ]
}

/** Whether a host is this machine by its name alone, as browsers see it. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost')
}
