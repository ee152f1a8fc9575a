/**
 * Records for store tests: valid ones, fresh at every call, changed member by member.
 */
import { randomBytes } from 'node:crypto'
import { encodeBase64url } from '../../src/bytes/base64url.ts'
import type {
  AccountRecord,
  AskingSession,
  AuditEvent,
  AuthenticationFinish,
  CredentialRecord,
  NewSession,
  RegistrationFinish,
  Store,
  UsedChallenge,
} from '../../src/server/store/store.ts'

/** Noon of an ordinary day; every record is from this instant unless changed. */
export const NOW = Date.UTC(2026, 10, 22, 12)
/** How long a challenge lives. */
export const WINDOW = 360_000

/** Base64url text of random bytes. */
export const random = (length: number): string => encodeBase64url(randomBytes(length))

let sequence = 0

/** A session id: time first, as the server makes them. */
export function sessionId(now = NOW): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now, 0, 6)
  bytes.writeUInt32BE(sequence++, 6)
  return encodeBase64url(bytes)
}

/** A challenge nobody used. */
export function challenge(change: Partial<UsedChallenge> = {}): UsedChallenge {
  return { digest: randomBytes(32), keyId: 1, issuedAt: NOW, expiresAt: NOW + WINDOW, ...change }
}

/** An account as sign-up makes it. */
export function account(
  change: Partial<NonNullable<RegistrationFinish['account']>> = {},
): NonNullable<RegistrationFinish['account']> {
  const username = `ana-${random(6)}`
  return {
    id: random(16),
    username,
    usernameKey: username.toLowerCase(),
    displayName: 'Ana',
    userHandle: random(32),
    sessionEpoch: 0,
    disabled: false,
    createdAt: NOW,
    ...change,
  }
}

/** A synced passkey of an account. */
export function credential(
  accountId: string,
  change: Partial<CredentialRecord> = {},
): CredentialRecord {
  return {
    id: random(16),
    accountId,
    kind: 'passkey',
    credentialId: random(32),
    publicKey: random(77),
    algorithm: -7,
    signCount: 0,
    transports: ['hybrid', 'internal'],
    aaguid: '00000000-0000-0000-0000-000000000000',
    uvInitialized: true,
    backupEligible: true,
    backupState: true,
    attestationFormat: 'none',
    name: undefined,
    createdAt: NOW,
    lastUsedAt: undefined,
    ...change,
  }
}

/** A session made by a passkey. */
export function session(
  accountId: string,
  credentialId: string | undefined,
  change: Partial<NewSession> = {},
): NewSession {
  return {
    id: sessionId(),
    accountId,
    epoch: 0,
    credentialId,
    method: 'passkey',
    methods: ['passkey'],
    verifiedAt: NOW,
    createdAt: NOW,
    lastUsedAt: NOW,
    expiresAt: NOW + 86_400_000,
    device: 'Firefox on Linux',
    secretHash: new Uint8Array(randomBytes(32)),
    ...change,
  }
}

/** An accepted act. */
export function audit(change: Partial<AuditEvent> = {}): AuditEvent {
  return {
    at: NOW,
    requestId: random(12),
    event: 'test',
    outcome: 'accepted',
    reason: undefined,
    accountId: undefined,
    credentialId: undefined,
    ...change,
  }
}

/** A session as it asks for an act. */
export function asking({ id, accountId }: NewSession): AskingSession {
  return { id, accountId, now: NOW, idle: 3_600_000 }
}

/** A sign-up with its first passkey and session. */
export function signUp(change: Partial<RegistrationFinish> = {}): RegistrationFinish & {
  readonly account: AccountRecord
  readonly session: NewSession
} {
  const person = change.account ?? account()
  const passkey = change.credential ?? credential(person.id)
  return {
    challenge: challenge(),
    passkeyLimit: 20,
    askingSession: undefined,
    endSessionId: undefined,
    audit: audit({ event: 'registration' }),
    ...change,
    account: person,
    credential: passkey,
    session: change.session ?? session(person.id, passkey.id),
  }
}

/** One more passkey for an account, asked for by a session of it. */
export function addition(
  owner: { readonly account: AccountRecord; readonly session: NewSession },
  change: Partial<RegistrationFinish> = {},
): RegistrationFinish {
  return {
    challenge: challenge(),
    account: undefined,
    credential: credential(owner.account.id),
    passkeyLimit: 20,
    askingSession: { id: owner.session.id, now: NOW, idle: 3_600_000 },
    session: undefined,
    endSessionId: undefined,
    audit: audit({ event: 'registration' }),
    ...change,
  }
}

/** A verified assertion of a passkey. */
export function signIn(
  { id, accountId }: { readonly id: string; readonly accountId: string },
  change: Partial<AuthenticationFinish> = {},
): AuthenticationFinish {
  return {
    challenge: challenge(),
    credentialId: id,
    accountId,
    signCount: 0,
    backupState: true,
    signCountPolicy: 'refuse',
    session: session(accountId, id),
    endSessionId: undefined,
    audit: audit({ event: 'authentication' }),
    ...change,
  }
}

/** Stores a sign-up, and answers it. */
export async function registered(
  store: Store,
  change: Partial<RegistrationFinish> = {},
): Promise<ReturnType<typeof signUp>> {
  const finish = signUp(change)
  const conflict = await store.finishRegistration(finish)
  if (conflict !== undefined) throw new Error(`not registered: ${conflict}`)
  return finish
}
