/**
 * `latchkey migrate`: brings a database to the latest version before the servers that need it start.
 *
 * @module
 */
import { openStore } from '../server/store/open-store.ts'
import { DEFAULTS } from './configuration.ts'
import type { Environment } from './configuration.ts'
import type { Output } from './output.ts'
import { parseArguments } from './usage.ts'

/** Shown for `--help`. */
export const MIGRATE_USAGE = `Usage: latchkey migrate [--database URL]

Makes the tables, or brings them to the latest version. A server does the same when it starts; this is
for those who let it run as a role that may not. It can be killed and run again at any time.

  --database URL   default $LATCHKEY_DATABASE, else ${DEFAULTS.database}`

/** Runs it. */
export async function migrateCommand(
  args: readonly string[],
  { environment, print }: Output & { readonly environment: Environment },
): Promise<void> {
  const { values } = parseArguments({
    args: [...args],
    options: { database: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help === true) return print(MIGRATE_USAGE)
  const store = await openStore(
    values.database ?? environment['LATCHKEY_DATABASE'] ?? DEFAULTS.database,
  )
  await store.close()
  print('The database is at the latest version.')
}
