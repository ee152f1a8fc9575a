/**
 * The database: whether it is there, at which version, and whether it can be written. Reads only.
 *
 * @module
 */
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { isPostgresUrl, parsePostgresUrl } from '../../server/store/postgres-url.ts'
import { databaseVersions, LATEST_VERSIONS, openToRead } from '../database-versions.ts'
import { checkDisk } from './disk-check.ts'
import { ok, problem, warning } from './finding.ts'
import type { Finding } from './finding.ts'

/** Looks at the database a URL names. */
export async function checkDatabase(url: string): Promise<readonly Finding[]> {
  const [, file] = /^sqlite:(?!:memory:)(.+)$/.exec(url) ?? []
  if (file !== undefined && !existsSync(file)) {
    const why = 'a server that starts here begins with no account at all'
    const fix = 'LATCHKEY_DATABASE=… as the server has it; the first start makes it: latchkey serve'
    return [warning('database', `there is no ${file}`, { why, fix })]
  }
  // A pipe or a device would be waited for without end.
  if (file !== undefined && !statSync(file).isFile()) {
    const fix = 'LATCHKEY_DATABASE=sqlite:./data/latchkey.db: the name of a file'
    return [problem('database', `${file} is no file`, { why: 'nobody can sign in', fix })]
  }
  try {
    const done = await databaseVersions(url)
    const inside = file === undefined ? await postgres(url) : sqlite(file)
    return [...versions(done, url === 'sqlite::memory:'), ...inside]
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    const fix = isPostgresUrl(url)
      ? 'LATCHKEY_DATABASE=postgres://USER:PASSWORD@HOST:5432/DATABASE: try the same with psql'
      : `LATCHKEY_DATABASE=sqlite:… has to name a database of SQLite, for the user the server runs as`
    return [problem('database', what, { why: 'nobody can sign in', fix })]
  }
}

function versions(done: readonly string[], isMemory: boolean): readonly Finding[] {
  const newer = done.find((version) => !LATEST_VERSIONS.includes(version))
  if (newer !== undefined) {
    const why = 'this version of Latchkey does not know what is in it, and does not start'
    const fix = 'npm install latchkey@latest: at least the version that brought the database here'
    return [problem('database_newer', `the database has the version ${newer}`, { why, fix })]
  }
  const pending = LATEST_VERSIONS.filter((version) => !done.includes(version))
  if (pending.length > 0 && !isMemory) {
    const why = 'a server whose role may not change tables does not start'
    const fix = 'latchkey migrate, as the owner of the tables'
    const what = `the database lacks ${pending.length} versions, from ${pending[0]!} on`
    return [warning('database_version', what, { why, fix })]
  }
  return [ok('database', 'the database opens and is at the latest version')]
}

function sqlite(file: string): readonly Finding[] {
  const findings: Finding[] = []
  const folder = dirname(file)
  if (!isWritable(file) || !isWritable(folder)) {
    const fix = `chown -R latchkey ${folder} && chmod 700 ${folder} && chmod 600 ${file}`
    const why = 'every sign-in writes: nobody gets in'
    findings.push(
      problem('database_read_only', `${file} cannot be written from here`, { why, fix }),
    )
  }
  if ((statSync(file).mode & 0o077) !== 0) {
    const why = 'others on this machine can read every account'
    const fix = `chmod 600 ${file}`
    findings.push(warning('database_permissions', `${file} is open to others`, { why, fix }))
  }
  const database = openToRead(file)
  const { journal_mode: journal } = database.prepare('pragma journal_mode').get() ?? {}
  database.close()
  if (journal !== 'wal') {
    const why = 'readers and writers wait for each other, and copies made meanwhile are broken'
    const fix = `sqlite3 ${file} 'pragma journal_mode = wal' (on a disk of this machine: no network folder)`
    const what = `the journal mode is ${String(journal)}, not wal`
    findings.push(warning('database_journal', what, { why, fix }))
  }
  return [...findings, ...checkDisk(file)]
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    // The super-user may write what the mode forbids; the server is somebody else.
    return (statSync(path).mode & 0o222) !== 0
  } catch {
    return false
  }
}

async function postgres(url: string): Promise<readonly Finding[]> {
  if (!isPostgresUrl(url)) return []
  const { PostgresConnections } = await import('../../server/store/postgres-connections.ts')
  const connections = await PostgresConnections.over(parsePostgresUrl(url))
  try {
    const { rows } = await connections.ask({ text: POSTGRES_STATE, values: [] })
    const [state] = rows as readonly PostgresState[]
    const [what, fix] = closedBy(state!) ?? []
    if (what === undefined || fix === undefined) return []
    const why = 'every sign-in writes: nobody gets in'
    return [problem('database_read_only', what, { why, fix })]
  } finally {
    await connections.close()
  }
}

interface PostgresState {
  readonly role: string
  readonly schema: string | null
  readonly standby: boolean
  readonly closed: boolean
  readonly barred: boolean
}

/** A table that is not there yet bars nobody: a database that was not migrated is told elsewhere. */
const POSTGRES_STATE = `select current_user as role, current_schema() as schema,
  pg_is_in_recovery() as standby,
  current_setting('transaction_read_only') = 'on' as closed,
  coalesce(not (${['insert', 'update', 'delete']
    .map((right) => `has_table_privilege(to_regclass('sessions'), '${right}')`)
    .join(' and ')}), false) as barred`

function closedBy({ role, schema, standby, closed, barred }: PostgresState) {
  if (standby) {
    const fix = 'LATCHKEY_DATABASE=postgres://… of the primary, or promote this one: pg_ctl promote'
    return ['the database is a standby, which takes no writes', fix] as const
  }
  if (closed) {
    const fix = `alter role ${role} reset default_transaction_read_only; (or the same for the database)`
    return [`the database takes no writes from ${role}`, fix] as const
  }
  if (!barred) return undefined
  const fix = `grant select, insert, update, delete on all tables in schema ${schema} to ${role};`
  return [`the role ${role} may not write into the tables`, fix] as const
}
