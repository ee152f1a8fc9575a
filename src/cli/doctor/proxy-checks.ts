/**
 * What proxies and networks of caches do to requests and answers on their way.
 *
 * @module
 */
import { ok, problem, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { isAnswer } from './probe.ts'
import type { Answer, Silence } from './probe.ts'

/** Bytes that a registration with a long certificate chain may have. */
export const LARGE_BODY = 32_768

/** What became of an answer on its way: compressed, kept, in the words of an old protocol. */
export function passage(answers: readonly (Answer | Silence)[]): readonly Finding[] {
  const seen = answers.filter(isAnswer)
  const findings: Finding[] = []
  const encoding = seen.map(({ headers }) => headers['content-encoding']).find(Boolean)
  if (encoding !== undefined && encoding !== 'identity') {
    const why = 'the length of a compressed answer tells parts of the secrets in it (BREACH)'
    const fix = 'nginx: gzip off; brotli off; in the location of the routes'
    findings.push(warning('compression', `answers are compressed (${encoding})`, { why, fix }))
  }
  const kept = seen.find(({ headers }) => isFromCache(headers))
  if (kept !== undefined) {
    const why = 'a cache hands one person the challenge of another'
    const fix = 'on the CDN: a rule that bypasses the cache for the routes; nginx: proxy_cache off;'
    findings.push(problem('edge_cache', 'a cache says that the answer was in it', { why, fix }))
  }
  const old = seen.find(({ httpVersion }) => httpVersion === '1.0')
  if (old !== undefined) {
    const why = 'every call needs a connection of its own, and answers may be cut short unnoticed'
    const fix = 'serve HTTP/1.1 or HTTP/2: nginx: listen 443 ssl; http2 on; proxy_http_version 1.1;'
    findings.push(warning('http_version', 'answers are HTTP/1.0', { why, fix }))
  }
  return findings.length > 0 ? findings : [ok('passage', 'answers arrive as they were sent')]
}

function isFromCache(headers: Answer['headers']): boolean {
  const says = ['x-cache', 'cf-cache-status', 'x-cache-status', 'x-proxy-cache']
  return says.some((name) => /\bhit\b/i.test(String(headers[name]))) || Number(headers['age']) > 0
}

/** Whether a body as long as a registration may be gets through. */
export function bodyLimit(answer: Answer | Silence): readonly Finding[] {
  if (isAnswer(answer) && answer.status !== 413) {
    return [ok('body_limit', 'long bodies get through')]
  }
  const what = isAnswer(answer)
    ? `a body of ${LARGE_BODY} bytes is answered with 413`
    : `a body of ${LARGE_BODY} bytes is not answered (${answer.error})`
  const why = 'passkeys whose attestation has a chain of certificates cannot be registered'
  const fix =
    'nginx: client_max_body_size 64k; in the configuration: bodyLimit: 65536 (the default)'
  return [problem('body_limit', what, { why, fix })]
}

/** Whether the server sees what browsers say of a request that another site made. */
export function fetchMetadata(answer: Answer | Silence): readonly Finding[] {
  if (!isAnswer(answer) || answer.status === 403) {
    return [ok('fetch_metadata', 'Sec-Fetch-Site gets through')]
  }
  const what = `a call that says it comes from another site is answered with ${answer.status}`
  const why = 'where a browser sends no Origin, another site can make people call the server'
  const fix =
    'let the proxy pass every Sec-Fetch- header on: no proxy_set_header Sec-Fetch-Site "";'
  return [problem('fetch_metadata', what, { why, fix })]
}
