/**
 * Extension outputs, typed.
 *
 * What the client says is not signed: outputs of the wrong type, and outputs nobody asked for, are left
 * out and never refused. What the authenticator says is signed and comes from authenticator data.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-defined-extensions} WebAuthn L3 §10
 * @module
 */
import type { CborValue } from '../bytes/cbor.ts'
import { readMember } from './response-shape.ts'

/** Outputs of a registration; a member is absent when there was no such output. */
export interface RegistrationExtensions {
  /** `rk`: whether the credential is discoverable; absent when the client does not know. */
  readonly credProps?: { readonly rk?: boolean }
  readonly prf?: { readonly enabled: boolean }
  readonly largeBlob?: { readonly supported: boolean }
  readonly appidExclude?: boolean
  /** Signed: 1 optional, 2 optional with a credential id list, 3 required. */
  readonly credProtect?: 1 | 2 | 3
  /** Signed: the device's least PIN length, in code points. */
  readonly minPinLength?: number
}

/** Outputs of an authentication; a member is absent when there was no such output. */
export interface AuthenticationExtensions {
  readonly appid?: boolean
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
  const rk = readMember(readMember(client, 'credProps'), 'rk')
  const enabled = readMember(readMember(client, 'prf'), 'enabled')
  const supported = readMember(readMember(client, 'largeBlob'), 'supported')
  const appidExclude = readMember(client, 'appidExclude')
  const credProtect = signed.get('credProtect')
  const minPinLength = signed.get('minPinLength')
  const hasCredProps = typeof readMember(client, 'credProps') === 'object'
  return {
    ...(typeof rk === 'boolean' && { credProps: { rk } }),
    ...(hasCredProps && rk === undefined && { credProps: {} }),
    ...(typeof enabled === 'boolean' && { prf: { enabled } }),
    ...(typeof supported === 'boolean' && { largeBlob: { supported } }),
    ...(typeof appidExclude === 'boolean' && { appidExclude }),
    ...((credProtect === 1 || credProtect === 2 || credProtect === 3) && { credProtect }),
    ...(typeof minPinLength === 'number' && minPinLength >= 0 && { minPinLength }),
  }
}

/** Reads the outputs of an authentication. */
export function authenticationExtensions(client: unknown): AuthenticationExtensions {
  if (typeof client !== 'object' || client === null) return {}
  const appid = readMember(client, 'appid')
  const largeBlob = readMember(client, 'largeBlob')
  const written = readMember(largeBlob, 'written')
  const blob = readMember(largeBlob, 'blob')
  const hasBlob = typeof blob === 'string' && blob.length <= MAX_BLOB_LENGTH
  return {
    ...(typeof appid === 'boolean' && { appid }),
    ...(typeof written === 'boolean' && { largeBlob: { written } }),
    ...(hasBlob && { largeBlob: { blob } }),
  }
}
