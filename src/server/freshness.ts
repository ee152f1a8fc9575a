/**
 * Fresh proof: what counts as one, and what an account can bring (security.md R88–R90, R101).
 *
 * All of it is read from the session and the account in the database; nothing a client sends makes a
 * session fresh.
 *
 * @module
 */
import type { ReauthenticationMethod } from '../protocol/problem.ts'
import { acceptedEvent } from './audit.ts'
import { purposeDigest } from './purpose.ts'
import type { Purpose } from './purpose.ts'
import { Refusal } from './refusal.ts'
import type { Services } from './services.ts'
import { isFresh } from './sessions.ts'
import { recordAudit } from './store/acts/audit-acts.ts'
import { hasProof, takeProof } from './store/acts/proof-acts.ts'
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
  // It lives for minutes only, and can do nothing but what it is asked for here.
  if (session.method === 'recovery') return
  const recent = isFresh(session, { now: now(), freshness: settings.freshness })
  if (recent && session.method === 'passkey') return
  const ways = await store.read((tables) => waysToSignIn(tables, account.id))
  if (recent && ways.passkeys === 0) return
  throw askForProof(live, ways, recent ? 'proof_too_weak' : 'proof_not_fresh')
}

/**
 * Refuses with E20 unless this session has proved that it wants just this (R88). The proof is in the
 * database, put there by a re-authentication for the same action and parameters.
 */
export async function demandProof(
  services: Services,
  { requestId, live }: { readonly requestId: string; readonly live: LiveSession },
  purpose: Purpose,
  uses: 'once' | 'many',
): Promise<void> {
  const { settings, store } = services
  const at = services.now()
  const accountId = live.account.id
  const wanted = {
    sessionId: live.session.id,
    purpose: purposeDigest(purpose),
    since: at - settings.freshness,
    until: at + settings.freshness,
  }
  const audit = acceptedEvent({ at, requestId, event: 'proof.use', accountId })
  const isProved =
    uses === 'many'
      ? await store.read((tables) => hasProof(tables, wanted))
      : await store.transact(function* (tables) {
          if (!(yield* takeProof(tables, wanted))) return false
          yield* recordAudit(tables, audit)
          return true
        })
  if (isProved) return
  const ways = await store.read((tables) => waysToSignIn(tables, accountId))
  throw askForProof(live, ways, 'proof_missing')
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
