/**
 * `/.well-known/assetlinks.json`: the Android apps that share the passkeys.
 *
 * @module
 */
import { ok, problem } from './finding.ts'
import type { Finding } from './finding.ts'
import type { Answer, Silence } from './probe.ts'
import { document } from './well-known-file.ts'
import type { Subject } from './well-known-file.ts'

const RELATIONS = [
  'delegate_permission/common.get_login_creds',
  'delegate_permission/common.handle_all_urls',
] as const

interface Statement {
  readonly relation?: unknown
  readonly target?: {
    readonly namespace?: unknown
    readonly package_name?: unknown
    readonly sha256_cert_fingerprints?: unknown
  }
}

/** Looks at the file, and whether it names every app that the server accepts. */
export function assetLinks(
  answer: Answer | Silence,
  { androidOrigins }: Subject,
): readonly Finding[] {
  const { findings, json } = document('assetlinks', answer)
  if (json === undefined) {
    if ((androidOrigins ?? []).length === 0 || findings.some((one) => one.severity === 'problem')) {
      return findings
    }
    const what = 'the configuration accepts Android apps, and there is no assetlinks.json'
    const why = 'Android answers "RP ID cannot be validated" to each of their calls'
    const fix = 'add androidApps: [{ packageName, fingerprints }] to the configuration'
    return [problem('assetlinks_present', what, { why, fix })]
  }
  if (!Array.isArray(json)) {
    const what = 'assetlinks.json is not a list of statements'
    const why = 'Android ignores it as a whole'
    const fix = 'let Latchkey make it from androidApps in the configuration'
    return [...findings, problem('assetlinks_shape', what, { why, fix })]
  }
  const apps = (json as Statement[]).filter(({ target }) => target?.namespace === 'android_app')
  const stated = apps.flatMap((app) => appFindings(app))
  const published = new Set(apps.flatMap(({ target }) => originsOf(target)))
  const missing = (androidOrigins ?? []).filter((origin) => !published.has(origin))
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
              fix: 'list the apps under androidApps, by fingerprint, instead of their origins by hand',
            },
          ),
        ]),
    ...(stated.length === 0 && missing.length === 0
      ? [ok('assetlinks', `assetlinks.json names ${apps.length} apps`)]
      : []),
  ]
}

function appFindings({ relation, target }: Statement): readonly Finding[] {
  const name = String(target?.package_name)
  const relations: readonly unknown[] = Array.isArray(relation) ? relation : []
  const lacking = RELATIONS.filter((one) => !relations.includes(one))
  const prints: readonly unknown[] = Array.isArray(target?.sha256_cert_fingerprints)
    ? target.sha256_cert_fingerprints
    : []
  const wrong = prints.find((one) => !/^(?:[\dA-F]{2}:){31}[\dA-F]{2}$/.test(String(one)))
  return [
    ...(lacking.length === 0
      ? []
      : [
          problem(
            'assetlinks_relations',
            `the statement for ${name} lacks ${lacking.join(' and ')}`,
            {
              why: 'with one relation alone native calls fail with "RP ID cannot be validated", though link checkers are content',
              fix: 'give the statement both relations, as Latchkey does for androidApps',
            },
          ),
        ]),
    ...(prints.length > 0 && wrong === undefined
      ? []
      : [
          problem(
            'assetlinks_fingerprint_form',
            `${name} has ${prints.length === 0 ? 'no fingerprint' : `the fingerprint ${JSON.stringify(wrong)}`}`,
            {
              why: 'a fingerprint of another form matches no certificate',
              fix: 'copy the SHA-256 line of keytool -list -v: 32 pairs of upper-case hex digits, with colons',
            },
          ),
        ]),
  ]
}

function originsOf(target: Statement['target']): readonly string[] {
  const prints: unknown = target?.sha256_cert_fingerprints
  if (!Array.isArray(prints)) return []
  return prints.map((one) => {
    const bytes = Buffer.from(String(one).replaceAll(':', ''), 'hex')
    return `android:apk-key-hash:${bytes.toString('base64url')}`
  })
}
