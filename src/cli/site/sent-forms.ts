/**
 * What is done when a form is sent without a script: signing in and up with a password, and signing out.
 *
 * @module
 */
import type { FailureWord } from '../../elements/element-words.ts'
import type { AnswerHeaders, HttpAnswer } from '../../server/http/exchange.ts'
import { callRoute, readForm, refusalIn } from './forms.ts'
import type { RouteRefusal } from './forms.ts'
import { plainPage, signInPage, signUpPage } from './gate-pages.ts'
import type { Desk, Pages, Visit } from './desk.ts'

/** The forms, by where they are sent. */
export function sentForms(desk: Desk): Pages {
  const { settings, routes } = desk
  const { basePath, passwords, accounts, signUp } = settings

  const send = async (visit: Visit, path: string) => {
    const form = await readForm(visit.request)
    if (form === undefined) return undefined
    const [username, password] = [form.get('username') ?? '', form.get('password') ?? '']
    const body = { username, password }
    const answer = await callRoute(routes, visit.request, {
      method: 'POST',
      path: `${basePath}${path}`,
      body,
    })
    return { answer, username }
  }

  return {
    '/sign-in': {
      async POST(visit) {
        const sent = passwords.on ? await send(visit, '/password/authentication') : undefined
        if (sent === undefined) return desk.nothingHere(visit)
        const { answer, username } = sent
        if (answer.status === 200) return desk.goOn(visit, kept(answer))
        const failure = sentence(visit, refusalIn(answer), 'wrong_password')
        const page = signInPage(visit.context, { next: visit.next, failure, username })
        return desk.page(page, { status: answer.status, headers: kept(answer) })
      },
    },
    '/sign-up': {
      async POST(visit) {
        const isOpen = passwords.on && accounts === 'username' && signUp === 'open'
        const sent = isOpen ? await send(visit, '/password/registration') : undefined
        if (sent === undefined) return desk.nothingHere(visit)
        const { answer, username } = sent
        if (answer.status === 200) return desk.goOn(visit, kept(answer))
        const failure = sentence(visit, refusalIn(answer))
        const page = signUpPage(visit.context, { next: visit.next, failure, username })
        return desk.page(page, { status: answer.status, headers: kept(answer) })
      },
    },
    '/sign-out': {
      async POST(visit) {
        await readForm(visit.request)
        const path = `${basePath}/session`
        const answer = await callRoute(routes, visit.request, { method: 'DELETE', path })
        const isOver = answer.status < 300 || answer.status === 401
        if (isOver) return desk.redirect(visit.context.to('/'), kept(answer))
        const { sorry: title } = visit.context.words
        const page = plainPage(visit.context, { title, lead: sentence(visit, refusalIn(answer)) })
        return desk.page(page, { status: answer.status })
      },
    },
  }
}

const KEPT: ReadonlySet<string> = new Set([
  'set-cookie',
  'clear-site-data',
  'retry-after',
  'connection',
])

/** The headers of a route's answer that the browser is to get. */
function kept({ headers }: HttpAnswer): AnswerHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT.has(name)))
}

/** A refusal in words. */
function sentence(
  { context }: Visit,
  { code, member }: RouteRefusal,
  wrong: FailureWord = 'authentication_failed',
): string {
  const { words, spoken } = context
  if (member?.pointer === '/password' && member.code === 'too_short') return words.signUp.tooShort
  if (member?.pointer === '/password' && member.code === 'blocked') return words.signUp.blocked
  if (code === 'authentication_failed') return spoken.failures[wrong]
  return Object.hasOwn(spoken.failures, code) ? spoken.failures[code as FailureWord] : words.sorry
}
