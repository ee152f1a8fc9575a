/**
 * One server process on PostgreSQL that signs people in to itself, over HTTP on the loopback, with real
 * signatures: what it is told to do and what it answers are messages.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { createLatchkey } from '../../src/server/latchkey.ts'
import { serve } from '../../src/server/node/serve.ts'
import { Connection } from '../sign-in/connection.ts'
import { ORIGIN, type Person, signIn, signUp } from '../sign-in/people.ts'

/** What the process is told: to start on a database, or to work for so many milliseconds. */
export type WorkerOrder = { readonly database: string; readonly name: string } | number

const CONNECTIONS = 16
const PEOPLE = 64

const people: Person[] = []
let port = 0

async function start(database: string, name: string): Promise<number> {
  const latchkey = createLatchkey({
    rpId: new URL(ORIGIN).hostname,
    origins: [ORIGIN],
    database,
    secret: randomBytes(32),
    log: () => undefined,
    // One address does the work of a city.
    limits: { optionsPerMinute: 1_000_000_000, finishesPerMinute: 1_000_000_000 },
  })
  const server = await serve(latchkey, { port: 0, maxRequestsPerSocket: 0 })
  port = server.port
  await share(
    (done) => done < PEOPLE,
    async (connection, index) => {
      people.push(await signUp(connection, `${name}-${index}`))
    },
  )
  return people.length
}

function work(milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds
  return share(
    () => performance.now() < end,
    (connection, index) => signIn(connection, people[index % PEOPLE]!),
  )
}

/** Keeps every connection busy as long as something is left to do; answers how much was done. */
async function share(
  isLeft: (done: number) => boolean,
  act: (connection: Connection, index: number) => Promise<void>,
): Promise<number> {
  let done = 0
  const one = async () => {
    const connection = await Connection.open(port)
    while (isLeft(done)) await act(connection, done++)
    connection.close()
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, one))
  return done
}

process.on('message', (order: WorkerOrder) => {
  const answer = typeof order === 'number' ? work(order) : start(order.database, order.name)
  void answer.then((value) => process.send!(value))
})
process.on('disconnect', () => process.exit(0))
