/**
 * On the way to another site and back: a redirect with our nonce in it, and the page that takes the ID token
 * out of its own address, where no server sees it.
 *
 * @see {@link https://openid.net/specs/openid-connect-core-1_0.html#ImplicitFlowAuth} OpenID Connect, implicit flow
 * @module
 */
import type { FederatedOptionsMessage } from '../../protocol/federation-messages.ts'
import { stackOf } from '../../server/audit.ts'
import type { HttpAnswer } from '../../server/http/exchange.ts'
import type { Desk, Pages, Visit } from './desk.ts'
import { callRoute, handedOn, refusalIn } from './forms.ts'
import { goesTo, nextOf, plainPage, signInPage } from './gate-pages.ts'
import { IssuerEndpointError } from './issuer-endpoints.ts'
import type { SiteIssuer } from './issuers.ts'
import { issuerBackPage } from './issuer-back-page.ts'
import { sentence } from './sentence.ts'

/** Both pages of every issuer. */
export function issuerPages(desk: Desk): Pages {
  return Object.fromEntries(
    desk.issuers.flatMap((issuer) => [
      [issuer.start, { GET: (visit: Visit) => start(desk, issuer, visit) }],
      [
        issuer.back,
        { GET: async ({ context }: Visit) => desk.page(issuerBackPage(context, issuer)) },
      ],
    ]),
  )
}

/** What somebody goes there for. */
type Purpose = 'sign-in' | 'link'

/**
 * Sends somebody there: to sign in, with `?link` to connect their account there with the one here, and with
 * `?fresh` to be asked for their password there again.
 */
async function start(desk: Desk, issuer: SiteIssuer, visit: Visit): Promise<HttpAnswer> {
  const { request, context } = visit
  const { settings, routes } = desk
  const { query } = context
  // Only from a page of ours: no other site begins a sign-in behind somebody's back.
  const toSignIn = () => desk.redirect(context.to('/sign-in', nextOf(visit.next)))
  if (request.headers.get('sec-fetch-site') !== 'same-origin') return toSignIn()
  const purpose: Purpose = query.has('link') ? 'link' : 'sign-in'
  if (purpose === 'link' && (await desk.member(visit)) === undefined) return toSignIn()
  const answer = await callRoute(routes, request, {
    method: 'POST',
    path: `${settings.basePath}/federated/options`,
    body: {},
  })
  if (answer.status !== 200) {
    return failed(desk, visit, {
      status: answer.status,
      lead: sentence(context, refusalIn(answer)),
    })
  }
  const { nonce } = JSON.parse(String(answer.body)) as FederatedOptionsMessage
  try {
    const there = new URL(await desk.endpointOf(issuer.settings))
    const parameters = {
      client_id: issuer.settings.clientIds[0]!,
      redirect_uri: settings.origins[0]! + issuer.back,
      response_type: 'id_token',
      scope: 'openid email profile',
      nonce,
      state: new URLSearchParams({ purpose, next: goesTo(context, visit.next) }).toString(),
      // Whether that is fresh proof here, too, depends on when the person proved themselves there.
      claims: JSON.stringify({ id_token: { auth_time: { essential: true } } }),
      ...(query.has('fresh') && { prompt: 'login', max_age: '0' }),
    }
    for (const [name, value] of Object.entries(parameters)) there.searchParams.set(name, value)
    return desk.redirect(there.href, handedOn(answer))
  } catch (error) {
    if (!(error instanceof IssuerEndpointError)) throw error
    settings.log({
      time: new Date(settings.clock.wall()).toISOString(),
      level: 'warn',
      event: 'federated.options',
      outcome: 'failed',
      reason: `${error.code} ${issuer.name}`,
      stack: stackOf(error),
    })
    return failed(desk, visit, { status: 502, lead: context.spoken.failures.other_site })
  }
}

/** Stays here, and says why. */
function failed(
  desk: Desk,
  { context, next }: Visit,
  { status, lead }: { readonly status: number; readonly lead: string },
): HttpAnswer {
  const page = context.query.has('link')
    ? plainPage(context, { title: context.words.sorry, lead })
    : signInPage(context, { next, failure: lead })
  return desk.page(page, { status })
}
