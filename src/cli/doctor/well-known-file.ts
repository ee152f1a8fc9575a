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

/** The member of the configuration that each file is made from. */
const MEMBERS = {
  related_origins: 'relatedOrigins',
  passkey_endpoints: 'passkeyEndpoints',
  assetlinks: 'androidApps',
  apple_association: 'appleApps',
} as const

/** What every one of them has to be, before its content is looked at. */
export function document(
  name: keyof typeof MEMBERS,
  answer: Answer | Silence,
): { readonly findings: readonly Finding[]; readonly json?: unknown } {
  const check = <What extends string>(what: What) => `${name}_${what}` as const
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
          fix: `nginx, before any redirect: location = ${path} { proxy_pass http://127.0.0.1:8080; } in the server block of ${answer.url.host}`,
        }),
      ],
    }
  }
  if (status !== 200) {
    return {
      findings: [
        problem(check('status'), `${path} answers ${status}`, {
          why: 'only status 200 counts',
          fix: `nginx: location = ${path} { auth_basic off; allow all; proxy_pass http://127.0.0.1:8080; }`,
        }),
      ],
    }
  }
  const findings: Finding[] = []
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) {
    findings.push(
      problem(check('type'), `${path} has the type ${headers['content-type'] ?? '(none)'}`, {
        why: 'browsers and systems take it only as application/json',
        fix: `nginx: location = ${path} { proxy_pass http://127.0.0.1:8080; }, or for a file of your own: default_type application/json;`,
      }),
    )
  }
  try {
    return { findings, json: JSON.parse(text) as unknown }
  } catch {
    findings.push(
      problem(check('json'), `${path} is not JSON`, {
        why: 'it is ignored as a whole',
        fix: `delete the file of your own and lead ${path} to Latchkey, which makes it from ${MEMBERS[name]} in the configuration`,
      }),
    )
    return { findings }
  }
}
