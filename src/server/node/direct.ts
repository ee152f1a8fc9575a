/**
 * The short way from `node:http` to the routes of a Latchkey: no `Request`, no `Response`, no streams of the
 * web between them, which together cost more than a signature check.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Answering, HttpRequest, RequestHeaders } from '../http/exchange.ts'
import { Refusal } from '../refusal.ts'
import { readTarget } from './target.ts'

/** What the transport has found out before. */
export interface Origin {
  readonly remoteAddress: string | undefined
  /** Path and query as the client wrote them, when a framework has cut them since. */
  readonly target: string | undefined
  /** The body, when a framework has read it before. */
  readonly body: Buffer | undefined
}

/** Answers a request over `node:http`. */
export async function answerDirectly(
  answer: Answering,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  origin: Origin,
): Promise<void> {
  const request = toRequest(incoming, origin)
  const { status, headers, body } = await answer(request)
  // What is left of a body that nobody wanted is not worth waiting for.
  if (hasBody(request.headers) && !incoming.complete) outgoing.setHeader('connection', 'close')
  if (body === undefined) {
    outgoing.writeHead(status, headers).end()
    return
  }
  const length = Buffer.byteLength(body)
  outgoing.writeHead(status, { ...headers, 'content-length': length }).end(body)
}

function toRequest(incoming: IncomingMessage, origin: Origin): HttpRequest {
  const headers = new NodeHeaders(incoming.rawHeaders)
  const host = headers.get('host') ?? undefined
  const path = readTarget(origin.target, host)
  return {
    method: incoming.method ?? '',
    host: path === undefined ? undefined : host,
    tls: 'encrypted' in incoming.socket,
    path: path ?? '',
    query: queryOf(origin.target),
    headers,
    remoteAddress: origin.remoteAddress,
    readBody: (limit) => readBody(incoming, { headers, read: origin.body, limit }),
  }
}

/** Nobody but a page reads it, so that it is not worth a URL. */
function queryOf(target: string | undefined): string {
  const at = target?.indexOf('?') ?? -1
  return at < 0 ? '' : target!.slice(at + 1)
}

/** As `Headers` does it: repeated ones are joined, names are found in any case. */
class NodeHeaders implements RequestHeaders {
  readonly #values = new Map<string, string>()

  constructor(raw: readonly string[]) {
    for (let index = 0; index < raw.length; index += 2) {
      const name = raw[index]!.toLowerCase()
      const before = this.#values.get(name)
      const value = raw[index + 1]!
      const joint = name === 'cookie' ? '; ' : ', '
      this.#values.set(name, before === undefined ? value : `${before}${joint}${value}`)
    }
  }

  get(name: string): string | null {
    return this.#values.get(name.toLowerCase()) ?? null
  }

  has(name: string): boolean {
    return this.#values.has(name.toLowerCase())
  }
}

/** RFC 9112 §6.3: a request says so when it has a body. */
function hasBody(headers: RequestHeaders): boolean {
  return headers.has('content-length') || headers.has('transfer-encoding')
}

interface BodyRequest {
  readonly headers: RequestHeaders
  /** What was read before, if anything. */
  readonly read: Buffer | undefined
  readonly limit: number
}

async function readBody(
  incoming: IncomingMessage,
  { headers, read, limit }: BodyRequest,
): Promise<Uint8Array> {
  if (!hasBody(headers)) return new Uint8Array(0)
  const declared = read?.length ?? Number(headers.get('content-length'))
  if (declared > limit) throw new Refusal('body_too_large')
  if (read !== undefined) return read
  // Someone has read it and kept nothing: it would never end here.
  if (incoming.readableDidRead || incoming.destroyed) throw cutShort()
  return collect(incoming, limit)
}

/** Counts what comes, too: a body in chunks does not say its length. */
function collect(incoming: IncomingMessage, limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    const take = (chunk: Buffer) => {
      length += chunk.length
      if (length <= limit) return void chunks.push(chunk)
      incoming.off('data', take).pause()
      return reject(new Refusal('body_too_large'))
    }
    incoming.on('data', take)
    incoming.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    incoming.once('error', (cause) => reject(cutShort(cause)))
    // It closes after every request, and an error that nobody needs is dear.
    incoming.once('close', () => incoming.readableEnded || reject(cutShort()))
  })
}

function cutShort(cause?: Error): Refusal {
  return new Refusal('malformed_json', 'body_cut_short', { cause })
}
