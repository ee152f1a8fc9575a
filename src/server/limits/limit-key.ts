/**
 * Keys of shared counters: what is counted, hashed under a key of ours, so that the table tells neither
 * names nor addresses (people type passwords where names belong, security.md R165).
 *
 * @module
 */
import { createHmac } from 'node:crypto'
import { lengthPrefixed } from '../fields.ts'
import type { Keyring } from '../secrets.ts'

/** The key of a counter: `kind` says what is counted, the rest for whom. */
export function limitKey(keys: Keyring, kind: string, ...subject: readonly string[]): Uint8Array {
  const message = lengthPrefixed(kind, ...subject)
  return createHmac('sha256', keys.limit).update(message).digest()
}
