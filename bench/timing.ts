/**
 * Whether the time of an answer tells that a name exists (security.md R116): pairs of calls in random order,
 * one for an account that is there and one for a name that nobody has, over loopback to a server in a
 * process of its own. Printed for each route: the median of the differences with its bootstrap 95 % interval
 * (to pass, within ±100 µs), the sign test and Wilcoxon's (to pass, above 0.01).
 *
 * Run it with `npm run bench:timing [-- --pairs 10000] [--route options]`; each pair of passwords takes two
 * hashes and the time they are held. On a machine that does something else beside it the intervals are wide.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Connection } from './sign-in/connection.ts'
import { bootstrapMedian, signTest, wilcoxon } from './timing/statistics.ts'

const { values } = parseArgs({
  options: { pairs: { type: 'string' }, route: { type: 'string' } },
})

const ORIGIN = 'https://example.com'
const PASSWORD = 'velvet otter lamp'
const sender = { origin: ORIGIN, cookie: '' }
/** Of the same length, so that nothing but their being there differs. */
const known = (index: number) => `known-${index}`
const unknown = (index: number) => `other-${index}`
const NAMES = 8

interface Subject {
  readonly name: string
  readonly path: string
  readonly body: (username: string) => string
  readonly status: number
  readonly pairs: number
}

const SUBJECTS: readonly Subject[] = [
  {
    name: 'options',
    path: '/auth/authentication/options',
    body: (username) => JSON.stringify({ username }),
    status: 200,
    pairs: 10_000,
  },
  {
    name: 'password',
    path: '/auth/password/authentication',
    body: (username) => JSON.stringify({ username, password: 'not the password' }),
    status: 401,
    pairs: 600,
  },
]

const folder = mkdtempSync(join(tmpdir(), 'latchkey-timing-'))
const server = fork(join(import.meta.dirname, 'timing/server-process.ts'), [folder, ORIGIN])
try {
  const [port] = (await once(server, 'message')) as [number]
  const connection = await Connection.open(port)
  for (let index = 0; index < NAMES; index++) {
    const body = JSON.stringify({ username: known(index), password: PASSWORD })
    const { status } = await connection.post('/auth/password/registration', body, sender)
    if (status !== 200) throw new Error(`no account: ${status}`)
  }
  for (const subject of SUBJECTS) {
    if (values.route !== undefined && values.route !== subject.name) continue
    const pairs = Number(values.pairs ?? subject.pairs)
    await measure(connection, { ...subject, pairs: Math.ceil(pairs / 20) })
    report(subject.name, await measure(connection, { ...subject, pairs }))
  }
  connection.close()
} finally {
  server.kill()
  rmSync(folder, { recursive: true })
}

/** Differences in microseconds: a name that is there less one that is not. */
async function measure(connection: Connection, subject: Subject): Promise<readonly number[]> {
  const time = async (username: string) => {
    const started = performance.now()
    const { status } = await connection.post(subject.path, subject.body(username), sender)
    const taken = performance.now() - started
    if (status !== subject.status) throw new Error(`${subject.name}: ${status}`)
    return taken * 1000
  }
  const differences: number[] = []
  for (let pair = 0; pair < subject.pairs; pair++) {
    const index = pair % NAMES
    if (Math.random() < 0.5) {
      const there = await time(known(index))
      differences.push(there - (await time(unknown(index))))
    } else {
      const absent = await time(unknown(index))
      differences.push((await time(known(index))) - absent)
    }
  }
  return differences
}

function report(name: string, differences: readonly number[]): void {
  const { median, low, high } = bootstrapMedian(differences)
  const micro = (value: number) => `${value.toFixed(1)} µs`
  const passed = low >= -100 && high <= 100
  console.log(
    `${name}: ${differences.length} pairs, median difference ${micro(median)}, ` +
      `95 % interval ${micro(low)} to ${micro(high)} (${passed ? 'within' : 'NOT within'} ±100 µs); ` +
      `sign test p = ${signTest(differences).toFixed(3)}, Wilcoxon p = ${wilcoxon(differences).toFixed(3)}`,
  )
}
