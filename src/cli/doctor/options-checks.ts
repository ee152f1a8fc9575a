/**
 * The options of a sign-in: whether clients can use them as they arrive.
 *
 * @module
 */
import { ok, problem, unknown, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { isAnswer } from './probe.ts'
import type { Answer, Silence } from './probe.ts'

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
        ? `add '${origin.origin}' to origins in the configuration`
        : status === 421
          ? `add '${origin.host}' to hosts in the configuration, or let the proxy pass the Host header on`
          : `let ${basePath}/ through to Latchkey, and look into its log`
    return {
      findings: [problem('options', `${where} answers ${status}`, { why, fix })],
      rpId: undefined,
    }
  }
  const { challenge, rpId } = parse(text) as { challenge?: unknown; rpId?: unknown }
  if (typeof challenge !== 'string' || typeof rpId !== 'string') {
    const why = 'browsers and Android take the answer as it is'
    const fix = 'let nothing between server and client wrap or change the body'
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
        fix: 'update the server',
      }),
    )
  }
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) {
    const why = 'clients read the answer as JSON only when it says so'
    findings.push(
      problem('options_type', `${where} has the type ${headers['content-type'] ?? '(none)'}`, {
        why,
        fix: 'let the proxy keep Content-Type',
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
    fix: `keep /.well-known/webauthn on ${rpId} up to date, or sign in on ${rpId}`,
  })
}

/** A challenge of ours tells when it was issued; else the Date header does, to the second. */
function clock(challenge: Buffer, date: string | undefined, asked: number): Finding {
  const sealed = challenge.length === 58 && challenge[0] === 1
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
      fix: 'run a time service on the server (and on this machine)',
    },
  )
}

/** Whether two calls got two challenges. */
export function freshChallenges(first: Answer, second: Answer | Silence): readonly Finding[] {
  if (!isAnswer(second) || first.status !== 200 || second.status !== 200) return []
  const [one, other] = [first, second].map(
    ({ text }) => (parse(text) as { challenge?: unknown }).challenge,
  )
  if (one !== other) return [ok('fresh_challenges', 'every call has a challenge of its own')]
  const why = 'the second person to use it is refused'
  const fix =
    'keep caches away: Latchkey sends Cache-Control: no-store, and a proxy has to keep to it'
  return [problem('fresh_challenges', 'two calls got the same challenge', { why, fix })]
}

function parse(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
