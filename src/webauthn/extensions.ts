/**
 * Extension outputs, typed.
 *
 * What the client says is not signed: outputs of the wrong type, and outputs nobody asked for, are left
 * out and never refused. What the authenticator says is signed and comes from authenticator data.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-defined-extensions} WebAuthn L3 §10
 * @module
 */
import { isBase64url } from '../bytes/base64url.ts'
import type { CborValue } from '../bytes/cbor.ts'
import { CeremonyError } from './errors.ts'
import { readMember } from './response-shape.ts'

/**
 * When a credential may be used without verifying the person: 1 always, 2 when its id is listed, 3 never.
 */
export type CredProtect = 1 | 2 | 3

/** Outputs of a registration; a member is absent when there was no such output. */
export interface RegistrationExtensions {
  /** `rk`: whether the credential is discoverable; absent when the client does not know. */
  readonly credProps?: { readonly rk?: boolean }
  readonly prf?: { readonly enabled: boolean }
  readonly largeBlob?: { readonly supported: boolean }
  readonly appidExclude?: boolean
  /** Signed. */
  readonly credProtect?: CredProtect
  /** Signed: the device's least PIN length, in code points. */
  readonly minPinLength?: number
}

/** Outputs of an authentication; a member is absent when there was no such output. */
export interface AuthenticationExtensions {
  readonly appid?: boolean
  /** `blob` is base64url text. */
  readonly largeBlob?: { readonly written?: boolean; readonly blob?: string }
}

/** Outputs inside authenticator data, by identifier. */
export type SignedOutputs = ReadonlyMap<string, CborValue>

/** Longest text of a blob that is passed on, in characters of base64url. */
const MAX_BLOB_LENGTH = 65_536

/** Reads the outputs of a registration. */
export function registrationExtensions(
  client: unknown,
  signed: SignedOutputs,
): RegistrationExtensions {
  const credProps = readMember(client, 'credProps')
  const rk = readMember(credProps, 'rk')
  const enabled = readMember(readMember(client, 'prf'), 'enabled')
  const supported = readMember(readMember(client, 'largeBlob'), 'supported')
  const appidExclude = readMember(client, 'appidExclude')
  const minPinLength = signed.get('minPinLength')
  const credProtect = credProtectOf(signed)
  return {
    ...(isObject(credProps) && { credProps: typeof rk === 'boolean' ? { rk } : {} }),
    ...(typeof enabled === 'boolean' && { prf: { enabled } }),
    ...(typeof supported === 'boolean' && { largeBlob: { supported } }),
    ...(typeof appidExclude === 'boolean' && { appidExclude }),
    ...(credProtect !== undefined && { credProtect }),
    ...(typeof minPinLength === 'number' && minPinLength >= 0 && { minPinLength }),
  }
}

/** Reads the outputs of an authentication. */
export function authenticationExtensions(client: unknown): AuthenticationExtensions {
  const appid = readMember(client, 'appid')
  const output = readMember(client, 'largeBlob')
  if (appid === undefined && output === undefined) return NOTHING
  const written = readMember(output, 'written')
  const blob = readMember(output, 'blob')
  const largeBlob = {
    ...(typeof written === 'boolean' && { written }),
    ...(isBlob(blob) && { blob }),
  }
  return {
    ...(typeof appid === 'boolean' && { appid }),
    ...(isObject(output) && { largeBlob }),
  }
}

const NOTHING: AuthenticationExtensions = {}

/**
 * Checks that the authenticator protects the credential at least as much as was demanded.
 *
 * @see {@link https://fidoalliance.org/specs/fido-v2.1-ps-20210615/fido-client-to-authenticator-protocol-v2.1-ps-20210615.html#sctn-credProtect-extension} CTAP 2.1 §12.1
 * @throws {@link CeremonyError} with `extension_policy_not_met`.
 */
export function checkCredProtect(signed: SignedOutputs, least: CredProtect | undefined): void {
  if (least === undefined || least === 1) return
  const actual = credProtectOf(signed)
  if (actual !== undefined && actual >= least) return
  throw new CeremonyError('extension_policy_not_met', `credProtect is ${actual}, not ${least}`)
}

function credProtectOf(signed: SignedOutputs): CredProtect | undefined {
  const value = signed.get('credProtect')
  return value === 1 || value === 2 || value === 3 ? value : undefined
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

function isBlob(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_BLOB_LENGTH && isBase64url(value)
}
