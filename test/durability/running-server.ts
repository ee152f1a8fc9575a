/** A server process from outside: started, told to listen, spoken to over TCP, killed. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { Latchkey } from '../../src/server/latchkey.ts'
import { ORIGIN, Visitor } from '../server/site.ts'
import type { ServerOrder } from './server-process.ts'

/** A process that is, or will be, a server. */
export class RunningServer {
  readonly #child: ChildProcess
  readonly #agent = new Agent({ keepAlive: true })
  port = 0

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  /** Starts a process of a bundled server and waits until its code is loaded. */
  static async start(bundle: string): Promise<RunningServer> {
    const child = fork(bundle, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    await once(child, 'message')
    return new RunningServer(child)
  }

  /** Opens the database there and listens. */
  async listen(order: Omit<ServerOrder, 'origin'>): Promise<void> {
    this.#child.send({ ...order, origin: ORIGIN } satisfies ServerOrder)
    const [port] = (await once(this.#child, 'message')) as [number]
    this.port = port
  }

  /** The most memory the process ever held, in bytes. */
  peakMemory(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8')
    return Number(/^VmHWM:\s*(\d+) kB/m.exec(status)![1]) * 1024
  }

  /** An app on a phone somewhere, with an authenticator of its own. */
  app(): Visitor {
    return new Visitor({ fetch: (sent) => this.#send(sent) } as Latchkey, 'native')
  }

  /** Ends the process as a power cut would. */
  async kill(): Promise<void> {
    this.#agent.destroy()
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
  }

  /** Fetch cannot name a host that is not the one it connects to. */
  async #send(sent: Request): Promise<Response> {
    const { pathname, host } = new URL(sent.url)
    const body = new Uint8Array(await sent.arrayBuffer())
    const outgoing = request({
      port: this.port,
      host: '127.0.0.1',
      path: pathname,
      method: sent.method,
      agent: this.#agent,
      headers: { ...Object.fromEntries(sent.headers), host, 'content-length': body.length },
    })
    const { promise, resolve, reject } = Promise.withResolvers<Response>()
    outgoing.on('error', reject)
    outgoing.on('response', (incoming) => {
      const headers = new Headers()
      for (const [name, value] of Object.entries(incoming.headersDistinct)) {
        for (const one of value ?? []) headers.append(name, one)
      }
      buffer(incoming).then(
        (bytes) =>
          resolve(new Response(new Uint8Array(bytes), { status: incoming.statusCode!, headers })),
        reject,
      )
    })
    outgoing.end(body)
    return promise
  }
}
