/**
 * A server process from outside: started on one core, asked for its figures, put under load.
 *
 * @module
 */
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Connection } from './connection.ts'
import { signUp } from './people.ts'
import type { Person } from './people.ts'
import type { Question, ServerOrder, Usage } from './server-process.ts'

const PROCESS = fileURLToPath(new URL('server-process.ts', import.meta.url))
const CONNECTIONS = 32

/** What a round of requests cost, each figure for one request or sign-in. */
export interface Round {
  /** Processor time of the server, in microseconds. */
  readonly cpu: number
  /** The same in raw verifies of the same moment. */
  readonly verifies: number
  readonly perSecond: number
  readonly written: number
}

/** A server that runs, with the connections that load it. */
export class Server {
  readonly #child: ChildProcess
  readonly #port: number
  readonly people: Person[] = []

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.#port = port
  }

  /** Starts a server, pinned to the first core where that can be done. `flags` are Node's. */
  static async start(order: ServerOrder, flags: readonly string[] = []): Promise<Server> {
    const command = [...flags, PROCESS]
    const pinned = ['-c', '0', process.execPath, ...command]
    const [program, words] = canPin() ? ['taskset', pinned] : [process.execPath, command]
    const child = spawn(program, words, { stdio: ['ignore', 'inherit', 'ignore', 'ipc'] })
    return new Server(child, (await ask(child, order)) as number)
  }

  /** Makes accounts to sign in to. */
  async signUp(count: number): Promise<void> {
    const isLeft = (done: number) => done < count
    await this.#share(isLeft, async (connection, index) => {
      this.people.push(await signUp(connection, `person${index}`))
    })
  }

  /** Does something for so many milliseconds on all connections, and says what one of them cost. */
  async round(
    milliseconds: number,
    act: (connection: Connection, person: Person) => Promise<unknown>,
  ): Promise<Round> {
    const verifyBefore = await this.#verify()
    const before = (await ask(this.#child, 'usage')) as Usage
    const start = performance.now()
    const isLeft = () => performance.now() - start < milliseconds
    const count = await this.#share(isLeft, async (connection, index) => {
      await act(connection, this.people[(index * 7919) % this.people.length]!)
    })
    const seconds = (performance.now() - start) / 1000
    const after = (await ask(this.#child, 'usage')) as Usage
    const cpu = (after.cpu - before.cpu) / count
    return {
      cpu,
      verifies: cpu / ((verifyBefore + (await this.#verify())) / 2),
      perSecond: count / seconds,
      written: (after.written - before.written) / count,
    }
  }

  /** Does something so many times. */
  async repeat(count: number, act: (connection: Connection) => Promise<unknown>): Promise<void> {
    const isLeft = (done: number) => done < count
    await this.#share(isLeft, async (connection) => void (await act(connection)))
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#child.disconnect()
    await gone
  }

  /** Keeps every connection busy as long as something is left to do; answers how much was done. */
  async #share(
    isLeft: (done: number) => boolean,
    act: (connection: Connection, index: number) => Promise<void>,
  ): Promise<number> {
    let done = 0
    const work = async () => {
      // Not kept from round to round: servers close connections that wait for a few seconds.
      const connection = await Connection.open(this.#port)
      while (isLeft(done)) await act(connection, done++)
      connection.close()
    }
    await Promise.all(Array.from({ length: CONNECTIONS }, work))
    return done
  }

  async #verify(): Promise<number> {
    return (await ask(this.#child, 'verify')) as number
  }
}

async function ask(child: ChildProcess, question: Question): Promise<unknown> {
  const done = new AbortController()
  const { signal } = done
  const failed = once(child, 'exit', { signal }).then(() => {
    throw new Error('the server process ended')
  })
  failed.catch(() => undefined)
  child.send(question)
  try {
    const [answer] = (await Promise.race([once(child, 'message', { signal }), failed])) as unknown[]
    return answer
  } finally {
    done.abort()
  }
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}

function canPin(): boolean {
  return spawnSync('taskset', ['-c', '0', 'true']).status === 0
}
