/**
 * The files under `/.well-known/`: whether each is there as those who read it want it.
 *
 * @module
 */
import { assetLinks } from './asset-links-check.ts'
import { certificateProblem } from './certificate-check.ts'
import { ok, problem, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { itemsOf, jsonOf, memberOf, shown } from './json-value.ts'
import { isAnswer } from './probe.ts'
import type { Answer, Probe, Silence } from './probe.ts'
import { relatedOrigins } from './related-origins-check.ts'
import { robotsFile } from './robots-check.ts'
import { document } from './well-known-file.ts'
import type { Subject } from './well-known-file.ts'

/** Bytes that Apple's network takes of a file. */
const APPLE_LIMIT = 131_072

/** What clients of change-password follow: every redirect that Fetch knows. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Looks at every file. One that is not there is no problem, unless something needs it. */
export async function checkWellKnown(probe: Probe, subject: Subject): Promise<readonly Finding[]> {
  const own = (name: string) => hostOf(subject, `/.well-known/${name}`)
  const [related, endpoints, links, apple, password, missing, robots] = await Promise.all([
    probe(own('webauthn')),
    probe(own('passkey-endpoints')),
    probe(own('assetlinks.json')),
    probe(own('apple-app-site-association')),
    probe(own('change-password')),
    probe(own('resource-that-should-not-exist-whose-status-code-should-not-be-200')),
    probe(hostOf(subject, '/robots.txt')),
  ])
  const files = [related, endpoints, links, apple].filter(isAnswer)
  const certificates = files.map((answer) => certificateProblem(answer))
  // The origin's own certificate was looked at where the origin was.
  const isElsewhere = related.url.hostname !== subject.origin.hostname
  return [
    ...(isElsewhere ? certificates.filter((one) => one !== undefined).slice(0, 1) : []),
    ...relatedOrigins(related, subject),
    ...passkeyEndpoints(endpoints, { subject, related }),
    ...assetLinks(links, subject),
    ...appleAssociation(apple, subject),
    ...changePassword(password, missing),
    ...robotsFile(robots),
  ]
}

/** These files belong to the RP ID's own host, on the usual port. */
function hostOf({ origin, rpId }: Subject, path: string): URL {
  const isOwn = origin.hostname === rpId
  return new URL(path, isOwn ? origin : `https://${rpId}`)
}

function passkeyEndpoints(
  answer: Answer | Silence,
  { subject, related }: { readonly subject: Subject; readonly related: Answer | Silence },
): readonly Finding[] {
  const { expected, origin, rpId } = subject
  const names = expected?.endpoints ?? []
  const { findings, json } = document('passkey_endpoints', answer, { wanted: names.length > 0 })
  if (json === undefined) return findings
  const why = 'passkey providers lead people to https pages of the site only'
  const fixOf = (name: string) =>
    `passkeyEndpoints: { ${name}: '${origin.origin}/…' } in the configuration: the full https address of the page, on an origin of its own or a related one`
  const pageProblem = (what: string, name: string) =>
    problem('passkey_endpoints_pages', what, { why, fix: fixOf(name) })
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return [...findings, pageProblem(`passkey-endpoints is ${shown(json)} and no object`, 'enroll')]
  }
  const listed = isAnswer(related) ? itemsOf(memberOf(jsonOf(related.text), 'origins')) : []
  const isOwn = ({ hostname, origin: one }: URL) =>
    one === origin.origin || listed.includes(one) || `.${hostname}`.endsWith(`.${rpId}`)
  const pages = Object.entries<unknown>({ ...json })
  const missing = names.find((name) => memberOf(json, name) === undefined)
  const wrong = pages.find(([, url]) => typeof url !== 'string' || !isSecurePage(url))
  const foreign = pages.find(([, url]) => wrong === undefined && !isOwn(new URL(String(url))))
  return [
    ...findings,
    ...(wrong === undefined
      ? []
      : [pageProblem(`${shown(wrong[0])} is ${shown(wrong[1])}`, wrong[0])]),
    ...(foreign === undefined
      ? []
      : [
          pageProblem(
            `${shown(foreign[0])} leads to another site: ${shown(foreign[1])}`,
            foreign[0],
          ),
        ]),
    ...(missing === undefined
      ? []
      : [pageProblem(`passkey-endpoints does not name the page ${shown(missing)}`, missing)]),
    ...((wrong ?? foreign ?? missing) === undefined
      ? [ok('passkey_endpoints', 'passkey-endpoints is in order')]
      : []),
  ]
}

function isSecurePage(url: string): boolean {
  return URL.parse(url)?.protocol === 'https:'
}

function appleAssociation(answer: Answer | Silence, { expected }: Subject): readonly Finding[] {
  const wanted = expected?.appleApps ?? []
  const { findings, json } = document('apple_association', answer, { wanted: wanted.length > 0 })
  if (json === undefined) return findings
  if (isAnswer(answer) && Buffer.byteLength(answer.text) > APPLE_LIMIT) {
    const what = `apple-app-site-association has ${Buffer.byteLength(answer.text)} bytes`
    const why = `Apple's network takes ${APPLE_LIMIT} at most, and apps then see no file`
    const fix = 'appleApps: [...] with the apps that sign in here, and nothing else in the file'
    return [...findings, problem('apple_association_size', what, { why, fix })]
  }
  const apps = itemsOf(memberOf(memberOf(json, 'webcredentials'), 'apps'))
  const wrong = apps.find(
    (app) => typeof app !== 'string' || !/^[A-Z\d]{10}(?:\.[\w-]+)+$/.test(app),
  )
  const missing = wanted.filter((app) => !apps.includes(app))
  if (apps.length > 0 && wrong === undefined && missing.length === 0) {
    return [...findings, ok('apple_association', `${apps.length} apps share the passkeys`)]
  }
  const what =
    apps.length === 0
      ? 'there is no list webcredentials.apps in apple-app-site-association'
      : wrong === undefined
        ? `apple-app-site-association does not name ${missing.join(', ')}`
        : `${shown(wrong)} in apple-app-site-association is no app`
  const why = 'iOS and macOS apps cannot use the passkeys of this domain'
  const fix =
    "appleApps: ['A1B2C3D4E5.com.example.app'] in the configuration: team id and bundle id (LATCHKEY_APPLE_APPS)"
  return [...findings, problem('apple_association_apps', what, { why, fix })]
}

function changePassword(answer: Answer | Silence, missing: Answer | Silence): readonly Finding[] {
  if (isAnswer(missing) && missing.status >= 200 && missing.status < 300) {
    return [
      warning('missing_pages', `a page that cannot exist answers ${missing.status}`, {
        why: 'password managers cannot tell whether change-password works, and do not offer it',
        fix: 'nginx: location /.well-known/ { try_files $uri =404; } — no page of the app for paths that are not there',
      }),
    ]
  }
  if (!isAnswer(answer) || answer.status === 404) return []
  const { status } = answer
  if ((status >= 200 && status < 300) || REDIRECTS.has(status)) {
    return [ok('change_password', 'change-password leads to a page')]
  }
  const what = `change-password answers ${status}`
  const why = 'password managers follow redirects, and take a page: anything else is none to them'
  const fix = `changePasswordUrl: '${answer.url.origin}/account' in the configuration (LATCHKEY_CHANGE_PASSWORD_URL): the page where people change it`
  return [problem('change_password', what, { why, fix })]
}
