/**
 * The options of a sign-in: whether clients can use them as they arrive.
 *
 * @module
 */
import { ok, problem, unknown } from './finding.ts'
import type { Finding } from './finding.ts'
import { isAnswer } from './probe.ts'
import { jsonOf, memberOf } from './json-value.ts'
import { optionsRefused } from './options-refusal.ts'
import type { Answer, Silence } from './probe.ts'
import { rpIdFinding } from './rp-id-check.ts'
import { ENDLESS } from './well-known-file.ts'

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
  if (status !== 200) return refused(optionsRefused(answer, { origin, basePath }))
  const options = jsonOf(text)
  const challenge = memberOf(options, 'challenge')
  const rpId = memberOf(options, 'rpId')
  if (typeof challenge !== 'string' || typeof rpId !== 'string') {
    return refused(notBare(answer, { origin, basePath }))
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
  const named = rpIdFinding(origin, rpId)
  findings.push(named, clock(bytes, headers.date, asked))
  return { findings, rpId: named.severity === 'problem' ? undefined : rpId }
}

const refused = (finding: Finding): Examination => ({ findings: [finding], rpId: undefined })

/** Something came, with a status that says all is well. */
function notBare({ headers, broken, text }: Answer, { origin, basePath }: Target): Finding {
  const where = `POST ${basePath}/authentication/options`
  const type = headers['content-type'] ?? '(none)'
  const bare = `{"challenge": …, "rpId": "${origin.hostname}", …}`
  const why = 'browsers and Android take the answer as it is'
  if (broken !== undefined) {
    const fix = `nginx: gzip off; in location ${basePath}/, and no body of its own: the body has to be ${bare}`
    const what = broken === 'endless' ? ENDLESS : 'is not compressed as it says'
    return problem('options', `${where} ${what}`, { why, fix })
  }
  if (/^\s*</.test(text)) {
    const fix = `nginx: location ${basePath}/ { proxy_pass http://127.0.0.1:8080; } in front of the location of the pages`
    const what = `${where} is answered with a page (${type}) and not with the options`
    return problem('options', what, { why: 'no sign-in can begin', fix })
  }
  const fix = `take whatever wraps or changes bodies out of location ${basePath}/: the body has to be ${bare}`
  return problem('options', `${where} is not the bare JSON of the options`, { why, fix })
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
  const [one, other] = [first, second].map(({ text }) => memberOf(jsonOf(text), 'challenge'))
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
  const challenge = memberOf(jsonOf(answer.text), 'challenge')
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
