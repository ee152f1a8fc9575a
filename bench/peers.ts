/**
 * Whole sign-ins over HTTP against a peer: `@simplewebauthn/server` behind `node:http` with SQLite in WAL mode.
 *
 * It is a stand-in. What design and figures speak of is Express, which is not among this package's
 * dependencies; a bare `node:http` costs a request less than Express does, so the ratio here is the smaller
 * one. The peer commits with NORMAL, the usual advice; Latchkey with FULL, as it always does. Rates are those
 * of one pinned core with 32 connections from this process, in turns; what counts is the median ratio, in
 * sign-ins per second and, for machines with neighbours, in processor time.
 *
 * Run it with `npm exec -- node bench/peers.ts [--rounds N]`; it takes less than a minute.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { signIn } from './sign-in/people.ts'
import { median, Server } from './sign-in/server.ts'
import type { Round } from './sign-in/server.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } })
const ROUNDS = Number(values.rounds)
const PEOPLE = 300
/** Milliseconds. */
const WARM_UP = 5000
const ROUND = 1500

const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
try {
  const latchkey = await start('latchkey', 'FULL')
  const peer = await start('peer', 'NORMAL')
  const rounds = { latchkey: [] as Round[], peer: [] as Round[] }
  for (let round = 0; round < ROUNDS; round++) {
    rounds.latchkey.push(await latchkey.round(ROUND, signIn))
    rounds.peer.push(await peer.round(ROUND, signIn))
  }
  for (const [name, list] of Object.entries(rounds)) {
    const of = (figure: keyof Round) => median(list.map((one) => one[figure]))
    const written = `${(of('written') / 1024).toFixed(1)} KiB to the disk`
    console.log(
      `${name.padEnd(8)}: ${of('perSecond').toFixed(0)} sign-ins/s, ` +
        `${of('cpu').toFixed(0)} us of processor = ${of('verifies').toFixed(2)} V, ${written}`,
    )
  }
  const ratio = (figure: 'perSecond' | 'cpu') =>
    median(rounds.latchkey.map((one, round) => one[figure] / rounds.peer[round]![figure]))
  console.log(`sign-ins per second, Latchkey FULL / peer NORMAL: ${ratio('perSecond').toFixed(2)}`)
  console.log(`processor time, peer / Latchkey: ${(1 / ratio('cpu')).toFixed(2)}`)
  await Promise.all([latchkey.stop(), peer.stop()])
} finally {
  rmSync(folder, { recursive: true })
}

async function start(kind: 'latchkey' | 'peer', synchronous: 'FULL' | 'NORMAL'): Promise<Server> {
  const server = await Server.start({ kind, database: join(folder, `${kind}.db`), synchronous })
  await server.signUp(PEOPLE)
  await server.round(WARM_UP, signIn)
  return server
}
