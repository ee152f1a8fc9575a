/**
 * Revocation lists: which certificates an issuer has taken back.
 *
 * Lists are given by the caller; nothing is fetched. A list that is out of date still tells what was revoked by
 * then, so its dates are not looked at.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc5280#section-5.1} RFC 5280 §5.1
 * @module
 */
import { derBitString, derChildren, expectDer, isDer, readDer } from '../../bytes/der.ts'
import type { DerItem } from '../../bytes/der.ts'
import { BytesError } from '../../bytes/errors.ts'
import { equalBytes } from '../../bytes/equal.ts'
import { encodeHex } from '../hex.ts'

/** A revocation list, taken apart. Nothing in it is verified. */
export interface RevocationList {
  /** The part that is signed. */
  readonly tbs: Uint8Array
  /** DER of the name. */
  readonly issuer: Uint8Array
  /** Contents of the INTEGERs, in hexadecimal. */
  readonly serialNumbers: ReadonlySet<string>
  readonly signatureAlgorithm: DerItem
  readonly signature: Uint8Array
}

/**
 * Reads a list.
 *
 * @throws TypeError when the bytes are no revocation list: the caller's mistake.
 */
export function parseRevocationList(der: Uint8Array): RevocationList {
  try {
    return readList(der)
  } catch (cause) {
    if (!(cause instanceof BytesError)) throw cause
    throw new TypeError('a revocation list is not DER', { cause })
  }
}

/** Whether a list of this issuer names the serial number. The signature is for the caller to check. */
export function lists(
  list: RevocationList,
  { issuer, serialNumber }: { readonly issuer: Uint8Array; readonly serialNumber: Uint8Array },
): boolean {
  return equalBytes(list.issuer, issuer) && list.serialNumbers.has(encodeHex(serialNumber))
}

function readList(der: Uint8Array): RevocationList {
  const [tbs, signatureAlgorithm, signature] = derChildren(expectDer(readDer(der), 'sequence'))
  const fields = derChildren(expectDer(tbs, 'sequence'))
  // The version is left out of lists of the first version.
  const [, issuer, , ...rest] = isDer(fields[0], 'integer') ? fields.slice(1) : fields
  // Behind this update: the next one, if it is told, then the certificates, if there are any.
  const revoked = rest.find((item) => isDer(item, 'sequence'))
  return {
    tbs: tbs!.whole,
    issuer: expectDer(issuer, 'sequence').whole,
    serialNumbers: new Set(revoked === undefined ? [] : derChildren(revoked).map(serialNumberOf)),
    signatureAlgorithm: expectDer(signatureAlgorithm, 'sequence'),
    signature: derBitString(signature),
  }
}

function serialNumberOf(entry: DerItem): string {
  const [serialNumber] = derChildren(expectDer(entry, 'sequence'))
  return encodeHex(expectDer(serialNumber, 'integer').contents)
}
