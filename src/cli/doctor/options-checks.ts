/**
 * The options of a sign-in: whether clients can use them as they arrive.
 *
 * @module
 */
import { ok, problem, unknown, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { isAnswer } from './probe.ts'
import { memberOf } from './json-value.ts'
import type { Answer, Silence } from './probe.ts'

/** Bytes of a challenge that Latchkey sealed. */
const SEALED_BYTES = 58

/** More than this, and challenges are too old or from the future (R24). Milliseconds. */
const CLOCK_SKEW = 30_000

/** Where the server is. */
export interface Target {
  readonly origin: URL
  readonly basePath: string
}

/** What the options call told. */
export interface Examination {
  readonly findings: readonly Finding[]
  /** As the server says it. */
  readonly rpId: string | undefined
  /** The version of the secret it seals with, when it told one. */
  readonly sealedBy?: number | undefined
}

/** Reads the answer to an options call that was made at `asked`. */
export function readOptions(
  answer: Answer,
  { origin, basePath }: Target,
  asked: number,
): Examination {
  const { status, headers, text } = answer
  const where = `POST ${basePath}/authentication/options`
  if (status !== 200) {
    const why = status === 403 ? 'the server does not know this origin' : 'no sign-in can begin'
    const fix =
      status === 403
        ? `origins: [..., '${origin.origin}'] in the configuration (LATCHKEY_ORIGIN=...,${origin.origin}), or outside the RP ID relatedOrigins: ['${origin.origin}']`
        : status === 421
          ? `nginx: proxy_set_header Host $http_host; or hosts: ['${origin.host}'] in the configuration (LATCHKEY_HOSTS=${origin.host})`
          : `nginx: location ${basePath}/ { proxy_pass http://127.0.0.1:8080; } — or, if the routes are elsewhere, basePath: '${basePath}' in the configuration (LATCHKEY_BASE_PATH)`
    return {
      findings: [problem('options', `${where} answers ${status}`, { why, fix })],
      rpId: undefined,
    }
  }
  const options = parse(text)
  const challenge = memberOf(options, 'challenge')
  const rpId = memberOf(options, 'rpId')
  if (typeof challenge !== 'string' || typeof rpId !== 'string' || !isDomain(rpId)) {
    const why = 'browsers and Android take the answer as it is'
    const fix = `take whatever wraps or changes bodies out of location ${basePath}/: the body has to be {"challenge": …, "rpId": "${origin.hostname}", …}`
    return {
      findings: [problem('options', `${where} is not the bare JSON of the options`, { why, fix })],
      rpId: undefined,
    }
  }
  const findings: Finding[] = []
  const bytes = Buffer.from(challenge, 'base64url')
  if (bytes.length < 16) {
    const why = 'a challenge this short can be guessed'
    findings.push(
      problem('challenge', `the challenge has ${bytes.length} bytes`, {
        why,
        fix: 'let the proxy pass bodies on as they are: challenges of Latchkey have 58 bytes',
      }),
    )
  }
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) {
    const why = 'clients read the answer as JSON only when it says so'
    findings.push(
      problem('options_type', `${where} has the type ${headers['content-type'] ?? '(none)'}`, {
        why,
        fix: `pass the header on: no proxy_hide_header Content-Type, and no default_type, in location ${basePath}/`,
      }),
    )
  }
  findings.push(rpIdFinding(origin, rpId), clock(bytes, headers.date, asked))
  return { findings, rpId }
}

/** L3 §5.1: the RP ID is the host itself or a part of its end. */
function rpIdFinding(origin: URL, rpId: string): Finding {
  const { hostname } = origin
  if (hostname === rpId || hostname.endsWith(`.${rpId}`)) {
    return ok('rp_id', `the RP ID ${rpId} belongs to ${hostname}`)
  }
  return warning('rp_id', `the RP ID ${rpId} is not ${hostname} or above it`, {
    why: 'browsers refuse it, unless they know related origins and the list on the RP ID names this one',
    fix: `relatedOrigins: ['${origin.origin}'] in the configuration of ${rpId} (LATCHKEY_RELATED_ORIGINS), or sign in on https://${rpId}`,
  })
}

/** A challenge of ours tells when it was issued; else the Date header does, to the second. */
function clock(challenge: Buffer, date: string | undefined, asked: number): Finding {
  const sealed = challenge.length === SEALED_BYTES && challenge[0] === 1
  const issued = sealed ? challenge.readUIntBE(4, 6) : Date.parse(date ?? '')
  const skew = issued - asked
  if (Number.isNaN(skew)) return unknown('clock', 'the server does not tell its time')
  if (Math.abs(skew) <= CLOCK_SKEW) return ok('clock', 'the clocks agree')
  const seconds = Math.round(Math.abs(skew) / 1000)
  return problem(
    'clock',
    `the server's clock is ${seconds} s ${skew > 0 ? 'ahead of' : 'behind'} this machine's`,
    {
      why: 'tokens of other issuers seem expired or not yet valid, and certificates too',
      fix: 'on the server (and on this machine): timedatectl set-ntp true',
    },
  )
}

/** Whether two calls got two challenges. */
export function freshChallenges(first: Answer, second: Answer | Silence): readonly Finding[] {
  if (!isAnswer(second) || first.status !== 200 || second.status !== 200) return []
  const [one, other] = [first, second].map(({ text }) => memberOf(parse(text), 'challenge'))
  if (one !== other) return [ok('fresh_challenges', 'every call has a challenge of its own')]
  const why = 'the second person to use it is refused'
  const fix =
    'nginx: proxy_cache off; in the location of the routes; on a CDN: a rule that bypasses the cache for them'
  return [problem('fresh_challenges', 'two calls got the same challenge', { why, fix })]
}

/**
 * The version of the secret that sealed the challenge of an answer; `undefined` when it is none of ours. It
 * stands behind the version and the kind of ceremony.
 */
export function sealedBy(answer: Answer | Silence): number | undefined {
  if (!isAnswer(answer)) return undefined
  const challenge = memberOf(parse(answer.text), 'challenge')
  const bytes = typeof challenge === 'string' ? Buffer.from(challenge, 'base64url') : undefined
  return bytes?.length === SEALED_BYTES && bytes[0] === 1 ? bytes.readUInt16BE(2) : undefined
}

/** Whether every process seals with the same version of the secret. */
export function sameSecret(answers: readonly (Answer | Silence)[]): readonly Finding[] {
  const ids = [...new Set(answers.map(sealedBy).filter((id) => id !== undefined))]
  if (ids.length === 0) return []
  if (ids.length === 1) return [ok('secret_differs', 'the processes seal with one secret')]
  const what = `some processes seal with version ${ids[0]} of the secret, some with ${ids[1]}`
  const why = 'a sign-in that begins at one and ends at the other may be refused'
  const fix = 'start every server process again, with the same LATCHKEY_SECRET_FILE'
  return [problem('secret_differs', what, { why, fix })]
}

/** What may be looked up: the answer decides where the next questions go. */
function isDomain(rpId: string): boolean {
  return /^[a-z\d]+(?:[.-]+[a-z\d]+)*$/.test(rpId) && rpId.length < 254
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
