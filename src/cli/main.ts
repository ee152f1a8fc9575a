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
import { fitLine } from './keys.ts'
import { Cancelled, UsageError } from './usage.ts'

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

type Command = (args: readonly string[]) => Promise<void>

/** Every command, by its name. Each is loaded when it is asked for: most need not wait for a server. */
const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['serve', runServer],
  ['doctor', examine],
  ['migrate', async (args) => (await import('./migrate.ts')).migrateCommand(args, world)],
  ['keys', async (args) => (await import('./secret-keys.ts')).keysCommand(args, world)],
  ['audit', async (args) => (await import('./audit-log.ts')).auditCommand(args, world)],
  ['accounts', async (args) => (await import('./accounts.ts')).accountsCommand(args, world)],
  ['issuers', async (args) => (await import('./issuers.ts')).issuersCommand(args, world)],
  ['passkey', usePasskeys],
])

async function examine(args: readonly string[]): Promise<void> {
  const { doctorCommand } = await import('./doctor/doctor.ts')
  const colored = process.stdout.isTTY && process.env['NO_COLOR'] === undefined
  const isWell = await doctorCommand(args, { ...world, colored })
  if (!isWell) process.exitCode = 1
}

async function runServer(args: readonly string[]): Promise<void> {
  const { serveCommand } = await import('./serve.ts')
  const server = await serveCommand(args, world)
  if (server === undefined) return
  await new Promise<void>((resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void server.close().then(resolve, reject))
    }
  })
}

async function usePasskeys(args: readonly string[]): Promise<void> {
  const { passkeyCommand } = await import('./passkey.ts')
  // Questions and remarks go where results do not.
  await passkeyCommand(args, { input: process.stdin, output: process.stderr, print })
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
