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
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialDescriptorJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '../../protocol/webauthn-json.ts'

type OptionsJSON = Partial<PublicKeyCredentialCreationOptionsJSON> &
  PublicKeyCredentialRequestOptionsJSON

/**
 * Reads the options of a ceremony into what `navigator.credentials` takes.
 *
 * @param convert the browser's own converter, where it has one.
 */
export function readOptions<Options>(
  convert: ((json: never) => Options) | undefined,
  json: PublicKeyCredentialCreationOptionsJSON | PublicKeyCredentialRequestOptionsJSON,
): Options {
  if (convert) return convert(json as never)
  const { challenge, user, allowCredentials, excludeCredentials } = json as OptionsJSON
  // What the other ceremony calls its list is ignored by the browser, as every unknown member is.
  return {
    ...json,
    challenge: decode(challenge),
    user: user && { ...user, id: decode(user.id) },
    allowCredentials: allowCredentials?.map(descriptor),
    excludeCredentials: excludeCredentials?.map(descriptor),
  } as Options
}

const descriptor = (one: PublicKeyCredentialDescriptorJSON) => ({ ...one, id: decode(one.id) })

// The platform's codec, not the strict one of `bytes/`: a quarter of the size, and what comes in here
// was made by the server, what goes out is checked there.
function decode(text: string): Uint8Array {
  const base64 = text.replaceAll('-', '+').replaceAll('_', '/')
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
}

function encode(bytes: ArrayBuffer): string {
  const letters = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte))
  return btoa(letters.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Writes a registration's or a sign-in's answer as the text that goes to the server. */
export function credentialJson(credential: globalThis.PublicKeyCredential): string {
  try {
    return JSON.stringify(credential.toJSON())
  } catch {
    // Absent, or of a password manager that puts objects of its own under the browser's prototype.
  }
  const response = credential.response as AuthenticatorAttestationResponse
  const json = {
    ...attributes(credential),
    response: { ...attributes(response), transports: response.getTransports?.() },
    clientExtensionResults: credential.getClientExtensionResults(),
    toJSON: undefined,
  }
  // Whatever is bytes, the results of extensions too. Methods fall away.
  return JSON.stringify(json, (_, value: unknown) =>
    value instanceof ArrayBuffer ? encode(value) : value,
  )
}

/** The attributes of a platform's object, which are its prototype's, as an object's own. */
function attributes(object: object): Readonly<Record<string, unknown>> {
  const own: Record<string, unknown> = {}
  for (const name in object) own[name] = object[name as never]
  return own
}
