/**
 * One server in a process of its own, for {@link startServer}: it listens, and tells on request how much
 * processor time it has used and how long a raw `crypto.verify` takes at this moment.
 *
 * @module
 */
import { generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { ORIGIN } from './people.ts'

/** What the process is to be. */
export interface ServerOrder {
  /** `bare` answers every request with the same 300 bytes; `peer` is the stand-in of `peer.ts`. */
  readonly kind: 'latchkey' | 'peer' | 'bare'
  /** Path of the SQLite file. */
  readonly database: string
  readonly synchronous: 'FULL' | 'NORMAL'
}

/** What a process has used since it began. */
export interface Usage {
  /** Processor time of all its threads, user and system, in microseconds. */
  readonly cpu: number
  /** Bytes it sent towards the disk (Linux; zero elsewhere). */
  readonly written: number
}

/** One question to the process. */
export type Question = ServerOrder | 'usage' | 'verify'

process.on('message', (question: Question) => {
  void answer(question).then((value) => process.send!(value))
})
process.on('disconnect', () => process.exit(0))

async function answer(question: Question): Promise<unknown> {
  if (question === 'usage') return usage()
  if (question === 'verify') return verifyMicroseconds()
  if (typeof question === 'string') return undefined
  if (question.kind === 'bare') return listenBare()
  if (question.kind === 'peer') return (await import('./peer.ts')).listenPeer(question.database)
  return listenLatchkey(question)
}

async function listenLatchkey({ database, synchronous }: ServerOrder): Promise<number> {
  if (synchronous === 'NORMAL') loosenCommits()
  const { createLatchkey } = await import('../../src/server/latchkey.ts')
  const { serve } = await import('../../src/server/node/serve.ts')
  // Everything else is as it comes: the log too is written, to an error stream that goes nowhere.
  const latchkey = createLatchkey({
    rpId: new URL(ORIGIN).hostname,
    origins: [ORIGIN],
    database: `sqlite:${database}`,
    secret: randomBytes(32),
    // One address does the work of a city.
    limits: { optionsPerMinute: 1_000_000_000, finishesPerMinute: 1_000_000_000 },
  })
  const { port } = await serve(latchkey, { port: 0, maxRequestsPerSocket: 0 })
  return port
}

/** The server has no such setting on purpose, so the pragma is changed on its way to SQLite. */
function loosenCommits(): void {
  const { prototype } = DatabaseSync
  const exec = Object.getOwnPropertyDescriptor(prototype, 'exec')!.value as (sql: string) => void
  prototype.exec = function loosened(this: DatabaseSync, sql) {
    exec.call(this, sql.replace('synchronous = FULL', 'synchronous = NORMAL'))
  }
}

async function listenBare(): Promise<number> {
  const body = JSON.stringify({ body: 'x'.repeat(286) })
  const headers = { 'content-type': 'application/json', 'content-length': body.length }
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      JSON.parse(Buffer.concat(chunks).toString())
      outgoing.writeHead(200, headers).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

function usage(): Usage {
  const { user, system } = process.cpuUsage()
  return { cpu: user + system, written: written() }
}

function written(): number {
  try {
    return Number(/^write_bytes: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
  } catch {
    return 0
  }
}

const KEYS = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const SIGNED = randomBytes(69)
const SIGNATURE = sign('sha256', SIGNED, KEYS.privateKey)

/** V: processor time of one raw verify with a ready key object, over about a tenth of a second. */
function verifyMicroseconds(): number {
  const count = 1000
  const before = process.cpuUsage()
  for (let index = 0; index < count; index++) verify('sha256', SIGNED, KEYS.publicKey, SIGNATURE)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / count
}
