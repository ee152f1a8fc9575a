/**
 * From an ID token to somebody: the issuer that the route names, our nonce, the issuer's signature.
 *
 * @module
 */
import { Refusal } from '../refusal.ts'
import type { Caller, Services } from '../services.ts'
import type { UsedChallenge } from '../store/store.ts'
import type { IssuerSettings } from './issuer-config.ts'
import { openNonce } from './nonce.ts'
import { readIdToken } from './read-id-token.ts'
import { verifyIdToken } from './verify-id-token.ts'
import type { VerifiedIdentity } from './verify-id-token.ts'

/** Somebody, as an issuer vouches for them, and the nonce that is still to be used up. */
export interface Identified {
  readonly issuer: IssuerSettings
  readonly identity: VerifiedIdentity
  readonly challenge: UsedChallenge
}

/** A token, and whose it is said to be. */
export interface PresentedToken {
  /** What the routes call the issuer. */
  readonly issuer: string
  readonly idToken: string
}

/**
 * Verifies a token.
 *
 * @throws {@link Refusal} with `not_found` when no such issuer is configured, `authentication_failed`,
 * `challenge_invalid`, `challenge_expired` or `unavailable`.
 */
export async function identify(
  services: Services,
  caller: Caller,
  { issuer: name, idToken }: PresentedToken,
): Promise<Identified> {
  const issuer = services.settings.issuers.get(name)
  const keys = services.issuerKeys.get(name)
  if (issuer === undefined || keys === undefined) throw new Refusal('not_found', 'issuer_unknown')
  if (!issuer.enabled) throw new Refusal('authentication_failed', 'issuer_disabled')
  const token = readIdToken(idToken)
  // Before anything is fetched: whoever did not ask here first costs no more than a tag.
  const challenge = openNonce(services, caller, token.claims['nonce'])
  const identity = await verifyIdToken(token, { issuer, keys, now: services.now() })
  return { issuer, identity, challenge }
}
