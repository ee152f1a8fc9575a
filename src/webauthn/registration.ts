/**
 * Verifying a registration.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-registering-a-new-credential} WebAuthn L3 §7.1
 * @module
 */
import { encodeBase64url } from '../bytes/base64url.ts'
import type { COSEAlgorithmIdentifier } from '../protocol/cose.ts'
import { formatAaguid } from './aaguid.ts'
import type { AttestationInput, AttestationType } from './attestation/format.ts'
import { formatOf } from './attestation/formats.ts'
import { judgeTrust } from './attestation/trust.ts'
import type { AttestationPolicy } from './attestation/trust.ts'
import { parseAttestationObject } from './attestation-object.ts'
import { parseAuthenticatorData } from './authenticator-data.ts'
import type { AttestedCredentialData, AuthenticatorData } from './authenticator-data.ts'
import { checkRegistrationRequest } from './caller-mistakes.ts'
import { checkClientData } from './client-data.ts'
import type { CryptoEngine } from './crypto/engine.ts'
import { cryptoRuntime } from './crypto/runtime.ts'
import type { CryptoRuntime } from './crypto/runtime.ts'
import { CeremonyError } from './errors.ts'
import { checkFlags, checkRpIdHash } from './expectations.ts'
import type { CeremonyExpectations } from './expectations.ts'
import { checkCredProtect, registrationExtensions } from './extensions.ts'
import type { CredProtect, RegistrationExtensions } from './extensions.ts'
import { readCoseAlgorithm, readCoseKey } from './keys/cose-key.ts'
import type { CredentialPublicKey } from './keys/cose-key.ts'
import { DEFAULT_ALGORITHMS } from './options.ts'
import { readRegistrationShape } from './response-shape.ts'

/** What the relying party expects of a registration. */
export interface RegistrationExpectations extends CeremonyExpectations {
  /** `pubKeyCredParams` of the options. Default -8, -7, -257. */
  readonly algorithms?: readonly COSEAlgorithmIdentifier[] | undefined
  /**
   * `conditional-create` when the options were for an automatic passkey, which is made with nobody
   * touching anything. Default `required`.
   */
  readonly userPresence?: 'required' | 'conditional-create' | undefined
  /** What is wanted of the attestation. Default: any sound statement passes, untrusted. */
  readonly attestation?: AttestationPolicy | undefined
  /** The least protection the options enforced. Default: any. */
  readonly credProtect?: CredProtect | undefined
  /** When certificates are judged. Default: now. */
  readonly now?: Date | undefined
}

/** A credential as it is to be stored. */
export interface RegisteredCredential {
  /** Base64url text. Must be new among all accounts; the store's unique index says whether it is. */
  readonly id: string
  /** Base64url text of the COSE key as it was written. */
  readonly publicKey: string
  readonly algorithm: COSEAlgorithmIdentifier
  readonly signCount: number
  /** Hints for later options; unknown words stay. */
  readonly transports: readonly string[]
  /** Lower-case UUID text. Says who made the authenticator only if the attestation is trusted. */
  readonly aaguid: string
  readonly uvInitialized: boolean
  readonly backupEligible: boolean
  readonly backupState: boolean
}

declare const verified: unique symbol

/** Proof that a registration passed. Only {@link verifyRegistration} makes one. */
export interface VerifiedRegistration {
  readonly [verified]: true
  readonly credential: RegisteredCredential
  readonly attestation: {
    readonly format: string
    readonly type: AttestationType
    /** Whether the chain led to one of the given anchors. */
    readonly trusted: boolean
    /** DER certificates, the attestation certificate first. */
    readonly trustPath: readonly Uint8Array[]
  }
  readonly userVerified: boolean
  readonly extensions: RegistrationExtensions
}

/**
 * Verifies a registration response against what was asked.
 *
 * The challenge has to be consumed by the caller, and the credential id has to be new among all accounts.
 *
 * @throws {@link CeremonyError} with the code of the rule that was broken.
 * @throws TypeError when `expected` is not what it should be.
 *
 * @example
 * ```ts
 * const { credential } = await verifyRegistration({
 *   response: await request.json(),
 *   expected: { challenge, rpId: 'example.com', origins: ['https://example.com'] },
 * })
 * ```
 */
export function verifyRegistration(request: {
  /** The untrusted `RegistrationResponseJSON`. */
  readonly response: unknown
  readonly expected: RegistrationExpectations
}): Promise<VerifiedRegistration> {
  return verifyRegistrationWith(cryptoRuntime(), request)
}

/**
 * {@link verifyRegistration} on a crypto of the caller's choice.
 *
 * @throws {@link CeremonyError} and TypeError as there.
 */
export async function verifyRegistrationWith(
  runtime: CryptoRuntime,
  { response, expected }: Parameters<typeof verifyRegistration>[0],
): Promise<VerifiedRegistration> {
  checkRegistrationRequest(expected)
  const shape = readRegistrationShape(response, runtime.engine.decodeBase64url)
  checkClientData(shape.clientDataJSON, 'webauthn.create', expected)
  const { fmt, authData, attStmt } = parseAttestationObject(shape.attestationObject)
  const authenticatorData = parseAuthenticatorData(authData)
  checkRpIdHash(authData, await runtime.hashOfRpId(expected.rpId))
  checkPresence(authenticatorData, expected)
  checkFlags(authenticatorData.flags, expected.userVerification)
  const attestedCredential = checkAttested(authenticatorData, shape.id)
  const credentialKey = checkKey(runtime.engine, attestedCredential, expected)
  const policy = expected.attestation ?? {}
  const now = expected.now ?? new Date()
  const input: AttestationInput = {
    attStmt,
    authData,
    authenticatorData,
    attestedCredential,
    credentialKey,
    clientDataHash: await runtime.engine.digest('SHA-256', shape.clientDataJSON),
    runtime,
    policy: {
      allowSha1: policy.allowSha1 === true,
      allowSafetyNet: policy.allowSafetyNet === true,
      requireZeroU2fAaguid: policy.requireZeroU2fAaguid === true,
      now,
    },
  }
  const aaguid = formatAaguid(attestedCredential.aaguid)
  const { backupEligible } = authenticatorData.flags
  const outcome = await formatOf(fmt).verify(input)
  const trusted = await judgeTrust(outcome, { runtime, policy, now, aaguid, backupEligible })
  const { flags, signCount, extensions } = authenticatorData
  checkCredProtect(extensions, expected.credProtect)
  return {
    credential: {
      id: shape.id,
      publicKey: encodeBase64url(attestedCredential.publicKeyBytes),
      algorithm: credentialKey.algorithm.id,
      signCount,
      transports: shape.transports,
      aaguid,
      uvInitialized: flags.userVerified,
      backupEligible,
      backupState: flags.backupState,
    },
    attestation: { format: fmt, type: outcome.type, trusted, trustPath: outcome.trustPath },
    userVerified: flags.userVerified,
    extensions: registrationExtensions(shape.clientExtensionResults, extensions),
  } as VerifiedRegistration
}

/** L3 §7.1 "if options.mediation is not set to conditional, verify that the UP bit … is set". */
function checkPresence({ flags }: AuthenticatorData, expected: RegistrationExpectations): void {
  if (flags.userPresent || expected.userPresence === 'conditional-create') return
  throw new CeremonyError('user_not_present', 'nobody was there')
}

function checkAttested(
  { attestedCredential }: AuthenticatorData,
  id: string,
): AttestedCredentialData {
  if (attestedCredential === undefined) {
    throw new CeremonyError('authenticator_data_malformed', 'a registration makes a credential')
  }
  if (encodeBase64url(attestedCredential.credentialId) !== id) {
    throw new CeremonyError('credential_id_mismatch', 'id is not the one that was signed')
  }
  return attestedCredential
}

function checkKey(
  engine: CryptoEngine,
  { publicKey }: AttestedCredentialData,
  expected: RegistrationExpectations,
): CredentialPublicKey {
  const id = readCoseAlgorithm(publicKey)
  if (!(expected.algorithms ?? DEFAULT_ALGORITHMS).includes(id)) {
    throw new CeremonyError('algorithm_not_allowed', `algorithm ${id} was not offered`)
  }
  const key = readCoseKey(publicKey)
  if (!engine.supports(key.algorithm)) {
    throw new CeremonyError('algorithm_unsupported', `this runtime cannot verify algorithm ${id}`)
  }
  return key
}
