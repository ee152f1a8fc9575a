/**
 * The file of the master secret: whether the server can use it, and how far a rotation has come.
 *
 * @module
 */
import { readFileSync, statSync } from 'node:fs'
import type { VersionedSecret } from '../../server/config.ts'
import { readSecretFile } from '../../server/secret-file.ts'
import type { SecretFile } from '../../server/secret-file.ts'
import { ok, problem, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { itemsOf, jsonOf, memberOf } from './json-value.ts'

const DAY = 86_400_000
/** A secret that is older is due for a rotation. Days. */
const SECRET_AGE = 400
/** A rotation that stands still for longer was forgotten. Days. */
const ROTATION_AGE = 2

/** What the file came to. */
export interface ExaminedSecret {
  readonly findings: readonly Finding[]
  /** As the configuration takes it; absent when it cannot be read. */
  readonly secret?: readonly VersionedSecret[]
}

/** Looks at the file. No finding holds a part of a secret. */
export function checkSecretFile(
  path: string,
  { now, sealedBy }: { readonly now: number; readonly sealedBy: number | undefined },
): ExaminedSecret {
  // A pipe or a device would be read without end.
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) {
    const fix = 'LATCHKEY_SECRET_FILE=./data/secret: the name of a file'
    const why = 'the server does not start without its secret'
    return { findings: [problem('secret_form', `${path} is no file`, { why, fix })] }
  }
  let file
  try {
    file = readSecretFile(path)
  } catch (error) {
    return { findings: [unreadable(path, error)] }
  }
  const secret = file.versions.map(({ id, value, state }) => ({ id, value, state }))
  return { findings: [...ages(file, now), ...inUse(file, sealedBy)], secret }
}

function unreadable(path: string, error: unknown): Finding {
  const what = error instanceof Error ? error.message : String(error)
  const why = 'the server does not start without its secret, and must not share it'
  const { mode } = statSync(path, { throwIfNoEntry: false }) ?? {}
  if (mode === undefined) {
    const fix = `LATCHKEY_SECRET_FILE=… as the server has it; the first start makes it: latchkey serve`
    return problem('secret_file', what, { why, fix })
  }
  if ((mode & 0o077) !== 0) {
    const fix = `chmod 600 ${path} && chown latchkey ${path} (the user the server runs as)`
    return problem('secret_permissions', what, { why, fix })
  }
  const versions = itemsOf(memberOf(jsonOf(readText(path)), 'versions'))
  const active = versions.filter((one) => memberOf(one, 'state') === 'active').length
  if (versions.length > 0 && active !== 1) {
    const fix = `"state": "active" at one version in ${path}, "verify-only" at every other`
    return problem('secret_versions', `${path} has ${active} active versions`, { why, fix })
  }
  const fix = `openssl rand -base64 32 | tr '+/' '-_' | tr -d '=' > ${path}, if it is new; else bring it back from the backup`
  return problem('secret_form', what, { why, fix })
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function ages({ versions }: SecretFile, now: number): readonly Finding[] {
  const days = (since: string) => Math.floor((now - Date.parse(since)) / DAY)
  const active = versions.find(({ state }) => state === 'active')!
  const waiting = versions.find(
    ({ state, since }) => state !== 'active' && days(since) > ROTATION_AGE,
  )
  if (waiting !== undefined) {
    const what = `a rotation stands still: version ${waiting.id} is verify-only since ${days(waiting.since)} days`
    const why = 'the old secret still opens challenges'
    const fix = 'latchkey keys rotate, until it says step 3 of 3'
    return [warning('rotation', what, { why, fix })]
  }
  const isDated = Date.parse(active.since) > 0
  if (isDated && days(active.since) > SECRET_AGE) {
    const what = `the secret is ${days(active.since)} days old`
    const why = 'the longer it is used the more backups hold it'
    return [warning('secret_age', what, { why, fix: 'latchkey keys rotate, three times' })]
  }
  return [ok('secret_file', `${versions.length} version of the secret, for its owner alone`)]
}

/** Whether what runs has read the file since it was changed. */
function inUse({ versions }: SecretFile, sealedBy: number | undefined): readonly Finding[] {
  const active = versions.find(({ state }) => state === 'active')!
  if (sealedBy === undefined || sealedBy === active.id) return []
  const what = `the server seals with version ${sealedBy} of the secret, and the file says ${active.id}`
  const why =
    'what this file cannot open is refused after the next start: sign-ins under way are lost'
  const fix = 'start every server process again, with LATCHKEY_SECRET_FILE as here'
  return [warning('secret_restart', what, { why, fix })]
}
