/**
 * HTTP: the routes, and the fixed order in which a request is checked (security.md R3, R4).
 *
 * Host, route and method; size and media type; cross-site; JSON; then session, shape, freshness and the
 * operation itself. A request that is wrong in two ways gets the earlier answer.
 *
 * @module
 */
import { Hono } from 'hono'
import type { Context } from 'hono'
import { ROUTES } from '../../protocol/routes.ts'
import type { RouteName } from '../../protocol/routes.ts'
import { encodeBase64url } from '../../bytes/base64url.ts'
import { networkOf } from '../audit.ts'
import { readCeremonySecret } from '../ceremony-secret.ts'
import { noteAct, noteRefusal } from '../journal.ts'
import type { CallSubject } from '../journal.ts'
import { perform } from '../operations.ts'
import { Refusal } from '../refusal.ts'
import { random } from '../services.ts'
import type { Caller, Services } from '../services.ts'
import { addressReader } from './address.ts'
import { baseHeaders, jsonAnswer, problemAnswer } from './answers.ts'
import { checkMediaType, parseJson, readBody } from './body.ts'
import { handOver, readCarried } from './carrier.ts'
import { checkCrossSite, checkHost } from './cross-site.ts'
import { deviceOf } from './device.ts'

/** What the transport knows about a request beside the request. */
export interface ConnectionInfo {
  /** Address of the peer on the socket. */
  readonly remoteAddress?: string | undefined
}

interface Bindings extends ConnectionInfo {
  readonly requestId: string
}

type App = Hono<{ Bindings: Bindings }>
type AppContext = Context<{ Bindings: Bindings }>

/** Finds the live session of a token. */
export type SessionFinder = (token: string) => ReturnType<Caller['session']>

/** The whole path of a route, in the router's notation. */
export function pathOf(name: RouteName, basePath: string): string {
  const { base, path } = ROUTES[name]
  return base === 'auth' ? `${basePath}${path}` : path
}

/** Builds the router: exactly the routes of the table. */
export function createApp(services: Services, findSession: SessionFinder): App {
  const { settings } = services
  const app: App = new Hono<{ Bindings: Bindings }>()
  const addressOf = addressReader(settings.trustedProxies)
  const allowed = new Map<string, string[]>()

  for (const name of Object.keys(ROUTES) as RouteName[]) {
    const { method } = ROUTES[name]
    const path = pathOf(name, settings.basePath)
    app.on(method, path, (context) => handle(context, name))
    allowed.set(path, [
      ...(allowed.get(path) ?? []),
      ...(method === 'GET' ? ['GET', 'HEAD'] : [method]),
    ])
  }
  for (const [path, methods] of allowed) {
    const allow = methods.join(', ')
    app.all(path, (context) => refuse(context, new Refusal('method_not_allowed'), undefined, allow))
  }
  app.notFound((context) => refuse(context, new Refusal('not_found', 'path_unknown'), undefined))
  return app

  async function handle(context: AppContext, name: RouteName): Promise<Response> {
    const request = context.req.raw
    try {
      const bytes = await readBody(request, settings.bodyLimit)
      checkMediaType(request.headers, ROUTES[name].body)
      checkCrossSite(request, settings.webOrigins)
      const body = ROUTES[name].body === 'json' ? parseJson(bytes) : undefined
      const carried = readCarried(request, settings)
      const caller = toCaller(context, carried)
      const reply = await perform(services, name, { caller, body, id: context.req.param('id') })
      const headers = baseHeaders(settings)
      handOver(headers, reply, carried, settings)
      // Not "cookies": that would sign the person out of every app on the domain.
      if (reply.signedOut === true) headers.set('clear-site-data', '"storage"')
      noteAct(services.log, subjectOf(context, name), reply)
      return jsonAnswer(headers, reply)
    } catch (error) {
      return refuse(context, error, name)
    }
  }

  function toCaller(context: AppContext, carried: ReturnType<typeof readCarried>): Caller {
    const { sessionToken } = carried
    let asked: ReturnType<Caller['session']> | undefined
    return {
      requestId: context.env.requestId,
      device: deviceOf(context.req.raw.headers.get('user-agent')),
      ceremony: readCeremonySecret(carried.ceremony),
      session() {
        asked ??=
          sessionToken === undefined ? Promise.resolve(undefined) : findSession(sessionToken)
        return asked
      },
    }
  }

  /** The last resort: whatever was thrown becomes an answer, and never a success. */
  function refuse(
    context: AppContext,
    error: unknown,
    route: RouteName | undefined,
    allow?: string,
  ): Response {
    const refusal = noteRefusal(services.log, subjectOf(context, route), error)
    const { requestId } = context.env
    const meta = { requestId, route, ...(allow !== undefined && { allow }) }
    return problemAnswer(baseHeaders(settings), refusal, meta)
  }

  function subjectOf({ env, req }: AppContext, route: RouteName | undefined): CallSubject {
    const network = networkOf(addressOf(req.raw.headers, env.remoteAddress))
    return { requestId: env.requestId, route, network }
  }
}

/** Runs a request through the router, whatever it throws. */
export async function dispatch(
  app: App,
  services: Services,
  request: Request,
  info: ConnectionInfo,
): Promise<Response> {
  const requestId = encodeBase64url(random(12))
  try {
    checkHost(request, services.settings.hosts)
    return await app.fetch(request, { ...info, requestId })
  } catch (error) {
    const network = networkOf(info.remoteAddress)
    const refusal = noteRefusal(services.log, { requestId, network }, error)
    return problemAnswer(baseHeaders(services.settings), refusal, { requestId, route: undefined })
  }
}
