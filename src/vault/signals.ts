/**
 * What a server's signals and a sign-out do to the contents of a vault.
 *
 * A signal hides a passkey and never deletes it: should the server have been mistaken, the next right list
 * brings it back.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-signal-methods} WebAuthn L3 §5.1.10
 * @module
 */
import {
  SIGNAL_ALL_ACCEPTED_CREDENTIALS_REQUEST_TYPE,
  SIGNAL_CURRENT_USER_DETAILS_STATE_REQUEST_TYPE,
  SIGNAL_UNKNOWN_CREDENTIAL_STATE_REQUEST_TYPE,
} from '../client/signal-request.ts'
import type { VaultContents, VaultItem } from './contents.ts'
import { allowedRpId } from './passkeys.ts'

/** A change of contents. It may be applied late, when the vault is unlocked, and more than once. */
export type ContentsChange = (contents: VaultContents) => VaultContents

/** What a signal asks for; undefined when it may not ask that, or is none that is known. */
export function signalChange(
  type: string,
  requestJson: string,
  origin: string,
): ContentsChange | undefined {
  const request = JSON.parse(requestJson) as Readonly<Record<string, unknown>>
  const { rpId, userId, credentialId } = request
  if (typeof rpId !== 'string' || allowedRpId(rpId, origin) === undefined) return undefined
  const passkeys = (change: (item: Passkey) => Passkey): ContentsChange =>
    changingItems((item) =>
      item.kind !== 'password' && item.credential.rpId === rpId ? change(item) : item,
    )
  switch (type) {
    case SIGNAL_UNKNOWN_CREDENTIAL_STATE_REQUEST_TYPE:
      return passkeys((item) =>
        item.credential.id === credentialId ? { ...item, hidden: true } : item,
      )
    case SIGNAL_ALL_ACCEPTED_CREDENTIALS_REQUEST_TYPE: {
      const accepted = new Set(request.allAcceptedCredentialIds as readonly string[])
      return passkeys((item) =>
        // Restore keys are on no list: a server never names them.
        item.kind === 'passkey' && item.credential.userHandle === userId
          ? { ...item, hidden: !accepted.has(item.credential.id) }
          : item,
      )
    }
    case SIGNAL_CURRENT_USER_DETAILS_STATE_REQUEST_TYPE: {
      const names = {
        userName: String(request.name),
        userDisplayName: String(request.displayName),
      }
      return passkeys((item) =>
        item.credential.userHandle === userId
          ? { ...item, credential: { ...item.credential, ...names } }
          : item,
      )
    }
    default:
      return undefined
  }
}

/** After a sign-out: nothing is given unasked at this origin, until the person signs in there again. */
export function signOutChange(origin: string): ContentsChange {
  return ({ signedOut, ...rest }) => ({
    ...rest,
    signedOut: [...signedOut.filter((one) => one !== origin), origin],
  })
}

/** Deletes the restore keys that the origin may ask for. */
export function clearRestoreChange(origin: string): ContentsChange {
  return ({ items, ...rest }) => ({
    ...rest,
    items: items.filter(
      (item) => item.kind !== 'restore' || allowedRpId(item.credential.rpId, origin) === undefined,
    ),
  })
}

type Passkey = Exclude<VaultItem, { readonly kind: 'password' }>

/** Changes each item, or leaves it. */
export function changingItems(change: (item: VaultItem) => VaultItem): ContentsChange {
  return ({ items, ...rest }) => ({ ...rest, items: items.map(change) })
}
