/**
 * What a whole sign-in over HTTP costs the server: options, answer, durable session, with everything on that
 * is on by default. A client of our own (this process) keeps 32 connections busy with real signatures.
 *
 * The measure is V, the processor time of one raw `crypto.verify` (ES256, ready key object), taken in the
 * server's own process before and after every round. Rounds of the contenders alternate, and what counts is
 * the median of the ratios; processor time and not time on the wall, because a machine has neighbours.
 *
 * Run it with `npm exec -- node bench/sign-in.ts [--rounds N] [--profile]`; it takes less than a minute.
 * With `--profile` the server that commits with FULL leaves a `.cpuprofile` in the working directory. The
 * databases are in the system's temporary directory, which has to be a real disk for fsync to cost anything.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { askForOptions, signIn } from './sign-in/people.ts'
import { median, Server } from './sign-in/server.ts'
import type { Round } from './sign-in/server.ts'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, profile: { type: 'boolean' } },
})
const ROUNDS = Number(values.rounds)
const PEOPLE = 500
/** Milliseconds. */
const WARM_UP = 4000
const ROUND = 1500
const SHORT_ROUND = 700
const ABANDONED = 10_000

const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
try {
  const flags = values.profile === true ? ['--cpu-prof', '--cpu-prof-interval=200'] : []
  const full = await start('full', 'FULL', flags)
  const normal = await start('normal', 'NORMAL')
  const bare = await Server.start({ kind: 'bare', database: '', synchronous: 'FULL' })
  await bare.round(WARM_UP, askForOptions)

  const rounds = { full: [] as Round[], normal: [] as Round[] }
  const options = { latchkey: [] as Round[], bare: [] as Round[] }
  for (let round = 0; round < ROUNDS; round++) {
    rounds.full.push(await full.round(ROUND, signIn))
    rounds.normal.push(await normal.round(ROUND, signIn))
    options.latchkey.push(await normal.round(SHORT_ROUND, askForOptions))
    options.bare.push(await bare.round(SHORT_ROUND, askForOptions))
  }
  const of = (list: readonly Round[], figure: keyof Round) => median(list.map((one) => one[figure]))
  const ratio = (figure: keyof Round, one: readonly Round[], other: readonly Round[]) =>
    median(one.map((round, index) => round[figure] / other[index]![figure])).toFixed(2)

  for (const [name, list] of Object.entries(rounds)) {
    const cpu = `${of(list, 'cpu').toFixed(0)} us of processor = ${of(list, 'verifies').toFixed(2)} V`
    const rate = `${of(list, 'perSecond').toFixed(0)}/s`
    const written = `${(of(list, 'written') / 1024).toFixed(2)} KiB to the disk`
    console.log(`sign-in, ${name.toUpperCase().padEnd(6)}: ${cpu}, ${rate}, ${written}`)
  }
  const { latchkey } = options
  console.log(`V: ${(of(rounds.full, 'cpu') / of(rounds.full, 'verifies')).toFixed(1)} us`)
  console.log(
    `FULL / NORMAL, sign-ins per second: ${ratio('perSecond', rounds.full, rounds.normal)}`,
  )
  console.log(
    `options call: ${of(latchkey, 'cpu').toFixed(0)} us = ${of(latchkey, 'verifies').toFixed(2)} V, ` +
      `${ratio('cpu', latchkey, options.bare)} of a bare node:http answer ` +
      `(${of(options.bare, 'cpu').toFixed(0)} us)`,
  )
  await abandon(full)
  await Promise.all([full, normal, bare].map((server) => server.stop()))
} finally {
  rmSync(folder, { recursive: true })
}

async function start(
  name: string,
  synchronous: 'FULL' | 'NORMAL',
  flags: readonly string[] = [],
): Promise<Server> {
  const database = join(folder, `${name}.db`)
  const server = await Server.start({ kind: 'latchkey', database, synchronous }, flags)
  await server.signUp(PEOPLE)
  await server.round(WARM_UP, signIn)
  return server
}

/** Options calls that nobody answers leave nothing behind. */
async function abandon(server: Server): Promise<void> {
  const before = { rows: rowsIn(join(folder, 'full.db')), bytes: bytesOf('full.db') }
  await server.repeat(ABANDONED, askForOptions)
  const after = { rows: rowsIn(join(folder, 'full.db')), bytes: bytesOf('full.db') }
  console.log(
    `${ABANDONED} abandoned options calls: ${after.rows - before.rows} rows, ` +
      `${after.bytes - before.bytes} bytes`,
  )
}

function rowsIn(path: string): number {
  const database = new DatabaseSync(path, { readOnly: true })
  const tables = database.prepare(`select name from sqlite_master where type = 'table'`).all()
  const counts = tables.map(({ name }) => {
    const row = database.prepare(`select count(*) as count from "${String(name)}"`).get()
    return Number(row!['count'])
  })
  database.close()
  return counts.reduce((sum, count) => sum + count, 0)
}

function bytesOf(name: string): number {
  // The database and its log; the index of the log is shared memory.
  const files = readdirSync(folder).filter((file) => file === name || file === `${name}-wal`)
  return files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)
}
