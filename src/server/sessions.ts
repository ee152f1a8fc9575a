/**
 * Sessions: opaque tokens of which the database knows only a hash (security.md R69–R76, R84).
 *
 * A token is the session's id, which is no secret, and 32 random bytes, which are. Nothing about a session
 * is kept in the process: every use asks the database, so that an ended session is dead at once everywhere.
 *
 * @module
 */
import { hash, timingSafeEqual } from 'node:crypto'
import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts'
import type { AssuranceLevel } from '../protocol/messages.ts'
import type { Settings } from './config.ts'
import { lengthPrefixed } from './fields.ts'
import type {
  AskingSession,
  LiveSession,
  NewSession,
  SessionMethod,
  SessionRecord,
  Store,
} from './store/store.ts'

const ID_BYTES = 16
const SECRET_BYTES = 32
const TOKEN_LENGTH = 64

/** A session is noted as used at most once in so many milliseconds. */
export const TOUCH_INTERVAL = 60_000

/** What a token says. Whether it is true, only the database knows. */
export interface SessionToken {
  readonly id: string
  readonly secret: Uint8Array
}

/** What a new session is made from. */
export interface SessionRequest {
  readonly accountId: string
  readonly epoch: number
  /** Row id of the passkey, if one made it. */
  readonly credentialId: string | undefined
  readonly method: SessionMethod
  /** The methods of the session it follows, oldest first. */
  readonly formerMethods?: readonly SessionMethod[] | undefined
  /** Whether what makes it is fresh proof of the person (R88), not only of their presence. */
  readonly verified: boolean
  readonly device: string | undefined
  /** Milliseconds since the epoch. */
  readonly now: number
  /** How long it lives at the most. Milliseconds. */
  readonly absolute: number
  /** 42 random bytes. */
  readonly random: Uint8Array
}

/** Makes a session and the token that proves it. The token is to be sent once and forgotten. */
export function newSession(request: SessionRequest): {
  readonly session: NewSession
  readonly token: string
} {
  const { now, random } = request
  const bytes = Buffer.alloc(ID_BYTES + SECRET_BYTES)
  // The time in front keeps rows of one day together in the index.
  bytes.writeUIntBE(now, 0, 6)
  bytes.set(random.subarray(0, bytes.length - 6), 6)
  const session: NewSession = {
    id: encodeBase64url(bytes.subarray(0, ID_BYTES)),
    accountId: request.accountId,
    epoch: request.epoch,
    credentialId: request.credentialId,
    method: request.method,
    methods: followedBy(request.formerMethods ?? [], request.method),
    verifiedAt: request.verified ? now : undefined,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: now + request.absolute,
    device: request.device,
    secretHash: sha256(bytes.subarray(ID_BYTES)),
  }
  return { session, token: encodeBase64url(bytes) }
}

/** Each method once, the one that was proved last at the end. */
function followedBy(
  former: readonly SessionMethod[],
  method: SessionMethod,
): readonly SessionMethod[] {
  return [...former.filter((one) => one !== method), method]
}

/** Random bytes that {@link newSession} takes. */
export const SESSION_RANDOM_BYTES = ID_BYTES - 6 + SECRET_BYTES

/** Reads a token; anything that is none is `undefined`. */
export function readToken(text: string): SessionToken | undefined {
  if (text.length !== TOKEN_LENGTH) return undefined
  try {
    const bytes = decodeBase64url(text)
    return {
      id: encodeBase64url(bytes.subarray(0, ID_BYTES)),
      secret: bytes.subarray(ID_BYTES),
    }
  } catch {
    return undefined
  }
}

/** The live session that a token proves; `undefined` when it is forged, expired, ended or unknown. */
export async function findLiveSession(
  store: Store,
  text: string,
  { now, idle }: { readonly now: number; readonly idle: number },
): Promise<LiveSession | undefined> {
  const token = readToken(text)
  if (token === undefined) return undefined
  const found = await store.findSession(token.id)
  if (found === undefined) return undefined
  const genuine = timingSafeEqual(sha256(token.secret), found.secretHash)
  if (!genuine || !isAlive(found.session, { now, idle })) return undefined
  return found
}

function isAlive(
  { expiresAt, lastUsedAt }: SessionRecord,
  { now, idle }: { readonly now: number; readonly idle: number },
): boolean {
  return now < expiresAt && now - lastUsedAt < idle
}

/** Whether it is time to note that a session was used. */
export function wantsTouch({ lastUsedAt }: SessionRecord, now: number): boolean {
  return now - lastUsedAt >= TOUCH_INTERVAL
}

/** Whether a verified ceremony has proved the person in this very session a short while ago (R88). */
export function isFresh(
  { verifiedAt }: SessionRecord,
  { now, freshness }: { readonly now: number; readonly freshness: number },
): boolean {
  // A proof from the future comes from a clock that was set back: it must not stay fresh until then.
  return verifiedAt !== undefined && Math.abs(now - verifiedAt) <= freshness
}

/**
 * How sure it is who is there (R65): by the ceremony that made this very session, not by one before it and
 * not by what the account has.
 */
export function assuranceOf({ method, verifiedAt }: SessionRecord): AssuranceLevel {
  return method === 'passkey' && verifiedAt !== undefined ? 'aal2' : 'aal1'
}

/** A session as it asks the store for an act. */
export function askingSession(
  { settings, now }: { readonly settings: Pick<Settings, 'sessions'>; readonly now: () => number },
  { session }: LiveSession,
): AskingSession {
  const { id, accountId } = session
  return { id, accountId, now: now(), idle: settings.sessions.idle }
}

/** What a challenge is bound to when someone signed in asks for it. */
export function sessionContext({ id }: SessionRecord): Uint8Array {
  return lengthPrefixed('session', id)
}

function sha256(secret: Uint8Array): Buffer {
  return hash('sha256', secret, 'buffer')
}
