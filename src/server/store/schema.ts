/**
 * The tables, as Kysely's query builder knows them. What creates them is `migrations.ts`.
 *
 * Every id is text as the records carry it, except a session's: its bytes are time-ordered and its
 * base64url text is not, so it is stored as bytes and new rows land at the right edge of the table.
 *
 * @module
 */

/** People. `username_key` is the folded name that has to be unique. */
export interface AccountTable {
  readonly id: string
  readonly username: string
  readonly username_key: string
  readonly display_name: string
  readonly user_handle: string
  readonly session_epoch: number
  readonly disabled: number
  readonly created_at: number
}

/** Public key credentials. A deleted one stays, emptied, so that its credential id is never free again. */
export interface CredentialTable {
  readonly id: string
  readonly account_id: string
  readonly kind: string
  readonly credential_id: string
  readonly public_key: string
  readonly algorithm: number
  readonly sign_count: number
  /** JSON list of words. */
  readonly transports: string
  readonly aaguid: string
  readonly uv_initialized: number
  readonly backup_eligible: number
  readonly backup_state: number
  readonly attestation_format: string
  readonly name: string | null
  readonly created_at: number
  readonly last_used_at: number | null
  /** When a signature counter last failed to grow. */
  readonly clone_suspected_at: number | null
  readonly deleted_at: number | null
  /** Whose device a restore credential is on, as a digest; null for passkeys. */
  readonly device_key: string | null
  /** What an imported passkey was made for in place of its account's user handle; empty until it is known. */
  readonly imported_handle: string | null
}

/** Sessions; the secret only as its digest. */
export interface SessionTable {
  readonly id: Uint8Array
  readonly account_id: string
  readonly epoch: number
  readonly credential_id: string | null
  readonly method: string
  readonly verified_at: number | null
  readonly created_at: number
  readonly last_used_at: number
  readonly expires_at: number
  readonly device: string | null
  readonly secret_hash: Uint8Array
  /** JSON list of the methods of the sessions it followed, oldest first; null when it followed none. */
  readonly former_methods: string | null
}

/** Proofs for a purpose, each good for one use or a few minutes. */
export interface ProofTable {
  readonly session_id: Uint8Array
  /** Digest of the action and its parameters. */
  readonly purpose: Uint8Array
  readonly proved_at: number
}

/** Challenges that may never be accepted again; keyed by time first, so that inserts stay at the right edge. */
export interface UsedChallengeTable {
  readonly issued_at: number
  readonly digest: Uint8Array
  readonly key_id: number
  readonly expires_at: number
}

/** Per challenge key: challenges that expire at or before this instant are refused. */
export interface ChallengeFloorTable {
  readonly key_id: number
  readonly floor: number
}

/** Events that wait to be sealed. No key and no foreign keys: the record outlives the account. */
export interface AuditEventTable {
  readonly at: number
  readonly request_id: string
  readonly event: string
  readonly outcome: string
  readonly reason: string | null
  readonly account_id: string | null
  readonly credential_id: string | null
}

/** Sealed events: append only, and only the oldest ever go. */
export interface AuditLogTable extends AuditEventTable {
  readonly position: number
  readonly hash: Uint8Array
}

/** One row: the last event of the chain, and the last one that was forgotten. */
export interface AuditChainTable {
  readonly id: number
  readonly position: number
  readonly hash: Uint8Array
  readonly base_position: number
  readonly base_hash: Uint8Array
}

/** How far each webhook was told of the audit log. */
export interface WebhookCursorTable {
  /** SHA-256 of its URL. */
  readonly endpoint: Uint8Array
  /** The last event it took. */
  readonly position: number
  /** Tries of the next one so far, all of them failed. */
  readonly failures: number
  readonly retry_at: number
}

/** What one process at a time does. */
export interface LeaseTable {
  readonly name: string
  readonly holder: string
  readonly expires_at: number
}

/** Proved e-mail addresses: the account's own while `replaced_at` is null, one it had otherwise. */
export interface EmailTable {
  readonly id: string
  readonly account_id: string
  readonly address: string
  readonly address_key: string
  readonly verified_at: number
  readonly replaced_at: number | null
}

/** Links that were mailed and are still good; the token only as its digest. */
export interface MailTokenTable {
  readonly digest: Uint8Array
  readonly purpose: string
  readonly account_id: string | null
  readonly address: string | null
  readonly address_key: string | null
  readonly ceremony: Uint8Array | null
  readonly attempts: number
  readonly created_at: number
  readonly expires_at: number
}

/** Recovery codes that are still good, as digests. */
export interface RecoveryCodeTable {
  readonly digest: Uint8Array
  readonly account_id: string
  readonly created_at: number
}

/** When an account was last recovered. */
export interface RecoveryTable {
  readonly account_id: string
  readonly at: number
}

/** Passwords: of each account at most one. */
export interface PasswordTable {
  readonly account_id: string
  /** PHC string. */
  readonly hash: string
  readonly set_at: number
  /** `owner`, or `failures` after too many wrong ones in a row; null while it opens the account. */
  readonly switched_off: string | null
}

/** Counters of attempts. */
export interface LimitTable {
  readonly key: Uint8Array
  readonly count: number
  /** The pause after the last attempt. */
  readonly blocked_until: number
  readonly expires_at: number
}

/** Passkeys made without a question: who does not want one, which session may make one, when one was made. */
export interface AutomaticPasskeyTable {
  readonly account_id: string
  readonly opted_out: number
  readonly session_id: Uint8Array | null
  readonly made_at: number | null
}

/** Identities at other issuers; (`issuer`, `subject`) is the key. */
export interface IdentityTable {
  readonly id: string
  readonly account_id: string
  readonly issuer: string
  readonly subject: string
  readonly email: string | null
  readonly linked_at: number
  readonly last_used_at: number | null
}

/** All tables by name. */
export interface StoreSchema {
  readonly accounts: AccountTable
  readonly credentials: CredentialTable
  readonly sessions: SessionTable
  readonly used_challenges: UsedChallengeTable
  readonly challenge_floors: ChallengeFloorTable
  readonly proofs: ProofTable
  readonly audit_events: AuditEventTable
  readonly audit_log: AuditLogTable
  readonly audit_chain: AuditChainTable
  readonly webhook_cursors: WebhookCursorTable
  readonly leases: LeaseTable
  readonly passwords: PasswordTable
  readonly limits: LimitTable
  readonly automatic_passkeys: AutomaticPasskeyTable
  readonly identities: IdentityTable
  readonly emails: EmailTable
  readonly mail_tokens: MailTokenTable
  readonly recovery_codes: RecoveryCodeTable
  readonly recoveries: RecoveryTable
}
