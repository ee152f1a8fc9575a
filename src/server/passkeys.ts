/**
 * Managing passkeys: the list an account's owner sees, renaming, removing (security.md R86–R95).
 *
 * @module
 */
import type { AccountMessage, PasskeyMessage, SessionMessage } from '../protocol/messages.ts'
import { providerName } from '../webauthn/aaguid.ts'
import { acceptedEvent } from './audit.ts'
import { Refusal } from './refusal.ts'
import type { Caller, Services } from './services.ts'
import type { AccountRecord, CredentialRecord, LiveSession, SessionRecord } from './store/store.ts'

/** Our own drawing of a key, for every provider: names may be carried over, other people's marks not. */
const NEUTRAL_ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#5b6472" ' +
    'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"><circle cx="8" cy="12" r="4"/>' +
    '<path d="M12 12h9M18 12v3.5M15 12v2.5"/></svg>',
)}`

/** The passkeys of whoever is signed in, in the order they were made. */
export async function listPasskeys(
  { store }: Services,
  { account }: LiveSession,
): Promise<readonly PasskeyMessage[]> {
  const records = await store.listCredentials(account.id)
  return records.toSorted((a, b) => a.createdAt - b.createdAt).map(toPasskeyMessage)
}

/**
 * Gives a passkey another name.
 *
 * @throws {@link Refusal} with `not_found`, alike for passkeys of others and for none at all.
 */
export async function renamePasskey(
  services: Services,
  caller: Caller & { readonly live: LiveSession },
  { id, name }: { readonly id: string; readonly name: string },
): Promise<PasskeyMessage> {
  const accountId = caller.live.account.id
  const audit = acceptedEvent({
    at: services.now(),
    requestId: caller.requestId,
    event: 'passkey.rename',
    accountId,
    credentialId: id,
  })
  const renamed = await services.store.renamePasskey(accountId, id, name, audit)
  if (renamed === undefined) throw new Refusal('not_found', 'passkey_not_found', { accountId })
  return toPasskeyMessage(renamed)
}

/**
 * Removes a passkey and ends the sessions it made.
 *
 * @throws {@link Refusal} with `not_found` or `last_sign_in_method`.
 */
export async function deletePasskey(
  services: Services,
  caller: Caller & { readonly live: LiveSession },
  id: string,
): Promise<void> {
  const accountId = caller.live.account.id
  const audit = acceptedEvent({
    at: services.now(),
    requestId: caller.requestId,
    event: 'passkey.delete',
    accountId,
    credentialId: id,
  })
  const outcome = await services.store.deletePasskey(accountId, id, audit)
  if (outcome === 'not_found') throw new Refusal('not_found', 'passkey_not_found', { accountId })
  if (outcome === 'last_sign_in_method') throw new Refusal(outcome, outcome, { accountId })
}

/** A passkey as its owner sees it: never its key, its counter or its credential id. */
export function toPasskeyMessage(record: CredentialRecord): PasskeyMessage {
  const provider = providerName(record.aaguid)
  return {
    id: record.id,
    name: record.name ?? provider ?? 'Passkey',
    provider: { name: provider ?? null, icon: NEUTRAL_ICON },
    synced: record.backupState,
    createdAt: isoTime(record.createdAt),
    lastUsedAt: record.lastUsedAt === undefined ? null : isoTime(record.lastUsedAt),
  }
}

/** An account as its owner sees it. */
export function toAccountMessage({ id, username, displayName }: AccountRecord): AccountMessage {
  return { id, username, displayName }
}

/** A session as its owner sees it. */
export function toSessionMessage(session: SessionRecord): SessionMessage {
  return {
    id: session.id,
    method: session.method,
    createdAt: isoTime(session.createdAt),
    expiresAt: isoTime(session.expiresAt),
    verifiedAt: session.verifiedAt === undefined ? null : isoTime(session.verifiedAt),
  }
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
