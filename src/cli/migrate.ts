/**
 * `latchkey migrate`: brings a database to the latest version before the servers that need it start.
 *
 * @module
 */
import { openStore } from '../server/store/open-store.ts'
import { readArguments } from './arguments.ts'
import { DEFAULTS } from './configuration.ts'
import type { Environment } from './configuration.ts'
import { databaseVersions, LATEST_VERSIONS } from './database-versions.ts'
import { openingDatabase } from './opening-database.ts'
import type { Output } from './output.ts'

/** Runs it. */
export async function migrateCommand(
  args: readonly string[],
  { environment, print, progress }: Output & { readonly environment: Environment },
): Promise<void> {
  const { values } = readArguments('migrate', args)
  const url = values.database ?? environment['LATCHKEY_DATABASE'] ?? DEFAULTS.database
  progress?.update('bringing the database to the latest version')
  const before = await openingDatabase(async () => {
    const versions = new Set(await databaseVersions(url))
    await (await openStore(url)).close()
    return versions
  })
  const applied = LATEST_VERSIONS.filter((version) => !before.has(version))
  const version = LATEST_VERSIONS.at(-1)
  if (values.json === true) return print(JSON.stringify({ version, applied }))
  print(
    applied.length === 0
      ? 'The database was at the latest version.'
      : `The database is at the latest version, ${applied.length} steps on.`,
  )
}
