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
import { readArguments } from './arguments.ts'
import { DEFAULTS } from './configuration.ts'
import type { Environment } from './configuration.ts'
import { openDatabaseThere } from './opening-database.ts'
import type { Output } from './output.ts'
import { readingSecrets } from './reading-secrets.ts'

/** Runs it. */
export async function keysCommand(
  args: readonly string[],
  output: Output & { readonly environment: Environment; readonly now?: () => number },
): Promise<void> {
  const asked = readArguments('keys', args)
  const { values } = asked
  const { environment, now = Date.now } = output
  const path = values['secret-file'] ?? environment['LATCHKEY_SECRET_FILE'] ?? DEFAULTS.secretFile
  const world = { path, now: now(), json: values.json === true, output }
  switch (asked.action) {
    case 'list':
      return list(world)
    case 'rotate':
      return asked.values.now === true ? replace(world) : takeStep(world)
    case 'retire-after-restore':
      return retireAfterRestore(
        world,
        asked.values.database ?? environment['LATCHKEY_DATABASE'] ?? DEFAULTS.database,
      )
  }
}

interface World {
  readonly path: string
  readonly now: number
  readonly json: boolean
  readonly output: Output
}

function list({ path, json, output }: World): void {
  const versions = readingSecrets(() => readSecretFile(path)).versions.map(
    ({ id, state, since }) => ({
      id,
      state,
      since,
    }),
  )
  if (json) return output.print(JSON.stringify({ versions }))
  for (const { id, state, since } of versions) output.print(`${id}  ${state}  since ${since}`)
}

function takeStep(world: World): void {
  const done = rotate(
    readingSecrets(() => readSecretFile(world.path)),
    { now: world.now, random: newSecret() },
  )
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
  const file = replaceAll(
    readingSecrets(() => readSecretFile(world.path)),
    { now: world.now, random: newSecret() },
  )
  writeSecretFile(world.path, file)
  const { id } = file.versions[0]!
  say(world, { step: 'replaced', id }, [
    `Version ${id} is the only one now. Start every server process again at once.`,
  ])
}

/** R35. The secret first: a crash in between leaves more dead than was meant, never less. */
async function retireAfterRestore(world: World, database: string): Promise<void> {
  const file = replaceAll(
    readingSecrets(() => readSecretFile(world.path)),
    { now: world.now, random: newSecret() },
  )
  world.output.progress?.update('ending every session')
  const store = await openDatabaseThere(database)
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
