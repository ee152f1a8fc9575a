/**
 * A `node:http` listener around a handler that speaks Request and Response.
 *
 * It carries bytes and nothing else: which requests are refused, and how, is the handler's business.
 * Bodies are streamed, so the handler's limit on them holds before they are in memory.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { RequestError, getRequestListener } from '@hono/node-server'
import { lingerAfter } from './linger.ts'

/** What is known of a connection and cannot be claimed by a request. */
export interface Connection {
  /** Address of the socket's other end, a proxy's if there is one. IPv4 is written as such. */
  readonly remoteAddress?: string
}

/** What a listener can be made of: a Latchkey, or an app's own handler around one. */
export interface FetchHandler {
  /** Hand `connection` on to Latchkey when wrapping it: limits per address depend on it. */
  fetch(request: Request, connection?: Connection): Response | Promise<Response>
}

/** A listener for `http.createServer`, Express' `app.use`, or Fastify's raw request and reply. */
export type NodeListener = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>

/** What Express adds to a request: the path before a mount point was cut off, and a parsed body. */
interface ExpressRequest extends IncomingMessage {
  readonly originalUrl?: unknown
  readonly body?: unknown
  rawBody?: Buffer
}

/**
 * Makes a listener of a handler. In Express it may be mounted with or without a path, before or after
 * `express.json()`.
 *
 * @example
 * ```ts
 * const app = express()
 * app.use('/auth', createNodeListener(latchkey))
 * ```
 */
export function createNodeListener(handler: FetchHandler): NodeListener {
  const listener = getRequestListener(
    (request, { incoming }) => handler.fetch(request, connectionOf(incoming as IncomingMessage)),
    { errorHandler: (error) => answerError(handler, error), overrideGlobalObjects: false },
  )
  return async (incoming, outgoing) => {
    const { url } = incoming
    prepare(incoming)
    lingerAfter(incoming, outgoing)
    // The address is read before the listener first waits; the app's own request stays as it was.
    const answered = listener(incoming, outgoing)
    if (url !== undefined) incoming.url = url
    try {
      await answered
    } catch {
      outgoing.destroy()
    }
  }
}

function prepare(incoming: ExpressRequest): void {
  const { body, originalUrl } = incoming
  if (typeof originalUrl === 'string') incoming.url = originalUrl
  if (incoming.readableDidRead && typeof body === 'object' && body !== null) {
    incoming.rawBody ??= Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
  }
}

function connectionOf({ socket }: IncomingMessage): Connection {
  const { remoteAddress } = socket
  if (remoteAddress === undefined) return {}
  // A socket that listens on both families names IPv4 peers inside IPv6.
  return { remoteAddress: remoteAddress.replace(/^::ffff:(?=\d+\.)/i, '') }
}

/**
 * A request without a readable host or target is directed at nothing that is served here; the handler says
 * so in its own words. Anything else is a handler that threw, of which nothing is told.
 */
async function answerError(handler: FetchHandler, error: unknown): Promise<Response> {
  if (error instanceof RequestError) return handler.fetch(new Request('http://host.invalid/'))
  return new Response(null, { status: 500 })
}
