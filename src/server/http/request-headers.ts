/**
 * The headers of a request, in whichever shape an app has them.
 *
 * @module
 */
import type { RequestHeaders } from './exchange.ts'

/** Headers as `node:http` keeps them: by lower-case name. */
export type NodeHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * What can tell who sent it: a `Request`, a request of Express, Fastify or `node:http`, or
 * `{ headers: await headers() }` in Next.js.
 */
export interface CarryingRequest {
  readonly headers: RequestHeaders | NodeHeaders
}

/** The same headers, to be asked by name. */
export function readHeaders({ headers }: CarryingRequest): { readonly headers: RequestHeaders } {
  if (isAskable(headers)) return { headers }
  const get = (name: string) => {
    const value = headers[name.toLowerCase()]
    return value === undefined ? null : String(value)
  }
  return { headers: { get, has: (name) => get(name) !== null } }
}

function isAskable(headers: RequestHeaders | NodeHeaders): headers is RequestHeaders {
  return typeof headers.get === 'function'
}
