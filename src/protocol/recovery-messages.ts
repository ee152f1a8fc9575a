/**
 * The bodies of the routes about e-mail addresses and recovery.
 *
 * @module
 */
import { z } from 'zod'
import { accountName, signUpRequest } from './messages.ts'

/** Longest token or code that is looked at: a code may be typed with spaces. */
const LONGEST_PROOF = 128

const proof = z
  .string()
  .min(1, { error: 'too_short', abort: true })
  .max(LONGEST_PROOF, { error: 'too_long', abort: true })
  .refine((value) => value.isWellFormed(), { error: 'not_well_formed', abort: true })

/** Body of `PUT /auth/email` and of `POST /auth/email/proof`. */
export const emailRequest = z.object({ address: accountName })

/** Body of `POST /auth/email/confirmation` and of `POST /auth/email/undo`. */
export const mailTokenRequest = z.object({ token: proof })

/** Body of `POST /auth/recovery/options`: a username or an address. */
export const recoveryOptionsRequest = z.object({ username: accountName })

/** Body of `POST /auth/recovery`: what was mailed, what was kept on paper, or both. */
export const recoveryRequest = z.object({ token: proof.optional(), code: proof.optional() })

/** Body of `POST /auth/registration/options` when someone signs up with a proved address. */
export const emailSignUpRequest = z.object({
  token: proof,
  displayName: signUpRequest.shape.displayName,
})

/** Answer of `GET /auth/email` and of `POST /auth/email/confirmation` (200). */
export interface EmailMessage {
  /** `null` when the account has none. */
  readonly address: string | null
  /** When its mailbox was proved. */
  readonly verifiedAt: string | null
}

/** Answer of `POST /auth/recovery/codes` (201). They are shown this once. */
export interface RecoveryCodesMessage {
  readonly codes: readonly string[]
}

/** Answer of `GET /auth/recovery/codes` (200). */
export interface RecoveryCodesLeftMessage {
  readonly left: number
}
