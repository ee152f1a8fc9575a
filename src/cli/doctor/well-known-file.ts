/**
 * One file under `/.well-known/`: what each of them has to be before its content is looked at.
 *
 * @module
 */
import { ok, problem, unknown } from './finding.ts'
import type { Finding } from './finding.ts'
import { jsonOf } from './json-value.ts'
import { isAnswer, LONGEST } from './probe.ts'
import type { Answer, Silence } from './probe.ts'

/** What the checks know of the deployment. */
export interface Subject {
  readonly origin: URL
  readonly rpId: string
  /** What the server is told, when its configuration is at hand. */
  readonly expected?: Expected | undefined
}

/** What the files should tell. */
export interface Expected {
  readonly relatedOrigins: readonly string[]
  /** Android origins that the server accepts. */
  readonly androidOrigins: readonly string[]
  /** Names of packages. */
  readonly androidPackages: readonly string[]
  readonly appleApps: readonly string[]
  /** Names of pages, such as `enroll`. */
  readonly endpoints: readonly string[]
}

/** In a sentence behind what it is about. */
export const ENDLESS = `has more than ${LONGEST} bytes`

/** The member of the configuration that each file is made from, and what comes of it when it is not there. */
const FILES = {
  related_origins: {
    member: 'relatedOrigins',
    without: 'browsers refuse every passkey on the related origins with a SecurityError',
  },
  passkey_endpoints: {
    member: 'passkeyEndpoints',
    without: 'password managers do not link to the passkey pages',
  },
  assetlinks: {
    member: 'androidApps',
    without: 'Android answers "RP ID cannot be validated" to each call of the apps',
  },
  apple_association: {
    member: 'appleApps',
    without: 'iOS and macOS apps cannot use the passkeys of this domain',
  },
} as const

/** What every one of them has to be, before its content is looked at. `wanted`: the configuration has something for it. */
export function document(
  name: keyof typeof FILES,
  answer: Answer | Silence,
  { wanted }: { readonly wanted: boolean },
): { readonly findings: readonly Finding[]; readonly json?: unknown } {
  const check = <What extends string>(what: What) => `${name}_${what}` as const
  const { member, without } = FILES[name]
  const { pathname: path, host } = answer.url
  const proxied = `location = ${path} { proxy_pass http://127.0.0.1:8080; } in the server block of ${host}`
  const one = (finding: Finding) => ({ findings: [finding] })
  const isMissing = isAnswer(answer) && (answer.status === 404 || answer.status === 410)
  if (!isAnswer(answer) || isMissing) {
    const what = isAnswer(answer) ? 'is not there' : `did not answer (${answer.error})`
    if (wanted) {
      const said = `https://${host}${path} ${what}, and the configuration has ${member}`
      return one(problem(check('present'), said, { why: without, fix: `nginx: ${proxied}` }))
    }
    return one(
      isMissing
        ? ok(check('present'), `${path} ${what}, and nothing said it should be`)
        : unknown(check('present'), `${path} ${what}`),
    )
  }
  const { status, headers, text, broken } = answer
  if (status >= 300 && status < 400) {
    const to = headers.location ?? 'nowhere'
    return one(
      problem(check('redirect'), `${path} redirects to ${to}`, {
        why: 'those who read this file do not follow redirects: to them it is not there',
        fix: `nginx, before any redirect: ${proxied}`,
      }),
    )
  }
  if (status !== 200) {
    return one(
      problem(check('status'), `${path} answers ${status}`, {
        why: 'only status 200 counts',
        fix: `nginx: location = ${path} { auth_basic off; allow all; proxy_pass http://127.0.0.1:8080; }`,
      }),
    )
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
  const json = jsonOf(text)
  if (json !== undefined) return { findings, json }
  const what =
    broken === 'endless'
      ? ENDLESS
      : broken === 'undecodable'
        ? `is not compressed as it says (${headers['content-encoding']})`
        : 'is not JSON'
  findings.push(
    problem(check('json'), `${path} ${what}`, {
      why: 'it is ignored as a whole',
      fix: `delete the file of your own and lead ${path} to Latchkey, which makes it from ${member} in the configuration`,
    }),
  )
  return { findings }
}
