/**
 * What the options of a ceremony come to with a given authenticator.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-createCredential} WebAuthn L3 §5.1.3
 * @module
 */
import { decodeBase64url } from '../bytes/base64url.ts'
import type { COSEAlgorithmIdentifier } from '../protocol/cose.ts'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialParameters,
  UserVerificationRequirement,
} from '../protocol/webauthn-json.ts'
import type { ClientContext } from './context.ts'
import { AuthenticatorError } from './errors.ts'
import type { CompleteSettings } from './settings.ts'

// L3 §5.1.3: what an empty list means to the client.
const DEFAULT_ALGORITHMS: readonly COSEAlgorithmIdentifier[] = [-7, -257]

/** @throws TypeError on a user handle that is not 1 to 64 bytes of base64url. */
export function checkUserHandle(userHandle: string): void {
  const { length } = decodeMember('user.id', userHandle)
  if (length >= 1 && length <= 64) return
  throw new TypeError(`user.id has to be 1 to 64 bytes, not ${length}`)
}

/** Decodes base64url of the options, and names the member that is not. */
export function decodeMember(name: string, text: string): Uint8Array {
  try {
    return decodeBase64url(text)
  } catch (cause) {
    throw new TypeError(`${name} has to be base64url text without padding`, { cause })
  }
}

/** @throws {@link AuthenticatorError} with `attachment_mismatch`. */
export function checkAttachment(
  { authenticatorSelection }: PublicKeyCredentialCreationOptionsJSON,
  { attachment }: CompleteSettings,
): void {
  const asked = authenticatorSelection?.authenticatorAttachment
  if (asked === undefined || asked === attachment) return
  throw new AuthenticatorError('attachment_mismatch', `asked for ${asked}, this is ${attachment}`)
}

/**
 * The authenticator's favourite among the algorithms on offer.
 *
 * @throws {@link AuthenticatorError} with `algorithm_unsupported`.
 */
export function chooseAlgorithm(
  offered: readonly PublicKeyCredentialParameters[],
  { algorithms }: CompleteSettings,
): COSEAlgorithmIdentifier {
  const listed = offered.filter(({ type }) => type === 'public-key').map(({ alg }) => alg)
  const acceptable = offered.length === 0 ? DEFAULT_ALGORITHMS : listed
  const chosen = algorithms.find((algorithm) => acceptable.includes(algorithm))
  if (chosen !== undefined) return chosen
  throw new AuthenticatorError('algorithm_unsupported', `none of ${acceptable.join(', ')}`)
}

/**
 * Whether the new credential is discoverable.
 *
 * @throws {@link AuthenticatorError} with `resident_key_unsupported`.
 */
export function decideResidentKey(
  { authenticatorSelection }: PublicKeyCredentialCreationOptionsJSON,
  { residentKey }: CompleteSettings,
): boolean {
  const {
    requireResidentKey = false,
    residentKey: asked = requireResidentKey ? 'required' : 'discouraged',
  } = authenticatorSelection ?? {}
  if (residentKey === 'always') return true
  if (residentKey === 'on-request') return asked !== 'discouraged'
  if (asked !== 'required') return false
  throw new AuthenticatorError('resident_key_unsupported', 'no room for discoverable credentials')
}

/**
 * Whether the person is verified in this ceremony.
 *
 * @throws {@link AuthenticatorError} with `user_verification_unavailable`.
 */
export function decideUserVerified(
  requirement: UserVerificationRequirement | undefined,
  { mediation }: Pick<ClientContext, 'mediation'>,
  { userVerified }: CompleteSettings,
): boolean {
  if (requirement === 'required' && !userVerified) {
    throw new AuthenticatorError('user_verification_unavailable', 'nobody can be verified here')
  }
  // A conditional create happens without a person, so it claims no more than it was made to.
  return mediation === 'conditional' ? requirement === 'required' : userVerified
}
