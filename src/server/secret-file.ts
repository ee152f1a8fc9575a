/**
 * The file that holds the master secret, and its rotation in steps that no ceremony falls through
 * (security.md R34, R157, R158).
 *
 * A file is either one line of base64url, or JSON with several versions. It is written whole or not at
 * all, and read only if nobody but its owner can.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { CHALLENGE_WINDOW } from './challenge.ts'
import type { VersionedSecret } from './config.ts'

/** The members of a configuration that a secret file stands for. */
export interface FiledSecrets {
  readonly secret: readonly (VersionedSecret & { readonly value: string })[]
  /** The oldest secret there ever was: decoys must not change when it is retired. */
  readonly decoySecret: string
}

/** One version, with the instant at which it got its state. */
export interface FiledVersion {
  readonly id: number
  readonly value: string
  readonly state: 'active' | 'verify-only'
  /** ISO 8601. */
  readonly since: string
}

/** What is in a file of several versions. */
export interface SecretFile {
  readonly decoy: string
  readonly versions: readonly FiledVersion[]
}

/** How long a version still verifies after it is no longer active: every challenge of its is dead by then. */
export const RETIREMENT = CHALLENGE_WINDOW + 60_000

const SECRET = /^[\w-]{43,}$/

/**
 * Reads a secret file as members of a configuration, making it first when it is missing and `create` says
 * so. Two processes that start at once end up with one secret.
 *
 * @throws TypeError with a sentence when the file is missing, readable by others, or no secret file.
 */
export function openSecretFile(
  path: string,
  { create = false }: { readonly create?: boolean } = {},
): FiledSecrets {
  if (create) createWhenMissing(path)
  const { decoy, versions } = readSecretFile(path)
  const secret = versions.map(({ id, value, state }) => ({ id, value, state }))
  return { secret, decoySecret: decoy }
}

/**
 * Reads a secret file as it is.
 *
 * @throws TypeError as {@link openSecretFile} does. No message holds a part of a secret.
 */
export function readSecretFile(path: string): SecretFile {
  let text: string
  let mode: number
  try {
    mode = statSync(path).mode
    text = readFileSync(path, 'utf8').trim()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw new TypeError(`the secret file ${path} cannot be read (${code})`, { cause: error })
  }
  if ((mode & 0o077) !== 0 && process.platform !== 'win32') {
    throw new TypeError(`the secret file ${path} is open to others: chmod 600 ${path}`)
  }
  if (SECRET.test(text)) {
    const since = new Date(0).toISOString()
    return { decoy: text, versions: [{ id: 1, value: text, state: 'active', since }] }
  }
  const file = parse(text)
  if (file !== undefined) return file
  throw new TypeError(`${path} is no secret file: one line of base64url text of 32 bytes or more`)
}

/** Writes it whole or not at all, for its owner alone. */
export function writeSecretFile(path: string, file: SecretFile): void {
  const half = `${path}.${process.pid}`
  writeFileSync(half, `${JSON.stringify(file, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' })
  renameSync(half, path)
}

/** A step of a rotation: the file after it, or how long to wait for it. */
export type RotationStep =
  | {
      readonly step: 'added' | 'activated' | 'removed'
      readonly file: SecretFile
      readonly id: number
    }
  | { readonly step: 'wait'; readonly milliseconds: number; readonly id: number }

/**
 * The next step of a rotation. A new version is first only known, then used, and the old one goes when
 * nothing it sealed is alive; between steps every process has to be started again.
 *
 * @param random the text of a new secret
 */
export function rotate(
  file: SecretFile,
  { now, random }: { readonly now: number; readonly random: string },
): RotationStep {
  const active = file.versions.find(({ state }) => state === 'active')!
  const since = new Date(now).toISOString()
  const newer = file.versions.find(({ id }) => id > active.id)
  if (newer !== undefined) {
    const versions = file.versions.map((version): FiledVersion => {
      if (version === newer) return { ...version, state: 'active', since }
      return version === active ? { ...version, state: 'verify-only', since } : version
    })
    return { step: 'activated', file: { ...file, versions }, id: newer.id }
  }
  const older = file.versions.find(({ id }) => id < active.id)
  if (older !== undefined) {
    const milliseconds = Date.parse(older.since) + RETIREMENT - now
    if (milliseconds > 0) return { step: 'wait', milliseconds, id: older.id }
    const versions = file.versions.filter((version) => version !== older)
    return { step: 'removed', file: { ...file, versions }, id: older.id }
  }
  const id = active.id + 1
  const added = { id, value: random, state: 'verify-only', since } as const
  return { step: 'added', file: { ...file, versions: [...file.versions, added] }, id }
}

/**
 * Replaces every version at once by a new one: whatever was sealed before is dead. For a secret that
 * leaked, and after a restore from a backup (R35).
 */
export function replaceAll(
  file: SecretFile,
  { now, random }: { readonly now: number; readonly random: string },
): SecretFile {
  const id = Math.max(...file.versions.map((version) => version.id)) + 1
  const since = new Date(now).toISOString()
  return { ...file, versions: [{ id, value: random, state: 'active', since }] }
}

/** The text of a new secret: 32 random bytes. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

function createWhenMissing(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const half = `${path}.${process.pid}`
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return
  writeFileSync(half, newSecret(), { mode: 0o600 })
  try {
    // Appears whole or not at all, and never in place of one that is there.
    linkSync(half, path)
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false }) === undefined) throw error
  } finally {
    rmSync(half)
  }
}

function parse(text: string): SecretFile | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const { decoy, versions } = (value ?? {}) as { decoy?: unknown; versions?: unknown }
  if (typeof decoy !== 'string' || !SECRET.test(decoy) || !Array.isArray(versions)) return undefined
  const list = (versions as unknown[]).filter(isVersion)
  const active = list.filter(({ state }) => state === 'active')
  const isWhole = list.length === versions.length && active.length === 1
  return isWhole ? { decoy, versions: list } : undefined
}

function isVersion(value: unknown): value is FiledVersion {
  const { id, value: secret, state, since } = (value ?? {}) as Record<string, unknown>
  return (
    Number.isSafeInteger(id) &&
    typeof secret === 'string' &&
    SECRET.test(secret) &&
    (state === 'active' || state === 'verify-only') &&
    typeof since === 'string' &&
    !Number.isNaN(Date.parse(since))
  )
}
