/**
 * Rows to records and back.
 *
 * @module
 */
import { decodeBase64url, encodeBase64url } from '../../bytes/base64url.ts'
import type { AccountRow, CredentialRow } from './account-queries.ts'
import type { AuditEventTable, SessionTable } from './schema.ts'
import type { SessionRow } from './session-queries.ts'
import type {
  AccountRecord,
  AuditEvent,
  CredentialKind,
  CredentialRecord,
  LiveSession,
  NewSession,
  SessionMethod,
  SessionRecord,
} from './store.ts'

/** Bytes of a session id, or nothing when the text is not one: then no such session exists. */
export function sessionIdBytes(id: string): Uint8Array | undefined {
  try {
    return decodeBase64url(id)
  } catch {
    return undefined
  }
}

/** The account of a row. */
export function toAccount(row: AccountRow): AccountRecord {
  return {
    id: row.account_id,
    username: row.username,
    displayName: row.display_name,
    userHandle: row.user_handle,
    sessionEpoch: row.session_epoch,
    disabled: row.disabled !== 0,
    createdAt: row.account_created_at,
  }
}

/** The credential of a row. */
export function toCredential(row: CredentialRow): CredentialRecord {
  return {
    id: row.id,
    accountId: row.account_id,
    kind: row.kind as CredentialKind,
    credentialId: row.credential_id,
    publicKey: row.public_key,
    algorithm: row.algorithm,
    signCount: row.sign_count,
    transports: JSON.parse(row.transports) as string[],
    aaguid: row.aaguid,
    uvInitialized: row.uv_initialized !== 0,
    backupEligible: row.backup_eligible !== 0,
    backupState: row.backup_state !== 0,
    attestationFormat: row.attestation_format,
    name: row.name ?? undefined,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at ?? undefined,
    ...(row.imported_handle !== null && { importedHandle: row.imported_handle || null }),
  }
}

/** The row of a new credential. */
export function fromCredential(record: CredentialRecord): CredentialRow {
  return {
    id: record.id,
    account_id: record.accountId,
    kind: record.kind,
    credential_id: record.credentialId,
    public_key: record.publicKey,
    algorithm: record.algorithm,
    sign_count: record.signCount,
    transports: JSON.stringify(record.transports),
    aaguid: record.aaguid,
    uv_initialized: Number(record.uvInitialized),
    backup_eligible: Number(record.backupEligible),
    backup_state: Number(record.backupState),
    attestation_format: record.attestationFormat,
    name: record.name ?? null,
    created_at: record.createdAt,
    last_used_at: record.lastUsedAt ?? null,
    imported_handle: record.importedHandle === undefined ? null : (record.importedHandle ?? ''),
  }
}

/** The session of a row. */
export function toSession(
  row: Omit<SessionRow, keyof AccountRow> & Pick<AccountRow, 'account_id'>,
): SessionRecord {
  const method = row.method as SessionMethod
  const former =
    row.former_methods === null ? [] : (JSON.parse(row.former_methods) as SessionMethod[])
  return {
    id: encodeBase64url(row.id),
    accountId: row.account_id,
    epoch: row.epoch,
    credentialId: row.credential_id ?? undefined,
    method,
    methods: [...former, method],
    verifiedAt: row.verified_at ?? undefined,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
    device: row.device ?? undefined,
  }
}

/** The session of a row, with its account. */
export function toLiveSession(row: SessionRow): LiveSession {
  return { session: toSession(row), secretHash: row.secret_hash, account: toAccount(row) }
}

/** The columns of a session that its maker fills in; the epoch is the account's of that instant. */
export const SESSION_COLUMNS = [
  'id',
  'account_id',
  'credential_id',
  'method',
  'verified_at',
  'created_at',
  'last_used_at',
  'expires_at',
  'device',
  'secret_hash',
  'former_methods',
] as const satisfies readonly (keyof SessionTable)[]

/** Values of {@link SESSION_COLUMNS}. */
export type SessionValues = {
  readonly [Column in (typeof SESSION_COLUMNS)[number]]: SessionTable[Column]
}

/** The values of a new session. */
export function fromSession(session: NewSession): SessionValues {
  const former = session.methods.slice(0, -1)
  return {
    id: decodeBase64url(session.id),
    account_id: session.accountId,
    credential_id: session.credentialId ?? null,
    method: session.method,
    verified_at: session.verifiedAt ?? null,
    created_at: session.createdAt,
    last_used_at: session.lastUsedAt,
    expires_at: session.expiresAt,
    device: session.device ?? null,
    secret_hash: session.secretHash,
    former_methods: former.length === 0 ? null : JSON.stringify(former),
  }
}

/** The columns of an audit event that its maker fills in. */
export const AUDIT_COLUMNS = [
  'at',
  'request_id',
  'event',
  'outcome',
  'reason',
  'account_id',
  'credential_id',
] as const satisfies readonly (keyof AuditEventTable)[]

/** Values of {@link AUDIT_COLUMNS}. */
export type AuditValues = {
  readonly [Column in (typeof AUDIT_COLUMNS)[number]]: AuditEventTable[Column]
}

/** The row of an audit event. */
export function fromAudit(audit: AuditEvent): AuditValues {
  return {
    at: audit.at,
    request_id: audit.requestId,
    event: audit.event,
    outcome: audit.outcome,
    reason: audit.reason ?? null,
    account_id: audit.accountId ?? null,
    credential_id: audit.credentialId ?? null,
  }
}

/** The audit event of a row. */
export function toAudit(row: AuditValues): AuditEvent {
  return {
    at: row.at,
    requestId: row.request_id,
    event: row.event,
    outcome: row.outcome as AuditEvent['outcome'],
    reason: row.reason ?? undefined,
    accountId: row.account_id ?? undefined,
    credentialId: row.credential_id ?? undefined,
  }
}
