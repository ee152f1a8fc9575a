/**
 * `latchkey audit`: the audit log as lines of JSON, whether anybody touched it, and forgetting its oldest
 * part.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { exportAudit, pruneAudit } from '../server/audit-log/audit-log.ts'
import type { AuditLine } from '../server/audit-log/chain.ts'
import { verifyAudit } from '../server/audit-log/verify.ts'
import type { AuditFault, KnownPlace } from '../server/audit-log/verify.ts'
import type { Store } from '../server/store/store.ts'
import { readArguments } from './arguments.ts'
import { CommandError } from './command-error.ts'
import { DEFAULTS } from './configuration.ts'
import type { Environment } from './configuration.ts'
import { openDatabaseThere } from './opening-database.ts'
import type { Output } from './output.ts'
import { UsageError } from './usage.ts'

/** Runs it. */
export async function auditCommand(
  args: readonly string[],
  output: Output & { readonly environment: Environment; readonly now?: () => number },
): Promise<void> {
  const asked = readArguments('audit', args)
  const { values } = asked
  const { environment, now = Date.now } = output
  const run = taskOf(asked, { output, json: values.json === true, now: now() })
  const url = values.database ?? environment['LATCHKEY_DATABASE'] ?? DEFAULTS.database
  const store = await openDatabaseThere(url)
  try {
    await run(store)
  } finally {
    await store.close()
  }
}

interface How {
  readonly output: Output
  readonly json: boolean
  readonly now: number
}

/** What to do with the store. Wrong arguments are found before it is opened. */
function taskOf(
  asked: ReturnType<typeof readArguments<'audit'>>,
  how: How,
): (store: Store) => Promise<void> {
  if (asked.action === 'export') {
    const from = whole(asked.values.from ?? '1', '--from')
    return (store) => exportTo(store, { ...how, from })
  }
  if (asked.action === 'verify') {
    const known = asked.values.known === undefined ? undefined : placeOf(asked.values.known)
    return (store) => verify(store, { ...how, known })
  }
  const days = whole(asked.values['keep-days'], '--keep-days')
  return (store) => prune(store, { ...how, days })
}

async function exportTo(
  store: Store,
  { output, json, from }: How & { readonly from: number },
): Promise<void> {
  let count = 0
  output.progress?.update('reading the audit log')
  for await (const line of exportAudit(store, { from })) {
    output.print(json ? JSON.stringify(line) : readable(line))
    count += 1
    // Between lines on the same terminal it would only flicker.
    if (count % BATCH === 0) output.progress?.update(`${count} events exported`)
  }
}

function readable(line: AuditLine): string {
  const { position, time, event, outcome, reason, accountId, credentialId } = line
  const about = [
    reason === undefined ? '' : `(${reason})`,
    accountId === undefined ? '' : `account ${accountId}`,
    credentialId === undefined ? '' : `credential ${credentialId}`,
  ].filter((part) => part !== '')
  return [position, time, event, outcome, ...about].join('  ')
}

/** Events between two words of progress. */
const BATCH = 100

const FAULTS: Readonly<Record<AuditFault, string>> = {
  changed: 'the event is not the one that was sealed',
  missing: 'the event is gone',
  cut: 'what was before is gone, and the log does not say why',
  rewritten: 'the hash is not the one that was written down',
}

async function verify(
  store: Store,
  { output, json, known }: How & { readonly known: KnownPlace | undefined },
): Promise<void> {
  output.progress?.update('verifying the audit log')
  const verdict = await verifyAudit(store, known === undefined ? {} : { known })
  if (json) output.print(JSON.stringify(verdict))
  if (!verdict.sound) {
    const { position, fault } = verdict
    const message = `the audit log is broken at ${position}: ${FAULTS[fault]}`
    throw new CommandError('audit_log_broken', message)
  }
  if (json) return
  const { events, position, hash } = verdict
  output.print(`The audit log is sound: ${events} events. It ends with ${position}:${hash}`)
}

async function prune(
  store: Store,
  { output, json, days, now }: How & { readonly days: number },
): Promise<void> {
  output.progress?.update('forgetting the oldest events')
  const before = now - days * 24 * 60 * 60_000
  const requestId = randomBytes(12).toString('base64url')
  const forgotten = await pruneAudit(store, { before, now, requestId })
  output.print(json ? JSON.stringify({ forgotten }) : `${forgotten} events were forgotten.`)
}

function whole(text: string, name: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new UsageError(`${name} has to be a whole number from 1`)
}

function placeOf(text: string): KnownPlace {
  const [, position, hash] = /^([1-9]\d{0,14}):([\w-]{43})$/.exec(text) ?? []
  if (position !== undefined && hash !== undefined) return { position: Number(position), hash }
  throw new UsageError(
    '--known has to be a place and its hash, such as 12:abc…, as verify prints it',
  )
}
