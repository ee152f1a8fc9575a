/**
 * A `node:http` server with limits that hold against slow and greedy clients, and an orderly end.
 *
 * @module
 */
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { trackConnections } from './connections.ts'
import { type FetchHandler, createNodeListener } from './listener.ts'

/** Where to listen, and limits tighter than the defaults. Times are milliseconds. */
export interface ServeOptions {
  /** 0 takes any free port. */
  readonly port: number
  /** Default `127.0.0.1`: a proxy on this machine is in front. */
  readonly host?: string
  /** Until all headers have arrived. Default and most: 10 s. */
  readonly headersTimeout?: number
  /** Until the whole request has arrived. Default and most: 15 s. */
  readonly requestTimeout?: number
  /** For as long a client may take nothing of an answer that waits for it. Default and most: 20 s. */
  readonly answerTimeout?: number
  /** Between two requests of one connection. Default 5 s, at most 10 s. */
  readonly keepAliveTimeout?: number
  /** Open connections; more are closed at once. Default 10,000. */
  readonly maxConnections?: number
  /** Requests on one connection; the last answer closes it. Default 10,000. */
  readonly maxRequestsPerSocket?: number
  /** Bytes of the request line and all headers. Default and most: 16 KiB. */
  readonly maxHeaderSize?: number
  /** How long {@link NodeServer.close} waits for answers under way. Default 10 s. */
  readonly closeTimeout?: number
}

/** A server that listens. */
export interface NodeServer {
  readonly server: Server
  /** The port it got. */
  readonly port: number
  /**
   * Takes no more connections, lets what is under way end (until `closeTimeout`, then it is cut), and closes
   * the handler in the end, if it can be closed.
   */
  close(): Promise<void>
}

/** A handler, and the store behind it if it has one. */
export interface ServedHandler extends FetchHandler {
  /** Called once no request is under way any more. */
  close?(): Promise<void>
}

/** What no setting can loosen (R7). */
const CEILINGS = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  answerTimeout: 20_000,
  keepAliveTimeout: 10_000,
  maxHeaderSize: 16_384,
} as const

/**
 * Serves a handler over HTTP.
 *
 * @throws {@link RangeError} for a limit that is looser than allowed, or the system's error when the port
 * is taken (`code` is `EADDRINUSE`).
 *
 * @example
 * ```ts
 * const server = await serve(latchkey, { port: 3000 })
 * process.once('SIGTERM', () => void server.close())
 * ```
 */
export async function serve(handler: ServedHandler, options: ServeOptions): Promise<NodeServer> {
  checkCeilings(options)
  const answering = new Set<Promise<void>>()
  const listener = createNodeListener(handler)
  let closing: Promise<void> | undefined

  const server = createServer(
    {
      headersTimeout: options.headersTimeout ?? CEILINGS.headersTimeout,
      requestTimeout: options.requestTimeout ?? CEILINGS.requestTimeout,
      keepAliveTimeout: options.keepAliveTimeout ?? 5_000,
      maxHeaderSize: options.maxHeaderSize ?? CEILINGS.maxHeaderSize,
      connectionsCheckingInterval: 1_000,
      insecureHTTPParser: false,
      requireHostHeader: true,
    },
    (incoming, outgoing) => {
      const { socket } = incoming
      const turn = connections.turn(socket)
      const answered =
        turn === undefined
          ? listener(incoming, outgoing)
          : turn.then(() => (socket.destroyed ? undefined : listener(incoming, outgoing)))
      answering.add(answered)
      void answered.finally(() => {
        answering.delete(answered)
        // What is left of an answer waits in memory for a client that may never read it.
        if (socket.writableLength > 0)
          socket.setTimeout(options.answerTimeout ?? CEILINGS.answerTimeout)
      })
    },
  )
  const connections = trackConnections(server)
  server.maxConnections = options.maxConnections ?? 10_000
  server.maxRequestsPerSocket = options.maxRequestsPerSocket ?? 10_000
  // Their size is bounded; a bound on their number would drop the rest unseen.
  server.maxHeadersCount = 0

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host ?? '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })

  async function stop(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve))
    connections.drain()
    const limit = AbortSignal.timeout(options.closeTimeout ?? 10_000)
    const late = new Promise((resolve) => limit.addEventListener('abort', resolve, { once: true }))
    limit.addEventListener('abort', () => server.closeAllConnections(), { once: true })
    await closed
    // A client that went away does not end its request: the handler may still be at work on the store.
    await Promise.race([Promise.allSettled(answering), late])
    await handler.close?.()
  }

  return {
    server,
    port: (server.address() as AddressInfo).port,
    close: () => (closing ??= stop()),
  }
}

function checkCeilings(options: ServeOptions): void {
  for (const [name, ceiling] of Object.entries(CEILINGS)) {
    const value = options[name as keyof typeof CEILINGS]
    if (value !== undefined && !(value > 0 && value <= ceiling)) {
      throw new RangeError(`${name} has to be from 1 to ${ceiling}, not ${value}`)
    }
  }
}
