/**
 * A vault as a credential provider: what Credential Manager asks, answered out of the safe.
 *
 * Several vaults may stand side by side; each is a provider of its own.
 *
 * @module
 */
import {
  CreateCredentialCancellationException,
  E2eeUnavailableException,
} from '../client/create-exceptions.ts'
import { TYPE_CLEAR_RESTORE_CREDENTIAL } from '../client/clear-request.ts'
import {
  TYPE_PASSWORD_CREDENTIAL,
  TYPE_PUBLIC_KEY_CREDENTIAL,
  TYPE_RESTORE_CREDENTIAL,
} from '../client/credential.ts'
import { GetCredentialCancellationException } from '../client/get-exceptions.ts'
import type {
  BeginCreateCredentialRequest,
  BeginGetCredentialRequest,
  BeginGetCredentialResponse,
  CallingAppInfo,
  CredentialProvider,
} from '../client/provider.ts'
import {
  candidates,
  clientDataHashOf,
  creationOptionsOf,
  entryOf,
  isPasswordOf,
  mayUpgrade,
  requestOptionsOf,
} from './candidates.ts'
import { itemId, type PasskeyItem, type VaultItem } from './contents.ts'
import { VaultError } from './errors.ts'
import { asDomException, createDomException, getDomException } from './dom-exceptions.ts'
import { makePasskey, passkeysWork, usePasskey, withPasskey, withUse } from './passkeys.ts'
import {
  changingItems,
  clearRestoreChange,
  signOutChange,
  signalChange,
  type ContentsChange,
} from './signals.ts'
import type { Vault } from './vault.ts'

/** What the person is asked when a vault has to be unlocked. */
export interface PasswordQuestion {
  /** The vault's label. */
  readonly label: string
  /** Counts from 1; beyond that the password before was wrong. */
  readonly attempt: number
}

/** How a vault takes part. */
export interface VaultProviderSettings {
  readonly vault: Vault
  /** Tells vaults that stand side by side apart. Default `vault`. */
  readonly id?: string
  /** How the person knows it. Default `Latchkey vault`. */
  readonly label?: string
  /** Asks the person for the vault's password; `undefined` when they back out. */
  readonly askPassword: (
    question: PasswordQuestion,
    options: { readonly signal: AbortSignal },
  ) => Promise<string | undefined>
  /** Ids of the apps that may speak for origins other than their own. Default: none. */
  readonly privilegedCallers?: readonly string[]
  /** Whether the vault's storage is backed up: new passkeys then say so. Default `false`. */
  readonly isBackedUp?: boolean
}

const ATTEMPTS = 3
/** Changes that wait for a locked vault. */
const WAITING_LIMIT = 100

/** Lets a vault answer Credential Manager. */
export function vaultProvider({
  vault,
  id = 'vault',
  label = 'Latchkey vault',
  askPassword,
  privilegedCallers = [],
  isBackedUp = false,
}: VaultProviderSettings): CredentialProvider {
  /** What came while the vault was locked. */
  let waiting: readonly ContentsChange[] = []

  const mayCall = ({ id, isOriginClaimed }: CallingAppInfo) =>
    !isOriginClaimed || privilegedCallers.includes(id)

  /** Does what had to wait. */
  const catchUp = async (): Promise<void> => {
    const changes = waiting
    if (changes.length === 0) return
    await vault.update((contents) => changes.reduce((now, change) => change(now), contents))
    waiting = waiting.filter((change) => !changes.includes(change))
  }

  /** Unlocks with the person's help; `false` when they back out. */
  const unlock = async (signal: AbortSignal): Promise<boolean> => {
    for (let attempt = 1; vault.isLocked; attempt += 1) {
      const password = await askPassword({ label, attempt }, { signal })
      if (password === undefined || signal.aborted) return false
      try {
        await vault.unlock(password)
      } catch (error) {
        const wrong = error instanceof VaultError && error.code === 'wrong_password'
        if (!wrong || attempt === ATTEMPTS) throw error
      }
    }
    await catchUp()
    return true
  }

  const whenUnlocked = async (change: ContentsChange): Promise<void> => {
    if (vault.isLocked) waiting = [...waiting, change].slice(-WAITING_LIMIT)
    else await vault.update(change)
  }

  const offers = async ({
    options,
    callingAppInfo,
  }: BeginGetCredentialRequest): Promise<BeginGetCredentialResponse> => {
    if (!mayCall(callingAppInfo) || !(await vault.exists())) return {}
    if (vault.isLocked) {
      // A restore key is asked for without a person: nobody is there to unlock.
      if (options.every(({ type }) => type === TYPE_RESTORE_CREDENTIAL)) return {}
      return { authenticationActions: [{ id: 'unlock', title: `Unlock ${label}` }] }
    }
    await catchUp()
    const { items, signedOut } = vault.contents
    const isAutoSelectAllowed = !signedOut.includes(callingAppInfo.origin)
    return {
      credentialEntries: options.flatMap((option) =>
        candidates(items, option.type, option.candidateQueryData, callingAppInfo)
          .toReversed()
          .map((item) => entryOf(item, option, { isAutoSelectAllowed })),
      ),
    }
  }

  const used = (
    item: VaultItem,
    origin: string,
    changed: (one: VaultItem) => VaultItem = (one) => one,
  ): ContentsChange => {
    const lastUsedAt = vault.now
    const change = changingItems((one) =>
      itemId(one) === itemId(item) ? { ...changed(one), lastUsedAt } : one,
    )
    return (contents) => {
      const { items, signedOut } = change(contents)
      return { items, signedOut: signedOut.filter((one) => one !== origin) }
    }
  }

  const place = async (request: BeginCreateCredentialRequest) => {
    const { type, isConditional, candidateQueryData, callingAppInfo } = request
    if (!mayCall(callingAppInfo) || !(await vault.exists())) return {}
    const forPasskeys = type === TYPE_PUBLIC_KEY_CREDENTIAL || type === TYPE_RESTORE_CREDENTIAL
    if (forPasskeys ? !passkeysWork() : type !== TYPE_PASSWORD_CREDENTIAL) return {}
    // Both happen without a person.
    if (vault.isLocked && (isConditional || type === TYPE_RESTORE_CREDENTIAL)) return {}
    if (isConditional && !mayUpgrade(vault.contents.items, candidateQueryData, callingAppInfo)) {
      return {}
    }
    const items = vault.isLocked ? undefined : vault.contents.items
    const count = (kind: VaultItem['kind']) => items?.filter((one) => one.kind === kind).length
    return {
      createEntries: [
        {
          id: 'vault',
          accountName: label,
          description:
            items === undefined
              ? 'Locked'
              : `Passkeys: ${count('passkey')}, passwords: ${count('password')}`,
          lastUsedTime: items?.at(-1)?.createdAt,
          isAutoSelectAllowed: true,
        },
      ],
    }
  }

  return {
    id,
    label,
    beginGetCredential: offers,

    async authenticate(_, request, { signal }) {
      if (await unlock(signal)) return offers(request)
      throw new GetCredentialCancellationException('the vault was not unlocked')
    },

    async getCredential({ entryId, option, callingAppInfo }, { signal }) {
      const { type, requestData } = option
      if (!mayCall(callingAppInfo)) throw getDomException('SecurityError', 'caller not trusted')
      if (!(await unlock(signal))) {
        throw new GetCredentialCancellationException('the vault was not unlocked')
      }
      const { items } = vault.contents
      const item = candidates(items, type, requestData, callingAppInfo).find(
        (one) => itemId(one) === entryId,
      )
      if (item === undefined) return undefined
      const { origin } = callingAppInfo
      if (item.kind === 'password') {
        await vault.update(used(item, origin))
        return { type, data: { id: item.userName, password: item.password } }
      }
      const { response, credential } = await usePasskey(item, requestOptionsOf(requestData), {
        origin,
        clientDataHash: clientDataHashOf(requestData),
      }).catch((error: unknown) => {
        throw asDomException(error, getDomException)
      })
      // Saved before the answer leaves: a counter must never be seen twice.
      const uses = { before: item.credential, after: credential }
      const changed = (one: VaultItem) =>
        one.kind === 'password' ? one : { ...one, credential: withUse(one.credential, uses) }
      await vault.update(used(item, origin, changed))
      return { type, data: { authenticationResponseJson: JSON.stringify(response) } }
    },

    beginCreateCredential: place,

    async createCredential(request, { signal }) {
      const { type, credentialData, isConditional, callingAppInfo } = request
      const { origin } = callingAppInfo
      if (!mayCall(callingAppInfo)) throw createDomException('SecurityError', 'caller not trusted')
      if (
        type === TYPE_RESTORE_CREDENTIAL &&
        credentialData.isCloudBackupEnabled === true &&
        !isBackedUp
      ) {
        throw new E2eeUnavailableException('the vault is not backed up')
      }
      if (!(await unlock(signal))) {
        throw new CreateCredentialCancellationException('the vault was not unlocked')
      }
      const createdAt = vault.now
      if (type === TYPE_PASSWORD_CREDENTIAL) {
        const [userName, password] = [String(credentialData.id), String(credentialData.password)]
        const id = globalThis.crypto.randomUUID()
        const times = { createdAt, lastUsedAt: undefined }
        await vault.update(({ items, ...rest }) => ({
          ...rest,
          items: [
            ...items.filter((one) => !isPasswordOf(one, origin, userName)),
            { kind: 'password', id, origin, userName, password, ...times },
          ],
        }))
        return { type, data: {} }
      }
      const kind = type === TYPE_RESTORE_CREDENTIAL ? 'restore' : 'passkey'
      const { response, credential } = await makePasskey(
        vault.contents.items,
        creationOptionsOf(credentialData),
        { origin, clientDataHash: clientDataHashOf(credentialData), isConditional },
        { kind, backedUp: isBackedUp },
      ).catch((error: unknown) => {
        throw asDomException(error, createDomException)
      })
      const made: PasskeyItem = {
        kind,
        credential,
        hidden: false,
        createdAt,
        lastUsedAt: undefined,
      }
      await vault.update(({ items, ...rest }) => ({ ...rest, items: withPasskey(items, made) }))
      const text = JSON.stringify(response)
      return {
        type,
        data: kind === 'restore' ? { responseJson: text } : { registrationResponseJson: text },
      }
    },

    async clearCredentialState({ requestType, callingAppInfo }) {
      const { origin } = callingAppInfo
      if (!mayCall(callingAppInfo)) return
      await whenUnlocked(
        requestType === TYPE_CLEAR_RESTORE_CREDENTIAL
          ? clearRestoreChange(origin)
          : signOutChange(origin),
      )
    },

    async signalCredentialState({ type, requestJson, callingAppInfo }) {
      if (!mayCall(callingAppInfo)) return
      const change = signalChange(type, requestJson, callingAppInfo.origin)
      if (change !== undefined) await whenUnlocked(change)
    },
  }
}
