/**
 * The pseudo-random function of a credential, as it is built on CTAP's hmac-secret.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#prf-extension} WebAuthn L3 §10.1.4
 * @module
 */
import { encodeBase64url } from '../../bytes/base64url.ts'
import { concatBytes } from '../../bytes/concat.ts'
import type { PublicKeyCredentialDescriptorJSON } from '../../protocol/webauthn-json.ts'
import { AuthenticatorError } from '../errors.ts'
import { decodeMember } from '../options.ts'
import { nodeCrypto, sha256 } from '../platform.ts'
import type { ExtensionInputs, PrfValues } from './inputs.ts'

/** Length of a credential's secret in bytes. */
export const PRF_SECRET_LENGTH = 32

const CONTEXT = new TextEncoder().encode('WebAuthn PRF\0')

/** Evaluates the function for one or two inputs. Results are base64url text of 32 bytes. */
export function evaluatePrf(secret: Uint8Array, values: PrfValues): PrfValues {
  const { first, second } = values
  return {
    first: evaluateOne(secret, first),
    ...(second === undefined ? {} : { second: evaluateOne(secret, second) }),
  }
}

/**
 * What a security key writes into authenticator data beside a result: salts encrypted for the client,
 * in the length of PIN protocol two. Nobody but that client could read it.
 */
export function encryptedOutput(
  values: PrfValues,
  randomBytes: (length: number) => Uint8Array,
): Uint8Array {
  return randomBytes(values.second === undefined ? 48 : 80)
}

/**
 * Checks the inputs of a sign-in.
 *
 * @throws {@link AuthenticatorError} with `extension_unsupported` for inputs by credential without a
 * list of credentials, `extension_malformed` for one whose credential is not in the list.
 */
export function checkEvalByCredential(
  prf: NonNullable<ExtensionInputs['prf']>,
  allowed: readonly PublicKeyCredentialDescriptorJSON[],
): void {
  const named = Object.keys(prf.evalByCredential ?? {})
  if (named.length > 0 && allowed.length === 0) {
    throw new AuthenticatorError('extension_unsupported', 'evalByCredential needs allowCredentials')
  }
  const stranger = named.find((id) => !allowed.some((one) => one.id === id))
  if (stranger === undefined) return
  throw new AuthenticatorError(
    'extension_malformed',
    `evalByCredential names ${JSON.stringify(stranger)}, which is not allowed`,
  )
}

function evaluateOne(secret: Uint8Array, input: string): string {
  const salt = sha256(concatBytes(CONTEXT, decodeMember('prf input', input)))
  return encodeBase64url(nodeCrypto().createHmac('sha256', secret).update(salt).digest())
}
