/**
 * `latchkey import`: people and their passkeys out of better-auth, or out of a site with SimpleWebAuthn.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { acceptedEvent } from '../../server/audit.ts'
import { openStore } from '../../server/store/open-store.ts'
import { readArguments } from '../arguments.ts'
import { DEFAULTS } from '../configuration.ts'
import type { Environment } from '../configuration.ts'
import { openingDatabase } from '../opening-database.ts'
import type { Output } from '../output.ts'
import { UsageError } from '../usage.ts'
import { betterAuthSource } from './better-auth-source.ts'
import { importPeople } from './import-people.ts'
import type { ImportReport, RefusedRow } from './import-people.ts'
import { jsonLinesSource, readMemberMap } from './json-lines-source.ts'
import { openOldDatabase } from './old-database.ts'
import type { Source } from './source.ts'

/** Runs it; answers whether everything was brought over. */
export async function importCommand(
  args: readonly string[],
  output: Output & {
    readonly environment: Environment
    readonly input: Readable
    readonly now?: () => number
  },
): Promise<boolean> {
  const { action: from, values } = readArguments('import', args)
  const { accounts = 'username', json = false, 'dry-run': dryRun = false } = values
  if (accounts !== 'username' && accounts !== 'email') {
    throw new UsageError('--accounts has to be username or email')
  }
  const source =
    from === 'better-auth'
      ? await openDatabaseSource(values.from, values.username)
      : openFileSource(values.from, values.map, output.input)
  const url = values.database ?? output.environment['LATCHKEY_DATABASE'] ?? DEFAULTS.database
  try {
    const store = await openingDatabase(() =>
      openStore(dryRun && isMissing(url) ? 'sqlite::memory:' : url),
    )
    try {
      const now = (output.now ?? Date.now)()
      const requestId = randomBytes(12).toString('base64url')
      output.progress?.update('bringing the first people')
      const report = await importPeople(store, source.rows, {
        accounts,
        from,
        now,
        dryRun,
        audit: (event, subject) => acceptedEvent({ at: now, requestId, event, ...subject }),
        onRefused: (row) => output.print(json ? JSON.stringify(row) : readable(row)),
        onProgress: ({ people }) => output.progress?.update(`${total(people)} people`),
      })
      output.print(json ? JSON.stringify({ dryRun, ...report }) : summary(report, dryRun))
      return report.people.refused + report.passkeys.refused === 0
    } finally {
      await store.close()
    }
  } finally {
    await source.close()
  }
}

interface OpenSource {
  readonly rows: Source
  readonly close: () => Promise<void>
}

async function openDatabaseSource(url: string, usernameColumn = 'username'): Promise<OpenSource> {
  const database = await openOldDatabase(url)
  return { rows: betterAuthSource(database, { usernameColumn }), close: () => database.close() }
}

function openFileSource(file: string, mapFile: string | undefined, input: Readable): OpenSource {
  for (const one of [file, mapFile]) {
    if (one === undefined || one === '-') continue
    const isFile = statSync(one, { throwIfNoEntry: false })?.isDirectory() === false
    if (!isFile) throw new UsageError(`there is no file ${one}`)
  }
  const map = mapFile === undefined ? {} : readMemberMap(readFileSync(mapFile, 'utf8'))
  return { rows: jsonLinesSource(file, { map, input }), close: () => Promise.resolve() }
}

/** A run that only tries must not make the file either. */
function isMissing(url: string): boolean {
  const path = /^sqlite:(.+)$/.exec(url)?.[1]
  return path !== undefined && !existsSync(path)
}

function readable({ place, passkey, reason }: RefusedRow): string {
  const what = passkey === undefined ? place : `${place}, passkey ${passkey.slice(0, 16)}`
  return `refused  ${what}: ${reason}`
}

function total({ imported, alreadyThere, refused }: ImportReport['people']): number {
  return imported + alreadyThere + refused
}

function summary({ people, passkeys, passwordsLeftBehind }: ImportReport, dryRun: boolean): string {
  const line = (name: string, { imported, alreadyThere, refused }: ImportReport['people']) =>
    `${name}  ${imported} ${dryRun ? 'would be imported' : 'imported'}, ${alreadyThere} already there, ${refused} refused`
  const passwords = `${passwordsLeftBehind} people have a password there, which stays behind.`
  return [line('People  ', people), line('Passkeys', passkeys)]
    .concat(passwordsLeftBehind > 0 ? passwords : [])
    .join('\n')
}
