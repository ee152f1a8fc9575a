/**
 * Which items of a vault answer an option.
 *
 * @module
 */
import {
  TYPE_PASSWORD_CREDENTIAL,
  TYPE_PUBLIC_KEY_CREDENTIAL,
  TYPE_RESTORE_CREDENTIAL,
} from '../client/credential.ts'
import type {
  BeginGetCredentialOption,
  CallingAppInfo,
  CredentialEntry,
} from '../client/provider.ts'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '../protocol/webauthn-json.ts'
import { itemId, type VaultItem } from './contents.ts'
import { allowedRpId, passkeysOf, passkeysWork, usablePasskeys } from './passkeys.ts'

/** What an option or a request carries, by androidx's names in camel case. */
export type RequestData = Readonly<Record<string, unknown>>

/** The items that would answer an option of this type, oldest first. */
export function candidates(
  items: readonly VaultItem[],
  type: string,
  data: RequestData,
  { origin }: CallingAppInfo,
): readonly VaultItem[] {
  switch (type) {
    case TYPE_PUBLIC_KEY_CREDENTIAL:
      if (!passkeysWork()) return []
      return usablePasskeys(items, 'passkey', requestOptionsOf(data), { origin })
    case TYPE_RESTORE_CREDENTIAL:
      if (!passkeysWork()) return []
      // Nothing is told of the request before its provider was picked.
      return data.requestJson === undefined
        ? newestOf(restoreKeysOf(items, origin))
        : newestOf(usablePasskeys(items, 'restore', requestOptionsOf(data), { origin }))
    case TYPE_PASSWORD_CREDENTIAL: {
      const allowed = new Set(data.allowedUserIds as Iterable<string> | undefined)
      return items.filter(
        (item) =>
          item.kind === 'password' &&
          item.origin === origin &&
          (allowed.size === 0 || allowed.has(item.userName)),
      )
    }
    default:
      return []
  }
}

const newestOf = <Item>(items: readonly Item[]): readonly Item[] => items.slice(-1)

function restoreKeysOf(items: readonly VaultItem[], origin: string): readonly VaultItem[] {
  return passkeysOf(items, 'restore').filter(
    ({ credential, hidden }) => !hidden && allowedRpId(credential.rpId, origin) !== undefined,
  )
}

/** An item as an entry that answers the option. */
export function entryOf(
  item: VaultItem,
  { id: optionId, type }: BeginGetCredentialOption,
  { isAutoSelectAllowed }: Pick<CredentialEntry, 'isAutoSelectAllowed'>,
): CredentialEntry {
  const password = item.kind === 'password'
  return {
    id: itemId(item),
    optionId,
    type,
    userName: password ? item.userName : item.credential.userName,
    displayName: password ? undefined : item.credential.userDisplayName,
    lastUsedTime: item.lastUsedAt,
    isAutoSelectAllowed,
  }
}

/**
 * Whether a passkey may be made without asking: the account's password is here, and no passkey of it is.
 */
export function mayUpgrade(
  items: readonly VaultItem[],
  data: RequestData,
  { origin }: CallingAppInfo,
): boolean {
  const { rp, user } = creationOptionsOf(data)
  const rpId = allowedRpId(rp.id, origin)
  const hasPasskey = passkeysOf(items, 'passkey').some(
    ({ credential }) => credential.rpId === rpId && credential.userHandle === user.id,
  )
  return (
    rpId !== undefined && !hasPasskey && items.some((one) => isPasswordOf(one, origin, user.name))
  )
}

/** Whether the item is the password of this account. */
export function isPasswordOf(item: VaultItem, origin: string, userName: string): boolean {
  return item.kind === 'password' && item.origin === origin && item.userName === userName
}

/** What a sign-in with a passkey carries as text. */
export function requestOptionsOf({
  requestJson,
}: RequestData): PublicKeyCredentialRequestOptionsJSON {
  return JSON.parse(String(requestJson)) as PublicKeyCredentialRequestOptionsJSON
}

/** What the creation of a passkey carries as text. */
export function creationOptionsOf({
  requestJson,
}: RequestData): PublicKeyCredentialCreationOptionsJSON {
  return JSON.parse(String(requestJson)) as PublicKeyCredentialCreationOptionsJSON
}

/** What a privileged caller wants signed; base64url. */
export function clientDataHashOf({ clientDataHash }: RequestData): string | undefined {
  return typeof clientDataHash === 'string' ? clientDataHash : undefined
}
