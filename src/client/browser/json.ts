/**
 * JSON in, JSON out, around the browser's own calls.
 *
 * The browser's converters are used where they are. Without them (Safari before 18.4, Chrome before
 * 129) the byte strings that WebAuthn itself defines are converted here, and extension inputs are
 * passed on as they are.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-parseCreationOptionsFromJSON} WebAuthn L3 §5.1.8
 * @module
 */
import { decodeBase64url, encodeBase64url } from '../../bytes/base64url.ts'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialDescriptorJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '../../protocol/webauthn-json.ts'
import type { BrowserPage } from './page.ts'

type Converters = BrowserPage['PublicKeyCredential']

/** Reads what `navigator.credentials.get` takes. */
export function requestOptions(
  converters: Converters,
  json: PublicKeyCredentialRequestOptionsJSON,
): PublicKeyCredentialRequestOptions {
  return (
    converters?.parseRequestOptionsFromJSON?.(
      json as unknown as globalThis.PublicKeyCredentialRequestOptionsJSON,
    ) ??
    ({
      ...json,
      challenge: decodeBase64url(json.challenge),
      allowCredentials: descriptors(json.allowCredentials),
    } as unknown as PublicKeyCredentialRequestOptions)
  )
}

/** Reads what `navigator.credentials.create` takes. */
export function creationOptions(
  converters: Converters,
  json: PublicKeyCredentialCreationOptionsJSON,
): PublicKeyCredentialCreationOptions {
  return (
    converters?.parseCreationOptionsFromJSON?.(
      json as unknown as globalThis.PublicKeyCredentialCreationOptionsJSON,
    ) ??
    ({
      ...json,
      challenge: decodeBase64url(json.challenge),
      user: { ...json.user, id: decodeBase64url(json.user.id) },
      excludeCredentials: descriptors(json.excludeCredentials),
    } as unknown as PublicKeyCredentialCreationOptions)
  )
}

function descriptors(list: readonly PublicKeyCredentialDescriptorJSON[] = []) {
  return list.map((one) => ({ ...one, id: decodeBase64url(one.id) }))
}

/** Writes a registration's or a sign-in's answer as the text that goes to the server. */
export function credentialJson(credential: globalThis.PublicKeyCredential): string {
  try {
    return JSON.stringify(credential.toJSON())
  } catch {
    // Absent, or of a password manager that puts objects of its own under the browser's prototype.
  }
  const { id, rawId, type, authenticatorAttachment } = credential
  const response = credential.response as AuthenticatorAttestationResponse &
    AuthenticatorAssertionResponse
  const { clientDataJSON, attestationObject, authenticatorData, signature, userHandle } = response
  return JSON.stringify(
    {
      id,
      rawId,
      type,
      authenticatorAttachment,
      response: {
        clientDataJSON,
        attestationObject,
        authenticatorData,
        signature,
        userHandle,
        transports: response.getTransports?.(),
      },
      clientExtensionResults: credential.getClientExtensionResults(),
    },
    // Whatever is bytes, the results of extensions too.
    (_, value: unknown) =>
      value instanceof ArrayBuffer ? encodeBase64url(new Uint8Array(value)) : value,
  )
}
