/**
 * HTTP: the routes, and the fixed order in which a request is checked (security.md R3, R4).
 *
 * Host, route and method; size and media type; cross-site; how often that address has called; JSON; then
 * session, shape, freshness and the operation itself. A request that is wrong in two ways gets the earlier
 * answer.
 *
 * @module
 */
import { ROUTES } from '../../protocol/route-table.ts'
import type { RouteName } from '../../protocol/route-table.ts'
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
import { checkMediaType, parseJson } from './body.ts'
import { handOver, readCarried } from './carrier.ts'
import type { Carried } from './carrier.ts'
import { checkCrossSite, checkHost } from './cross-site.ts'
import { deviceOf } from './device.ts'
import type { Answering, HttpAnswer, HttpRequest } from './exchange.ts'
import { createRouter } from './router.ts'

/** Finds the live session of a token. */
export type SessionFinder = (token: string) => ReturnType<Caller['session']>

/** One request on its way to a route. */
interface Passage {
  readonly request: HttpRequest
  readonly requestId: string
  readonly began: number | undefined
  route?: RouteName
  /** The methods that would have been allowed. */
  allow?: string
}

/** Puts the routes together: whatever is thrown in them becomes an answer, and never a success (R4). */
export function createApp(services: Services, findSession: SessionFinder): Answering {
  const { settings } = services
  const addressOf = addressReader(settings.trustedProxies)
  const router = createRouter(settings.basePath)

  return async (request) => {
    const began = services.telemetry === undefined ? undefined : performance.now()
    const passage: Passage = { request, requestId: encodeBase64url(random(12)), began }
    try {
      return await handle(passage)
    } catch (error) {
      const { requestId, route, allow } = passage
      const refusal = noteRefusal(services, subjectOf(passage), error)
      return problemAnswer(baseHeaders(settings), refusal, { requestId, route, allow })
    }
  }

  async function handle(passage: Passage): Promise<HttpAnswer> {
    const { request } = passage
    checkHost(request, settings.hosts)
    const { name, id } = find(passage)
    const bytes = await request.readBody(settings.bodyLimit)
    checkMediaType(request.headers, ROUTES[name].body)
    checkCrossSite(request, settings.webOrigins)
    const { limit } = ROUTES[name]
    if (limit !== 'none') {
      services.addressLimits.check(limit, addressOf(request.headers, request.remoteAddress))
    }
    const body = ROUTES[name].body === 'json' ? parseJson(bytes) : undefined
    const carried = readCarried(request, settings)
    const reply = await perform(services, name, { caller: toCaller(passage, carried), body, id })
    const headers = { ...baseHeaders(settings), ...reply.headers }
    handOver(headers, reply, carried, settings)
    // Not "cookies": that would sign the person out of every app on the domain.
    if (reply.signedOut === true) headers['clear-site-data'] = '"storage"'
    noteAct(services, subjectOf(passage), reply)
    return jsonAnswer(headers, reply)
  }

  function find(passage: Passage): { readonly name: RouteName; readonly id: string | undefined } {
    const { method, path } = passage.request
    const found = router.find(path)
    if (found === undefined) throw new Refusal('not_found', 'path_unknown')
    const { place, id } = found
    const name = place.methods.get(method)
    if (name === undefined) {
      passage.allow = place.allow
      throw new Refusal('method_not_allowed')
    }
    passage.route = name
    return { name, id }
  }

  function toCaller({ request, requestId }: Passage, carried: Carried): Caller {
    const { sessionToken, ceremony, deviceId, bearer } = carried
    let asked: ReturnType<Caller['session']> | undefined
    return {
      requestId,
      address: addressOf(request.headers, request.remoteAddress),
      device: deviceOf(request.headers.get('user-agent')),
      deviceId,
      ceremony: readCeremonySecret(ceremony),
      bearer,
      session() {
        asked ??=
          sessionToken === undefined ? Promise.resolve(undefined) : findSession(sessionToken)
        return asked
      },
    }
  }

  function subjectOf({ request, requestId, route, began }: Passage): CallSubject {
    const network = networkOf(addressOf(request.headers, request.remoteAddress))
    return { requestId, route, network, began }
  }
}
