/**
 * `latchkey accounts`: what an operator can do for one account.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { decodeBase64url } from '../bytes/base64url.ts'
import { makeEnrolToken } from '../server/recovery/enrol-link.ts'
import { openSecretFile } from '../server/secret-file.ts'
import { deriveKeyring } from '../server/secrets.ts'
import { readArguments } from './arguments.ts'
import { DEFAULTS } from './configuration.ts'
import type { Environment } from './configuration.ts'
import { openDatabaseThere } from './opening-database.ts'
import type { Output } from './output.ts'
import { readingSecrets } from './reading-secrets.ts'
import { CommandError } from './command-error.ts'
import { UsageError } from './usage.ts'

const HOUR = 3_600_000

/** Runs it. */
export async function accountsCommand(
  args: readonly string[],
  output: Output & { readonly environment: Environment; readonly now?: () => number },
): Promise<void> {
  const { values, operands } = readArguments('accounts', args)
  const [username = ''] = operands
  const { environment, now = Date.now } = output
  const page = pageUrl(values.page ?? '/recover', environment['LATCHKEY_ORIGIN'])
  const lifetime = readHours(values.hours ?? '1') * HOUR
  const keys = readKeys(
    values['secret-file'] ?? environment['LATCHKEY_SECRET_FILE'] ?? DEFAULTS.secretFile,
  )
  const store = await openDatabaseThere(
    values.database ?? environment['LATCHKEY_DATABASE'] ?? DEFAULTS.database,
  )
  try {
    const requestId = randomBytes(12).toString('base64url')
    const asked = { username, lifetime, now: now(), requestId }
    const made = await makeEnrolToken({ store, keys }, asked)
    if (made === 'account_unknown') throw new CommandError(made, 'there is no such account')
    if (made === 'account_disabled') throw new CommandError(made, 'this account is disabled')
    const link = `${page}#token=${made.token}`
    const expiresAt = new Date(asked.now + lifetime).toISOString()
    if (values.json === true) return output.print(JSON.stringify({ link, expiresAt }))
    output.print(link)
    output.remark(`Good for one person, once, within ${lifetime / HOUR} h.`)
  } finally {
    await store.close()
  }
}

function readHours(text: string): number {
  const hours = Number(text)
  if (Number.isInteger(hours) && hours >= 1 && hours <= 72) return hours
  throw new UsageError('--hours has to be a whole number from 1 to 72')
}

function pageUrl(page: string, origins: string | undefined): string {
  const origin = origins?.split(',')[0]?.trim()
  if (URL.canParse(page, origin) && !page.includes('#')) return new URL(page, origin).href
  throw new UsageError('say where the page is: --page URL, or $LATCHKEY_ORIGIN')
}

function readKeys(path: string): ReturnType<typeof deriveKeyring> {
  const { secret, decoySecret } = readingSecrets(() => openSecretFile(path))
  const secrets = secret.map(({ id, value, state = 'active' }) => ({
    id,
    value: bytesOf(value),
    state,
  }))
  return deriveKeyring(secrets, bytesOf(decoySecret))
}

function bytesOf(value: string | Uint8Array): Uint8Array {
  return typeof value === 'string' ? decodeBase64url(value) : value
}
