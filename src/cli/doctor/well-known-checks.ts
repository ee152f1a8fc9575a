/**
 * The files under `/.well-known/`: whether each is there as those who read it want it.
 *
 * @module
 */
import { assetLinks } from './asset-links-check.ts'
import { ok, problem, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { itemsOf, memberOf, shown } from './json-value.ts'
import { isAnswer } from './probe.ts'
import type { Answer, Probe, Silence } from './probe.ts'
import { relatedOrigins } from './related-origins-check.ts'
import { document } from './well-known-file.ts'
import type { Subject } from './well-known-file.ts'

/** Bytes that Apple's network takes of a file. */
const APPLE_LIMIT = 131_072

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
  return [
    ...relatedOrigins(related, subject),
    ...passkeyEndpoints(endpoints),
    ...assetLinks(links, subject),
    ...appleAssociation(apple),
    ...changePassword(password, missing),
    ...robotsFile(robots),
  ]
}

/** These files belong to the RP ID's own host, on the usual port. */
function hostOf({ origin, rpId }: Subject, path: string): URL {
  const isOwn = origin.hostname === rpId
  return new URL(path, isOwn ? origin : `https://${rpId}`)
}

function passkeyEndpoints(answer: Answer | Silence): readonly Finding[] {
  const { findings, json } = document('passkey_endpoints', answer)
  if (json === undefined) return findings
  const pages =
    typeof json === 'object' && json !== null ? Object.entries<unknown>({ ...json }) : []
  const wrong = pages.find(
    ([, url]) => typeof url !== 'string' || URL.parse(url)?.protocol !== 'https:',
  )
  if (wrong === undefined)
    return [...findings, ok('passkey_endpoints', 'passkey-endpoints is in order')]
  const what = `${shown(wrong[0])} is ${shown(wrong[1])}`
  const why = 'passkey providers lead people to https pages only'
  const fix = `passkeyEndpoints: { ${wrong[0]}: '${answer.url.origin}/…' } in the configuration: the full https address of the page`
  return [...findings, problem('passkey_endpoints_pages', what, { why, fix })]
}

function appleAssociation(answer: Answer | Silence): readonly Finding[] {
  const { findings, json } = document('apple_association', answer)
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
  if (apps.length > 0 && wrong === undefined) {
    return [...findings, ok('apple_association', `${apps.length} apps share the passkeys`)]
  }
  const what =
    apps.length === 0 ? 'there is no list webcredentials.apps' : `${shown(wrong)} is no app`
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
  if (status === 200 || [302, 303, 307].includes(status)) {
    return [ok('change_password', 'change-password leads to a page')]
  }
  const what = `change-password answers ${status}`
  const why = 'password managers follow 302, 303 and 307, and take 200'
  const fix = `changePasswordUrl: '${answer.url.origin}/account' in the configuration (LATCHKEY_CHANGE_PASSWORD_URL): the page where people change it`
  return [problem('change_password', what, { why, fix })]
}

function robotsFile(answer: Answer | Silence): readonly Finding[] {
  if (!isAnswer(answer) || answer.status !== 200) return []
  const lines = answer.text.split(/\r?\n/).map((line) => line.replace(/#.*/, '').trim())
  const allows = lines.some((line) => /^allow:\s*\/\.well-known\//i.test(line))
  const forbids = lines.some((line) => /^disallow:\s*\/(?:\.well-known(?:\/.*)?)?$/i.test(line))
  if (allows || !forbids) return [ok('robots', 'robots.txt lets the well-known files be read')]
  const what = 'robots.txt forbids /.well-known/'
  const why = 'those who fetch assetlinks.json for Android keep to it'
  return [problem('robots', what, { why, fix: 'in robots.txt: Allow: /.well-known/' })]
}
