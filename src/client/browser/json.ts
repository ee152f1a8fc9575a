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
  // The bytes are all named alike; what else is named so is left out.
  const { rp, extensions, ...rest } = json as OptionsJSON
  const read = (name: string, value: unknown) =>
    name === 'challenge' || name === 'id' ? decode(value as string) : value
  return { ...JSON.parse(JSON.stringify(rest), read), rp, extensions } as Options
}

// The platform's codec, not the strict one of `bytes/`: a quarter of the size, and what comes in here
// was made by the server, what goes out is checked there.
function decode(text: string): Uint8Array {
  const base64 = text.replaceAll('-', '+').replaceAll('_', '/')
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
}

/** Writes bytes as text, and leaves everything else as it is. */
function encode(_: string, value: unknown): unknown {
  if (!(value instanceof ArrayBuffer)) return value
  const letters = Array.from(new Uint8Array(value), (byte) => String.fromCharCode(byte))
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
  return JSON.stringify(json, encode)
}

/** The attributes of a platform's object, which are its prototype's, as an object's own. */
function attributes(object: object): Readonly<Record<string, unknown>> {
  const own: Record<string, unknown> = {}
  for (const name in object) own[name] = object[name as never]
  return own
}
