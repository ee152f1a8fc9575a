/**
 * What the second core brings on PostgreSQL: one server process and everything around it (the database, the
 * people who sign in) on one core, against two server processes and the same around them on two.
 *
 * `npm exec -- node bench/postgres.ts [rounds]`; needs two cores and `taskset` (Linux). Each round starts a
 * PostgreSQL server of its own, as the tests do; rounds of both kinds alternate, and what counts is the
 * median of the ratios. Nothing is tuned.
 */
import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { PostgresServer } from '../test/store/postgres-server.ts'
import type { WorkerOrder } from './postgres/worker.ts'

/** Milliseconds. */
const WARM_UP = 2_000
const ROUND = 4_000

async function ask(worker: ChildProcess, order: WorkerOrder): Promise<number> {
  worker.send(order)
  const [answer] = (await once(worker, 'message')) as [number]
  return answer
}

/** Sign-ins in a second, of so many processes, on whatever cores this process may use. */
async function measure(processes: number): Promise<number> {
  const server = await PostgresServer.start()
  const workers = Array.from({ length: processes }, () =>
    fork(join(import.meta.dirname, 'postgres', 'worker.ts')),
  )
  try {
    for (const [index, worker] of workers.entries()) {
      await ask(worker, { database: server.url, name: `worker${index}` })
    }
    await Promise.all(workers.map((worker) => ask(worker, WARM_UP)))
    const counts = await Promise.all(workers.map((worker) => ask(worker, ROUND)))
    return counts.reduce((sum, count) => sum + count, 0) / (ROUND / 1000)
  } finally {
    for (const worker of workers) worker.disconnect()
    await server.stop()
  }
}

/** The same in a process that is kept on these cores, with all that it starts. */
function measureOn(cores: string, processes: number): number {
  const script = join(import.meta.dirname, 'postgres.ts')
  const words = ['-c', cores, process.execPath, script, '--measure', String(processes)]
  const { stdout, status } = spawnSync('taskset', words, { stdio: ['ignore', 'pipe', 'inherit'] })
  if (status !== 0) throw new Error('taskset is missing, or a round failed')
  return Number(String(stdout).trim())
}

if (process.argv[2] === '--measure') {
  console.log(await measure(Number(process.argv[3])))
} else {
  const ratios: number[] = []
  for (let round = Number(process.argv[2] ?? 5); round > 0; round--) {
    const one = measureOn('0', 1)
    const two = measureOn('0,1', 2)
    ratios.push(two / one)
    console.log(`one: ${one.toFixed(0)}/s, two: ${two.toFixed(0)}/s, ${(two / one).toFixed(2)} x`)
  }
  const middle = ratios.toSorted((a, b) => a - b)[ratios.length >> 1]!
  console.log(`two cores / one core: ${middle.toFixed(2)} (gate 1.6, stretch 1.8)`)
}
