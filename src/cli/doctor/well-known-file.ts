/**
 * One file under `/.well-known/`: what each of them has to be before its content is looked at.
 *
 * @module
 */
import { ok, problem, unknown } from './finding.ts'
import type { Finding } from './finding.ts'
import { isAnswer } from './probe.ts'
import type { Answer, Silence } from './probe.ts'

/** What the checks know of the deployment. */
export interface Subject {
  readonly origin: URL
  readonly rpId: string
  /** Android origins that the server accepts, when its configuration is at hand. */
  readonly androidOrigins?: readonly string[] | undefined
}

/** What every one of them has to be, before its content is looked at. */
export function document(
  name: string,
  answer: Answer | Silence,
): { readonly findings: readonly Finding[]; readonly json?: unknown } {
  const check = (what: string) => `${name}_${what}`
  const path = answer.url.pathname
  if (!isAnswer(answer)) {
    return { findings: [unknown(check('present'), `${path} did not answer (${answer.error})`)] }
  }
  const { status, headers, text } = answer
  if (status === 404 || status === 410) {
    return {
      findings: [ok(check('present'), `${path} is not there, and nothing said it should be`)],
    }
  }
  if (status >= 300 && status < 400) {
    return {
      findings: [
        problem(check('redirect'), `${path} redirects to ${headers.location ?? 'nowhere'}`, {
          why: 'those who read this file do not follow redirects: to them it is not there',
          fix: `serve ${path} itself with status 200, also under the bare domain`,
        }),
      ],
    }
  }
  if (status !== 200) {
    return {
      findings: [
        problem(check('status'), `${path} answers ${status}`, {
          why: 'only status 200 counts',
          fix: `let ${path} through to Latchkey without signing in, from any network`,
        }),
      ],
    }
  }
  const findings: Finding[] = []
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) {
    findings.push(
      problem(check('type'), `${path} has the type ${headers['content-type'] ?? '(none)'}`, {
        why: 'browsers and systems take it only as application/json',
        fix: `send Content-Type: application/json with ${path}`,
      }),
    )
  }
  try {
    return { findings, json: JSON.parse(text) as unknown }
  } catch {
    findings.push(
      problem(check('json'), `${path} is not JSON`, {
        why: 'it is ignored as a whole',
        fix: `let Latchkey make ${path} from its configuration`,
      }),
    )
    return { findings }
  }
}
