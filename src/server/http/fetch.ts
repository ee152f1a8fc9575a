/**
 * `fetch`: the routes for everything that speaks `Request` and `Response`, and a shorter way to them for
 * `node:http`, where making those two costs more than most answers.
 *
 * @module
 */
import type { Answering, HttpAnswer, HttpRequest } from './exchange.ts'
import { readBody } from './body.ts'

/** What the transport knows about a request beside the request. */
export interface ConnectionInfo {
  /** Address of the peer on the socket. */
  readonly remoteAddress?: string | undefined
}

/** Answers a request. */
export type Fetch = (request: Request, info?: ConnectionInfo) => Promise<Response>

const DIRECT = Symbol('latchkey.direct')

/** Makes a `fetch` that {@link directWay} finds the routes behind. */
export function createFetch(answer: Answering): Fetch {
  const fetch: Fetch = async (request, info = {}) =>
    toResponse(await answer(fromRequest(request, info)), request.method)
  return Object.assign(fetch, { [DIRECT]: answer })
}

/**
 * The routes behind a `fetch` that {@link createFetch} made. An app that wraps it has a function of its own,
 * and with that there is no way round the wrapper.
 */
export function directWay(handler: { readonly fetch: object }): Answering | undefined {
  return (handler.fetch as { readonly [DIRECT]?: Answering })[DIRECT]
}

function fromRequest(request: Request, { remoteAddress }: ConnectionInfo): HttpRequest {
  const { method, headers, url } = request
  const { host, protocol, pathname, search } = new URL(url)
  return {
    method,
    host: headers.get('host') ?? host,
    tls: protocol === 'https:',
    path: pathname,
    query: search.slice(1),
    headers,
    remoteAddress,
    readBody: (limit) => readBody(request, limit),
  }
}

function toResponse({ status, headers, body }: HttpAnswer, method: string): Response {
  const sent = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    for (const one of typeof value === 'string' ? [value] : value) sent.append(name, one)
  }
  return new Response(method === 'HEAD' ? null : (body ?? null), { status, headers: sent })
}
