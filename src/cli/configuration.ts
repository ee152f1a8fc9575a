/**
 * The configuration of a server that is run alone: from a file, from the environment, or both; what the
 * environment says goes first.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { LatchkeyConfig } from '../server/config.ts'
import { openSecretFile } from '../server/secret-file.ts'
import type { SiteConfig } from './site/site-config.ts'
import { UsageError } from './usage.ts'

/** What a server that is run alone needs to know. */
export interface StandaloneConfig {
  readonly config: LatchkeyConfig
  /** What was said, for an examination of it. */
  readonly said: SaidConfig
}

/** The environment, by the names that are read. */
export type Environment = Readonly<Record<string, string | undefined>>

const list = (text: string): readonly string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

const number = (text: string): number => (/^\d+$/.test(text) ? Number(text) : Number.NaN)

/** Variable → member of the configuration, and how its text is read. What it means is checked later. */
const MEMBERS = {
  LATCHKEY_ORIGIN: ['origins', list],
  LATCHKEY_RP_ID: ['rpId', String],
  LATCHKEY_RP_NAME: ['rpName', String],
  LATCHKEY_DATABASE: ['database', String],
  LATCHKEY_RELATED_ORIGINS: ['relatedOrigins', list],
  LATCHKEY_BASE_PATH: ['basePath', String],
  LATCHKEY_HOSTS: ['hosts', list],
  LATCHKEY_TRUSTED_PROXIES: ['trustedProxies', list],
  LATCHKEY_SIGN_UP: ['signUp', String],
  LATCHKEY_USER_VERIFICATION: ['userVerification', String],
  LATCHKEY_PASSKEY_LIMIT: ['passkeyLimit', number],
  LATCHKEY_APPLE_APPS: ['appleApps', list],
  LATCHKEY_CHANGE_PASSWORD_URL: ['changePasswordUrl', String],
  LATCHKEY_ACCOUNTS: ['accounts', String],
  LATCHKEY_PASSWORDS: ['passwords', String],
  LATCHKEY_METRICS: ['metrics', String],
} as const satisfies Record<string, readonly [keyof LatchkeyConfig, (text: string) => unknown]>

/** Variable → where in the site's part of the configuration it belongs. */
const SITE_MEMBERS = {
  LATCHKEY_SITE_NAME: ['name'],
  LATCHKEY_SITE_LOGO: ['logo'],
  LATCHKEY_SITE_ACCENT: ['colors', 'accent'],
  LATCHKEY_SITE_ACCENT_DARK: ['colors', 'accentDark'],
  LATCHKEY_SITE_GROUND: ['colors', 'ground'],
  LATCHKEY_SITE_GROUND_DARK: ['colors', 'groundDark'],
  LATCHKEY_SITE_TERMS: ['links', 'terms'],
  LATCHKEY_SITE_PRIVACY: ['links', 'privacy'],
  LATCHKEY_SITE_SUPPORT: ['links', 'support'],
} as const

/** Variables that are no members of the configuration, or only parts of one. */
const OTHERS = [
  'LATCHKEY_MAIL_URL',
  'LATCHKEY_MAIL_FROM',
  'LATCHKEY_METRICS_TOKEN_FILE',
  'LATCHKEY_SITE',
  'LATCHKEY_SITE_NEXT',
  'LATCHKEY_OPERATORS',
  'LATCHKEY_SECRET_FILE',
  'LATCHKEY_CONFIG',
  'LATCHKEY_PORT',
  'LATCHKEY_HOST',
] as const

/** Every variable there is, for the help text. */
export const VARIABLES: readonly string[] = [
  ...Object.keys(MEMBERS),
  ...Object.keys(SITE_MEMBERS),
  ...OTHERS,
]

/** Where things are unless said otherwise. */
export const DEFAULTS = {
  database: 'sqlite:./data/latchkey.db',
  secretFile: './data/secret',
  port: 8080,
  host: '127.0.0.1',
} as const

/** What was said of a server, before its secret is read. */
export interface SaidConfig {
  /** Everything but the secret, unless that stands in the file. */
  readonly members: Omit<LatchkeyConfig, 'secret'> & Pick<Partial<LatchkeyConfig>, 'secret'>
  readonly secretFile: string
  readonly port: number
  readonly host: string
  /** Of the site around the routes; not yet checked. */
  readonly site: SiteConfig
  /** Usernames of those who may see the examination of this deployment. */
  readonly operators: readonly string[]
}

/**
 * Puts the configuration together. The secret comes from a file, which is made at the first start when the
 * database is a file as well; for several processes it has to be there before.
 *
 * @throws {@link UsageError} for a variable that is not known, and when there is no origin.
 */
export async function readConfiguration(
  environment: Environment,
  file?: string,
): Promise<StandaloneConfig> {
  const said = await readMembers(environment, file)
  const { members, secretFile } = said
  const { secret } = members
  if (secret !== undefined) return { config: { ...members, secret }, said }
  const database: unknown = members.database
  const create = typeof database === 'string' && database.startsWith('sqlite:')
  return { config: { ...members, ...openSecretFile(secretFile, { create }) }, said }
}

/**
 * Reads what was said, and makes nothing.
 *
 * @throws {@link UsageError} as {@link readConfiguration} does.
 */
export async function readMembers(environment: Environment, file?: string): Promise<SaidConfig> {
  refuseUnknown(environment)
  const path = file ?? environment['LATCHKEY_CONFIG']
  const fromFile = path === undefined ? {} : await readConfigFile(path)
  const fromEnvironment = Object.fromEntries(
    Object.entries(MEMBERS).flatMap(([name, [member, read]]) => {
      const text = environment[name]
      return text === undefined || text === '' ? [] : [[member, read(text)]]
    }),
  )
  const { port, host, secretFile, site, operators, ...said } = { ...fromFile, ...fromEnvironment }
  const origins = said.origins ?? []
  const [first]: readonly unknown[] = origins
  // What a file says may be anything, and is told where all of it is checked.
  const main = typeof first === 'string' ? first : ''
  if (first === undefined) {
    throw new UsageError(
      'no origin: say LATCHKEY_ORIGIN=https://example.com, or "origins" in a file',
    )
  }
  const around = { site: siteOf(environment, site), operators: operatorsOf(environment, operators) }
  const mail = mailOf(environment, said.mail)
  const metrics = metricsOf(environment)
  const members = {
    ...said,
    ...(mail !== undefined && { mail }),
    ...(metrics !== undefined && { metrics }),
    rpId: said.rpId ?? URL.parse(main)?.hostname ?? '',
    origins,
    database: said.database ?? DEFAULTS.database,
  }
  return {
    members: around.site === 'off' ? members : withPages(members, main),
    ...around,
    secretFile: environment['LATCHKEY_SECRET_FILE'] ?? secretFile ?? DEFAULTS.secretFile,
    port: portOf(environment['LATCHKEY_PORT'] ?? port ?? DEFAULTS.port),
    host: environment['LATCHKEY_HOST'] ?? host ?? DEFAULTS.host,
  }
}

type Members = SaidConfig['members']

/** The pages of the site, where the configuration names no others. */
function withPages(members: Members, origin: string): Members {
  const { passkeyEndpoints, changePasswordUrl, passwords, mail } = members
  const account = `${origin}/account`
  return {
    ...members,
    // Password managers take no other.
    ...(origin.startsWith('https:') && {
      passkeyEndpoints: { enroll: account, manage: account, ...passkeyEndpoints },
    }),
    ...(passwords !== 'off' && { changePasswordUrl: changePasswordUrl ?? `${account}#password` }),
    ...(mail !== undefined && {
      mail: { ...mail, pages: { recovery: '/recovery', ...mail.pages } },
    }),
  }
}

/** A URL that is said here stands in the place of a transport that is said in the file. */
function mailOf(environment: Environment, said: Members['mail']): Members['mail'] {
  const { LATCHKEY_MAIL_URL: url, LATCHKEY_MAIL_FROM: from } = environment
  const isSaid = (text: string | undefined): text is string => text !== undefined && text !== ''
  if (!isSaid(url) && !isSaid(from)) return said
  const { transport, ...rest } = said ?? { from: '' }
  return {
    ...rest,
    ...(!isSaid(url) && transport !== undefined && { transport }),
    ...(isSaid(url) && { url }),
    ...(isSaid(from) && { from }),
  }
}

function metricsOf(environment: Environment): Members['metrics'] {
  const path = environment['LATCHKEY_METRICS_TOKEN_FILE']
  const isOff = environment['LATCHKEY_METRICS'] === 'off'
  if (path === undefined || path === '' || isOff) return undefined
  try {
    return { token: readFileSync(path, 'utf8').trim() }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`LATCHKEY_METRICS_TOKEN_FILE cannot be read: ${why}`, { cause })
  }
}

function siteOf(environment: Environment, said: SiteConfig = 'on'): SiteConfig {
  const word = environment['LATCHKEY_SITE'] ?? ''
  if (!['', 'on', 'off'].includes(word)) {
    throw new UsageError(`LATCHKEY_SITE has to be on or off, not ${JSON.stringify(word)}`)
  }
  if (word === 'off' || (said === 'off' && word === '')) return 'off'
  // What makes no sense is told where all of it is checked.
  if (said !== 'on' && typeof said !== 'object') return said
  const site: Record<string, unknown> = said === 'on' ? {} : { ...said }
  for (const [name, [member, part]] of Object.entries(SITE_MEMBERS)) {
    const text = environment[name]
    if (text === undefined || text === '') continue
    site[member] = part === undefined ? text : { ...(site[member] as object), [part]: text }
  }
  const next = environment['LATCHKEY_SITE_NEXT']
  if (next !== undefined && next !== '') site['next'] = list(next)
  return site
}

function operatorsOf(environment: Environment, said: unknown = []): readonly string[] {
  const names = environment['LATCHKEY_OPERATORS']
  if (names !== undefined && names !== '') return list(names)
  if (Array.isArray(said) && said.every((one) => typeof one === 'string')) return said
  throw new UsageError('operators has to be a list of usernames')
}

/** A configuration file: the members of the configuration, and those of the server around it. */
type FileConfig = Partial<LatchkeyConfig> & {
  readonly port?: number
  readonly host?: string
  readonly secretFile?: string
  readonly site?: SiteConfig
  readonly operators?: readonly string[]
}

async function readConfigFile(path: string): Promise<FileConfig> {
  const full = resolve(path)
  try {
    if (full.endsWith('.json')) return JSON.parse(await readFile(full, 'utf8')) as FileConfig
    const { config } = (await import(pathToFileURL(full).href)) as { config?: FileConfig }
    if (config !== undefined) return config
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`the configuration ${path} cannot be read: ${why}`, { cause })
  }
  throw new UsageError(`${path} has to export "config"`)
}

/** A mistyped variable would be a setting that silently does not hold. */
function refuseUnknown(environment: Environment): void {
  const unknown = Object.keys(environment).find(
    (name) =>
      name.startsWith('LATCHKEY_') && !VARIABLES.includes(name) && !/_(?:TEST|DEMO)_/.test(name),
  )
  if (unknown !== undefined) {
    throw new UsageError(`${unknown} is not known; there are ${VARIABLES.join(', ')}`)
  }
}

function portOf(value: string | number): number {
  const port = Number(value)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new UsageError(`the port has to be a number from 0 to 65535, not ${JSON.stringify(value)}`)
}
