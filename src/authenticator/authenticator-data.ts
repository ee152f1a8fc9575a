/**
 * Authenticator data: what the authenticator says about itself, the relying party and the key.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-authenticator-data} WebAuthn L3 §6.1
 * @module
 */
import { encodeCbor } from '../bytes/cbor-encode.ts'
import type { CborMap } from '../bytes/cbor.ts'
import { concatBytes } from '../bytes/concat.ts'
import { changed, type BytesChange, type Change } from './change.ts'
import { sha256 } from './platform.ts'

/** The flags by their short names in the specification, and the two reserved bits. */
export interface Flags {
  /** User present. */
  readonly up: boolean
  /** User verified. */
  readonly uv: boolean
  /** Backup eligible: the credential may live on several devices. */
  readonly be: boolean
  /** Backed up just now. */
  readonly bs: boolean
  /** Attested credential data is included. */
  readonly at: boolean
  /** Extension data is included. */
  readonly ed: boolean
  /** Bit 1, reserved. */
  readonly rfu1: boolean
  /** Bit 5, reserved. */
  readonly rfu2: boolean
}

const BITS: Readonly<Record<keyof Flags, number>> = {
  up: 0x01,
  rfu1: 0x02,
  uv: 0x04,
  be: 0x08,
  bs: 0x10,
  rfu2: 0x20,
  at: 0x40,
  ed: 0x80,
}

/** The new credential, as it stands in authenticator data. */
export interface AttestedCredential {
  /** 16 bytes. */
  readonly aaguid: Uint8Array
  readonly credentialId: Uint8Array
  readonly coseKey: CborMap
}

/** Everything authenticator data is made of. */
export interface AuthenticatorData {
  readonly rpId: string
  readonly flags: Pick<Flags, 'up' | 'uv' | 'be' | 'bs'>
  readonly signCount: number
  readonly attested?: AttestedCredential
  readonly extensions?: CborMap
}

/** What can be wrong in authenticator data. It is signed as it is, lies included. */
export interface AuthenticatorDataFaults {
  /** The hash is of this RP ID (or AppID) instead. */
  readonly rpId?: string
  readonly rpIdHash?: BytesChange
  /** Single bits. The bytes that `at` and `ed` announce stay as they are. */
  readonly flags?: Partial<Flags>
  /** Taken modulo 2^32. */
  readonly signCount?: Change<number, number>
  readonly aaguid?: BytesChange
  readonly credentialId?: BytesChange
  /** What the two length bytes say. */
  readonly credentialIdLength?: Change<number, number>
  /** The COSE_Key as a map. */
  readonly coseKey?: Change<CborMap, CborMap>
  /** The bytes in the place of the COSE_Key. */
  readonly coseKeyBytes?: BytesChange
  /**
   * `missing`: AAGUID, credential id and key are left out of a registration; the flag stays. `added`: they stand in an
   * assertion, with the flag.
   */
  readonly attestedCredentialData?: 'missing' | 'added'
  /** The extension map, or `missing` for none; the flag stays as the truth would have it. */
  readonly extensions?: 'missing' | Change<CborMap, CborMap>
  /** The bytes in the place of the extension map. */
  readonly extensionBytes?: BytesChange
  /** Bytes left over at the end. */
  readonly tail?: Uint8Array
  /** All the bytes together. */
  readonly bytes?: BytesChange
}

/** Writes authenticator data, with its faults. */
export function writeAuthenticatorData(
  data: AuthenticatorData,
  faults: AuthenticatorDataFaults = {},
): Uint8Array<ArrayBuffer> {
  const { attested } = data
  // An empty map is never written: without outputs there is no map and no flag.
  const extensions = data.extensions?.size === 0 ? undefined : data.extensions
  const flags = {
    ...data.flags,
    at: attested !== undefined,
    ed: extensions !== undefined,
    ...faults.flags,
  }
  const counter = new Uint8Array(4)
  new DataView(counter.buffer).setUint32(0, changed(data.signCount, faults.signCount))
  const bytes = concatBytes(
    changed(sha256(new TextEncoder().encode(faults.rpId ?? data.rpId)), faults.rpIdHash),
    Uint8Array.of(flagByte(flags)),
    counter,
    attested === undefined ? new Uint8Array() : writeAttested(attested, faults),
    writeExtensions(extensions, faults),
    faults.tail ?? new Uint8Array(),
  )
  return Uint8Array.from(changed(bytes, faults.bytes))
}

function flagByte(flags: Partial<Flags>): number {
  const names = Object.keys(BITS) as (keyof Flags)[]
  return names.reduce((byte, name) => (flags[name] === true ? byte | BITS[name] : byte), 0)
}

function writeAttested(attested: AttestedCredential, faults: AuthenticatorDataFaults): Uint8Array {
  if (faults.attestedCredentialData === 'missing') return new Uint8Array()
  const credentialId = changed(attested.credentialId, faults.credentialId)
  const length = changed(credentialId.length, faults.credentialIdLength)
  const coseKey = encodeCbor(changed(attested.coseKey, faults.coseKey))
  return concatBytes(
    changed(attested.aaguid, faults.aaguid),
    Uint8Array.of(length >> 8, length),
    credentialId,
    changed(coseKey, faults.coseKeyBytes),
  )
}

function writeExtensions(
  extensions: CborMap | undefined,
  { extensions: change, extensionBytes }: AuthenticatorDataFaults,
): Uint8Array {
  if (change === 'missing') return new Uint8Array()
  if (extensions === undefined && change === undefined) {
    return changed(new Uint8Array(), extensionBytes)
  }
  const map = changed(extensions ?? new Map(), change)
  return changed(encodeCbor(map), extensionBytes)
}
