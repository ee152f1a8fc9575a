/**
 * Options: what the relying party asks of a client, as the JSON dictionaries of Level 3.
 *
 * Pure: the challenge and all data are the caller's. Only the list of algorithms looks at the runtime, so
 * that nothing is offered that could not be verified afterwards.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialcreationoptionsjson} WebAuthn L3 §5.1.8
 * @module
 */
import { encodeBase64url, isBase64url } from '../bytes/base64url.ts'
import type { COSEAlgorithmIdentifier } from '../protocol/cose.ts'
import type {
  AttestationConveyancePreference,
  AuthenticatorSelectionCriteria,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialDescriptorJSON,
  PublicKeyCredentialRequestOptionsJSON,
  UserVerificationRequirement,
} from '../protocol/webauthn-json.ts'
import { cryptoRuntime } from './crypto/runtime.ts'
import type { CreationExtensions, RequestExtensions } from './extension-inputs.ts'
import { algorithmOf, KNOWN_ALGORITHMS } from './keys/algorithm-table.ts'

/** EdDSA, ES256 and RS256, best first: what L3 §5.4 asks a relying party to offer at least. */
export const DEFAULT_ALGORITHMS: readonly COSEAlgorithmIdentifier[] = [-8, -7, -257]

/** Milliseconds: what L3 §15.1 recommends, and the least of its range. */
const DEFAULT_TIMEOUT = 300_000

/** Fewer bytes could be guessed (L3 §13.4.3). */
const MIN_CHALLENGE_LENGTH = 16
const MAX_USER_ID_LENGTH = 64

/** Names a credential: its id, and how its authenticator may be reached. */
export interface CredentialReference {
  /** Base64url text. */
  readonly id: string
  readonly transports?: readonly string[] | undefined
}

/** What creation options are made of. */
export interface CreationRequest {
  /** Base64url text or bytes; at least 16 of them. */
  readonly challenge: string | Uint8Array
  /** `name` defaults to the RP ID: the member is required by the spec, though clients ignore it. */
  readonly rp: { readonly id: string; readonly name?: string | undefined }
  readonly user: {
    /** The user handle: 1 to 64 bytes, or their base64url text. */
    readonly id: string | Uint8Array
    readonly name: string
    readonly displayName?: string | undefined
  }
  /** Best first. Default -8, -7, -257; those the runtime cannot verify are left out. */
  readonly algorithms?: readonly COSEAlgorithmIdentifier[] | undefined
  /** Every live credential of the account. */
  readonly excludeCredentials?: readonly CredentialReference[] | undefined
  readonly residentKey?: 'discouraged' | 'preferred' | 'required' | undefined
  readonly userVerification?: UserVerificationRequirement | undefined
  readonly authenticatorAttachment?: 'platform' | 'cross-platform' | undefined
  readonly attestation?: AttestationConveyancePreference | undefined
  readonly attestationFormats?: readonly string[] | undefined
  readonly hints?: readonly string[] | undefined
  /** Milliseconds. */
  readonly timeout?: number | undefined
  readonly extensions?: CreationExtensions | undefined
}

/** What request options are made of. */
export interface SignInRequest {
  /** Base64url text or bytes; at least 16 of them. */
  readonly challenge: string | Uint8Array
  readonly rpId: string
  /** Best first; absent or empty for a discoverable credential. */
  readonly allowCredentials?: readonly CredentialReference[] | undefined
  readonly userVerification?: UserVerificationRequirement | undefined
  readonly hints?: readonly string[] | undefined
  /** Milliseconds. */
  readonly timeout?: number | undefined
  readonly extensions?: RequestExtensions | undefined
}

/**
 * The algorithms this runtime can verify, as COSE identifiers.
 *
 * RS1 is never among them: SHA-1 passes in statements of old TPMs only, and only when allowed.
 */
export function supportedAlgorithms(): readonly COSEAlgorithmIdentifier[] {
  const { engine } = cryptoRuntime()
  return KNOWN_ALGORITHMS.filter((id) => id !== -65535 && engine.supports(algorithmOf(id)!))
}

/**
 * Makes creation options. By default the credential is discoverable, the user is verified, no attestation is
 * asked for, and the client has five minutes.
 *
 * @throws RangeError when the challenge is shorter than 16 bytes, the user handle has not 1 to 64 bytes, either is
 * no base64url, or no algorithm is left.
 */
export function creationOptions(request: CreationRequest): PublicKeyCredentialCreationOptionsJSON {
  const { rp, user, extensions } = request
  const supported = supportedAlgorithms()
  const offered = (request.algorithms ?? DEFAULT_ALGORITHMS).filter((id) => supported.includes(id))
  if (offered.length === 0) throw new RangeError('none of the algorithms can be verified here')
  return {
    rp: { id: rp.id, name: rp.name ?? rp.id },
    user: { id: userHandle(user.id), name: user.name, displayName: user.displayName ?? user.name },
    challenge: challengeText(request.challenge),
    pubKeyCredParams: offered.map((alg) => ({ type: 'public-key', alg })),
    timeout: request.timeout ?? DEFAULT_TIMEOUT,
    excludeCredentials: (request.excludeCredentials ?? []).map(descriptor),
    authenticatorSelection: selection(request),
    ...(request.hints !== undefined && { hints: request.hints }),
    attestation: request.attestation ?? 'none',
    ...(request.attestationFormats !== undefined && {
      attestationFormats: request.attestationFormats,
    }),
    ...(extensions !== undefined && { extensions }),
  }
}

/**
 * Makes request options. By default any discoverable credential will do, the user is verified, and the
 * client has five minutes.
 *
 * @throws RangeError when the challenge is shorter than 16 bytes, or no base64url.
 */
export function requestOptions(request: SignInRequest): PublicKeyCredentialRequestOptionsJSON {
  const { hints, extensions } = request
  return {
    challenge: challengeText(request.challenge),
    timeout: request.timeout ?? DEFAULT_TIMEOUT,
    rpId: request.rpId,
    allowCredentials: (request.allowCredentials ?? []).map(descriptor),
    userVerification: request.userVerification ?? 'required',
    ...(hints !== undefined && { hints }),
    ...(extensions !== undefined && { extensions }),
  }
}

function selection(request: CreationRequest): AuthenticatorSelectionCriteria {
  const { authenticatorAttachment, residentKey = 'required' } = request
  return {
    ...(authenticatorAttachment !== undefined && { authenticatorAttachment }),
    residentKey,
    // For clients of Level 1, which know no other way to ask (L3 §5.4.4).
    requireResidentKey: residentKey === 'required',
    userVerification: request.userVerification ?? 'required',
  }
}

function descriptor({ id, transports }: CredentialReference): PublicKeyCredentialDescriptorJSON {
  const known = transports !== undefined && transports.length > 0
  return { type: 'public-key', id, ...(known && { transports }) }
}

function challengeText(challenge: string | Uint8Array): string {
  const text = typeof challenge === 'string' ? challenge : encodeBase64url(challenge)
  // A client would refuse all options for it, and tell no more than that.
  if (!isBase64url(text)) throw new RangeError('the challenge is not base64url')
  if (byteLength(text) < MIN_CHALLENGE_LENGTH) {
    throw new RangeError(`a challenge needs at least ${MIN_CHALLENGE_LENGTH} bytes`)
  }
  return text
}

function userHandle(id: string | Uint8Array): string {
  const text = typeof id === 'string' ? id : encodeBase64url(id)
  if (!isBase64url(text)) throw new RangeError('user.id is not base64url')
  if (text.length === 0 || byteLength(text) > MAX_USER_ID_LENGTH) {
    throw new RangeError(`user.id must have 1 to ${MAX_USER_ID_LENGTH} bytes`)
  }
  return text
}

function byteLength(base64url: string): number {
  return Math.floor((base64url.length * 3) / 4)
}
