/**
 * The page that asks, the person in front of it, and what is to go wrong.
 *
 * @module
 */
import type { AuthenticatorCredential } from './credential.ts'
import type { Faults } from './faults.ts'

/** Under which circumstances a ceremony takes place. */
export interface ClientContext {
  /** Serialized origin of the asking page or app, such as `https://login.example.com`. */
  readonly origin: string
  /** Whether the page is framed by a page of another origin. Default: whether there is a `topOrigin`. */
  readonly crossOrigin?: boolean
  /** Origin of the page in the address bar, when the asking page is framed by it. */
  readonly topOrigin?: string
  /** What the relying party of the RP ID lists under `/.well-known/webauthn`. */
  readonly relatedOrigins?: readonly string[]
  /** `conditional`: a sign-in by autofill, or a registration without a person (UP is 0 then). */
  readonly mediation?: 'conditional'
  /** The person's choice among several accounts, never an empty list. Default: the newest. */
  readonly account?: (choices: readonly AuthenticatorCredential[]) => AuthenticatorCredential
  /** What is to be wrong in the answer. */
  readonly faults?: Faults
}
