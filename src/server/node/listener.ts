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
import { directWay } from '../http/fetch.ts'
import { answerDirectly } from './direct.ts'
import { lingerAfter } from './linger.ts'
import { readTarget } from './target.ts'

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
  const direct = directWay(handler)
  const listen =
    direct === undefined
      ? adaptedListener(handler)
      : (incoming: ExpressRequest, outgoing: ServerResponse) =>
          answerDirectly(direct, incoming, outgoing, {
            remoteAddress: connectionOf(incoming).remoteAddress,
            target: targetOf(incoming),
            body: parsedBody(incoming),
          })
  return async (incoming, outgoing) => {
    lingerAfter(incoming, outgoing)
    try {
      await listen(incoming, outgoing)
    } catch {
      outgoing.destroy()
    }
  }
}

/** For handlers of the app: through a `Request` and a `Response`. */
function adaptedListener(handler: FetchHandler): NodeListener {
  const listener = getRequestListener(
    (request, { incoming }) => {
      const { headers, url } = incoming as IncomingMessage
      if (readTarget(url, headers.host) === undefined) return answerNowhere(handler)
      return handler.fetch(request, connectionOf(incoming as IncomingMessage))
    },
    { errorHandler: (error) => answerError(handler, error), overrideGlobalObjects: false },
  )
  return async (incoming: ExpressRequest, outgoing) => {
    const { url } = incoming
    incoming.url = targetOf(incoming) ?? ''
    const body = parsedBody(incoming)
    if (body !== undefined) incoming.rawBody ??= body
    // The address is read before the listener first waits; the app's own request stays as it was.
    const answered = listener(incoming, outgoing)
    if (url !== undefined) incoming.url = url
    await answered
  }
}

function targetOf({ originalUrl, url }: ExpressRequest): string | undefined {
  return typeof originalUrl === 'string' ? originalUrl : url
}

/** What a framework has read and parsed before, as bytes again. */
function parsedBody({ readableDidRead, body }: ExpressRequest): Buffer | undefined {
  if (!readableDidRead || typeof body !== 'object' || body === null) return undefined
  return Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
}

function connectionOf({ socket }: IncomingMessage): Connection {
  const { remoteAddress } = socket
  if (remoteAddress === undefined) return {}
  // A socket that listens on both families names IPv4 peers inside IPv6.
  return { remoteAddress: remoteAddress.replace(/^::ffff:(?=\d+\.)/i, '') }
}

/** What is thrown is a request that cannot be read, or the handler's, of which nothing is told. */
async function answerError(handler: FetchHandler, error: unknown): Promise<Response> {
  return error instanceof RequestError
    ? answerNowhere(handler)
    : new Response(null, { status: 500 })
}

/** A request without a readable host or target is directed at nothing that is served here. */
async function answerNowhere(handler: FetchHandler): Promise<Response> {
  return handler.fetch(new Request('http://host.invalid/'))
}
