/**
 * The server as browsers see it: transport, headers, cookies, options, refusals.
 *
 * @module
 */
import { ok, problem, unknown, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { isAnswer } from './probe.ts'
import type { Answer, Probe, Silence } from './probe.ts'
import { apiHeaders, cookies, pageHeaders } from './header-checks.ts'
import { freshChallenges, readOptions, sameSecret, sealedBy } from './options-checks.ts'
import type { Examination, Target } from './options-checks.ts'
import { bodyLimit, fetchMetadata, LARGE_BODY, passage } from './proxy-checks.ts'
import { notReachable, onlySecure } from './reachable-check.ts'
import { oldTransport, plainTransport, transport } from './transport-checks.ts'

/** Looks at the server from outside, as anyone could. */
export async function checkServer(probe: Probe, target: Target): Promise<Examination> {
  const { origin, basePath } = target
  const optionsUrl = new URL(`${basePath}/authentication/options`, origin)
  const body = '{}'
  const json = { 'content-type': 'application/json', origin: origin.origin }
  const asked = Date.now()
  const options = await probe(optionsUrl, { method: 'POST', headers: json, body })
  const isSecure = origin.protocol === 'https:'
  // Ports of TLS hang up on who comes without, or answer 400.
  if (!isSecure && (!isAnswer(options) || options.status === 400)) {
    const secure = await probe(new URL(`https://${origin.host}/`))
    if (isAnswer(secure)) return { findings: [onlySecure(target)], rpId: undefined }
  }
  if (!isAnswer(options)) {
    const old = isSecure ? await probe(optionsUrl, { oldTls: true }) : undefined
    const findings =
      old !== undefined && isAnswer(old)
        ? oldTransport(old, { isOnly: true })
        : [notReachable(options, target)]
    return { findings, rpId: undefined }
  }
  const [again, page, plain, old, foreign, fetched, elsewhere, nothing, ready, large] =
    await Promise.all([
      // As browsers ask: they take compressed answers.
      probe(optionsUrl, {
        method: 'POST',
        headers: { ...json, 'accept-encoding': 'gzip, br' },
        body,
      }),
      probe(new URL('/', origin)),
      isSecure ? probe(new URL(`http://${origin.hostname}/`)) : undefined,
      isSecure ? probe(new URL('/', origin), { oldTls: true }) : undefined,
      probe(optionsUrl, {
        method: 'POST',
        headers: { ...json, origin: 'https://other.example' },
        body,
      }),
      probe(optionsUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
        body,
      }),
      probe(new URL('/readyz', origin), { headers: { host: 'other.example' } }),
      probe(new URL(`${basePath}/nothing-here`, origin)),
      probe(new URL('/readyz', origin)),
      probe(new URL(`${basePath}/authentication`, origin), {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ padding: 'x'.repeat(LARGE_BODY) }),
      }),
    ])
  const read = readOptions(options, target, asked)
  const first = [
    ...transport(options),
    ...(plain === undefined ? [] : plainTransport(plain)),
    ...(old === undefined ? [] : oldTransport(old)),
    ...read.findings,
    ...pageHeaders(page),
  ]
  // Where no sign-in can begin, everything behind it only repeats the reason.
  if (read.rpId === undefined) return { findings: first, rpId: undefined }
  const findings = [
    ...first,
    ...freshChallenges(options, again),
    ...apiHeaders(options),
    ...cookies(options),
    ...sameSecret([options, again]),
    ...passage([options, again]),
    ...bodyLimit(large),
    ...crossSite(foreign),
    ...fetchMetadata(fetched),
    ...hosts(elsewhere, ready),
    ...refusals(nothing),
    ...readiness(ready),
  ]
  return { findings, rpId: read.rpId, sealedBy: sealedBy(options) }
}

function crossSite(answer: Answer | Silence): readonly Finding[] {
  if (!isAnswer(answer)) return []
  if (answer.status === 403) return [ok('cross_site', 'other sites are refused')]
  const why = 'another site can sign people in to an account that is not theirs, or act in theirs'
  const fix = 'nginx: no proxy_set_header Origin; in the location of the routes'
  return [
    problem('cross_site', `a call from another site is answered with ${answer.status}`, {
      why,
      fix,
    }),
  ]
}

/** Of the same question under another name, and under its own. A redirect to the own name serves nobody. */
function hosts(answer: Answer | Silence, own: Answer | Silence): readonly Finding[] {
  const isSame = isAnswer(answer) && isAnswer(own) && !isPage(own) && answer.text === own.text
  const leads = isAnswer(answer) && /other\.example/.test(answer.headers.location ?? '')
  const isServed = isAnswer(answer) && answer.status < 400 && (isSame || leads)
  if (!isServed) return [ok('host', 'other names are not served')]
  const why = 'links and caches can be poisoned under a name that is not yours'
  const fix = 'nginx: proxy_set_header Host $http_host; in place of a fixed name'
  return [warning('host', 'the server answers to any name', { why, fix })]
}

function refusals(answer: Answer | Silence): readonly Finding[] {
  if (!isAnswer(answer)) return []
  const isOwn = /^application\/problem\+json\b/.test(answer.headers['content-type'] ?? '')
  if (isOwn && answer.status === 404) return [ok('refusals', 'refusals come through as they are')]
  const why = 'clients cannot tell what went wrong: every refusal looks unknown to them'
  const fix = 'nginx: proxy_intercept_errors off; in the location of the routes'
  return [
    warning('refusals', `a refusal arrives as ${answer.headers['content-type'] ?? 'nothing'}`, {
      why,
      fix,
    }),
  ]
}

/** The app's own, for whatever path it does not know. */
function isPage({ headers }: Answer): boolean {
  return /^text\/html\b/.test(headers['content-type'] ?? '')
}

function readiness(answer: Answer | Silence): readonly Finding[] {
  const isApps = isAnswer(answer) && answer.status === 200 && isPage(answer)
  if (!isAnswer(answer) || answer.status === 404 || isApps) {
    return [unknown('ready', '/readyz does not get through to Latchkey')]
  }
  if (answer.status === 200) return [ok('ready', 'the server is ready')]
  const why = 'it has lost its database, or its clock is astray'
  return [
    problem('ready', `/readyz answers ${answer.status}`, {
      why,
      fix: 'look for store_unavailable and clock_astray in the log of the server: LATCHKEY_DATABASE has to answer, and after a jump of the clock the server has to be started again',
    }),
  ]
}
