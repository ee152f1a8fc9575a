/**
 * Tokens of mailed links: 256 random bits of which the database knows only a keyed hash (security.md R130).
 *
 * @module
 */
import { createHmac } from 'node:crypto'
import { decodeBase64url, encodeBase64url } from '../../bytes/base64url.ts'
import { ceremonyContext, newCeremonySecret, CEREMONY_SECRET_LIFETIME } from '../ceremony-secret.ts'
import type { CeremonySecret } from '../ceremony-secret.ts'
import type { Keyring, KeyVersion } from '../secrets.ts'
import { random } from '../services.ts'
import type { Caller, Services } from '../services.ts'

/** How long a mailed link is good for. Milliseconds. */
export const LINK_LIFETIME = 15 * 60_000

const TOKEN_BYTES = 32

/** A token, to be mailed and forgotten, and what is stored of it. */
export function newMailToken(keys: Keyring): {
  readonly token: string
  readonly digest: Uint8Array
} {
  const bytes = random(TOKEN_BYTES)
  return { token: encodeBase64url(bytes), digest: digestOf(keys.active, bytes) }
}

/** What may be stored of a token, by every version of the secret; nothing for what is no token. */
export function mailTokenDigests(keys: Keyring, token: string): readonly Uint8Array[] {
  try {
    const bytes = decodeBase64url(token)
    if (bytes.length !== TOKEN_BYTES) return []
    return [...keys.versions.values()].map((version) => digestOf(version, bytes))
  } catch {
    return []
  }
}

function digestOf({ mailToken }: KeyVersion, bytes: Uint8Array): Uint8Array {
  return createHmac('sha256', mailToken).update(bytes).digest()
}

/** What is stored of a browser, so that only that one can use the link it asked for. */
export function browserDigest({ mailToken }: KeyVersion, ceremony: CeremonySecret): Uint8Array {
  return createHmac('sha256', mailToken).update(ceremonyContext(ceremony)).digest()
}

/** Whether a link was asked for by the browser (or app) that now brings it. */
export function isSameBrowser(
  keys: Keyring,
  stored: Uint8Array | undefined,
  ceremony: CeremonySecret | undefined,
): boolean {
  if (stored === undefined || ceremony === undefined) return false
  return [...keys.versions.values()].some(
    (version) => Buffer.compare(browserDigest(version, ceremony), stored) === 0,
  )
}

/**
 * The secret that a browser keeps until its link has come: its own, or a new one, kept for as long as the
 * link is good, which is longer than a ceremony.
 */
export function holdForLink(
  { challengeClock }: Services,
  { ceremony: held }: Caller,
): {
  readonly ceremony: CeremonySecret
  readonly ceremonyChanged: true
  readonly ceremonyLifetime: number
} {
  const now = challengeClock.now()
  const lasting = held !== undefined && Math.abs(now - held.keptSince) <= CEREMONY_SECRET_LIFETIME
  const secret = lasting ? held : newCeremonySecret(now, random(24))
  // As if it were kept later, so that the options calls of the next minutes do not replace it.
  const keptSince = now + LINK_LIFETIME - CEREMONY_SECRET_LIFETIME
  const ceremony = { ...secret, keptSince }
  return { ceremony, ceremonyChanged: true, ceremonyLifetime: LINK_LIFETIME }
}
