/**
 * Forms that are sent without a script. Each becomes a call of the route that a script would have called, so
 * that every check and every limit of that route holds, and its cookies are handed on.
 *
 * @module
 */
import type {
  AnswerHeaders,
  Answering,
  HttpAnswer,
  HttpRequest,
} from '../../server/http/exchange.ts'

/** A call of a route. */
interface RouteCall {
  readonly method: 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body?: object
}

/** Bytes that a form may have: a name, a password, a link. */
const LONGEST_FORM = 16_384

/** Reads the fields of a form; `undefined` when it is none. */
export async function readForm(request: HttpRequest): Promise<URLSearchParams | undefined> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type)) return undefined
  const bytes = await request.readBody(LONGEST_FORM)
  return new URLSearchParams(Buffer.from(bytes).toString('utf8'))
}

/** Calls a route in the place of the browser that sent the form: with its cookies, from its address. */
export function callRoute(
  routes: Answering,
  request: HttpRequest,
  { method, path, body }: RouteCall,
): Promise<HttpAnswer> {
  const { headers } = request
  const json = new Uint8Array(Buffer.from(body === undefined ? '' : JSON.stringify(body)))
  return routes({
    ...request,
    method,
    path,
    query: '',
    headers: {
      get: (name) => (isType(name) ? 'application/json' : headers.get(name)),
      has: (name) => isType(name) || headers.has(name),
    },
    readBody: async () => json,
  })
}

const isType = (name: string) => name.toLowerCase() === 'content-type'

/** What a route refused with. */
export interface RouteRefusal {
  readonly code: string
  /** Why the first member that was refused was. */
  readonly member: { readonly pointer: string; readonly code: string } | undefined
}

/** Reads the refusal in an answer. */
export function refusalIn({ body }: HttpAnswer): RouteRefusal {
  const { code, errors = [] } = JSON.parse(typeof body === 'string' ? body : '{}') as {
    readonly code?: string
    readonly errors?: readonly { readonly pointer: string; readonly code: string }[]
  }
  return { code: code ?? 'internal_error', member: errors[0] }
}

const HANDED_ON: ReadonlySet<string> = new Set([
  'set-cookie',
  'clear-site-data',
  'retry-after',
  'connection',
])

/** The headers of a route's answer that the browser is to get. */
export function handedOn({ headers }: HttpAnswer): AnswerHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => HANDED_ON.has(name)))
}
