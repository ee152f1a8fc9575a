/**
 * The JSON dictionaries of WebAuthn Level 3: what travels between a page, an app and the server.
 *
 * Types only. All byte strings are base64url text without padding.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-parseCreationOptionsFromJSON} WebAuthn L3 §5.1.8
 * @see {@link https://www.w3.org/TR/webauthn-3/#dictdef-registrationresponsejson} WebAuthn L3 §5.1
 * @module
 */
import type { COSEAlgorithmIdentifier } from './cose.ts'

/** Base64url text without padding. */
export type Base64URLString = string

/** How much the relying party wants the person to be verified. */
export type UserVerificationRequirement = 'required' | 'preferred' | 'discouraged'

/** Which attestation the relying party wishes for. */
export type AttestationConveyancePreference = 'none' | 'indirect' | 'direct' | 'enterprise'

/** Who the relying party is. */
export interface PublicKeyCredentialRpEntity {
  /** A domain, such as `example.com`. */
  readonly id?: string
  readonly name: string
}

/** For whom the credential is made. */
export interface PublicKeyCredentialUserEntityJSON {
  /** The user handle: 1 to 64 opaque bytes. */
  readonly id: Base64URLString
  readonly name: string
  readonly displayName: string
}

/** One algorithm the relying party can verify. */
export interface PublicKeyCredentialParameters {
  readonly type: 'public-key'
  readonly alg: COSEAlgorithmIdentifier
}

/** Names a credential, and how its authenticator may be reached. */
export interface PublicKeyCredentialDescriptorJSON {
  readonly type: 'public-key'
  readonly id: Base64URLString
  readonly transports?: readonly string[]
}

/** What kind of authenticator may take part in a registration. */
export interface AuthenticatorSelectionCriteria {
  readonly authenticatorAttachment?: 'platform' | 'cross-platform'
  readonly residentKey?: 'discouraged' | 'preferred' | 'required'
  readonly requireResidentKey?: boolean
  readonly userVerification?: UserVerificationRequirement
}

/** Extension inputs or outputs, by extension identifier. */
export type AuthenticationExtensionsJSON = Readonly<Record<string, unknown>>

/** Answer of `POST /auth/registration/options`; input of `createCredential`. */
export interface PublicKeyCredentialCreationOptionsJSON {
  readonly rp: PublicKeyCredentialRpEntity
  readonly user: PublicKeyCredentialUserEntityJSON
  readonly challenge: Base64URLString
  readonly pubKeyCredParams: readonly PublicKeyCredentialParameters[]
  /** Milliseconds. A hint to the client. */
  readonly timeout?: number
  readonly excludeCredentials?: readonly PublicKeyCredentialDescriptorJSON[]
  readonly authenticatorSelection?: AuthenticatorSelectionCriteria
  readonly hints?: readonly string[]
  readonly attestation?: AttestationConveyancePreference
  readonly attestationFormats?: readonly string[]
  readonly extensions?: AuthenticationExtensionsJSON
}

/** Answer of `POST /auth/authentication/options`; input of `getCredential`. */
export interface PublicKeyCredentialRequestOptionsJSON {
  readonly challenge: Base64URLString
  /** Milliseconds. A hint to the client. */
  readonly timeout?: number
  readonly rpId?: string
  readonly allowCredentials?: readonly PublicKeyCredentialDescriptorJSON[]
  readonly userVerification?: UserVerificationRequirement
  readonly hints?: readonly string[]
  readonly extensions?: AuthenticationExtensionsJSON
}

/** What an authenticator answers to a registration. */
export interface AuthenticatorAttestationResponseJSON {
  readonly clientDataJSON: Base64URLString
  readonly attestationObject: Base64URLString
  /** A copy made by the client: a convenience that proves nothing. */
  readonly authenticatorData?: Base64URLString
  readonly transports?: readonly string[]
  readonly publicKey?: Base64URLString
  readonly publicKeyAlgorithm?: COSEAlgorithmIdentifier
}

/** What an authenticator answers to a sign-in. */
export interface AuthenticatorAssertionResponseJSON {
  readonly clientDataJSON: Base64URLString
  readonly authenticatorData: Base64URLString
  readonly signature: Base64URLString
  readonly userHandle?: Base64URLString | null
}

interface CredentialJSON<Response> {
  readonly id: Base64URLString
  readonly rawId: Base64URLString
  readonly type: 'public-key'
  readonly response: Response
  readonly authenticatorAttachment?: string | null
  readonly clientExtensionResults: AuthenticationExtensionsJSON
}

/** Body of `POST /auth/registration`. */
export type RegistrationResponseJSON = CredentialJSON<AuthenticatorAttestationResponseJSON>

/** Body of `POST /auth/authentication`. */
export type AuthenticationResponseJSON = CredentialJSON<AuthenticatorAssertionResponseJSON>
