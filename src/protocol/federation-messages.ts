/**
 * The bodies of federated sign-in, and of the identities that an account has at other issuers.
 *
 * @module
 */
import { z } from 'zod'
import type { InvalidMemberCode } from './problem.ts'

const because = (code: InvalidMemberCode) => ({ error: code, abort: true })

/** Longer than any ID token that issuers send, and shorter than a body may be. */
const MAX_TOKEN = 16_384

// What is wrong inside is a refusal of the sign-in, not of the body: it tells nobody where.
const idToken = z
  .string()
  .refine((value) => value.length > 0, because('too_short'))
  .refine((value) => value.length <= MAX_TOKEN, because('too_long'))

/** Body of `POST /auth/federated/options`: an object, with nothing to say yet. */
export const federatedOptionsRequest = z.object({})

/** Body of `POST /auth/federated/{issuer}`. */
export const federatedRequest = z.object({ idToken })

/** Body of `POST /auth/identities`. */
export const linkIdentityRequest = z.object({
  issuer: z
    .string()
    .refine((value) => value.length > 0, because('too_short'))
    .refine((value) => value.length <= 32, because('too_long')),
  idToken,
})

/** An issuer whose ID tokens are taken. */
export interface IssuerMessage {
  /** What the routes call it. */
  readonly name: string
  /** The `iss` of its tokens. */
  readonly issuer: string
  /** Our client id there, for pages. */
  readonly clientId: string
}

/** Answer of `POST /auth/federated/options`. */
export interface FederatedOptionsMessage {
  /** Goes to the issuer as it is, and comes back in the token. Good for one sign-in, for six minutes. */
  readonly nonce: string
  readonly issuers: readonly IssuerMessage[]
}

/** An identity at another issuer, as its owner sees it. */
export interface IdentityMessage {
  readonly id: string
  /** What the routes call the issuer; `null` when it is not configured any more. */
  readonly issuer: string | null
  /** What the issuer last called the person. A hint. */
  readonly email: string | null
  readonly linkedAt: string
  readonly lastUsedAt: string | null
}

/** Answer of `GET /auth/identities`. */
export interface IdentitiesMessage {
  readonly identities: readonly IdentityMessage[]
}
