/**
 * The ceremony secret: random bits that stay with one browser or app for the length of a ceremony, so that
 * a finished ceremony is worth nothing anywhere else (security.md R19).
 *
 * As text it is `time and secret` and up to three sealed pending accounts, parted by dots: a sign-up in
 * one tab survives the options calls of another.
 *
 * @module
 */
import { hash } from 'node:crypto'
import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts'
import { CHALLENGE_WINDOW } from './challenge.ts'
import { lengthPrefixed } from './fields.ts'
import { openPendingAccount, sealPendingAccount } from './pending-account.ts'
import type { PendingAccount } from './pending-account.ts'
import type { Keyring } from './secrets.ts'

/** How long a browser keeps the secret. Milliseconds. */
export const CEREMONY_SECRET_LIFETIME = 600_000

const TIME_BYTES = 6
const SECRET_BYTES = 24

/** The newest so many sign-ups are kept: three of the longest names still fit into one cookie. */
const MAX_PENDING = 3

/** Longest text that is looked at. Longer ones were not written here. */
const MAX_LENGTH = 4096

/** A ceremony secret and the sign-ups that wait under it. */
export interface CeremonySecret {
  readonly secret: Uint8Array
  /** When the browser was told to keep it. Not authenticated: it decides about renewal only. */
  readonly keptSince: number
  /** Sealed pending accounts, oldest first. */
  readonly pending: readonly string[]
}

/** Makes a fresh secret from 24 random bytes. */
export function newCeremonySecret(now: number, random: Uint8Array): CeremonySecret {
  return { secret: random, keptSince: now, pending: [] }
}

/** Reads a secret from a cookie or a header; anything that is none is `undefined`. */
export function readCeremonySecret(text: string | undefined): CeremonySecret | undefined {
  if (text === undefined || text.length > MAX_LENGTH) return undefined
  const [first = '', ...pending] = text.split('.')
  if (pending.length > MAX_PENDING) return undefined
  try {
    const bytes = Buffer.from(decodeBase64url(first))
    if (bytes.length !== TIME_BYTES + SECRET_BYTES) return undefined
    return {
      secret: bytes.subarray(TIME_BYTES),
      keptSince: bytes.readUIntBE(0, TIME_BYTES),
      pending,
    }
  } catch {
    return undefined
  }
}

/** Writes a secret as {@link readCeremonySecret} reads it. */
export function writeCeremonySecret({ secret, keptSince, pending }: CeremonySecret): string {
  const time = Buffer.alloc(TIME_BYTES)
  time.writeUIntBE(keptSince, 0, TIME_BYTES)
  return [encodeBase64url(Buffer.concat([time, secret])), ...pending].join('.')
}

/** Whether the secret outlives a challenge issued now; otherwise it has to be kept anew. */
export function outlivesChallenge({ keptSince }: CeremonySecret, now: number): boolean {
  const age = now - keptSince
  return age >= 0 && age <= CEREMONY_SECRET_LIFETIME - CHALLENGE_WINDOW
}

/** The same secret, kept from now on, without the sign-ups that nobody can finish any more. */
export function renewCeremonySecret(
  keys: Keyring,
  ceremony: CeremonySecret,
  now: number,
): CeremonySecret {
  const alive = (sealed: string) => {
    const pending = openPendingAccount(keys, sealed, ceremony.secret)
    return pending !== undefined && now < pending.issuedAt + CHALLENGE_WINDOW
  }
  return { secret: ceremony.secret, keptSince: now, pending: ceremony.pending.filter(alive) }
}

/** The same secret with one more sign-up under it. */
export function withPendingAccount(
  keys: Keyring,
  ceremony: CeremonySecret,
  added: { readonly pending: PendingAccount; readonly nonce: Uint8Array },
): CeremonySecret {
  const { secret } = ceremony
  const { pending: others } = renewCeremonySecret(keys, ceremony, added.pending.issuedAt)
  const sealed = sealPendingAccount(keys, added.pending, { secret, nonce: added.nonce })
  const pending = [...others, sealed].slice(-MAX_PENDING)
  return { secret, keptSince: added.pending.issuedAt, pending }
}

/** The sign-ups that wait under a secret, newest first. */
export function pendingAccounts(
  keys: Keyring,
  { secret, pending }: CeremonySecret,
): readonly PendingAccount[] {
  const opened = pending.map((sealed) => openPendingAccount(keys, sealed, secret))
  return opened.filter((account) => account !== undefined).toReversed()
}

/** What a challenge is bound to: the hash of the secret, never the secret. */
export function ceremonyContext({ secret }: CeremonySecret): Uint8Array {
  return lengthPrefixed('ceremony', hash('sha256', secret, 'buffer'))
}
