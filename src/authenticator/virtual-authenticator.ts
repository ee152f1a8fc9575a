/**
 * Credentials as a browser's virtual authenticator takes and gives them, over the DevTools protocol.
 *
 * @see {@link https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/#type-Credential} CDP WebAuthn.Credential
 * @module
 */
import { encodeBase64url, decodeBase64url } from '../bytes/base64url.ts'
import { encodeBase64 } from './base64.ts'
import type { AuthenticatorCredential } from './credential.ts'
import { AuthenticatorError } from './errors.ts'
import { algorithmOfKey } from './signing-key.ts'

/** `WebAuthn.Credential`: bytes are standard base64 with padding, not base64url. */
export interface VirtualAuthenticatorCredential {
  readonly credentialId: string
  readonly isResidentCredential: boolean
  readonly rpId?: string
  /** PKCS#8. Chromium takes P-256, Ed25519 and RSA keys. */
  readonly privateKey: string
  readonly userHandle?: string
  readonly signCount: number
  readonly largeBlob?: string
  readonly backupEligibility?: boolean
  readonly backupState?: boolean
  readonly userName?: string
  readonly userDisplayName?: string
}

/** Gives the `credential` parameter of `WebAuthn.addCredential`. */
export function toVirtualAuthenticatorCredential(
  credential: AuthenticatorCredential,
): VirtualAuthenticatorCredential {
  const { largeBlob, discoverable } = credential
  return {
    credentialId: toBase64(credential.id),
    isResidentCredential: discoverable,
    rpId: credential.rpId,
    privateKey: encodeBase64(credential.privateKey),
    ...(discoverable ? { userHandle: toBase64(credential.userHandle) } : {}),
    signCount: credential.signCount,
    ...(largeBlob === undefined || largeBlob.length === 0
      ? {}
      : { largeBlob: encodeBase64(largeBlob) }),
    backupEligibility: credential.backupEligible,
    backupState: credential.backupState,
    userName: credential.userName,
    userDisplayName: credential.userDisplayName,
  }
}

/**
 * Reads what `WebAuthn.getCredentials` gives, to go on with it here. The algorithm follows from the key:
 * ES256 for P-256, EdDSA for Ed25519, RS256 for RSA.
 *
 * @throws {@link AuthenticatorError} with `credential_malformed`.
 */
export function fromVirtualAuthenticatorCredential(
  credential: VirtualAuthenticatorCredential,
): AuthenticatorCredential {
  if (credential.rpId === undefined) {
    throw new AuthenticatorError('credential_malformed', 'a credential without rpId is of no use')
  }
  const privateKey = fromBase64(credential.privateKey)
  const { largeBlob } = credential
  return {
    id: encodeBase64url(fromBase64(credential.credentialId)),
    rpId: credential.rpId,
    userHandle: encodeBase64url(fromBase64(credential.userHandle ?? '')),
    userName: credential.userName ?? '',
    userDisplayName: credential.userDisplayName ?? '',
    algorithm: algorithmOfKey(privateKey),
    privateKey,
    discoverable: credential.isResidentCredential,
    signCount: credential.signCount,
    backupEligible: credential.backupEligibility ?? false,
    backupState: credential.backupState ?? false,
    ...(largeBlob === undefined ? {} : { largeBlob: fromBase64(largeBlob) }),
  }
}

function toBase64(base64url: string): string {
  return encodeBase64(decodeBase64url(base64url))
}

function fromBase64(text: string): Uint8Array {
  try {
    return decodeBase64url(
      text
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replace(/={1,2}$/, ''),
    )
  } catch (cause) {
    throw new AuthenticatorError('credential_malformed', 'not standard base64', { cause })
  }
}
