/**
 * What a vault holds once it is open, and its form as JSON.
 *
 * @module
 */
import type { AuthenticatorCredential } from '../authenticator/credential.ts'
import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts'
import { VaultError } from './errors.ts'

/** When something was made and used. Milliseconds since 1970. */
export interface ItemTimes {
  readonly createdAt: number
  readonly lastUsedAt: number | undefined
}

/** A passkey, or a restore key, which nobody picks and nobody sees. */
export interface PasskeyItem extends ItemTimes {
  readonly kind: 'passkey' | 'restore'
  readonly credential: AuthenticatorCredential
  /** The server said that it does not know it, any more. Kept, for it may have been a mistake. */
  readonly hidden: boolean
  /** The server's own name for it, where whoever made it was told: `passkey.id` of its answer. */
  readonly serverId?: string
}

/** A password. */
export interface PasswordItem extends ItemTimes {
  readonly kind: 'password'
  readonly id: string
  /** Serialized origin it was saved for. Used nowhere else. */
  readonly origin: string
  readonly userName: string
  readonly password: string
}

/** Anything a vault keeps. */
export type VaultItem = PasskeyItem | PasswordItem

/** Everything in a vault. */
export interface VaultContents {
  /** Oldest first. */
  readonly items: readonly VaultItem[]
  /** Origins where the person signed out: nothing is given unasked there until they sign in again. */
  readonly signedOut: readonly string[]
}

/** A vault with nothing in it. */
export const EMPTY: VaultContents = { items: [], signedOut: [] }

/** The name of an item within its vault: of a passkey, its credential id. */
export function itemId(item: VaultItem): string {
  return item.kind === 'password' ? item.id : item.credential.id
}

const BYTES = ['privateKey', 'prfSecret', 'credBlob', 'largeBlob'] as const

/** Writes contents as UTF-8 JSON, bytes as base64url text. */
export function writeContents(contents: VaultContents): Uint8Array<ArrayBuffer> {
  const items = contents.items.map((item) =>
    item.kind === 'password'
      ? item
      : {
          ...item,
          credential: mapBytes(item.credential, (value) => encodeBase64url(value as Uint8Array)),
        },
  )
  return new TextEncoder().encode(JSON.stringify({ ...contents, items }))
}

/**
 * Reads what {@link writeContents} wrote. Whoever wrote it had the key, so only mistakes are looked for.
 *
 * @throws {@link VaultError} with `vault_malformed`.
 */
export function readContents(bytes: Uint8Array): VaultContents {
  try {
    const { items, signedOut } = JSON.parse(new TextDecoder().decode(bytes)) as VaultContents
    return {
      signedOut: [...signedOut],
      items: items.map((item) => {
        // JSON has no undefined: what was never used has no time.
        const whole: VaultItem = Object.assign({ lastUsedAt: undefined }, item)
        if (whole.kind === 'password') return whole
        const credential = mapBytes(whole.credential, (text) => decodeBase64url(String(text)))
        return Object.assign(whole, { credential })
      }),
    }
  } catch (cause) {
    throw new VaultError('vault_malformed', 'the contents cannot be read', { cause })
  }
}

function mapBytes(
  credential: AuthenticatorCredential,
  change: (value: unknown) => unknown,
): AuthenticatorCredential {
  const changed = BYTES.filter((name) => credential[name] !== undefined).map((name) => [
    name,
    change(credential[name]),
  ])
  return { ...credential, ...(Object.fromEntries(changed) as Partial<AuthenticatorCredential>) }
}
