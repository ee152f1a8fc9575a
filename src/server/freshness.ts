/**
 * Fresh proof: what counts as one, and what an account can bring (security.md R88–R90, R101).
 *
 * All of it is read from the session and the account in the database; nothing a client sends makes a
 * session fresh.
 *
 * @module
 */
import type { ReauthenticationMethod } from '../protocol/problem.ts'
import { Refusal } from './refusal.ts'
import type { Services } from './services.ts'
import { isFresh } from './sessions.ts'
import type { LiveSession } from './store/store.ts'
import { waysToSignIn } from './store/acts/way-acts.ts'
import type { WaysToSignIn } from './store/acts/way-acts.ts'

/**
 * R88–R90: refuses with E20 unless the session holds fresh proof: a user-verified passkey, a completed
 * recovery, or, while the account has no passkey, what else has just signed it in. So whoever only knows
 * the password of an account with passkeys can neither add nor remove one.
 */
export async function demandFresh(services: Services, live: LiveSession): Promise<void> {
  const { settings, now, store } = services
  const { session, account } = live
  const recent = isFresh(session, { now: now(), freshness: settings.freshness })
  const strong = session.method === 'passkey' || session.method === 'recovery'
  if (recent && strong) return
  const ways = await store.read((tables) => waysToSignIn(tables, account.id))
  if (recent && ways.passkeys === 0) return
  throw askForProof(live, ways, recent ? 'proof_too_weak' : 'proof_not_fresh')
}

/** E20: what this account can prove itself with. */
export function askForProof({ account }: LiveSession, ways: WaysToSignIn, reason: string): Refusal {
  const details = { methods: proofMethods(ways), accountId: account.id }
  return new Refusal('reauthentication_required', reason, details)
}

/** R88: as long as there is a passkey, nothing weaker will do. */
export function proofMethods(ways: WaysToSignIn): readonly ReauthenticationMethod[] {
  if (ways.passkeys > 0) return ['passkey']
  return [
    ...(ways.passwords > 0 ? (['password'] as const) : []),
    ...(ways.identities > 0 ? (['federated'] as const) : []),
  ]
}
