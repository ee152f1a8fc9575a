/**
 * The check of two members of the configuration: what may be tried how often, and what passwords cost.
 *
 * @module
 */
import type { LatchkeyConfig, PasswordConfig, Settings } from './config.ts'

/** security.md R148. */
const DEFAULT_LIMITS: Settings['limits'] = {
  optionsPerMinute: 600,
  finishesPerMinute: 120,
  passwordFailures: 5,
  passwordFailuresPerHour: 20,
  passwordFailuresPerDay: 100,
  passwordFailuresInARow: 100,
  passwordFailuresPerAddress: 50,
  mailsPerHour: 3,
  mailsPerDay: 20,
  codeTries: 5,
}

/**
 * Checks `limits` and fills in the defaults.
 *
 * @throws TypeError with a sentence that names the member and says what it should be.
 */
export function checkLimits(limits: LatchkeyConfig['limits'] = {}): Settings['limits'] {
  const known = new Set(Object.keys(DEFAULT_LIMITS))
  for (const [name, value] of Object.entries(limits)) {
    if (!known.has(name)) throw new TypeError(`config.limits.${name} is not known`)
    whole(value, `limits.${name}`, 1, 1_000_000_000)
  }
  return { ...DEFAULT_LIMITS, ...limits }
}

/**
 * What one guess has to cost at least, as memory in KiB and passes: the rows of OWASP's list that ASVS takes
 * over (R102).
 */
const WEAKEST = [
  { memory: 47_104, passes: 1 },
  { memory: 19_456, passes: 2 },
  { memory: 12_288, passes: 3 },
] as const

const PASSWORD_MEMBERS: Readonly<Record<keyof PasswordConfig, true>> = {
  use: true,
  memory: true,
  passes: true,
  parallelism: true,
  pepper: true,
  breachCheck: true,
  threads: true,
  waiting: true,
  patience: true,
}

/**
 * Checks `passwords` and fills in the defaults.
 *
 * @throws TypeError with a sentence that names the member and says what it should be.
 */
export function checkPasswords(
  passwords: LatchkeyConfig['passwords'] = 'on',
): Settings['passwords'] {
  if (passwords === 'on' || passwords === 'off') {
    return { ...checkPasswordConfig({}), on: passwords === 'on' }
  }
  if (typeof passwords !== 'object' || passwords === null) {
    throw new TypeError('config.passwords has to be on, off, or an object')
  }
  return { ...checkPasswordConfig(passwords), on: true }
}

function checkPasswordConfig(config: PasswordConfig): Omit<Settings['passwords'], 'on'> {
  for (const name of Object.keys(config)) {
    if (!Object.hasOwn(PASSWORD_MEMBERS, name)) {
      throw new TypeError(`config.passwords.${name} is not known`)
    }
  }
  const { use = 'alone', pepper = false, breachCheck } = config
  if (use !== 'alone' && use !== 'one-of-two') {
    throw new TypeError('config.passwords.use has to be one of: alone, one-of-two')
  }
  if (typeof pepper !== 'boolean') {
    throw new TypeError('config.passwords.pepper has to be true or false')
  }
  if (breachCheck !== undefined && typeof breachCheck !== 'function') {
    throw new TypeError('config.passwords.breachCheck has to be a function')
  }
  return {
    minimum: use === 'alone' ? 15 : 8,
    parameters: checkParameters(config),
    pepper,
    breachCheck,
    threads:
      config.threads === undefined
        ? undefined
        : whole(config.threads, 'passwords.threads', 1, 1024),
    waiting: whole(config.waiting ?? 64, 'passwords.waiting', 0, 100_000),
    patience: whole(config.patience ?? 3000, 'passwords.patience', 10, 60_000),
  }
}

function checkParameters(config: PasswordConfig): Settings['passwords']['parameters'] {
  const parallelism = whole(config.parallelism ?? 1, 'passwords.parallelism', 1, 16)
  const memory = whole(config.memory ?? 19_456, 'passwords.memory', 8 * parallelism, 4_194_304)
  const passes = whole(config.passes ?? 2, 'passwords.passes', 1, 64)
  const strong = WEAKEST.some((row) => memory >= row.memory && passes >= row.passes)
  if (strong) return { memory, passes, parallelism }
  throw new TypeError(
    'config.passwords is too weak: memory 19456 (KiB) with passes 2, 47104 with 1, or 12288 with 3 is the least',
  )
}

function whole(value: unknown, name: string, minimum: number, maximum: number): number {
  if (Number.isSafeInteger(value)) {
    const number = value as number
    if (number >= minimum && number <= maximum) return number
  }
  throw new TypeError(`config.${name} has to be a whole number from ${minimum} to ${maximum}`)
}
