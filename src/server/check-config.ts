/**
 * The one check of a configuration: nonsense is refused at start, in a sentence, and never later.
 *
 * @module
 */
import { isBuiltin } from 'node:module'
import { decodeBase64url } from '../bytes/base64url.ts'
import { DEFAULT_BASE_PATH } from '../protocol/routes.ts'
import { writeLogLine } from './audit.ts'
import { systemClock } from './clock.ts'
import type {
  AccessTokenConfig,
  Hooks,
  LatchkeyConfig,
  SecretValue,
  SessionLimits,
  Settings,
} from './config.ts'
import { androidOrigins, checkApps } from './check-apps.ts'
import { checkLimits, checkPasswords } from './check-limits.ts'
import { checkHosts, checkOrigins, checkProxies, checkRpId } from './check-origins.ts'
import { checkMail } from './mail/check-mail.ts'
import { checkIssuers } from './federation/check-issuers.ts'
import type { MasterSecret } from './secrets.ts'
import { checkMetrics } from './telemetry/check-metrics.ts'
import { checkWebhooks } from './webhooks/check-webhooks.ts'
import { isPostgresUrl, parsePostgresUrl } from './store/postgres-url.ts'

/** Every member a configuration may have. */
export const CONFIG_MEMBERS: Readonly<Record<keyof LatchkeyConfig, true>> = {
  rpId: true,
  rpName: true,
  origins: true,
  relatedOrigins: true,
  androidApps: true,
  appleApps: true,
  passkeyEndpoints: true,
  changePasswordUrl: true,
  database: true,
  secret: true,
  decoySecret: true,
  basePath: true,
  hosts: true,
  trustedProxies: true,
  signUp: true,
  userVerification: true,
  signCount: true,
  passkeyLimit: true,
  issuers: true,
  passwords: true,
  limits: true,
  sessions: true,
  freshness: true,
  bodyLimit: true,
  revealUnknownCredentials: true,
  insecureCookies: true,
  accounts: true,
  mail: true,
  hooks: true,
  webhooks: true,
  auditRetention: true,
  accessTokens: true,
  metrics: true,
  telemetry: true,
  log: true,
  clock: true,
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * Checks a configuration and fills in the defaults.
 *
 * @throws TypeError with a sentence that names the member and says what it should be.
 */
export function checkConfig(config: LatchkeyConfig): Settings {
  for (const name of Object.keys(config)) {
    if (!Object.hasOwn(CONFIG_MEMBERS, name)) throw new TypeError(`config.${name} is not known`)
  }
  const rpId = checkRpId(config.rpId)
  const { origins, webOrigins, tls, loopback } = checkOrigins(rpId, config)
  const apps = checkApps(config, webOrigins)
  const insecureCookies = flag(config, 'insecureCookies', false)
  if (insecureCookies && !loopback) {
    throw new TypeError('config.insecureCookies works only when every origin is on localhost')
  }
  const accounts = oneOf(config, 'accounts', ['username', 'email'])
  const mail = checkMail(config.mail, config.origins[0]!)
  if (accounts === 'email' && mail === undefined) {
    throw new TypeError('config.accounts can be email only with config.mail')
  }
  return {
    rpId,
    rpName: checkRpName(config.rpName ?? rpId),
    ...apps,
    origins: [...new Set([...origins, ...androidOrigins(apps.androidApps)])],
    webOrigins,
    relatedOrigins: config.relatedOrigins ?? [],
    database: checkDatabase(config.database),
    secrets: checkSecrets(config.secret),
    decoySecret:
      config.decoySecret === undefined ? undefined : checkSecret(config.decoySecret, 'decoySecret'),
    basePath: checkBasePath(config.basePath ?? DEFAULT_BASE_PATH),
    hosts: checkHosts(config.hosts, webOrigins),
    trustedProxies: checkProxies(config.trustedProxies ?? []),
    signUp: oneOf(config, 'signUp', ['open', 'closed']),
    userVerification: oneOf(config, 'userVerification', ['required', 'preferred', 'discouraged']),
    signCount: oneOf(config, 'signCount', ['refuse', 'report']),
    passkeyLimit: whole(config.passkeyLimit ?? 20, 'passkeyLimit', 1, 1000),
    issuers: checkIssuers(config.issuers ?? {}),
    passwords: checkPasswords(config.passwords),
    limits: checkLimits(config.limits),
    sessions: checkSessions(config.sessions ?? {}),
    freshness: whole(config.freshness ?? 5 * MINUTE, 'freshness', 1000, HOUR),
    bodyLimit: whole(config.bodyLimit ?? 65_536, 'bodyLimit', 1024, 1_048_576),
    revealUnknownCredentials: flag(config, 'revealUnknownCredentials', true),
    tls,
    insecureCookies,
    accounts,
    mail,
    hooks: checkHooks(config.hooks ?? {}),
    webhooks: checkWebhooks(config.webhooks ?? []),
    auditRetention:
      config.auditRetention === undefined
        ? undefined
        : DAY * whole(config.auditRetention, 'auditRetention', 1, 36_500),
    accessTokens: config.accessTokens && checkAccessTokens(config.accessTokens),
    metrics: checkMetrics(config.metrics),
    telemetry: oneOf(config, 'telemetry', ['off', 'on']),
    log: config.log ?? writeLogLine,
    clock: config.clock ?? systemClock,
  }
}

function checkRpName(rpName: unknown): string {
  if (typeof rpName === 'string' && rpName.trim() !== '' && rpName.length <= 64) return rpName
  throw new TypeError('config.rpName has to be a text of 1 to 64 characters')
}

function checkDatabase(database: unknown): string {
  if (typeof database === 'string' && /^sqlite:.+$/.test(database)) {
    if (isBuiltin('node:sqlite')) return database
    const { node } = process.versions
    throw new TypeError(
      `config.database: SQLite comes with Node 22.13 or newer, and this is ${node}`,
    )
  }
  if (typeof database === 'string' && isPostgresUrl(database)) {
    try {
      parsePostgresUrl(database)
    } catch (cause) {
      // Its sentence says what is wrong, and never the URL.
      const why = cause instanceof Error ? cause.message : ''
      throw new TypeError(`config.database: ${why}`, { cause })
    }
    return database
  }
  throw new TypeError(
    'config.database has to be sqlite: and a path, such as sqlite:./data/latchkey.db, ' +
      'or postgres://user:password@host/database',
  )
}

const HOOKS: readonly string[] = ['notice', 'event', 'beforeSignUp'] satisfies (keyof Hooks)[]

function checkHooks(hooks: Hooks): Hooks {
  for (const [name, hook] of Object.entries(hooks)) {
    if (!HOOKS.includes(name)) throw new TypeError(`config.hooks.${name} is not known`)
    if (typeof hook !== 'function') throw new TypeError(`config.hooks.${name} has to be a function`)
  }
  return hooks
}

function checkBasePath(basePath: unknown): string {
  if (typeof basePath === 'string' && /^(?:\/[\w.~-]+)+$/.test(basePath)) return basePath
  throw new TypeError('config.basePath has to start with a slash and end without, such as /auth')
}

function checkSessions(limits: SessionLimits): Settings['sessions'] {
  for (const name of Object.keys(limits)) {
    if (!['preset', 'idle', 'absolute'].includes(name)) {
      throw new TypeError(`config.sessions.${name} is not known`)
    }
  }
  if (limits.preset !== undefined && limits.preset !== 'aal2') {
    throw new TypeError('config.sessions.preset has to be aal2, or absent')
  }
  const preset =
    limits.preset === 'aal2' ? { idle: HOUR, absolute: DAY } : { idle: DAY, absolute: 30 * DAY }
  const idle = whole(limits.idle ?? preset.idle, 'sessions.idle', 1000, 366 * DAY)
  const absolute = whole(limits.absolute ?? preset.absolute, 'sessions.absolute', idle, 366 * DAY)
  return { idle, absolute }
}

function checkAccessTokens({ audience, lifetime, ...rest }: AccessTokenConfig): {
  readonly audience: string
  readonly lifetime: number
} {
  const unknown = Object.keys(rest)[0]
  if (unknown !== undefined) throw new TypeError(`config.accessTokens.${unknown} is not known`)
  if (typeof audience !== 'string' || audience === '') {
    throw new TypeError('config.accessTokens.audience has to name the service, by its address')
  }
  return {
    audience,
    lifetime: whole(lifetime ?? 5 * MINUTE, 'accessTokens.lifetime', 10_000, HOUR),
  }
}

function checkSecrets(secret: LatchkeyConfig['secret']): readonly MasterSecret[] {
  if (!Array.isArray(secret)) {
    const value = checkSecret(secret as SecretValue, 'secret')
    return [{ id: 1, value, state: 'active' }]
  }
  const list = secret as Exclude<LatchkeyConfig['secret'], SecretValue>
  const secrets = list.map(({ id, value, state = 'active' }, index): MasterSecret => {
    if (state !== 'active' && state !== 'verify-only') {
      throw new TypeError(`config.secret[${index}].state has to be active or verify-only`)
    }
    whole(id, `secret[${index}].id`, 1, 65_535)
    return { id, value: checkSecret(value, `secret[${index}].value`), state }
  })
  if (new Set(secrets.map(({ id }) => id)).size < secrets.length) {
    throw new TypeError('config.secret has the same id twice')
  }
  if (secrets.filter(({ state }) => state === 'active').length !== 1) {
    throw new TypeError('config.secret needs exactly one active version')
  }
  return secrets
}

/** What people leave in examples. Long enough not to stand in random base64url by accident. */
const WELL_KNOWN = /change-?me|secret|password|example|default|placeholder|insecure|replace-?me/i

/** R157: missing, short and default-looking secrets are refused. The value never gets into a message. */
function checkSecret(secret: SecretValue, name: string): Uint8Array {
  const value = typeof secret === 'string' ? decodeSecret(secret, name) : secret
  if (!(value instanceof Uint8Array) || value.length < 32) {
    throw new TypeError(
      `config.${name} has to be at least 32 random bytes, or their base64url text`,
    )
  }
  const text = typeof secret === 'string' ? secret : Buffer.from(value).toString('latin1')
  const steps = new Set(value.map((byte, index) => byte - (value[index - 1] ?? 0)).subarray(1))
  if (WELL_KNOWN.test(text) || new Set(value).size < 16 || steps.size < 8) {
    throw new TypeError(`config.${name} does not look random; make it with a random generator`)
  }
  return Uint8Array.from(value)
}

function decodeSecret(text: string, name: string): Uint8Array {
  try {
    return decodeBase64url(text)
  } catch {
    // Without the cause: its message could tell something about the secret.
    throw new TypeError(`config.${name} is a text but not base64url without padding`)
  }
}

/** One of several words; the first is the default. */
function oneOf<const Word extends string>(
  config: LatchkeyConfig,
  name: keyof LatchkeyConfig,
  words: readonly Word[],
): Word {
  const value: unknown = config[name] ?? words[0]
  const word = words.find((known) => known === value)
  if (word === undefined)
    throw new TypeError(`config.${name} has to be one of: ${words.join(', ')}`)
  return word
}

function flag(config: LatchkeyConfig, name: keyof LatchkeyConfig, fallback: boolean): boolean {
  const value: unknown = config[name] ?? fallback
  if (typeof value === 'boolean') return value
  throw new TypeError(`config.${name} has to be true or false`)
}

function whole(value: unknown, name: string, minimum: number, maximum: number): number {
  if (Number.isSafeInteger(value)) {
    const number = value as number
    if (number >= minimum && number <= maximum) return number
  }
  throw new TypeError(`config.${name} has to be a whole number from ${minimum} to ${maximum}`)
}
