/**
 * Views: what the owner of an account is shown of its records. Whatever is not named here stays inside.
 *
 * @module
 */
import type { RestoreRegisteredMessage } from '../protocol/account-messages.ts'
import type {
  AccountMessage,
  PasskeyMessage,
  SessionMessage,
  SignedInMessage,
} from '../protocol/messages.ts'
import { providerName } from '../webauthn/aaguid.ts'
import { assuranceOf } from './sessions.ts'
import type { AccountRecord, CredentialRecord, SessionRecord } from './store/store.ts'

/** Our own drawing of a key, for every provider: names may be carried over, other people's marks not. */
const NEUTRAL_ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#5b6472" ' +
    'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"><circle cx="8" cy="12" r="4"/>' +
    '<path d="M12 12h9M18 12v3.5M15 12v2.5"/></svg>',
)}`

/** A passkey as its owner sees it: never its key and never its counter (R94). */
export function toPasskeyMessage(
  record: CredentialRecord,
  shown: { readonly lastUsedDevice?: string | undefined; readonly name?: string } = {},
): PasskeyMessage {
  const provider = providerName(record.aaguid)
  return {
    id: record.id,
    name: shown.name ?? nameOf(record),
    provider: { name: provider ?? null, icon: NEUTRAL_ICON },
    synced: record.backupState,
    credentialId: record.credentialId,
    createdAt: isoTime(record.createdAt),
    lastUsedAt: record.lastUsedAt === undefined ? null : isoTime(record.lastUsedAt),
    lastUsedDevice: shown.lastUsedDevice ?? null,
  }
}

/** What a passkey is called: by its owner, else after its provider, else by what can be told of it. */
export function nameOf(record: CredentialRecord): string {
  return record.name ?? providerName(record.aaguid) ?? kindOfUnknown(record)
}

/** What a passkey is called whose model nobody knows: only those that are carried about tell what they are. */
function kindOfUnknown({ backupEligible, transports }: CredentialRecord): string {
  const carried = transports.some((word) => ['usb', 'nfc', 'ble', 'smart-card'].includes(word))
  const builtIn = transports.includes('internal') || transports.includes('hybrid')
  return carried && !builtIn && !backupEligible ? 'Security key' : 'Unknown passkey provider'
}

/** A restore credential as its owner sees it: that there is one. */
export function toRestoreMessage({
  account,
  credential,
}: {
  readonly account: AccountRecord
  readonly credential: CredentialRecord
}): RestoreRegisteredMessage {
  const createdAt = isoTime(credential.createdAt)
  return { account: toAccountMessage(account), restoreCredential: { createdAt } }
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
    methods: session.methods,
    assurance: assuranceOf(session),
    createdAt: isoTime(session.createdAt),
    expiresAt: isoTime(session.expiresAt),
    verifiedAt: session.verifiedAt === undefined ? null : isoTime(session.verifiedAt),
  }
}

/** Someone signed in, as they see themselves. */
export function toSignedInMessage({
  account,
  session,
}: {
  readonly account: AccountRecord
  readonly session: SessionRecord
}): SignedInMessage {
  return { account: toAccountMessage(account), session: toSessionMessage(session) }
}

/** ISO 8601 in UTC. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
