/**
 * `latchkey issuers`: what an operator can do about an issuer of ID tokens.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { acceptedEvent } from '../server/audit.ts'
import { recordAudit } from '../server/store/acts/audit-acts.ts'
import { endSessionsOfIssuer } from '../server/store/acts/identity-acts.ts'
import { openStore } from '../server/store/open-store.ts'
import { DEFAULTS } from './configuration.ts'
import type { Environment } from './configuration.ts'
import type { Output } from './output.ts'
import { parseArguments, UsageError } from './usage.ts'

/** Shown for `--help`. */
export const ISSUERS_USAGE = `Usage:
  latchkey issuers end-sessions ISSUER [--database URL]

Ends the federated sessions of every account that has an identity of this issuer. ISSUER is the iss of its
tokens, such as https://accounts.google.com. For an issuer that is not to be trusted any more: take it out
of the configuration first (or set enabled: false), or people just sign in again.

  --database URL      default $LATCHKEY_DATABASE, else ${DEFAULTS.database}`

/** Runs it. */
export async function issuersCommand(
  args: readonly string[],
  output: Output & { readonly environment: Environment; readonly now?: () => number },
): Promise<void> {
  const { values, positionals } = parseArguments({
    args: [...args],
    allowPositionals: true,
    options: { database: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help === true) return output.print(ISSUERS_USAGE)
  const [action, issuer] = positionals
  if (action !== 'end-sessions' || issuer === undefined || positionals.length > 2) {
    throw new UsageError('say what to do: end-sessions ISSUER')
  }
  const { environment, now = Date.now } = output
  const store = await openStore(
    values.database ?? environment['LATCHKEY_DATABASE'] ?? DEFAULTS.database,
  )
  const requestId = randomBytes(12).toString('base64url')
  const audit = acceptedEvent({ at: now(), requestId, event: 'issuer.end_sessions' })
  try {
    const ended = await store.transact(function* (tables) {
      yield* recordAudit(tables, audit)
      return yield* endSessionsOfIssuer(tables, issuer)
    })
    output.print(`${ended} sessions ended`)
  } finally {
    await store.close()
  }
}
