/**
 * What every page needs done: reading who came and in which language, and answering.
 *
 * @module
 */
import { loadElementWords } from '../../elements/element-words.ts'
import type { AccountDetailsMessage } from '../../protocol/account-messages.ts'
import type { LatchkeyApi } from '../../server/api.ts'
import type { Settings } from '../../server/config.ts'
import { readCarried } from '../../server/http/carrier.ts'
import type {
  AnswerHeaders,
  Answering,
  HttpAnswer,
  HttpRequest,
} from '../../server/http/exchange.ts'
import { Refusal } from '../../server/refusal.ts'
import { pageAnswer, redirectAnswer } from './answers.ts'
import { plainPage } from './gate-pages.ts'
import { chooseLanguage, known } from './languages.ts'
import type { FindEndpoint } from './issuer-endpoints.ts'
import type { SiteIssuer } from './issuers.ts'
import type { Markup } from './markup.ts'
import { readNext } from './next.ts'
import type { Next } from './next.ts'
import type { Examiner } from './operator.ts'
import { pathsIn } from './page-context.ts'
import type { PageContext } from './page-context.ts'
import type { SiteSettings } from './site-config.ts'
import { loadSiteWords } from './site-words.ts'

/** What a site is made of. */
export interface SiteParts {
  readonly site: SiteSettings
  readonly settings: Settings
  readonly api: LatchkeyApi
  /** Every route of the server, for forms that come without a script. */
  readonly routes: Answering
  /** Paths of the script and of the style sheets. */
  readonly assets: { readonly script: string; readonly styles: readonly string[] }
  /** Usernames. */
  readonly operators: readonly string[]
  readonly examiner: Examiner
  /** The other sites whose accounts open one here, and where each asks people who they are. */
  readonly issuers: readonly SiteIssuer[]
  readonly endpointOf: FindEndpoint
}

/** One request on its way to a page. */
export interface Visit {
  readonly request: HttpRequest
  readonly context: PageContext
  readonly next: Next | undefined
  /** Token of the session in the cookie, live or not. */
  readonly session: string | undefined
}

/** Answers a visit. */
export type Handler = (visit: Visit) => Promise<HttpAnswer>

/** Path → method → what answers. */
export type Pages = Readonly<Record<string, Readonly<Record<string, Handler>>>>

/** What every page needs done. */
export interface Desk extends SiteParts {
  visitOf(request: HttpRequest): Promise<Visit>
  /** In the language of the visitor. */
  contextOf(request: HttpRequest): Promise<PageContext>
  /** Who is signed in, with what opens the account; somebody who has only recovered it is not. */
  member(visit: Visit): Promise<AccountDetailsMessage | undefined>
  page(
    made: Markup,
    how?: { readonly status?: number; readonly headers?: AnswerHeaders },
  ): HttpAnswer
  redirect(location: string, headers?: AnswerHeaders): HttpAnswer
  /** To where the visit was going, or to the account. */
  goOn(visit: Visit, headers?: AnswerHeaders): HttpAnswer
  /** The browser keeps the fragment: the token of a mailed link, or the place on a page. */
  toSignIn(visit: Visit): HttpAnswer
  nothingHere(visit: Visit): HttpAnswer
}

/** Sets it up. */
export function createDesk(parts: SiteParts): Desk {
  const { site, settings, api, assets, issuers } = parts
  const allowed = [...settings.webOrigins, ...site.next]
  const desk: Desk = {
    ...parts,
    async visitOf(request) {
      const context = await desk.contextOf(request)
      return {
        request,
        context,
        next: readNext(context.query.get('next'), allowed),
        session: sessionOf(request, settings),
      }
    },
    async contextOf({ path, query: search, headers }) {
      const query = new URLSearchParams(search)
      const language = chooseLanguage(query.get('lang'), headers.get('accept-language'))
      const [words, spoken] = await Promise.all([
        loadSiteWords(language),
        loadElementWords(language),
      ])
      const to = pathsIn(known(query.get('lang') ?? ''))
      return { site, settings, words, spoken, issuers, ...assets, path, query, to }
    },
    async member({ session }) {
      if (session === undefined) return undefined
      try {
        return (await api.readAccount({ session })).body
      } catch (error) {
        if (error instanceof Refusal && error.code !== 'unavailable') return undefined
        throw error
      }
    },
    page: (made, how) => pageAnswer(made, { settings, next: site.next }, how),
    redirect: (location, headers) => redirectAnswer(location, settings, headers),
    goOn: ({ context, next }, headers) =>
      desk.redirect(
        next?.isElsewhere === true ? next.address : context.to(next?.address ?? '/account'),
        headers,
      ),
    toSignIn: ({ context, request }) =>
      desk.redirect(context.to('/sign-in', { next: request.path })),
    nothingHere: ({ context }) =>
      desk.page(plainPage(context, context.words.notFound), { status: 404 }),
  }
  return desk
}

function sessionOf(request: HttpRequest, settings: Settings): string | undefined {
  try {
    return readCarried(request, settings).sessionToken
  } catch {
    // It carries two at once: then it is nobody's.
    return undefined
  }
}
