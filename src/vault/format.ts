/**
 * The bytes of a vault at rest.
 *
 * ```text
 * magic (8) · version (1) · header length (2) · header, JSON · check (32) · length (4) · nonce (12) · sealed
 * ```
 *
 * The header has the parameters of the key derivation. `check` is an HMAC over all before it, so a wrong
 * password is told from damage, and parameters cannot be weakened unseen; everything before `sealed` is
 * authenticated once more by AES-GCM. `length` counts nonce and sealed.
 *
 * @module
 */
import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts'
import { concatBytes } from '../bytes/concat.ts'
import { VaultError } from './errors.ts'
import { isReasonable, type KdfParameters, type VaultKeys } from './kdf.ts'

/** What the header says. */
export interface VaultHeader {
  readonly kdf: KdfParameters
  readonly salt: Uint8Array<ArrayBuffer>
}

/** A vault's parts, nothing of it verified yet. */
export interface VaultParts {
  readonly header: VaultHeader
  /** From the magic to the end of the header. */
  readonly head: Uint8Array<ArrayBuffer>
  readonly check: Uint8Array<ArrayBuffer>
  /** From the check to the nonce's begin: authenticated with the contents. */
  readonly prefix: Uint8Array<ArrayBuffer>
  readonly nonce: Uint8Array<ArrayBuffer>
  readonly sealed: Uint8Array<ArrayBuffer>
}

const MAGIC = new TextEncoder().encode('LATCHKEY')
const VERSION = 1
const SALT_LENGTH = 16
const CHECK_LENGTH = 32
const NONCE_LENGTH = 12
const TAG_LENGTH = 16
const AT_VERSION = MAGIC.length
const AT_HEADER = AT_VERSION + 3

/** A new header, with a salt of its own. */
export function newHeader(kdf: KdfParameters): VaultHeader {
  if (!isReasonable(kdf)) throw new RangeError('kdf: too little or too much memory or work')
  return { kdf, salt: globalThis.crypto.getRandomValues(new Uint8Array(SALT_LENGTH)) }
}

/** Seals contents under a nonce of their own. */
export async function sealVault(
  header: VaultHeader,
  keys: VaultKeys,
  contents: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { subtle } = globalThis.crypto
  const head = writeHead(header)
  const check = new Uint8Array(await subtle.sign('HMAC', keys.header, head))
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, NONCE_LENGTH + contents.length + TAG_LENGTH)
  const nonce = globalThis.crypto.getRandomValues(new Uint8Array(NONCE_LENGTH))
  const additionalData = concatBytes(head, check, length, nonce)
  const sealed = await subtle.encrypt(
    { name: 'AES-GCM', iv: nonce, additionalData },
    keys.contents,
    contents,
  )
  return concatBytes(additionalData, new Uint8Array(sealed))
}

/**
 * Opens what {@link sealVault} made.
 *
 * @throws {@link VaultError} with `wrong_password` or `vault_tampered`.
 */
export async function openSealed(
  { head, check, prefix, nonce, sealed }: VaultParts,
  keys: VaultKeys,
): Promise<Uint8Array<ArrayBuffer>> {
  const { subtle } = globalThis.crypto
  if (!(await subtle.verify('HMAC', keys.header, check, head))) {
    throw new VaultError('wrong_password', 'this password does not fit the header')
  }
  try {
    const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: prefix }
    return new Uint8Array(await subtle.decrypt(algorithm, keys.contents, sealed))
  } catch (cause) {
    throw new VaultError('vault_tampered', 'the contents are not what was saved', { cause })
  }
}

/**
 * Takes a vault's bytes apart.
 *
 * @throws {@link VaultError} with `vault_malformed`, `vault_version_unknown`, `vault_truncated` or
 * `vault_tampered`.
 */
export function readVault(bytes: Uint8Array): VaultParts {
  const begins = MAGIC.subarray(0, bytes.length).every((byte, at) => bytes[at] === byte)
  if (!begins || bytes.length === 0) throw new VaultError('vault_malformed', 'this is no vault')
  const all = new Uint8Array(bytes)
  const view = new DataView(all.buffer)
  if (all.length > AT_VERSION && all[AT_VERSION] !== VERSION) {
    throw new VaultError('vault_version_unknown', `version ${all[AT_VERSION]}`)
  }
  needs(all, AT_HEADER)
  const headEnd = AT_HEADER + view.getUint16(AT_VERSION + 1)
  const nonceAt = headEnd + CHECK_LENGTH + 4
  needs(all, nonceAt)
  const length = view.getUint32(headEnd + CHECK_LENGTH)
  needs(all, nonceAt + length)
  const sealedAt = nonceAt + NONCE_LENGTH
  if (length < NONCE_LENGTH + TAG_LENGTH || all.length > nonceAt + length) {
    throw new VaultError('vault_tampered', 'the length is not the one that was saved')
  }
  return {
    header: readHeader(all.subarray(AT_HEADER, headEnd)),
    head: all.slice(0, headEnd),
    check: all.slice(headEnd, headEnd + CHECK_LENGTH),
    prefix: all.slice(0, sealedAt),
    nonce: all.slice(nonceAt, sealedAt),
    sealed: all.slice(sealedAt),
  }
}

function needs(bytes: Uint8Array, length: number): void {
  if (bytes.length < length) throw new VaultError('vault_truncated', 'the end is missing')
}

function writeHead({ kdf, salt }: VaultHeader): Uint8Array<ArrayBuffer> {
  const { memory, iterations, parallelism } = kdf
  const json = { kdf: 'argon2id', memory, iterations, parallelism, salt: encodeBase64url(salt) }
  const text = new TextEncoder().encode(JSON.stringify(json))
  const start = new Uint8Array(3)
  start[0] = VERSION
  new DataView(start.buffer).setUint16(1, text.length)
  return concatBytes(MAGIC, start, text)
}

function readHeader(bytes: Uint8Array): VaultHeader {
  try {
    const json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
    const parts = Object(json) as Readonly<Record<string, unknown>>
    const { memory, iterations, parallelism } = parts as unknown as KdfParameters
    const kdf = { memory, iterations, parallelism }
    const salt = decodeBase64url(String(parts.salt))
    if (parts.kdf === 'argon2id' && isReasonable(kdf) && salt.length === SALT_LENGTH) {
      return { kdf, salt }
    }
  } catch (cause) {
    throw new VaultError('vault_malformed', 'the header cannot be read', { cause })
  }
  throw new VaultError('vault_malformed', 'the header is none that a vault has')
}
