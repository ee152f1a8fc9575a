/**
 * What is done when a form is sent without a script: signing in and up with a password, and signing out.
 *
 * @module
 */
import { callRoute, handedOn, readForm, refusalIn } from './forms.ts'
import { plainPage, signInPage } from './gate-pages.ts'
import type { Desk, Pages, Visit } from './desk.ts'
import { sentence } from './sentence.ts'
import { signUpPage } from './sign-up-page.ts'

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
        if (answer.status === 200) return desk.goOn(visit, handedOn(answer))
        const { context, next } = visit
        const wrong = { authentication_failed: 'wrong_password' } as const
        const failure = sentence(context, refusalIn(answer), wrong)
        const page = signInPage(context, { next, failure, username })
        return desk.page(page, { status: answer.status, headers: handedOn(answer) })
      },
    },
    ...(accounts === 'username' && {
      '/sign-up': {
        async POST(visit: Visit) {
          const isOpen = passwords.on && signUp === 'open'
          const sent = isOpen ? await send(visit, '/password/registration') : undefined
          if (sent === undefined) return desk.nothingHere(visit)
          const { answer, username } = sent
          if (answer.status === 200) return desk.goOn(visit, handedOn(answer))
          const { context, next } = visit
          const failure = sentence(context, refusalIn(answer))
          const page = signUpPage(context, { next, failure, username })
          return desk.page(page, { status: answer.status, headers: handedOn(answer) })
        },
      },
    }),
    '/sign-out': {
      async POST(visit) {
        await readForm(visit.request)
        const path = `${basePath}/session`
        const answer = await callRoute(routes, visit.request, { method: 'DELETE', path })
        const isOver = answer.status < 300 || answer.status === 401
        if (isOver) return desk.redirect(visit.context.to('/'), handedOn(answer))
        const { context } = visit
        const lead = sentence(context, refusalIn(answer))
        const page = plainPage(context, { title: context.words.sorry, lead })
        return desk.page(page, { status: answer.status })
      },
    },
  }
}
