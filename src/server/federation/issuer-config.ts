/**
 * Issuers of ID tokens: what may be said about one, and what was said once it passed every check.
 *
 * Everything a token is judged by stands here, in the operator's words. Nothing a token says of itself
 * adds to it (security.md R118).
 *
 * @module
 */

/** Signatures an ID token may have: asymmetric ones only (R119). */
export type IdTokenAlgorithm =
  'RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512' | 'ES256' | 'ES384' | 'ES512' | 'EdDSA'

/** An issuer whose ID tokens sign people in. For `google` only `clientIds` has to be said. */
export interface IssuerConfig {
  /** The `iss` of its tokens, exactly: an `https` URL. */
  readonly issuer?: string
  /**
   * Our client ids there: `aud` has to hold one of them, and `azp` has to be one if it is said. The first
   * one is what pages are told to use. For Google on Android, name the ids of the server and of the app.
   */
  readonly clientIds: readonly string[]
  /** Where its keys are. Default: what its `/.well-known/openid-configuration` says. */
  readonly jwksUri?: string
  /** Default `RS256` and `ES256`. */
  readonly algorithms?: readonly IdTokenAlgorithm[]
  /** Makes an account for an identity that has none. Default `true`; sign-up has to be open, too. */
  readonly autoCreate?: boolean
  /** Mail domains whose mailboxes are this issuer's own, such as `gmail.com`. */
  readonly authoritativeFor?: readonly string[]
  /** `false`: no token of it counts any more, from this start on (R127). Default `true`. */
  readonly enabled?: boolean
  /** Allows plain `http` to this machine, for tests and development. */
  readonly insecureLoopback?: boolean
}

/** An issuer that passed every check, with all defaults filled in. */
export interface IssuerSettings {
  /** What the routes call it. */
  readonly name: string
  /** Identities are kept under this text, with their `sub`. */
  readonly issuer: string
  /** What `iss` may be: `issuer`, and for Google the form without a scheme, too. */
  readonly accepted: ReadonlySet<string>
  readonly clientIds: readonly string[]
  /** Absent: discovered. */
  readonly jwksUri: string | undefined
  readonly algorithms: ReadonlySet<string>
  readonly autoCreate: boolean
  /** In lower case. */
  readonly authoritativeFor: ReadonlySet<string>
  readonly enabled: boolean
  readonly insecureLoopback: boolean
}
