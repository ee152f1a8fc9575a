/**
 * Extensions of a registration.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-defined-extensions} WebAuthn L3 §10
 * @see {@link https://fidoalliance.org/specs/fido-v2.1-ps-20210615/fido-client-to-authenticator-protocol-v2.1-ps-20210615.html#sctn-defined-extensions} CTAP 2.1 §12
 * @module
 */
import type { CborValue } from '../../bytes/cbor.ts'
import { AuthenticatorError } from '../errors.ts'
import { decodeMember } from '../options.ts'
import type { CredentialProtectionPolicy, ExtensionInputs } from './inputs.ts'
import { encryptedOutput, evaluatePrf, PRF_SECRET_LENGTH } from './prf.ts'

/** What the extensions need to know of the ceremony. */
export interface RegistrationCircumstances {
  readonly discoverable: boolean
  readonly userVerified: boolean
  /** In code points; `undefined` when the relying party may not know. */
  readonly minPinLength: number | undefined
  readonly randomBytes: (length: number) => Uint8Array
}

/** What came of the extensions. */
export interface RegistrationOutcome {
  /** Client outputs, JSON. */
  readonly client: Readonly<Record<string, unknown>>
  /** Outputs in authenticator data. */
  readonly signed: ReadonlyMap<string, CborValue>
  /** What the credential has to remember. */
  readonly kept: {
    readonly prfSecret?: Uint8Array
    readonly credProtect?: 1 | 2 | 3
    readonly credBlob?: Uint8Array
    /** Empty: there is room for one. */
    readonly largeBlob?: Uint8Array
  }
}

const POLICIES: Readonly<Record<CredentialProtectionPolicy, 1 | 2 | 3>> = {
  userVerificationOptional: 1,
  userVerificationOptionalWithCredentialIDList: 2,
  userVerificationRequired: 3,
}

const CRED_BLOB_LENGTH = 32

/**
 * Processes extension inputs.
 *
 * @throws {@link AuthenticatorError} with `extension_unsupported` or `extension_malformed`.
 */
export function processRegistration(
  inputs: ExtensionInputs,
  circumstances: RegistrationCircumstances,
): RegistrationOutcome {
  const parts = [
    credProps(inputs, circumstances),
    prf(inputs, circumstances),
    largeBlob(inputs, circumstances),
    credProtect(inputs),
    credBlob(inputs),
    minPinLength(inputs, circumstances),
    appidExclude(inputs),
  ]
  return {
    client: Object.fromEntries(parts.flatMap(({ client = {} }) => Object.entries(client))),
    signed: new Map(parts.flatMap(({ signed = {} }) => Object.entries(signed))),
    kept: Object.fromEntries(parts.flatMap(({ kept = {} }) => Object.entries(kept))),
  }
}

interface Part {
  readonly client?: Readonly<Record<string, unknown>>
  readonly signed?: Readonly<Record<string, CborValue>>
  readonly kept?: RegistrationOutcome['kept']
}

function credProps(inputs: ExtensionInputs, { discoverable }: RegistrationCircumstances): Part {
  return inputs.credProps === true ? { client: { credProps: { rk: discoverable } } } : {}
}

function prf(
  inputs: ExtensionInputs,
  { userVerified, randomBytes }: RegistrationCircumstances,
): Part {
  const legacy = inputs.hmacCreateSecret === true
  if (inputs.prf === undefined && !legacy) return {}
  if (inputs.prf?.evalByCredential !== undefined) {
    throw new AuthenticatorError('extension_unsupported', 'evalByCredential is for sign-ins')
  }
  const prfSecret = randomBytes(PRF_SECRET_LENGTH)
  const values = inputs.prf?.eval
  const evaluated = values !== undefined && userVerified
  const results = evaluated ? { results: evaluatePrf(prfSecret, values) } : {}
  return {
    client: {
      ...(legacy ? { hmacCreateSecret: true } : {}),
      ...(inputs.prf === undefined ? {} : { prf: { enabled: true, ...results } }),
    },
    signed: {
      'hmac-secret': true,
      ...(evaluated ? { 'hmac-secret-mc': encryptedOutput(values, randomBytes) } : {}),
    },
    kept: { prfSecret },
  }
}

function largeBlob(inputs: ExtensionInputs, { discoverable }: RegistrationCircumstances): Part {
  const input = inputs.largeBlob
  if (input === undefined) return {}
  if (input.read !== undefined || input.write !== undefined) {
    throw new AuthenticatorError('extension_unsupported', 'a large blob is for sign-ins')
  }
  // CTAP keeps blobs of discoverable credentials only.
  if (input.support === 'required' && !discoverable) {
    throw new AuthenticatorError(
      'extension_unsupported',
      'no blob without a discoverable credential',
    )
  }
  return {
    client: { largeBlob: { supported: discoverable } },
    ...(discoverable ? { kept: { largeBlob: new Uint8Array() } } : {}),
  }
}

function credProtect({ credentialProtectionPolicy: policy }: ExtensionInputs): Part {
  if (policy === undefined) return {}
  const level = POLICIES[policy]
  if (level === undefined) {
    throw new AuthenticatorError(
      'extension_malformed',
      `no protection policy ${JSON.stringify(policy)}`,
    )
  }
  return { signed: { credProtect: level }, kept: { credProtect: level } }
}

function credBlob({ credBlob: input }: ExtensionInputs): Part {
  if (input === undefined) return {}
  const blob = decodeMember('credBlob', input)
  const stored = blob.length <= CRED_BLOB_LENGTH
  return {
    client: { credBlob: stored },
    signed: { credBlob: stored },
    ...(stored ? { kept: { credBlob: blob } } : {}),
  }
}

function minPinLength(inputs: ExtensionInputs, circumstances: RegistrationCircumstances): Part {
  const length = circumstances.minPinLength
  if (inputs.minPinLength !== true || length === undefined) return {}
  return { signed: { minPinLength: length } }
}

function appidExclude(inputs: ExtensionInputs): Part {
  return inputs.appidExclude === undefined ? {} : { client: { appidExclude: true } }
}
