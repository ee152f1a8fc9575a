/**
 * The bodies of the password routes.
 *
 * @module
 */
import { z } from 'zod'
import { authenticationOptionsRequest, signUpRequest } from './messages.ts'
import type { SignedInMessage } from './messages.ts'
import { emailSignUpRequest } from './recovery-messages.ts'

/** UTF-16 code units of a password that is looked at at all; what may be set is shorter. */
const LONGEST = 1024

/** Every character counts, whatever it is; only half a surrogate pair is no text. */
const password = z
  .string()
  .refine((value) => value.length > 0, { error: 'too_short', abort: true })
  .refine((value) => value.length <= LONGEST, { error: 'too_long', abort: true })
  .refine((value) => value.isWellFormed(), { error: 'not_well_formed', abort: true })

/** Body of `POST /auth/password/registration`. */
export const passwordSignUpRequest = z.object({ ...signUpRequest.shape, password })

/** Body of the same route where accounts are keyed by their address: the token of a mailed link. */
export const emailPasswordSignUpRequest = z.object({ ...emailSignUpRequest.shape, password })

/** Body of `POST /auth/password/authentication`. */
export const passwordSignInRequest = z.object({
  username: authenticationOptionsRequest.shape.username.unwrap(),
  password,
})

/** Body of `PUT /auth/password`. */
export const setPasswordRequest = z.object({ password })

/** Answer of `POST /auth/password/authentication` and `POST /auth/password/registration` (200). */
export interface PasswordSignedInMessage extends SignedInMessage {
  /**
   * Present when one passkey may be made without a question now: ask for options with
   * `{ mediation: 'conditional' }`.
   */
  readonly conditionalCreate?: true
}
