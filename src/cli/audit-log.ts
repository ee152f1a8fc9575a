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
import { openStore } from '../server/store/open-store.ts'
import type { Store } from '../server/store/store.ts'
import { DEFAULTS } from './configuration.ts'
import type { Environment } from './configuration.ts'
import type { Output } from './output.ts'
import { parseArguments, UsageError } from './usage.ts'

/** Shown for `--help`. */
export const AUDIT_USAGE = `Usage:
  latchkey audit export  [--from N] [--json] [--database URL]
  latchkey audit verify  [--known N:HASH] [--json] [--database URL]
  latchkey audit prune   --keep-days N [--json] [--database URL]

  export   every event from place N on (default: from the oldest there is), one a line; with --json one
           JSON object a line
  verify   checks that no event was changed, taken out, put in or moved, and fails if one was; prints the
           last place and its hash. Write those down elsewhere and give them back with --known: then it
           also notices a log that was rewritten to its end
  prune    forgets events that are older than so many days; the rest can still be verified

  --database URL   default $LATCHKEY_DATABASE, else ${DEFAULTS.database}`

const ACTIONS = ['export', 'verify', 'prune'] as const

/** Ends the command with exit code 1: somebody touched the log. */
export class AuditLogBroken extends Error {
  override readonly name = 'AuditLogBroken'
}

/** Runs it. */
export async function auditCommand(
  args: readonly string[],
  output: Output & { readonly environment: Environment; readonly now?: () => number },
): Promise<void> {
  const text = { type: 'string' } as const
  const { values, positionals } = parseArguments({
    args: [...args],
    allowPositionals: true,
    options: {
      from: text,
      known: text,
      'keep-days': text,
      database: text,
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help === true) return output.print(AUDIT_USAGE)
  const action = ACTIONS.find((one) => one === positionals[0])
  if (action === undefined || positionals.length > 1) {
    throw new UsageError(`say what to do: ${ACTIONS.join(', ')}`)
  }
  const { environment, now = Date.now } = output
  const how = { output, json: values.json === true }
  const run = {
    export: () => {
      const from = whole(values.from ?? '1', '--from')
      return (store: Store) => exportTo(store, { ...how, from })
    },
    verify: () => {
      const known = values.known === undefined ? undefined : placeOf(values.known)
      return (store: Store) => verify(store, { ...how, known })
    },
    prune: () => {
      const days = whole(values['keep-days'], '--keep-days')
      return (store: Store) => prune(store, { ...how, days, now: now() })
    },
  }[action]()
  const url = values.database ?? environment['LATCHKEY_DATABASE'] ?? DEFAULTS.database
  const store = await openStore(url)
  try {
    await run(store)
  } finally {
    await store.close()
  }
}

interface How {
  readonly output: Output
  readonly json: boolean
}

async function exportTo(
  store: Store,
  { output, json, from }: How & { readonly from: number },
): Promise<void> {
  for await (const line of exportAudit(store, { from })) {
    output.print(json ? JSON.stringify(line) : readable(line))
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
  const verdict = await verifyAudit(store, known === undefined ? {} : { known })
  if (json) output.print(JSON.stringify(verdict))
  if (!verdict.sound) {
    const { position, fault } = verdict
    throw new AuditLogBroken(`the audit log is broken at ${position}: ${FAULTS[fault]}`)
  }
  if (json) return
  const { events, position, hash } = verdict
  output.print(`The audit log is sound: ${events} events. It ends with ${position}:${hash}`)
}

async function prune(
  store: Store,
  { output, json, days, now }: How & { readonly days: number; readonly now: number },
): Promise<void> {
  const before = now - days * 24 * 60 * 60_000
  const requestId = randomBytes(12).toString('base64url')
  const forgotten = await pruneAudit(store, { before, now, requestId })
  output.print(json ? JSON.stringify({ forgotten }) : `${forgotten} events were forgotten.`)
}

function whole(text: string | undefined, name: string): number {
  if (text !== undefined && /^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new UsageError(`${name} has to be a whole number from 1`)
}

function placeOf(text: string): KnownPlace {
  const [, position, hash] = /^([1-9]\d{0,14}):([\w-]{43})$/.exec(text) ?? []
  if (position !== undefined && hash !== undefined) return { position: Number(position), hash }
  throw new UsageError(
    '--known has to be a place and its hash, such as 12:abc…, as verify prints it',
  )
}
