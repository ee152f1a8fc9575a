/**
 * What the session of a recovery may do: give the account a new way in, and nothing else (security.md R128,
 * R131). With that new way in, its owner gets a session like any other.
 *
 * @module
 */
import type { RouteName } from '../../protocol/route-table.ts'
import { Refusal } from '../refusal.ts'
import type { LiveSession } from '../store/store.ts'

/** How long such a session lives. Milliseconds. */
export const RECOVERY_SESSION_LIFETIME = 15 * 60_000

/**
 * The routes with a session that are there for it, too. Adding a passkey goes through routes that are open to
 * everyone and look at the session themselves.
 */
export const RECOVERY_ROUTES: ReadonlySet<RouteName> = new Set<RouteName>([
  'readSession',
  'endSession',
  'setPassword',
])

/**
 * Refuses a session that came of a recovery. E20 without methods: no further proof makes it more, only a new
 * passkey or password does.
 *
 * @throws {@link Refusal} with `reauthentication_required`.
 */
export function refuseRecovery({ session, account }: LiveSession): void {
  if (session.method !== 'recovery') return
  const details = { methods: [], accountId: account.id }
  throw new Refusal('reauthentication_required', 'recovery_session', details)
}
