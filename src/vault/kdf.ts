/**
 * From a password to keys: argon2id, then HKDF for one key each purpose.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9106} RFC 9106, Argon2
 * @module
 */
import { VaultError } from './errors.ts'

/** The work a guess costs. */
export interface KdfParameters {
  /** KiB. */
  readonly memory: number
  readonly iterations: number
  readonly parallelism: number
}

/** What RFC 9106 §4 recommends where two gigabytes are too much: about a third of a second. */
export const DEFAULT_KDF: KdfParameters = { memory: 65_536, iterations: 3, parallelism: 4 }

/** The keys of one vault. */
export interface VaultKeys {
  /** AES-256-GCM, for the contents. */
  readonly contents: CryptoKey
  /** HMAC-SHA-256 over the header: tells a wrong password from damaged contents. */
  readonly header: CryptoKey
}

// A file is not to be able to ask for all the memory of the machine, or for an hour.
const LIMITS = { memory: 1_048_576, iterations: 64, parallelism: 16 } as const

/** Whether the parameters are such that a vault may have them. */
export function isReasonable({ memory, iterations, parallelism }: KdfParameters): boolean {
  const within = (value: number, least: number, most: number) =>
    Number.isSafeInteger(value) && value >= least && value <= most
  return (
    within(parallelism, 1, LIMITS.parallelism) &&
    within(iterations, 1, LIMITS.iterations) &&
    within(memory, 8 * parallelism, LIMITS.memory)
  )
}

/**
 * Derives the keys. The password is taken in Unicode's NFC, so that it does not matter on which keyboard
 * it is typed.
 */
export async function deriveKeys(
  password: string,
  salt: Uint8Array<ArrayBuffer>,
  parameters: KdfParameters,
): Promise<VaultKeys> {
  const secret = await argon2id(UTF8.encode(password.normalize('NFC')), salt, parameters)
  const { subtle } = globalThis.crypto
  const base = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey'])
  secret.fill(0)
  const hkdf = (info: string) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(0),
    info: UTF8.encode(info),
  })
  const [contents, header] = await Promise.all([
    subtle.deriveKey(
      hkdf('latchkey vault contents'),
      base,
      { name: 'AES-GCM', length: 256 },
      false,
      ['encrypt', 'decrypt'],
    ),
    subtle.deriveKey(
      hkdf('latchkey vault header'),
      base,
      { name: 'HMAC', hash: 'SHA-256', length: 256 },
      false,
      ['sign', 'verify'],
    ),
  ])
  return { contents, header }
}

const UTF8 = new TextEncoder()
const KEY_LENGTH = 32

/** One implementation of argon2id; both give the same bytes. */
export type Argon2id = (
  password: Uint8Array,
  salt: Uint8Array,
  parameters: KdfParameters,
) => Promise<Uint8Array<ArrayBuffer>>

async function argon2id(
  password: Uint8Array,
  salt: Uint8Array,
  parameters: KdfParameters,
): Promise<Uint8Array<ArrayBuffer>> {
  const derive = nodeArgon2id() ?? wasmArgon2id
  try {
    return await derive(password, salt, parameters)
  } catch (cause) {
    throw new VaultError(
      'vault_unavailable',
      'argon2id failed: no memory, or its code did not load',
      { cause },
    )
  }
}

/** Node's own, from 24.7: twice as fast, and off the main thread. Undefined elsewhere. */
export function nodeArgon2id(): Argon2id | undefined {
  const { process } = globalThis as { process?: NodeJS.Process }
  const argon2 = process?.getBuiltinModule?.('node:crypto')?.argon2
  if (argon2 === undefined) return undefined
  return (message, nonce, { memory, iterations: passes, parallelism }) =>
    new Promise((resolve, reject) => {
      const parameters = { message, nonce, memory, passes, parallelism, tagLength: KEY_LENGTH }
      argon2('argon2id', parameters, (error, derived) => {
        if (error === null) resolve(new Uint8Array(derived))
        else reject(error)
      })
    })
}

/** WebAssembly: browsers, and Node before 24.7. */
export async function wasmArgon2id(
  password: Uint8Array,
  salt: Uint8Array,
  { memory, iterations, parallelism }: KdfParameters,
): Promise<Uint8Array<ArrayBuffer>> {
  const { argon2id } = await import('hash-wasm')
  const derived = await argon2id({
    password,
    salt,
    memorySize: memory,
    iterations,
    parallelism,
    hashLength: KEY_LENGTH,
    outputType: 'binary',
  })
  return new Uint8Array(derived)
}
