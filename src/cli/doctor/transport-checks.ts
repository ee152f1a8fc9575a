/**
 * TLS, and what there is without it.
 *
 * @module
 */
import { isIP } from 'node:net'
import { certificateAge, certificateProblem } from './certificate-check.ts'
import { ok, problem, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { isAnswer } from './probe.ts'
import type { Answer, Silence } from './probe.ts'

/** Whether the connection can be trusted. */
export function transport(answer: Answer): readonly Finding[] {
  const { url } = answer
  if (url.protocol === 'https:') return [certificateProblem(answer) ?? certificateAge(answer)]
  if (isLoopback(url.hostname)) return [ok('tls', 'localhost needs no TLS')]
  const why = 'browsers offer passkeys over https only'
  const fix = `nginx: listen 443 ssl; ssl_certificate …; ssl_certificate_key …; proxy_pass http://127.0.0.1:8080; and LATCHKEY_ORIGIN=https://${url.host}`
  return [problem('tls', `${url.origin} is not https`, { why, fix })]
}

/** Whether what is out of use is answered: `old` was asked in TLS 1.1 and nothing newer. */
export function oldTransport(
  old: Answer | Silence,
  { isOnly = false }: { readonly isOnly?: boolean } = {},
): readonly Finding[] {
  if (!isAnswer(old)) return [ok('tls_version', 'TLS 1.2 and newer alone')]
  const fix = 'nginx: ssl_protocols TLSv1.2 TLSv1.3;'
  if (isOnly) {
    const why = 'no browser and no phone of today can speak with it: nobody can sign in'
    return [
      problem('tls_version', `${old.url.host} speaks nothing newer than TLS 1.1`, { why, fix }),
    ]
  }
  const why = 'whoever stands in between can read and change what is sent (RFC 8996)'
  return [warning('tls_version', `${old.url.host} still speaks TLS 1.1 or 1.0`, { why, fix })]
}

/** Whether http leads to https. */
export function plainTransport(plain: Answer | Silence): readonly Finding[] {
  if (!isAnswer(plain)) return [ok('http_redirect', 'nothing is served without TLS')]
  const { status, headers } = plain
  // How a port of TLS refuses whoever comes without: with --connect-to it is asked, too.
  if (status === 400) return [ok('http_redirect', 'nothing is served without TLS')]
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

/** Whether a host is an address and no name. */
export function isAddress(hostname: string): boolean {
  return isIP(hostname.replaceAll(/[[\]]/g, '')) !== 0
}
