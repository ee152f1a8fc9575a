/**
 * The bodies that travel: what a request may hold (checked by schemas) and what an answer holds (types).
 *
 * Unknown members of a request are ignored and never stored; members that mean something elsewhere are
 * refused where they would be misunderstood. Times in answers are ISO 8601 text in UTC.
 *
 * @module
 */
import { z } from 'zod'
import type { InvalidMemberCode } from './problem.ts'

/** Limits of texts that are stored or shown (security.md R14). */
export const TEXT_LIMITS = {
  /** Bytes of UTF-8, before and after normalisation. */
  usernameBytes: 64,
  /** Of a username or an e-mail address (RFC 5321 §4.5.3.1.3). */
  accountNameBytes: 254,
  displayNameCodePoints: 128,
  passkeyNameCodePoints: 64,
} as const

const UTF8 = new TextEncoder()

// One text for one byte string: no padding, and the unused bits of the last character are zero.
const BASE64URL = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/

// Control characters, the marks that turn the direction of text, line separators, and the byte order mark.
const FORBIDDEN =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/

/** Refusals of our own checks travel through zod as the message of an issue. */
const because = (code: InvalidMemberCode) => ({ error: code, abort: true })

function text(limit: (value: string) => boolean) {
  return z
    .string()
    .refine((value) => value.isWellFormed(), because('not_well_formed'))
    .refine(limit, because('too_long'))
    .refine((value) => !FORBIDDEN.test(value), because('forbidden_character'))
}

const codePoints = (limit: number) => (value: string) =>
  value.length <= limit * 2 && Array.from(value).length <= limit
const utf8Bytes = (limit: number) => (value: string) =>
  value.length <= limit && UTF8.encode(value).length <= limit

const notBlank = (value: string) => value.trim() !== ''

/** Text of so many code points at the most, for other files of messages. */
export const plainText = (limit: number) => text(codePoints(limit))

/** @internal */
export const username = text(utf8Bytes(TEXT_LIMITS.usernameBytes)).refine(
  notBlank,
  because('too_short'),
)
/** A username or an e-mail address, of an account that may be there or not. */
export const accountName = text(utf8Bytes(TEXT_LIMITS.accountNameBytes)).refine(
  notBlank,
  because('too_short'),
)
/** @internal */
export const displayName = text(codePoints(TEXT_LIMITS.displayNameCodePoints))
const passkeyName = text(codePoints(TEXT_LIMITS.passkeyNameCodePoints)).refine(
  notBlank,
  because('too_short'),
)

/** Base64url of so many bytes. */
function base64url(minimum: number, maximum: number) {
  const shortest = Math.ceil((minimum * 4) / 3)
  const longest = Math.ceil((maximum * 4) / 3)
  return z
    .string()
    .refine((value) => value.length >= shortest, because('too_short'))
    .refine((value) => value.length <= longest, because('too_long'))
    .refine((value) => BASE64URL.test(value), because('not_base64url'))
}

const bytes = base64url(1, 65_536)

const credential = {
  id: base64url(16, 1023),
  rawId: base64url(16, 1023),
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().max(64).nullish(),
  clientExtensionResults: z.looseObject({}).optional(),
}

const sameId = (value: { readonly id: string; readonly rawId: string }) => value.id === value.rawId
const rawIdDiffers = { ...because('not_allowed'), path: ['rawId'] }

/** Body of `POST /auth/authentication/options`. */
export const authenticationOptionsRequest = z.object({ username: accountName.optional() })

/** Body of `POST /auth/authentication`. */
export const authenticationResponse = z
  .object({
    ...credential,
    response: z.object({
      clientDataJSON: bytes,
      authenticatorData: bytes,
      signature: bytes,
      userHandle: base64url(0, 64).nullish(),
    }),
  })
  .refine(sameId, rawIdDiffers)

/** Body of `POST /auth/registration/options` when someone signs up. */
export const signUpRequest = z.object({ username, displayName: displayName.optional() })

/** Body of the same route when a sign-in with a password was granted an automatic passkey. */
export const automaticPasskeyRequest = z.object({
  mediation: z.literal('conditional', because('not_allowed')),
  kind: z.undefined(because('not_allowed')).optional(),
})

/**
 * Body of the same route when someone signed in adds a passkey. The members of ceremonies that would be
 * something else are refused, not ignored.
 */
export const addPasskeyRequest = z.object({
  mediation: z.undefined(because('not_allowed')).optional(),
  kind: z.undefined(because('not_allowed')).optional(),
})

/** Body of the same route when an app that is signed in makes a restore credential. */
export const restoreRequest = z.object({
  kind: z.literal('restore'),
  mediation: z.undefined(because('not_allowed')).optional(),
})

/** Body of `POST /auth/registration`. */
export const registrationResponse = z
  .object({
    ...credential,
    response: z.object({
      clientDataJSON: bytes,
      attestationObject: bytes,
      transports: z.array(z.string().max(64)).max(16).optional(),
    }),
  })
  .refine(sameId, rawIdDiffers)

/** Body of `PATCH /auth/passkeys/{id}`. */
export const renamePasskeyRequest = z.object({ name: passkeyName })

/** Who is signed in. */
export interface AccountMessage {
  readonly id: string
  readonly username: string
  readonly displayName: string
}

/**
 * How someone signed in. `restore` is an app that came back on a new device, without anybody proving
 * anything; a `recovery` session can only give the account a new way in.
 */
export type SignInMethod = 'passkey' | 'restore' | 'password' | 'federated' | 'recovery'

/** How sure it is who is there: `aal2` after a passkey that verified its user, else `aal1`. */
export type AssuranceLevel = 'aal1' | 'aal2'

/** A session, as its owner sees it. The id is no secret and no token. */
export interface SessionMessage {
  readonly id: string
  /** What made this session: the last proof. */
  readonly method: SignInMethod
  /** All that was proved on the way to it, by re-authentication, oldest first; ends with `method`. */
  readonly methods: readonly SignInMethod[]
  readonly assurance: AssuranceLevel
  readonly createdAt: string
  /** When it ends at the latest; it ends earlier when it is not used. */
  readonly expiresAt: string
  /** When a verified ceremony last proved the person in this session; `null` if none did. */
  readonly verifiedAt: string | null
}

/** A passkey, as its owner sees it. */
export interface PasskeyMessage {
  readonly id: string
  /** The name its owner gave it, else its provider's, else a neutral word. */
  readonly name: string
  /** From the authenticator's model id: a hint, not proof. The icon is a `data:` URL. */
  readonly provider: { readonly name: string | null; readonly icon: string }
  /** Whether its provider has copied it to other devices. */
  readonly synced: boolean
  /** Base64url text: what providers and WebAuthn's signals know it by. */
  readonly credentialId: string
  readonly createdAt: string
  readonly lastUsedAt: string | null
  /** Coarse text such as `Chrome on Windows`; `null` when it was not used, or that session is over. */
  readonly lastUsedDevice: string | null
}

/** Answer of `POST /auth/authentication` (200) and of `GET /auth/session`. */
export interface SignedInMessage {
  readonly account: AccountMessage
  readonly session: SessionMessage
}

/** Answer of `POST /auth/registration` (201). A session comes with a new account only. */
export interface RegisteredMessage {
  readonly account: AccountMessage
  readonly passkey: PasskeyMessage
  readonly session?: SessionMessage
}

/** Answer of `GET /auth/passkeys`. */
export interface PasskeysMessage {
  readonly passkeys: readonly PasskeyMessage[]
}
