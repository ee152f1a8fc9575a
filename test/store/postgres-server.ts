/** The other end of a {@link file://./postgres-process.ts}: a PostgreSQL server that somebody started. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { PostgresOrder, PostgresReply } from './postgres-process.ts'

/** A PostgreSQL server on a free loopback port, with an empty data folder of its own. */
export class PostgresServer {
  readonly #child: ChildProcess
  /** The database `postgres`, as the user who may do everything. */
  readonly url: string

  private constructor(child: ChildProcess, url: string) {
    this.#child = child
    this.url = url
  }

  /** Makes the data folder, and starts the server. It takes about a second. */
  static async start(): Promise<PostgresServer> {
    const child = fork(join(import.meta.dirname, 'postgres-process.ts'), [], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    try {
      return new PostgresServer(child, await order(child, 'start'))
    } catch (error) {
      child.disconnect()
      throw error
    }
  }

  /** Stops it at once, without a word to anyone; what was committed is in its log. */
  async crash(): Promise<void> {
    await order(this.#child, 'crash')
  }

  /** Starts it again on the same port, and waits until it has recovered. */
  async restart(): Promise<void> {
    await order(this.#child, 'restart')
  }

  /** Stops it and removes its folder. */
  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#child.disconnect()
    await gone
  }
}

async function order(child: ChildProcess, what: PostgresOrder): Promise<string> {
  child.send(what)
  const [{ url, error }] = (await once(child, 'message')) as [PostgresReply]
  if (url === undefined) throw new Error(`no PostgreSQL server: ${error}`)
  return url
}
