/**
 * Password hashes as text: the PHC string format, with everything in it that checking a password needs.
 *
 * `keyid` names the version of the pepper, in two bytes; hashes of other software, which have none, are
 * read as well.
 *
 * @see {@link https://github.com/P-H-C/phc-string-format} PHC string format
 * @module
 */
import type { Argon2Parameters } from './argon2.ts'

/** A hash and how it was made. */
export interface PasswordHash extends Argon2Parameters {
  /** Version of the secret that the pepper came from; absent without a pepper. */
  readonly pepperId?: number | undefined
  readonly salt: Uint8Array
  readonly hash: Uint8Array
}

/** Writes a hash. */
export function writePasswordHash(written: PasswordHash): string {
  const { memory, passes, parallelism, pepperId, salt, hash } = written
  const keyId =
    pepperId === undefined ? '' : `,keyid=${text(Uint8Array.of(pepperId >> 8, pepperId & 0xff))}`
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}${keyId}$${text(salt)}$${text(hash)}`
}

const BASE64 = '[A-Za-z0-9+/]+'
const FORMAT = new RegExp(
  `^\\$argon2id\\$v=19\\$m=([1-9]\\d{0,6}),t=([1-9]\\d{0,2}),p=([1-9]\\d?)(?:,keyid=(${BASE64}))?\\$(${BASE64})\\$(${BASE64})$`,
)

/** Reads a hash; anything that is none is `undefined`. */
export function readPasswordHash(phc: string): PasswordHash | undefined {
  const found = FORMAT.exec(phc)
  if (found === null) return undefined
  const [, memory, passes, parallelism, keyId, salt = '', hash = ''] = found
  const key = keyId === undefined ? undefined : Buffer.from(keyId, 'base64')
  if (key !== undefined && key.length !== 2) return undefined
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    pepperId: key?.readUInt16BE(0),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  }
}

/** Base64 without padding, as the format has it. */
function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '')
}
