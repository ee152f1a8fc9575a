/**
 * Extension inputs, as they stand in the options, and which of them this authenticator heeds.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-defined-extensions} WebAuthn L3 §10
 * @module
 */
import type { AuthenticationExtensionsJSON, Base64URLString } from '../../protocol/webauthn-json.ts'

/** Extensions this authenticator knows, by their identifiers in the options. */
export type ExtensionName =
  | 'appid'
  | 'appidExclude'
  | 'credBlob'
  | 'credentialProtectionPolicy'
  | 'credProps'
  | 'hmacCreateSecret'
  | 'largeBlob'
  | 'minPinLength'
  | 'prf'

/** All of them. */
export const EXTENSIONS: readonly ExtensionName[] = [
  'appid',
  'appidExclude',
  'credBlob',
  'credentialProtectionPolicy',
  'credProps',
  'hmacCreateSecret',
  'largeBlob',
  'minPinLength',
  'prf',
]

/** One or two inputs of the pseudo-random function. */
export interface PrfValues {
  readonly first: Base64URLString
  readonly second?: Base64URLString
}

/** CTAP 2.1: when the credential may be used without verifying the person. */
export type CredentialProtectionPolicy =
  | 'userVerificationOptional'
  | 'userVerificationOptionalWithCredentialIDList'
  | 'userVerificationRequired'

/** Inputs of either ceremony. */
export interface ExtensionInputs {
  readonly appid?: string
  readonly appidExclude?: string
  readonly credBlob?: Base64URLString
  readonly getCredBlob?: boolean
  readonly credentialProtectionPolicy?: CredentialProtectionPolicy
  readonly enforceCredentialProtectionPolicy?: boolean
  readonly credProps?: boolean
  readonly hmacCreateSecret?: boolean
  readonly largeBlob?: {
    readonly support?: 'required' | 'preferred'
    readonly read?: boolean
    readonly write?: Base64URLString
  }
  readonly minPinLength?: boolean
  readonly prf?: {
    readonly eval?: PrfValues
    readonly evalByCredential?: Readonly<Record<Base64URLString, PrfValues>>
  }
}

/** Gives the inputs of the supported extensions; an unknown extension has no output and no effect. */
export function heededInputs(
  extensions: AuthenticationExtensionsJSON | undefined,
  supported: readonly ExtensionName[],
): ExtensionInputs {
  const names: readonly string[] = supported
  const heeded = Object.entries(extensions ?? {}).filter(([name]) =>
    names.includes(SWITCHES[name] ?? name),
  )
  return Object.fromEntries(heeded)
}

/** Inputs that belong to the extension of another name. */
const SWITCHES: Readonly<Record<string, ExtensionName>> = {
  getCredBlob: 'credBlob',
  enforceCredentialProtectionPolicy: 'credentialProtectionPolicy',
}
