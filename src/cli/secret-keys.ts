/**
 * `latchkey keys`: rotating the master secret, and killing everything sealed with it.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { acceptedEvent } from '../server/audit.ts'
import {
  newSecret,
  readSecretFile,
  replaceAll,
  RETIREMENT,
  rotate,
  writeSecretFile,
} from '../server/secret-file.ts'
import { raiseEverySessionEpoch } from '../server/store/acts/retire-acts.ts'
import { recordAudit } from '../server/store/acts/audit-acts.ts'
import { openStore } from '../server/store/open-store.ts'
import { DEFAULTS } from './configuration.ts'
import type { Environment } from './configuration.ts'
import type { Output } from './output.ts'
import { parseArguments, UsageError } from './usage.ts'

/** Shown for `--help`. */
export const KEYS_USAGE = `Usage:
  latchkey keys list                  [--secret-file FILE] [--json]
  latchkey keys rotate                [--secret-file FILE] [--json] [--now]
  latchkey keys retire-after-restore  [--secret-file FILE] [--database URL] [--json]

  list                  which versions of the secret there are; never the secrets themselves
  rotate                takes the next of three steps: a new version is made known, then used, then the
                        old one goes. Between the steps start every server process again.
  rotate --now          one new version, and none of the old ones, for a secret that leaked: whoever is
                        in the middle of a sign-in has to begin anew
  retire-after-restore  after a restore from a backup, or the promotion of a replica that was not
                        synchronous: replaces the secret and ends every session, so that nothing that was
                        used, ended or deleted since the backup is good again

  --secret-file FILE    default $LATCHKEY_SECRET_FILE, else ${DEFAULTS.secretFile}
  --database URL        default $LATCHKEY_DATABASE, else ${DEFAULTS.database}`

const ACTIONS = ['list', 'rotate', 'retire-after-restore'] as const

/** Runs it. */
export async function keysCommand(
  args: readonly string[],
  output: Output & { readonly environment: Environment; readonly now?: () => number },
): Promise<void> {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const { values, positionals } = parseArguments({
    args: [...args],
    allowPositionals: true,
    options: {
      'secret-file': text,
      database: text,
      json: flag,
      now: flag,
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help === true) return output.print(KEYS_USAGE)
  const action = ACTIONS.find((one) => one === positionals[0])
  if (action === undefined || positionals.length > 1) {
    throw new UsageError(`say what to do: ${ACTIONS.join(', ')}`)
  }
  const { environment, now = Date.now } = output
  const path = values['secret-file'] ?? environment['LATCHKEY_SECRET_FILE'] ?? DEFAULTS.secretFile
  const world = { path, now: now(), json: values.json === true, output }
  if (action === 'list') return list(world)
  if (action === 'rotate') return values.now === true ? replace(world) : takeStep(world)
  const database = values.database ?? environment['LATCHKEY_DATABASE'] ?? DEFAULTS.database
  return retireAfterRestore(world, database)
}

interface World {
  readonly path: string
  readonly now: number
  readonly json: boolean
  readonly output: Output
}

function list({ path, json, output }: World): void {
  const versions = readSecretFile(path).versions.map(({ id, state, since }) => ({
    id,
    state,
    since,
  }))
  if (json) return output.print(JSON.stringify({ versions }))
  for (const { id, state, since } of versions) output.print(`${id}  ${state}  since ${since}`)
}

function takeStep(world: World): void {
  const done = rotate(readSecretFile(world.path), { now: world.now, random: newSecret() })
  if (done.step === 'wait') {
    const seconds = Math.ceil(done.milliseconds / 1000)
    say(world, { step: 'wait', id: done.id, seconds }, [
      `Version ${done.id} may still be needed for ${seconds} seconds. Nothing was changed.`,
    ])
    return
  }
  writeSecretFile(world.path, done.file)
  const { step, id } = done
  say(world, { step, id }, NEXT[step](id))
}

const NEXT = {
  added: (id: number) => [
    `Step 1 of 3: version ${id} was made; it is not used yet.`,
    'Start every server process again, then run this command once more.',
  ],
  activated: (id: number) => [
    `Step 2 of 3: version ${id} is used from now on.`,
    `Start every server process again, wait ${RETIREMENT / 1000} seconds, then run this command once more.`,
  ],
  removed: (id: number) => [
    `Step 3 of 3: version ${id} is gone. Start every server process again when it suits you.`,
  ],
}

function replace(world: World): void {
  const file = replaceAll(readSecretFile(world.path), { now: world.now, random: newSecret() })
  writeSecretFile(world.path, file)
  const { id } = file.versions[0]!
  say(world, { step: 'replaced', id }, [
    `Version ${id} is the only one now. Start every server process again at once.`,
  ])
}

/** R35. The secret first: a crash in between leaves more dead than was meant, never less. */
async function retireAfterRestore(world: World, database: string): Promise<void> {
  const file = replaceAll(readSecretFile(world.path), { now: world.now, random: newSecret() })
  const store = await openStore(database)
  try {
    writeSecretFile(world.path, file)
    const requestId = randomBytes(12).toString('base64url')
    const accounts = await store.transact(function* (tables) {
      const raised = yield* raiseEverySessionEpoch(tables)
      const subject = { at: world.now, requestId, event: 'keys.retired' } as const
      yield* recordAudit(tables, acceptedEvent(subject))
      return raised
    })
    const { id } = file.versions[0]!
    say(world, { step: 'retired', id, accounts }, [
      `Version ${id} is the only one now, and every session of ${accounts} accounts is over.`,
      'Start every server process again at once.',
    ])
  } finally {
    await store.close()
  }
}

function say({ json, output }: World, result: object, sentences: readonly string[]): void {
  if (json) return output.print(JSON.stringify(result))
  for (const sentence of sentences) output.print(sentence)
}
