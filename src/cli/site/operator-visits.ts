/**
 * Who may see the examination, and when: an operator who is signed in and has just used a passkey for it.
 * To everybody else there is no such page.
 *
 * @module
 */
import { checkCrossSite } from '../../server/http/cross-site.ts'
import { Refusal } from '../../server/refusal.ts'
import { usernameKey } from '../../server/usernames.ts'
import { readForm } from './forms.ts'
import type { Desk, Pages, Visit } from './desk.ts'
import { findingsPage, proofPage } from './operator-pages.ts'

/** What the proof is for; the page asks for it under the same name. */
const PURPOSE = { action: 'operator' } as const

/** Whether this is the name of an operator, however it is written. */
export function isOperator(operators: readonly string[], username: string): boolean {
  return operators.some((one) => usernameKey(one) === usernameKey(username))
}

/** The operators' page. */
export function operatorPages(desk: Desk): Pages {
  const { api, operators, examiner, settings } = desk

  /** `undefined`: for this visitor there is nothing here. */
  async function standing(
    visit: Visit,
  ): Promise<'no_passkey' | 'not_proved' | 'proved' | undefined> {
    const details = await desk.member(visit)
    if (details === undefined || !isOperator(operators, details.account.username)) return undefined
    // While there is a passkey, nothing weaker is taken for a proof (R88); without one, it would be.
    if (details.signIn.passkeys === 0) return 'no_passkey'
    return (await isProved(visit)) ? 'proved' : 'not_proved'
  }

  async function isProved({ session }: Visit): Promise<boolean> {
    try {
      await api.requireProof({ session }, PURPOSE, { uses: 'many' })
      return true
    } catch (error) {
      if (error instanceof Refusal && error.code === 'reauthentication_required') return false
      throw error
    }
  }

  return {
    '/operator': {
      async GET(visit) {
        const at = await standing(visit)
        if (at === undefined) return desk.nothingHere(visit)
        const { context } = visit
        if (at !== 'proved') {
          return desk.page(proofPage(context, { canProve: at === 'not_proved' }), { status: 403 })
        }
        const examined = examiner.last ?? (await examiner.run())
        return desk.page(findingsPage(context, examined, settings.origins[0]!))
      },
      async POST(visit) {
        await readForm(visit.request)
        const at = await standing(visit)
        if (at === undefined) return desk.nothingHere(visit)
        checkCrossSite(visit.request, settings.webOrigins)
        if (at === 'proved') await examiner.run()
        return desk.redirect(visit.context.to('/operator'))
      },
    },
  }
}
