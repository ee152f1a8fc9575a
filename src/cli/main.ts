#!/usr/bin/env node
/**
 * The command `latchkey`.
 *
 * Exit codes: 0 done, 1 failed, 2 wrong arguments, 130 the person backed out.
 *
 * @module
 */
import { CredentialManagerException } from '../client/exception.ts'
import { CreateCredentialCancellationException } from '../client/create-exceptions.ts'
import { GetCredentialCancellationException } from '../client/get-exceptions.ts'
import { LatchkeyError } from '../errors.ts'
import { accountsCommand } from './accounts.ts'
import { fitLine } from './keys.ts'
import { doctorCommand } from './doctor/doctor.ts'
import { issuersCommand } from './issuers.ts'
import { migrateCommand } from './migrate.ts'
import { Cancelled, passkeyCommand } from './passkey.ts'
import { keysCommand } from './secret-keys.ts'
import { auditCommand } from './audit-log.ts'
import { serveCommand } from './serve.ts'
import { UsageError } from './usage.ts'

const USAGE = `Usage: latchkey COMMAND

  serve     run the server alone
  doctor    look at a deployment and say what is wrong with it
  migrate   bring a database to the latest version
  keys      rotate the master secret
  audit     export or check the audit log
  accounts  let a locked-out person in
  issuers   end the sessions of an issuer that is trusted no more
  passkey   sign up and in from a terminal, with passkeys in an encrypted vault

latchkey COMMAND --help tells more.`

const print = (line: string) => void process.stdout.write(`${line}\n`)
const remark = (line: string) => void process.stderr.write(`${line}\n`)
const world = { environment: process.env, print, remark }

/** Every command, by its name. */
const COMMANDS: ReadonlyMap<string, (args: readonly string[]) => Promise<void>> = new Map([
  ['serve', runServer],
  ['doctor', examine],
  ['migrate', (args) => migrateCommand(args, world)],
  ['keys', (args) => keysCommand(args, world)],
  ['audit', (args) => auditCommand(args, world)],
  ['accounts', (args) => accountsCommand(args, world)],
  ['issuers', (args) => issuersCommand(args, world)],
  [
    'passkey',
    (args) =>
      passkeyCommand(args, {
        input: process.stdin,
        // Questions and remarks go where results do not.
        output: process.stderr,
        print,
      }),
  ],
])

async function examine(args: readonly string[]): Promise<void> {
  const colored = process.stdout.isTTY && process.env['NO_COLOR'] === undefined
  const isWell = await doctorCommand(args, { ...world, colored })
  if (!isWell) process.exitCode = 1
}

async function runServer(args: readonly string[]): Promise<void> {
  const server = await serveCommand(args, world)
  if (server === undefined) return
  await new Promise<void>((resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void server.close().then(resolve, reject))
    }
  })
}

async function main([name = '', ...args]: readonly string[]): Promise<number> {
  const command = COMMANDS.get(name)
  if (command === undefined) {
    const isHelp = name === '--help' || name === '-h'
    process[isHelp ? 'stdout' : 'stderr'].write(`${USAGE}\n`)
    return isHelp ? 0 : 2
  }
  try {
    await command(args)
    return 0
  } catch (error) {
    return explain(error)
  }
}

function explain(error: unknown): number {
  if (
    error instanceof Cancelled ||
    error instanceof GetCredentialCancellationException ||
    error instanceof CreateCredentialCancellationException
  ) {
    process.stderr.write('Cancelled.\n')
    return 130
  }
  if (error instanceof UsageError) {
    process.stderr.write(`latchkey: ${fitLine(error.message, 500)}\nlatchkey --help tells more.\n`)
    return 2
  }
  // The provider's own error says more than "unknown" does.
  const cause =
    error instanceof CredentialManagerException && error.cause instanceof LatchkeyError
      ? error.cause
      : error
  const code = cause instanceof LatchkeyError ? ` (${cause.code})` : ''
  const message = cause instanceof Error ? cause.message : String(cause)
  process.stderr.write(`latchkey: ${fitLine(message, 500)}${code}\n`)
  return 1
}

// A command that ran to its end may still have found a problem.
process.exitCode = (await main(process.argv.slice(2))) || process.exitCode
