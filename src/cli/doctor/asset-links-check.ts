/**
 * `/.well-known/assetlinks.json`: the Android apps that share the passkeys.
 *
 * @module
 */
import { ok, problem, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { itemsOf, memberOf, shown } from './json-value.ts'
import type { Answer, Silence } from './probe.ts'
import { document } from './well-known-file.ts'
import type { Subject } from './well-known-file.ts'

const RELATIONS = [
  'delegate_permission/common.get_login_creds',
  'delegate_permission/common.handle_all_urls',
] as const

const FINGERPRINT = /^(?:[\dA-F]{2}:){31}[\dA-F]{2}$/
const PACKAGE = /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)+$/

/** Looks at the file, and whether it names every app that the server accepts. */
export function assetLinks(
  answer: Answer | Silence,
  { origin, expected }: Subject,
): readonly Finding[] {
  const { androidOrigins = [], androidPackages = [] } = expected ?? {}
  const wanted = androidOrigins.length > 0
  const { findings, json } = document('assetlinks', answer, { wanted })
  if (json === undefined) return findings
  if (!Array.isArray(json)) {
    const what = 'assetlinks.json is not a list of statements'
    const why = 'Android ignores it as a whole'
    const fix = `delete the file of your own and lead ${answer.url.pathname} to Latchkey: it makes a list [ … ] from androidApps`
    return [...findings, problem('assetlinks_shape', what, { why, fix })]
  }
  const statements = itemsOf(json)
  const apps = statements.filter(
    (one) => memberOf(memberOf(one, 'target'), 'namespace') === 'android_app',
  )
  const stated = apps.flatMap((app) => appFindings(app))
  const published = new Set(apps.flatMap((app) => fingerprintsOf(app).map(originOf)))
  const sites = statements.map((one) => memberOf(memberOf(one, 'target'), 'site'))
  const missing = androidOrigins.filter((one) => !published.has(one))
  const packages = new Set(apps.map((app) => memberOf(memberOf(app, 'target'), 'package_name')))
  const unnamed = androidPackages.filter((name) => !packages.has(name))
  return [
    ...findings,
    ...stated,
    ...(missing.length === 0
      ? []
      : [
          problem(
            'assetlinks_fingerprints',
            `assetlinks.json does not name ${missing.join(', ')}`,
            {
              why: 'the server accepts these apps, and Android does not let them ask: "RP ID cannot be validated"',
              fix: "androidApps: [{ packageName, fingerprints: ['AB:CD:…'] }] in the configuration, in place of the origins by hand (fingerprint: keytool -list -v)",
            },
          ),
        ]),
    ...(unnamed.length === 0
      ? []
      : [
          problem('assetlinks_package', `assetlinks.json does not name ${unnamed.join(', ')}`, {
            why: 'Android lets no call of the app pass: "The incoming request cannot be validated"',
            fix: `delete the file of your own and lead ${answer.url.pathname} to Latchkey: it names every app of androidApps`,
          }),
        ]),
    ...(apps.length === 0 || sites.includes(origin.origin)
      ? []
      : [
          warning('assetlinks_site', `no statement of assetlinks.json names ${origin.origin}`, {
            why: 'passwords that were saved on the site are not offered in the app',
            fix: `add { "relation": ["${RELATIONS[0]}"], "target": { "namespace": "web", "site": "${origin.origin}" } }, or let Latchkey make the file from androidApps`,
          }),
        ]),
    ...(stated.length + missing.length + unnamed.length === 0
      ? [ok('assetlinks', `assetlinks.json names ${apps.length} apps`)]
      : []),
  ]
}

function appFindings(statement: unknown): readonly Finding[] {
  const name = memberOf(memberOf(statement, 'target'), 'package_name')
  const relations = itemsOf(memberOf(statement, 'relation'))
  const lacking = RELATIONS.filter((one) => !relations.includes(one))
  const prints = fingerprintsOf(statement)
  const wrong = prints.find((one) => typeof one !== 'string' || !FINGERPRINT.test(one))
  const findings: Finding[] = []
  if (typeof name !== 'string' || !PACKAGE.test(name)) {
    const fix = "package_name: 'com.example.app', as applicationId in build.gradle says it"
    findings.push(
      problem('assetlinks_package', `${shown(name)} is no name of a package`, {
        why: 'the statement belongs to no app: "The incoming request cannot be validated"',
        fix,
      }),
    )
  }
  if (lacking.length > 0) {
    findings.push(
      problem(
        'assetlinks_relations',
        `the statement for ${shown(name)} lacks ${lacking.join(' and ')}`,
        {
          why: 'with one relation alone native calls fail with "RP ID cannot be validated", though link checkers are content',
          fix: `"relation": ["${RELATIONS.join('", "')}"], or let Latchkey make the file from androidApps`,
        },
      ),
    )
  }
  if (prints.length === 0 || wrong !== undefined) {
    const what =
      prints.length === 0 ? 'no fingerprint' : `the fingerprint ${shown(wrong)}${formOf(wrong)}`
    findings.push(
      problem('assetlinks_fingerprint_form', `${shown(name)} has ${what}`, {
        why: 'a fingerprint of another form matches no certificate',
        fix: '"sha256_cert_fingerprints": ["AB:CD:…"], the SHA-256 line of keytool -list -v: 32 pairs of upper-case hex digits, with colons',
      }),
    )
  }
  return findings
}

/** What seems to have been meant. */
function formOf(fingerprint: unknown): string {
  const text = typeof fingerprint === 'string' ? fingerprint : ''
  if (/^(?:[\dA-F]{2}:){19}[\dA-F]{2}$/i.test(text)) return ', a SHA-1'
  if (/^[\dA-F]{64}$/i.test(text)) return ', without colons'
  return FINGERPRINT.test(text.toUpperCase()) ? ', in lower case' : ''
}

function fingerprintsOf(statement: unknown): readonly unknown[] {
  return itemsOf(memberOf(memberOf(statement, 'target'), 'sha256_cert_fingerprints'))
}

function originOf(fingerprint: unknown): string {
  const bytes = Buffer.from(
    typeof fingerprint === 'string' ? fingerprint.replaceAll(':', '') : '',
    'hex',
  )
  return `android:apk-key-hash:${bytes.toString('base64url')}`
}
