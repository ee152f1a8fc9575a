/**
 * A pending account: who someone will be once their first passkey has been verified.
 *
 * It travels sealed inside the ceremony secret, so a sign-up that is never finished leaves nothing behind.
 *
 * @module
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts'
import { lengthPrefixed } from './fields.ts'
import type { Keyring, KeyVersion } from './secrets.ts'

/** Names and handles chosen for an account that does not exist yet. */
export interface PendingAccount {
  readonly id: string
  readonly username: string
  readonly displayName: string
  readonly userHandle: string
  /** Milliseconds since the epoch. */
  readonly issuedAt: number
}

const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEAD_BYTES = 2 + NONCE_BYTES

/** Seals a pending account; only the holder of the same ceremony secret can present it. */
export function sealPendingAccount(
  keys: Keyring,
  pending: PendingAccount,
  { secret, nonce }: { readonly secret: Uint8Array; readonly nonce: Uint8Array },
): string {
  const { id, username, displayName, userHandle, issuedAt } = pending
  const text = JSON.stringify([id, username, displayName, userHandle, issuedAt])
  const cipher = createCipheriv('aes-256-gcm', keys.active.pendingAccount, nonce)
  cipher.setAAD(boundTo(keys.active, secret))
  const head = Buffer.alloc(2)
  head.writeUInt16BE(keys.active.id)
  const body = [cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
  return encodeBase64url(Buffer.concat([head, nonce, ...body]))
}

/** Opens what {@link sealPendingAccount} made; anything else is `undefined`. */
export function openPendingAccount(
  keys: Keyring,
  sealed: string,
  secret: Uint8Array,
): PendingAccount | undefined {
  try {
    const bytes = Buffer.from(decodeBase64url(sealed))
    const key = keys.versions.get(bytes.readUInt16BE(0))
    if (key === undefined) return undefined
    const nonce = bytes.subarray(2, HEAD_BYTES)
    const options = { authTagLength: TAG_BYTES }
    const decipher = createDecipheriv('aes-256-gcm', key.pendingAccount, nonce, options)
    decipher.setAAD(boundTo(key, secret))
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
    const body = bytes.subarray(HEAD_BYTES, -TAG_BYTES)
    const text = decipher.update(body, undefined, 'utf8') + decipher.final('utf8')
    return readPending(text)
  } catch {
    // Cut, flipped, foreign or made with a key that is gone: all the same, it is not ours.
    return undefined
  }
}

/** The text was written by {@link sealPendingAccount}: the seal has just proved it. */
function readPending(text: string): PendingAccount {
  const [id, username, displayName, userHandle, issuedAt] = JSON.parse(text) as [
    string,
    string,
    string,
    string,
    number,
  ]
  return { id, username, displayName, userHandle, issuedAt }
}

function boundTo(key: KeyVersion, secret: Uint8Array): Uint8Array {
  return lengthPrefixed('pending account', String(key.id), secret)
}
