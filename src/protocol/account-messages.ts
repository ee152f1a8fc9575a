/**
 * The bodies of the routes around an account: its profile, its sessions, proving once more who is there,
 * and what its password managers should know.
 *
 * @module
 */
import { z } from 'zod'
import { authenticationResponse, displayName, plainText, username } from './messages.ts'
import type { AccountMessage, SessionMessage } from './messages.ts'
import { setPasswordRequest } from './password-messages.ts'

const PURPOSE = { codePoints: 128, parameters: 16 } as const

const word = plainText(PURPOSE.codePoints).refine((value) => value !== '', {
  error: 'too_short',
  abort: true,
})

const parameters = z
  .record(word, z.union([plainText(1024), z.number(), z.boolean()]))
  .refine((value) => Object.keys(value).length <= PURPOSE.parameters, {
    error: 'too_long',
    abort: true,
  })

/** What a proof is for: an action, or an action with what exactly is to be done. */
const purpose = z
  .union([word, z.object({ action: word, parameters: parameters.optional() })])
  .optional()

/** Body of `POST /auth/reauthentication/options`. */
export const reauthenticationOptionsRequest = z.object({ purpose })

/** Body of `POST /auth/reauthentication` with a passkey: the answer, and the purpose it was asked for. */
export const reauthenticationResponse = authenticationResponse.and(z.object({ purpose }))

/** Body of the same route with a password. */
export const passwordProofRequest = z.object({ ...setPasswordRequest.shape, purpose })

/** Body of `PATCH /auth/account`: whatever is there is changed. */
export const updateAccountRequest = z.object({
  displayName: displayName.optional(),
  username: username.optional(),
  automaticPasskeys: z.boolean().optional(),
  passwordSignIn: z.boolean().optional(),
})

/** Answer of `GET /auth/account` and `PATCH /auth/account`. */
export interface AccountDetailsMessage {
  readonly account: AccountMessage & { readonly createdAt: string }
  /** Whether a passkey may be made without a question after a sign-in with a password. */
  readonly automaticPasskeys: boolean
  /** What opens the account. */
  readonly signIn: {
    readonly passkeys: number
    readonly password: boolean
    readonly identities: number
  }
}

/** A session in the list of them. */
export interface ListedSessionMessage extends SessionMessage {
  /** To the minute. */
  readonly lastUsedAt: string
  /** Coarse text such as `Chrome on Windows`; `null` when it could not be told. */
  readonly device: string | null
  /** Whether it is the one that asks. */
  readonly current: boolean
}

/** Answer of `GET /auth/sessions`: the one used last first, at most 100. */
export interface SessionsMessage {
  readonly sessions: readonly ListedSessionMessage[]
}

/**
 * What the providers of passkeys that were made for one user handle should know: each member is what WebAuthn's
 * signal method of that name takes.
 */
export interface HandleSignalsMessage {
  /** Left out while the account has no passkey: an empty list would have providers delete what they keep. */
  readonly allAcceptedCredentials?: {
    readonly rpId: string
    readonly userId: string
    readonly allAcceptedCredentialIds: readonly string[]
  }
  readonly currentUserDetails: {
    readonly rpId: string
    readonly userId: string
    readonly name: string
    readonly displayName: string
  }
}

/** Answer of `GET /auth/signals`. */
export interface SignalsMessage extends HandleSignalsMessage {
  /** The same for imported passkeys, which have other user handles. */
  readonly imported?: readonly HandleSignalsMessage[]
}

/** Answer of `POST /auth/registration` (201) for a restore credential, which is not listed anywhere. */
export interface RestoreRegisteredMessage {
  readonly account: AccountMessage
  readonly restoreCredential: { readonly createdAt: string }
}

/** Answer of `POST /auth/session/token`. */
export interface AccessTokenMessage {
  /** A signed JWT, for the configured audience. */
  readonly accessToken: string
  readonly tokenType: 'Bearer'
  /** Seconds. */
  readonly expiresIn: number
}
