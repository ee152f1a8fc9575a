/**
 * Extension inputs, typed: what options may ask for.
 *
 * Only what Level 3 lets a client take has a type here; anything else may stand beside it and travels as it is. All
 * bytes are base64url text.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-defined-extensions} WebAuthn L3 §10
 * @module
 */

/** One or two inputs of the pseudo-random function. */
export interface PrfInputs {
  readonly first: string
  readonly second?: string
}

/** What creation options may ask for. */
export interface CreationExtensions {
  /** Asks whether the credential is discoverable. */
  readonly credProps?: boolean
  /** An object with nothing in it asks whether there is a function at all. */
  readonly prf?: { readonly eval?: PrfInputs }
  readonly largeBlob?: { readonly support: 'required' | 'preferred' }
  /** The AppID under which keys from the time of U2F are excluded as well. */
  readonly appidExclude?: string
  /** To be checked with `expected.credProtect`, in which these are 1, 2 and 3. */
  readonly credentialProtectionPolicy?:
    | 'userVerificationOptional'
    | 'userVerificationOptionalWithCredentialIDList'
    | 'userVerificationRequired'
  /** Has the client refuse authenticators that know no such protection. */
  readonly enforceCredentialProtectionPolicy?: boolean
  readonly minPinLength?: boolean
  readonly [other: string]: unknown
}

/** What request options may ask for. */
export interface RequestExtensions {
  /** The AppID of keys from the time of U2F; to be checked with `expected.appId`. */
  readonly appid?: string
  /** `evalByCredential` has inputs by credential id, and takes a list of allowed credentials. */
  readonly prf?: {
    readonly eval?: PrfInputs
    readonly evalByCredential?: Readonly<Record<string, PrfInputs>>
  }
  /** Reads or writes, not both; a write takes a list of exactly one allowed credential. */
  readonly largeBlob?: { readonly read: true } | { readonly write: string }
  readonly [other: string]: unknown
}
