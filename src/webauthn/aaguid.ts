/**
 * AAGUIDs: which kind of authenticator made a credential.
 *
 * Without a trusted attestation this is hearsay: good for an icon in a list, never for a decision.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#aaguid} WebAuthn L3 §6.1, aaguid
 * @module
 */
import { AAGUID_NAMES } from './aaguid-table.ts'
import { encodeHex } from './hex.ts'

/** Writes 16 bytes as lower-case UUID text. */
export function formatAaguid(bytes: Uint8Array): string {
  return encodeHex(bytes).replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** The name a person would know the provider by; `undefined` when the table has none. */
export function providerName(aaguid: string): string | undefined {
  return AAGUID_NAMES.get(aaguid)
}
