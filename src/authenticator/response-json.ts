/**
 * The answer as it travels: what `PublicKeyCredential.toJSON()` gives.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#dictdef-registrationresponsejson} WebAuthn L3 §5.1
 * @module
 */
import { encodeBase64url } from '../bytes/base64url.ts'
import type {
  AuthenticationExtensionsJSON,
  AuthenticationResponseJSON,
  RegistrationResponseJSON,
} from '../protocol/webauthn-json.ts'
import { changedDeep, type Json } from './change.ts'
import type { AuthenticatorCredential } from './credential.ts'
import type { Faults } from './faults.ts'
import type { CompleteSettings } from './settings.ts'
import type { SigningKey } from './signing-key.ts'

/** What a registration made. */
export interface MadeRegistration {
  readonly credential: AuthenticatorCredential
  readonly key: SigningKey
  readonly clientDataJSON: Uint8Array
  readonly authenticatorData: Uint8Array
  readonly attestationObject: Uint8Array
}

/** What a sign-in made. */
export interface MadeAuthentication {
  readonly credential: AuthenticatorCredential
  readonly clientDataJSON: Uint8Array
  readonly authenticatorData: Uint8Array
  readonly signature: Uint8Array
}

/** What else the client says in its answer. */
export interface ResponseSurroundings {
  readonly settings: CompleteSettings
  readonly faults: Faults
  readonly extensions: AuthenticationExtensionsJSON
}

/** Writes the body of `POST /auth/registration`. */
export function registrationJSON(
  made: MadeRegistration,
  { settings, faults, extensions }: ResponseSurroundings,
): RegistrationResponseJSON {
  const truth: RegistrationResponseJSON = {
    id: made.credential.id,
    rawId: made.credential.id,
    response: {
      clientDataJSON: encodeBase64url(made.clientDataJSON),
      authenticatorData: encodeBase64url(made.authenticatorData),
      transports: settings.transports,
      publicKey: encodeBase64url(made.key.publicKey),
      publicKeyAlgorithm: made.key.algorithm,
      attestationObject: encodeBase64url(made.attestationObject),
    },
    authenticatorAttachment: settings.attachment,
    clientExtensionResults: extensions,
    type: 'public-key',
  }
  return withFaults(truth, faults)
}

/** Writes the body of `POST /auth/authentication`. */
export function authenticationJSON(
  made: MadeAuthentication,
  { settings, faults, extensions }: ResponseSurroundings,
): AuthenticationResponseJSON {
  const { id, discoverable, userHandle } = made.credential
  const truth: AuthenticationResponseJSON = {
    id,
    rawId: id,
    response: {
      clientDataJSON: encodeBase64url(made.clientDataJSON),
      authenticatorData: encodeBase64url(made.authenticatorData),
      signature: encodeBase64url(made.signature),
      // An authenticator does not know whose a credential is that it cannot find by itself.
      ...(discoverable ? { userHandle } : {}),
    },
    authenticatorAttachment: settings.attachment,
    clientExtensionResults: extensions,
    type: 'public-key',
  }
  return withFaults(truth, faults)
}

function withFaults<Response>(truth: Response, { json }: Faults): Response {
  return json === undefined ? truth : (changedDeep(truth as Json, json) as Response)
}
