/**
 * What only the operator can see: the configuration, and what it points to. Makes nothing.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { androidOrigins } from '../../server/check-apps.ts'
import { checkConfig } from '../../server/check-config.ts'
import type { Settings } from '../../server/config.ts'
import type { SaidConfig } from '../configuration.ts'
import { checkDatabase } from './database-checks.ts'
import { ok, problem, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { checkIssuerDocuments } from './issuer-checks.ts'
import { checkMailServer } from './mail-checks.ts'
import { checkSecretFile } from './secret-checks.ts'

/** What the examination from outside told. */
export interface SeenOutside {
  readonly now: number
  /** The version of the secret that the running server seals with, when it told one. */
  readonly sealedBy: number | undefined
}

/** Looks at what was said of a server, and at what that points to. */
export async function checkConfiguration(
  { members, secretFile }: SaidConfig,
  seen: SeenOutside,
): Promise<readonly Finding[]> {
  const filed = members.secret === undefined ? checkSecretFile(secretFile, seen) : undefined
  const secrets = filed?.findings ?? []
  let settings: Settings
  try {
    settings = checkConfig({ ...members, secret: members.secret ?? randomBytes(32) })
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    const [, member = 'the member'] = /\bconfig\.([\w.[\]]+)/.exec(what) ?? []
    const why = 'the server does not start with it'
    const fix = `${member}: as the sentence says, in the configuration (docs/server.md has every member)`
    return [...secrets, problem('configuration', what, { why, fix })]
  }
  return [
    ok('configuration', 'the configuration makes sense'),
    ...secrets,
    ...randomness(members, filed?.secret),
    ...apps(members),
    ...proxies(settings, members.trustedProxies),
    ...(await Promise.all([
      checkDatabase(members.database),
      checkMailServer(members.mail?.url),
      checkIssuerDocuments(settings.issuers),
    ]).then((lists) => lists.flat())),
  ]
}

/** R157: a secret that somebody thought of. The check of the configuration knows one when it sees it. */
function randomness(
  members: SaidConfig['members'],
  secret: SaidConfig['members']['secret'],
): readonly Finding[] {
  if (secret === undefined) return []
  try {
    checkConfig({ ...members, secret })
    return []
  } catch {
    const why = 'whoever guesses the secret can make challenges and links that the server believes'
    const fix = 'latchkey keys rotate --now, and start every server process again'
    return [problem('secret_weak', 'the secret does not look random', { why, fix })]
  }
}

/** Origins of Android apps that were listed by hand, so that no asset link names them. */
function apps({ origins, androidApps = [] }: SaidConfig['members']): readonly Finding[] {
  const linked = new Set(androidOrigins(androidApps))
  const bare = origins.filter((origin) => origin.startsWith('android:') && !linked.has(origin))
  const debug = androidApps.filter((app) => app.debug === true).map((app) => app.packageName)
  return [
    ...(bare.length === 0
      ? []
      : [
          warning('android_origins', `${bare.join(', ')} stands in origins and in no app`, {
            why: 'assetlinks.json does not name the app, and Android answers "RP ID cannot be validated"',
            fix: "androidApps: [{ packageName: 'com.example.app', fingerprints: ['AB:CD:…'] }], and the origin out of origins",
          }),
        ]),
    ...(debug.length === 0
      ? []
      : [
          warning('debug_certificate', `${debug.join(', ')} is signed with a debug certificate`, {
            why: 'whoever has the development machine can sign apps that use these passkeys',
            fix: `take { packageName: '${debug[0]!}', debug: true } out of androidApps here; debug builds get a server of their own`,
          }),
        ]),
  ]
}

/** Whose word about addresses is taken (R15). `said`: as the configuration has it, if it says anything. */
function proxies(
  { trustedProxies, tls }: Settings,
  said: SaidConfig['members']['trustedProxies'],
): readonly Finding[] {
  // Without TLS nobody is in front of it but the person who tries it out.
  if (!tls) return []
  const everybody = trustedProxies.find((one) => /\/[0-7]$/.test(one))
  if (everybody !== undefined) {
    const why = 'anybody can write the address they are counted by, and no limit holds'
    const fix = "trustedProxies: ['127.0.0.1'] (LATCHKEY_TRUSTED_PROXIES): the address of the proxy"
    return [problem('trusted_proxies', `trustedProxies has ${everybody}`, { why, fix })]
  }
  if (trustedProxies.length > 0) {
    return [ok('trusted_proxies', `addresses are believed from ${trustedProxies.join(', ')}`)]
  }
  if (said !== undefined) return [ok('trusted_proxies', 'the configuration says: no proxy')]
  const why =
    'behind a proxy everybody has its address, and one who guesses passwords locks out all'
  const fix =
    "trustedProxies: ['127.0.0.1'] (LATCHKEY_TRUSTED_PROXIES=127.0.0.1), and nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; — or trustedProxies: [] where an app of your own speaks TLS itself"
  return [warning('trusted_proxies', 'the configuration names no proxy', { why, fix })]
}
