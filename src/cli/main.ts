#!/usr/bin/env node
/**
 * The command `latchkey`.
 *
 * Exit codes: 0 done, 1 failed, 2 wrong arguments, 130 the person backed out.
 *
 * @module
 */
import { isCommand } from './command-table.ts'
import type { CommandName } from './command-table.ts'
import { failureOf, failureText } from './failure.ts'
import { helpText, overview, unknownCommand } from './help.ts'
import { progressOn } from './progress.ts'
import { silenceSqliteWarning } from './runtime-warnings.ts'
import { isColored } from './terminal-style.ts'

const progress = progressOn(process.stderr, process.env)
// A line that stays takes the place of one that is drawn anew.
const print = (line: string) => void (progress.end(), process.stdout.write(`${line}\n`))
const remark = (line: string) => void (progress.end(), process.stderr.write(`${line}\n`))
const world = { environment: process.env, print, remark, progress }

/** Whether the work goes on when nobody reads what is printed of it. */
let isWorkApart = false

type Command = (args: readonly string[]) => Promise<void>

/** What each does. It is loaded when it is asked for: most need not wait for a server. Its words are in the table. */
const COMMANDS: Readonly<Record<CommandName, Command>> = {
  serve: runServer,
  doctor: examine,
  migrate: async (args) => (await import('./migrate.ts')).migrateCommand(args, world),
  keys: async (args) => (await import('./secret-keys.ts')).keysCommand(args, world),
  audit: async (args) => (await import('./audit-log.ts')).auditCommand(args, world),
  accounts: async (args) => (await import('./accounts.ts')).accountsCommand(args, world),
  issuers: async (args) => (await import('./issuers.ts')).issuersCommand(args, world),
  import: bringOver,
  passkey: usePasskeys,
  completion: async (args) =>
    (await import('./completion/completion.ts')).completionCommand(args, world),
  help: async ([name, action]) => print(helpText(name, action)),
}

async function examine(args: readonly string[]): Promise<void> {
  const { doctorCommand } = await import('./doctor/doctor.ts')
  const colored = isColored(process.stdout, process.env)
  const isWell = await doctorCommand(args, { ...world, colored })
  if (!isWell) process.exitCode = 1
}

async function bringOver(args: readonly string[]): Promise<void> {
  const { importCommand } = await import('./import/import.ts')
  // No person is left behind because somebody has seen enough of the report.
  isWorkApart = true
  if (!(await importCommand(args, { ...world, input: process.stdin }))) process.exitCode = 1
}

async function runServer(args: readonly string[]): Promise<void> {
  const { serveCommand } = await import('./serve.ts')
  // Before it says that it listens: whoever reads that may end it at once.
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  const server = await serveCommand(args, world)
  await ended
  await server.close()
}

async function usePasskeys(args: readonly string[]): Promise<void> {
  const { passkeyCommand } = await import('./passkey.ts')
  // Questions and remarks go where results do not.
  await passkeyCommand(args, { input: process.stdin, output: process.stderr, print })
}

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined) {
    remark(overview())
    return 2
  }
  try {
    if (name === '--version' || name === '-V') print(await version())
    else if (name === '--help' || name === '-h') print(helpText(...args.slice(0, 2)))
    else if (!isCommand(name)) throw unknownCommand(name)
    else if (asksForHelp(args))
      print(
        helpText(
          name,
          args.find((one) => !one.startsWith('-')),
        ),
      )
    else await run(name, args)
    return 0
  } catch (error) {
    const failure = failureOf(error)
    remark(failureText(failure, { json: args.includes('--json') }))
    return failure.exitCode
  } finally {
    progress.end()
  }
}

async function run(name: CommandName, args: readonly string[]): Promise<void> {
  if (name !== 'serve') {
    // Everything else may be ended at any point, and the shell is told how.
    process.once('SIGINT', () => {
      progress.end()
      process.exit(130)
    })
  }
  await COMMANDS[name](args)
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  return args
    .slice(0, end === -1 ? args.length : end)
    .some((one) => one === '--help' || one === '-h')
}

async function version(): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  // The same file from the sources and from what is built of them.
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') {
      if (isWorkApart) return
      // Whoever read it has seen enough, as `head` has.
      process.exit(0)
    }
    // Such as a full disk. Where failures cannot be told either, the exit code has to do.
    const json = process.argv.includes('--json')
    if (stream === process.stdout) remark(failureText(failureOf(error), { json }))
    process.exit(1)
  })
}

silenceSqliteWarning()
// A command that ran to its end may still have found a problem.
process.exitCode = (await main(process.argv.slice(2))) || process.exitCode
