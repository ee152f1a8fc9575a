/**
 * `latchkey issuers`: what an operator can do about an issuer of ID tokens.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { acceptedEvent } from '../server/audit.ts'
import { recordAudit } from '../server/store/acts/audit-acts.ts'
import { endSessionsOfIssuer } from '../server/store/acts/identity-acts.ts'
import { readArguments } from './arguments.ts'
import { DEFAULTS } from './configuration.ts'
import type { Environment } from './configuration.ts'
import { openDatabaseThere } from './opening-database.ts'
import type { Output } from './output.ts'

/** Runs it. */
export async function issuersCommand(
  args: readonly string[],
  output: Output & { readonly environment: Environment; readonly now?: () => number },
): Promise<void> {
  const { values, operands } = readArguments('issuers', args)
  const [issuer = ''] = operands
  const { environment, now = Date.now } = output
  const store = await openDatabaseThere(
    values.database ?? environment['LATCHKEY_DATABASE'] ?? DEFAULTS.database,
  )
  const requestId = randomBytes(12).toString('base64url')
  const audit = acceptedEvent({ at: now(), requestId, event: 'issuer.end_sessions' })
  try {
    const ended = await store.transact(function* (tables) {
      yield* recordAudit(tables, audit)
      return yield* endSessionsOfIssuer(tables, issuer)
    })
    output.print(values.json === true ? JSON.stringify({ ended }) : `${ended} sessions ended`)
  } finally {
    await store.close()
  }
}
