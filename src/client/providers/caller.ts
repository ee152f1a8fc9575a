/**
 * Who may speak for whom.
 *
 * An ordinary app's origin is the platform's to know, not the app's to say. A privileged caller, such as a
 * browser, names the origin of the page it speaks for; only then may it bring a hash of client data of its
 * own. Every provider decides once more, by its own list, whom it believes.
 *
 * @see {@link https://developer.android.com/identity/sign-in/privileged-apps}
 * @module
 */
import type { CallingAppInfo } from '../provider.ts'
import type { Caller } from './settings.ts'

/** What of a request matters here. */
export interface Claim {
  readonly origin?: string | undefined
  /** Whether any part of it has a `clientDataHash`. */
  readonly hasClientDataHash?: boolean
}

/** Tells providers who calls; `undefined` when the caller may not say what it says. */
export function callingAppInfo(
  { id, origin, mayClaimOrigins = false }: Caller,
  { origin: claimed, hasClientDataHash = false }: Claim,
): CallingAppInfo | undefined {
  if (claimed === undefined) {
    return hasClientDataHash ? undefined : { id: id ?? origin, origin, isOriginClaimed: false }
  }
  return mayClaimOrigins ? { id: id ?? origin, origin: claimed, isOriginClaimed: true } : undefined
}
