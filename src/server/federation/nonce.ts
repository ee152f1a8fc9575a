/**
 * The nonce of a federated sign-in: a sealed challenge that goes to the issuer and comes back in its token
 * (security.md R121).
 *
 * It is ours, bound to the ceremony secret of the browser that asked, and used up where the session is
 * stored, in the same set as every other challenge. Nothing that arrives with the token stands in for it.
 *
 * @module
 */
import { decodeBase64url, encodeBase64url } from '../../bytes/base64url.ts'
import { toUsedChallenge } from '../ceremonies/answer.ts'
import { ceremonyContext } from '../ceremony-secret.ts'
import type { CeremonySecret } from '../ceremony-secret.ts'
import {
  ANY_ACCOUNT,
  CHALLENGE_BYTES,
  claimedCeremony,
  openChallenge,
  sealChallenge,
} from '../challenge.ts'
import { Refusal } from '../refusal.ts'
import { random } from '../services.ts'
import type { Caller, Services } from '../services.ts'
import type { UsedChallenge } from '../store/store.ts'

/** Makes a nonce. Nothing is written. */
export function makeNonce(
  { keys, settings, challengeClock }: Services,
  ceremony: CeremonySecret,
): string {
  const challenge = sealChallenge(keys, {
    ceremony: 'federated',
    policy: { userVerification: false, attestation: false },
    rpId: settings.rpId,
    context: ceremonyContext(ceremony),
    account: ANY_ACCOUNT,
    now: challengeClock.now(),
    random: random(16),
  })
  return encodeBase64url(challenge)
}

/**
 * Opens the nonce of a token. What comes of it is still to be used up.
 *
 * @throws {@link Refusal} with `authentication_failed` when there is none, `challenge_invalid` or
 * `challenge_expired`.
 */
export function openNonce(
  { keys, settings, challengeClock }: Services,
  { ceremony }: Caller,
  nonce: unknown,
): UsedChallenge {
  if (typeof nonce !== 'string') throw new Refusal('authentication_failed', 'nonce_missing')
  const bytes = decode(nonce)
  if (claimedCeremony(bytes) !== 'federated') {
    throw new Refusal('challenge_invalid', 'challenge_of_other_ceremony')
  }
  if (ceremony === undefined) throw new Refusal('challenge_invalid', 'ceremony_secret_missing')
  const bound = { rpId: settings.rpId, context: ceremonyContext(ceremony) }
  const opened = openChallenge(keys, bytes, { ...bound, now: challengeClock.now() })
  if (!opened.isFor(ANY_ACCOUNT)) throw new Refusal('challenge_invalid', 'account_mismatch')
  return toUsedChallenge(opened)
}

function decode(nonce: string): Uint8Array {
  // The only text of that length that one of our challenges has; the rest is not worth decoding.
  if (nonce.length !== Math.ceil((CHALLENGE_BYTES * 4) / 3)) {
    throw new Refusal('challenge_invalid', 'challenge_malformed')
  }
  try {
    return decodeBase64url(nonce)
  } catch (cause) {
    throw new Refusal('challenge_invalid', 'challenge_malformed', { cause })
  }
}
