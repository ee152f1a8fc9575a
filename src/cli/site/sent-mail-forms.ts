/**
 * What is done when a form about mail is sent without a script: each asks for a link, or brings one that was
 * pasted.
 *
 * @module
 */
import type { FailureWord } from '../../elements/element-words.ts'
import type { EmailMessage } from '../../protocol/recovery-messages.ts'
import type { HttpAnswer } from '../../server/http/exchange.ts'
import type { Desk, Pages, Visit } from './desk.ts'
import { callRoute, handedOn, readForm, refusalIn } from './forms.ts'
import type { Markup } from './markup.ts'
import { tokenIn } from './paste-link.ts'
import { mailLinkPage, recoveredPage, recoveryPage } from './recovery-pages.ts'
import { sentence } from './sentence.ts'
import { signUpPage } from './sign-up-page.ts'

/** A link or a code that is worth nothing. */
const WRONG: Readonly<Record<string, FailureWord>> = {
  authentication_failed: 'wrong_code',
  challenge_invalid: 'wrong_code',
}

/** The forms, by where they are sent. */
export function sentMailForms(desk: Desk): Pages {
  const { settings, routes } = desk
  const { basePath, accounts, signUp } = settings

  const call = (visit: Visit, method: 'POST' | 'PUT', path: string, body: object) =>
    callRoute(routes, visit.request, { method, path: `${basePath}${path}`, body })

  const shown = (answer: HttpAnswer, page: Markup) => {
    const status = answer.status < 300 ? 200 : answer.status
    return desk.page(page, { status, headers: handedOn(answer) })
  }

  /** `undefined` when it went well. */
  const failureIn = ({ context }: Visit, answer: HttpAnswer): string | undefined =>
    answer.status < 300 ? undefined : sentence(context, refusalIn(answer), WRONG)

  async function signUpBy(visit: Visit, form: URLSearchParams): Promise<HttpAnswer> {
    const { context, next } = visit
    const { signUp: said } = context.words
    const address = form.get('address')
    if (address !== null) {
      const answer = await call(visit, 'POST', '/email/proof', { address: address.trim() })
      const failure = failureIn(visit, answer)
      const isSent = failure === undefined
      const state = { next, failure, username: address, half: isSent ? 'make' : 'ask' } as const
      const notice = isSent ? said.sent(address) : undefined
      return shown(answer, signUpPage(context, { ...state, notice }))
    }
    const displayName = (form.get('displayName') ?? '').trim()
    const answer = await call(visit, 'POST', '/password/registration', {
      token: tokenIn(form.get('link')),
      password: form.get('password') ?? '',
      ...(displayName !== '' && { displayName }),
    })
    const failure = failureIn(visit, answer)
    if (failure === undefined) return desk.goOn(visit, handedOn(answer))
    return shown(answer, signUpPage(context, { next, failure, half: 'make' }))
  }

  async function recoverBy(visit: Visit, form: URLSearchParams): Promise<HttpAnswer> {
    const { context } = visit
    const { recovery } = context.spoken
    const [username, password] = [form.get('username'), form.get('password')]
    if (username !== null) {
      const asked = { username: username.trim() }
      const answer = await call(visit, 'POST', '/recovery/options', asked)
      const failure = failureIn(visit, answer)
      const state =
        failure === undefined
          ? ({ notice: recovery.sent, half: 'prove' } as const)
          : { failure, username }
      return shown(answer, recoveryPage(context, state))
    }
    if (password !== null) {
      const answer = await call(visit, 'PUT', '/password', { password })
      const failure = failureIn(visit, answer)
      if (failure !== undefined) return shown(answer, recoveredPage(context, { failure }))
      return desk.redirect(context.to('/account'), handedOn(answer))
    }
    const [token, code] = [tokenIn(form.get('link')), (form.get('code') ?? '').trim()]
    const proof = { ...(token !== '' && { token }), ...(code !== '' && { code }) }
    const answer = await call(visit, 'POST', '/recovery', proof)
    const failure = failureIn(visit, answer)
    if (failure === undefined) return shown(answer, recoveredPage(context))
    return shown(answer, recoveryPage(context, { failure, half: 'prove' }))
  }

  async function changeBy(
    visit: Visit,
    form: URLSearchParams,
    kind: 'confirm' | 'undo',
  ): Promise<HttpAnswer> {
    const { context } = visit
    const { links } = context.words
    const path = kind === 'confirm' ? '/email/confirmation' : '/email/undo'
    const answer = await call(visit, 'POST', path, { token: tokenIn(form.get('link')) })
    if (answer.status >= 300) {
      const isDead = refusalIn(answer).code === 'authentication_failed'
      const failure = isDead ? links.dead : failureIn(visit, answer)
      return shown(answer, mailLinkPage(context, kind, { failure }))
    }
    const done = (said: string) => shown(answer, mailLinkPage(context, kind, { notice: said }))
    if (kind === 'undo') return done(links.undone)
    return done(links.confirmed((JSON.parse(String(answer.body)) as EmailMessage).address ?? ''))
  }

  const takes =
    (act: (visit: Visit, form: URLSearchParams) => Promise<HttpAnswer>) =>
    async (visit: Visit): Promise<HttpAnswer> => {
      const form = await readForm(visit.request)
      return form === undefined ? desk.nothingHere(visit) : act(visit, form)
    }

  return {
    ...(accounts === 'email' && signUp === 'open' && { '/sign-up': { POST: takes(signUpBy) } }),
    '/recovery': { POST: takes(recoverBy) },
    '/confirm-email': { POST: takes((visit, form) => changeBy(visit, form, 'confirm')) },
    '/undo-email': { POST: takes((visit, form) => changeBy(visit, form, 'undo')) },
  }
}
