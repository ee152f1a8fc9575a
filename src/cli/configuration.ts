/**
 * The configuration of a server that is run alone: from a file, from the environment, or both; what the
 * environment says goes first.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { LatchkeyConfig } from '../server/config.ts'
import { openSecretFile } from '../server/secret-file.ts'
import { UsageError } from './usage.ts'

/** What a server that is run alone needs to know. */
export interface StandaloneConfig {
  readonly config: LatchkeyConfig
  readonly port: number
  readonly host: string
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
} as const satisfies Record<string, readonly [keyof LatchkeyConfig, (text: string) => unknown]>

/** Variables that are no members of the configuration. */
const OTHERS = [
  'LATCHKEY_SECRET_FILE',
  'LATCHKEY_CONFIG',
  'LATCHKEY_PORT',
  'LATCHKEY_HOST',
] as const

/** Every variable there is, for the help text. */
export const VARIABLES: readonly string[] = [...Object.keys(MEMBERS), ...OTHERS]

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
  const { members, secretFile, port, host } = await readMembers(environment, file)
  const { secret } = members
  if (secret !== undefined) return { config: { ...members, secret }, port, host }
  const create = members.database.startsWith('sqlite:')
  return { config: { ...members, ...openSecretFile(secretFile, { create }) }, port, host }
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
  const { port, host, secretFile, ...said } = { ...fromFile, ...fromEnvironment }
  const origins = said.origins ?? []
  const [main] = origins
  if (main === undefined) {
    throw new UsageError(
      'no origin: say LATCHKEY_ORIGIN=https://example.com, or "origins" in a file',
    )
  }
  return {
    members: {
      ...said,
      rpId: said.rpId ?? URL.parse(main)?.hostname ?? '',
      origins,
      database: said.database ?? DEFAULTS.database,
    },
    secretFile: environment['LATCHKEY_SECRET_FILE'] ?? secretFile ?? DEFAULTS.secretFile,
    port: portOf(environment['LATCHKEY_PORT'] ?? port ?? DEFAULTS.port),
    host: environment['LATCHKEY_HOST'] ?? host ?? DEFAULTS.host,
  }
}

/** A configuration file: the members of the configuration, and those of the server around it. */
type FileConfig = Partial<LatchkeyConfig> & {
  readonly port?: number
  readonly host?: string
  readonly secretFile?: string
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
