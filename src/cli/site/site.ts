/**
 * The site around the routes: which page a path is, and who may see it.
 *
 * @module
 */
import { PROBLEMS } from '../../protocol/problem.ts'
import { stackOf } from '../../server/audit.ts'
import { checkHost } from '../../server/http/cross-site.ts'
import type { Answering, HttpAnswer, HttpRequest } from '../../server/http/exchange.ts'
import { Refusal } from '../../server/refusal.ts'
import { accountPage } from './account-page.ts'
import { fileAnswer } from './answers.ts'
import type { BuiltFile } from './built-files.ts'
import { createDesk } from './desk.ts'
import type { Desk, Pages, SiteParts, Visit } from './desk.ts'
import { plainPage, signInPage } from './gate-pages.ts'
import { issuerPages } from './issuer-visits.ts'
import { isOperator, operatorPages } from './operator-visits.ts'
import { mailLinkPage, recoveryPage } from './recovery-pages.ts'
import { sentForms } from './sent-forms.ts'
import { sentMailForms } from './sent-mail-forms.ts'
import { sentence } from './sentence.ts'
import { signUpPage } from './sign-up-page.ts'

/** Makes the site. `files` are served as they are, by their paths. */
export function createSite(parts: SiteParts, files: ReadonlyMap<string, BuiltFile>): Answering {
  const { settings } = parts
  const desk = createDesk(parts)
  const origin = settings.origins[0]!
  const pages = merged(
    memberPages(desk),
    sentForms(desk),
    sentMailForms(desk),
    issuerPages(desk),
    operatorPages(desk),
  )

  return async (request) => {
    try {
      return await answer(request)
    } catch (error) {
      return fail(request, error)
    }
  }

  async function answer(request: HttpRequest): Promise<HttpAnswer> {
    const moved = fromLoopback(request)
    if (moved !== undefined) return desk.redirect(moved)
    checkHost(request, settings.hosts)
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const file = files.get(request.path)
    if (file !== undefined && method === 'GET') return fileAnswer(file, settings)
    const visit = await desk.visitOf(request)
    const handlers = pages.get(request.path)
    if (handlers === undefined) return desk.nothingHere(visit)
    const handler = handlers[method]
    return handler === undefined ? notAllowed(visit, Object.keys(handlers)) : handler(visit)
  }

  /** A passkey belongs to a name: who tries this out under an address of this machine is led to the name. */
  function fromLoopback({ host = '', method, path, query }: HttpRequest): string | undefined {
    const { hostname, port } = new URL(origin)
    const isAddress = host === `127.0.0.1:${port}` || host === `[::1]:${port}`
    if (hostname !== 'localhost' || !isAddress || method !== 'GET') return undefined
    if (settings.hosts.has(host)) return undefined
    return origin + path + (query === '' ? '' : `?${query}`)
  }

  function notAllowed({ context }: Visit, methods: readonly string[]): HttpAnswer {
    const allow = methods.flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one])).join(', ')
    const { sorry: title, notFound } = context.words
    return desk.page(plainPage(context, { title, lead: notFound.lead }), {
      status: 405,
      headers: { allow },
    })
  }

  async function fail(request: HttpRequest, error: unknown): Promise<HttpAnswer> {
    const code = error instanceof Refusal ? error.code : 'internal_error'
    const [status] = PROBLEMS[code].statuses
    if (code === 'internal_error') {
      settings.log({
        time: new Date(settings.clock.wall()).toISOString(),
        level: 'error',
        event: 'request',
        outcome: 'failed',
        reason: 'site',
        stack: stackOf(error),
      })
    }
    const context = await desk.contextOf(request)
    const { words, spoken } = context
    const refusal =
      code === 'misdirected_request'
        ? words.refused.elsewhere(origin)
        : sentence(context, { code, member: undefined })
    const lead = status >= 500 ? spoken.failures.later : refusal
    return desk.page(plainPage(context, { title: words.sorry, lead }), { status })
  }
}

function merged(...groups: readonly Pages[]): ReadonlyMap<string, Pages[string]> {
  const all = new Map<string, Pages[string]>()
  for (const [path, handlers] of groups.flatMap((group) => Object.entries(group))) {
    all.set(path, { ...all.get(path), ...handlers })
  }
  return all
}

/** The pages of people, that change nothing. */
function memberPages(desk: Desk): Pages {
  const { settings, operators } = desk
  return {
    '/': {
      async GET(visit) {
        if ((await desk.member(visit)) !== undefined) {
          return desk.redirect(visit.context.to('/account'))
        }
        return desk.page(signInPage(visit.context, visit))
      },
    },
    '/sign-in': {
      async GET(visit) {
        if ((await desk.member(visit)) !== undefined) return desk.goOn(visit)
        return desk.page(signInPage(visit.context, visit))
      },
    },
    '/sign-up': {
      async GET(visit) {
        if (settings.signUp === 'closed') return desk.nothingHere(visit)
        if ((await desk.member(visit)) !== undefined) return desk.goOn(visit)
        return desk.page(signUpPage(visit.context, visit))
      },
    },
    '/account': {
      async GET(visit) {
        const details = await desk.member(visit)
        if (details === undefined) return desk.toSignIn(visit)
        const runsIt = isOperator(operators, details.account.username)
        return desk.page(accountPage(visit.context, details, { isOperator: runsIt }))
      },
    },
    '/recovery': { GET: async ({ context }) => desk.page(recoveryPage(context)) },
    // Where links that an operator made on the command line lead.
    '/recover': { GET: async ({ context }) => desk.redirect(context.to('/recovery')) },
    '/confirm-email': {
      async GET(visit) {
        if ((await desk.member(visit)) === undefined) return desk.toSignIn(visit)
        return desk.page(mailLinkPage(visit.context, 'confirm'))
      },
    },
    '/undo-email': { GET: async ({ context }) => desk.page(mailLinkPage(context, 'undo')) },
  }
}
