/**
 * What the server asks of a database: whole acts, each of them one transaction.
 *
 * A store decides the races (who consumed a challenge, whose credential id it is, which passkey was the
 * last one); the ceremonies above it only prepare and interpret. Times are milliseconds since the epoch.
 *
 * @module
 */

import type { Act, Tables } from './act.ts'

/** A person as the relying party knows them. */
export interface AccountRecord {
  /** Internal id: base64url text of 16 random bytes. Never shown to other accounts. */
  readonly id: string
  readonly username: string
  readonly displayName: string
  /** WebAuthn's `user.id`: base64url text of 32 random bytes, the same for the life of the account. */
  readonly userHandle: string
  /** Sessions that carry another epoch are dead. */
  readonly sessionEpoch: number
  readonly disabled: boolean
  readonly createdAt: number
}

/** What a credential is good for. */
export type CredentialKind = 'passkey' | 'restore'

/** A public key credential, as L3 §4 "credential record" names its parts. */
export interface CredentialRecord {
  /** Id of the row, as the passkey routes show it: base64url text of 16 random bytes. */
  readonly id: string
  readonly accountId: string
  /** A `restore` credential stands for a device, not for a person; see docs/passkeys.md. */
  readonly kind: CredentialKind
  readonly credentialId: string
  /** The COSE_Key as the authenticator sent it, base64url. */
  readonly publicKey: string
  readonly algorithm: number
  readonly signCount: number
  readonly transports: readonly string[]
  readonly aaguid: string
  readonly uvInitialized: boolean
  readonly backupEligible: boolean
  readonly backupState: boolean
  readonly attestationFormat: string
  /** The name its owner gave it; absent until they do. */
  readonly name: string | undefined
  readonly createdAt: number
  /** When it last signed its owner in, to the minute. */
  readonly lastUsedAt: number | undefined
  /**
   * The user handle that the authenticator has for an imported passkey, where that is not the account's.
   * `null` while nobody knows it: the first sign-in tells.
   */
  readonly importedHandle?: string | null
}

/**
 * How someone signed in. `restore` is an app that came back on a new device, without anybody proving
 * anything; `recovery` is a session that can only give the account a new way in.
 */
export type SessionMethod = 'passkey' | 'restore' | 'password' | 'federated' | 'recovery'

/** What a session is, without the secret that proves it. */
export interface SessionRecord {
  /** Time-ordered id: base64url text of 16 bytes. Not a secret and not a token. */
  readonly id: string
  readonly accountId: string
  /** The account's session epoch when the session was made. */
  readonly epoch: number
  /** Row id of the passkey that made it. */
  readonly credentialId: string | undefined
  /** What made this session. */
  readonly method: SessionMethod
  /** What made it and the sessions it followed by re-authentication, oldest first; ends with `method`. */
  readonly methods: readonly SessionMethod[]
  /** When a user-verified ceremony last proved the person in this session. */
  readonly verifiedAt: number | undefined
  readonly createdAt: number
  readonly lastUsedAt: number
  readonly expiresAt: number
  /** Coarse text such as `Chrome on Windows`. */
  readonly device: string | undefined
}

/** A session about to be stored. The store sees only the digest of its secret. */
export interface NewSession extends SessionRecord {
  /** SHA-256 of the token's secret part. */
  readonly secretHash: Uint8Array
}

/** A challenge about to be marked as used. R29: keyed by the digest of the challenge itself. */
export interface UsedChallenge {
  readonly digest: Uint8Array
  readonly keyId: number
  readonly issuedAt: number
  /** When it would have expired unused. */
  readonly expiresAt: number
}

/** One security-relevant act, stored in the transaction of that act (R164). */
export interface AuditEvent {
  readonly at: number
  readonly requestId: string
  readonly event: string
  readonly outcome: 'accepted' | 'refused'
  readonly reason: string | undefined
  readonly accountId: string | undefined
  /** Row id of the credential, never the credential id. */
  readonly credentialId: string | undefined
}

/**
 * Why a sign-in was not stored. `challenge_used` and `challenge_expired` leave nothing behind. The others
 * were found after the signature: they leave the used mark and `audit` as a refused event that has the
 * conflict for its reason (R30).
 */
export type AuthenticationConflict =
  | 'challenge_used'
  | 'challenge_expired'
  | 'credential_gone'
  | 'sign_count_regressed'
  | 'account_disabled'

/** A verified assertion and the session it is to become. */
export interface AuthenticationFinish {
  readonly challenge: UsedChallenge
  /** Row id. */
  readonly credentialId: string
  readonly accountId: string
  readonly signCount: number
  readonly backupState: boolean
  /** What to do with a counter that did not grow (R62). Either way the credential is marked; a stored counter never falls. */
  readonly signCountPolicy: 'refuse' | 'report'
  /** Its `epoch` is ignored: the store writes the account's epoch of that instant (R27). */
  readonly session: NewSession
  /** Session of the same browser, ended in the same transaction (R72). */
  readonly endSessionId: string | undefined
  readonly audit: AuditEvent
}

/** Why a registration was not stored; what is left behind is as with {@link AuthenticationConflict}. */
export type RegistrationConflict =
  | 'challenge_used'
  | 'challenge_expired'
  | 'credential_exists'
  | 'username_taken'
  | 'passkey_limit'
  | 'proof_too_weak'
  | 'session_gone'

/** A verified registration: a sign-up or one more passkey. */
export interface RegistrationFinish {
  readonly challenge: UsedChallenge
  /** A new account, stored with its first credential or not at all; absent when a passkey is added. */
  readonly account: (AccountRecord & { readonly usernameKey: string }) | undefined
  readonly credential: CredentialRecord
  readonly passkeyLimit: number
  /** The session that asks, when a passkey is added; it must be alive at that instant. `idle` is in milliseconds. */
  readonly askingSession:
    { readonly id: string; readonly now: number; readonly idle: number } | undefined
  /** R90: what the asking session has proved adds a passkey only to an account that has none at that instant. */
  readonly onlyTheFirst?: boolean
  /** The session made for a new account. */
  readonly session: NewSession | undefined
  readonly endSessionId: string | undefined
  readonly audit: AuditEvent
}

/** A session together with its account, read in one query (R84). */
export interface LiveSession {
  readonly session: SessionRecord
  readonly secretHash: Uint8Array
  readonly account: AccountRecord
}

/** The session that asks for an act: it has to be alive when the act happens, by every rule. */
export interface AskingSession {
  readonly id: string
  readonly accountId: string
  readonly now: number
  /** Milliseconds. */
  readonly idle: number
}

/** How a passkey's deletion ended. */
export type DeleteOutcome = 'deleted' | 'not_found' | 'last_sign_in_method' | 'session_gone'

/**
 * The database behind one relying party. Any number of processes may share it.
 *
 * Every method rejects with a {@link StoreError} (`store_unavailable`, or `commit_outcome_unknown` when
 * nobody can say whether the transaction happened) and with nothing else.
 */
export interface Store {
  /** The account of a folded name; disabled ones too. */
  findAccountByUsernameKey(usernameKey: string): Promise<AccountRecord | undefined>
  /** Live credentials of an account, in an order that does not follow their creation (R112). */
  listCredentials(accountId: string): Promise<readonly CredentialRecord[]>
  /** Looks a credential up by its WebAuthn id; deleted ones are not found, those of disabled accounts are. */
  findCredential(
    credentialId: string,
  ): Promise<{ readonly credential: CredentialRecord; readonly account: AccountRecord } | undefined>
  /** The session of that id whose epoch is the account's and whose account is enabled, whatever its age. */
  findSession(sessionId: string): Promise<LiveSession | undefined>

  /** R27: used mark, guarded credential update, session, audit event; all or nothing (see R30 for refusals). */
  finishAuthentication(finish: AuthenticationFinish): Promise<AuthenticationConflict | undefined>
  /** R33, R50, R51: used mark, account, credential, session and audit event; all or nothing. */
  finishRegistration(finish: RegistrationFinish): Promise<RegistrationConflict | undefined>
  /** R30: a verified answer that policy refuses still uses its challenge up. */
  burnChallenge(
    challenge: UsedChallenge,
    audit: AuditEvent,
  ): Promise<'burnt' | 'challenge_used' | 'challenge_expired'>

  /** Notes that a session was seen; does nothing when it is gone. */
  touchSession(sessionId: string, now: number): Promise<void>
  /** Ends a session; stores the audit event if there was one to end. */
  endSession(sessionId: string, audit: AuditEvent): Promise<void>

  /** Names a passkey of this account; undefined when it has no such passkey. */
  renamePasskey(
    accountId: string,
    id: string,
    name: string,
    audit: AuditEvent,
  ): Promise<CredentialRecord | undefined>

  /**
   * R91–R93: deletes a passkey of the account that asks and keeps its credential id reserved; refuses the
   * last way in (with a refused audit event). The account's sessions end (R75) but the asking one, which
   * ends when that passkey had made it.
   */
  deletePasskey(asking: AskingSession, id: string, audit: AuditEvent): Promise<DeleteOutcome>

  /**
   * Runs an act in one transaction and answers its result after the commit. It may run more than once
   * before that; an {@link Undo} thrown inside takes everything back and is the result.
   */
  transact<Result>(act: (tables: Tables) => Act<Result>): Promise<Result>
  /** Runs an act that only reads, without a transaction: each of its queries sees what is committed then. */
  read<Result>(act: (tables: Tables) => Act<Result>): Promise<Result>

  /** R26: the floor of a challenge key; 0 until a sweep raised it. */
  challengeFloor(keyId: number): Promise<number>
  /** R154: removes expired rows in batches of at most `limit`; answers how many it removed. */
  sweep(now: number, limit: number): Promise<number>
  /**
   * Rejects when the database does not answer, or takes no more writes because a commit's outcome was lost
   * (R151): the process is to be restarted then.
   */
  ping(): Promise<void>
  /** Finishes the writes it was given, then closes; later calls are refused. */
  close(): Promise<void>
}
