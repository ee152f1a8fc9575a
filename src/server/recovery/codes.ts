/**
 * Recovery codes: ten texts that their owner keeps on paper, each good for one recovery (security.md R129).
 *
 * @module
 */
import { createHmac } from 'node:crypto'
import { acceptedEvent } from '../audit.ts'
import type { Keyring } from '../secrets.ts'
import { random } from '../services.ts'
import type { Caller, Services } from '../services.ts'
import { Refusal } from '../refusal.ts'
import { askingSession } from '../sessions.ts'
import { lockAccount } from '../store/acts/account-acts.ts'
import { recordAudit } from '../store/acts/audit-acts.ts'
import { countRecoveryCodes, replaceRecoveryCodes } from '../store/acts/recovery-acts.ts'
import { isSessionAlive } from '../store/acts/session-acts.ts'
import type { LiveSession } from '../store/store.ts'

/** Codes that are made at a time. */
export const RECOVERY_CODES = 10

// Crockford's 32 characters: none of them is taken for another one. 28 of them are 140 bits.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const LENGTH = 28
const GROUP = 4

/** Makes a code, as its owner is shown it. */
export function newRecoveryCode(): string {
  const letters = Array.from(random(LENGTH), (byte) => ALPHABET[byte % 32]!)
  const groups = letters.join('').match(new RegExp(`.{${GROUP}}`, 'g'))!
  return groups.join('-')
}

/** What a code is stored as, however it was typed; `undefined` for what is none. */
export function recoveryCodeDigest(
  { recoveryCode }: Keyring,
  typed: string,
): Uint8Array | undefined {
  const letters = typed
    .toLowerCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1')
  if (letters.length !== LENGTH || /[^0-9a-hjkmnp-tv-z]/.test(letters)) return undefined
  return createHmac('sha256', recoveryCode).update(letters).digest()
}

/** Makes new codes for whoever is signed in; the ones there were are void. Shown this once. */
export async function makeRecoveryCodes(
  services: Services,
  { requestId }: Caller,
  live: LiveSession,
): Promise<readonly string[]> {
  const accountId = live.account.id
  const asking = askingSession(services, live)
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode)
  const digests = codes.map((code) => recoveryCodeDigest(services.keys, code)!)
  const now = services.now()
  const audit = acceptedEvent({ at: now, requestId, event: 'recovery.codes', accountId })
  const done = await services.store.transact(function* (tables) {
    yield* lockAccount(tables, accountId)
    if (!(yield* isSessionAlive(tables, asking))) return false
    yield* replaceRecoveryCodes(tables, { accountId, digests, now })
    yield* recordAudit(tables, audit)
    return true
  })
  if (!done) throw new Refusal('session_required', 'session_gone', { accountId })
  services.notify({ kind: 'recovery_codes_made', accountId, at: now })
  return codes
}

/** How many codes are left. What they are nobody can tell any more. */
export async function recoveryCodesLeft(
  { store }: Services,
  { account }: LiveSession,
): Promise<number> {
  return store.read((tables) => countRecoveryCodes(tables, account.id))
}
