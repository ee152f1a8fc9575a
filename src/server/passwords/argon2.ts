/**
 * Argon2id, whoever of three computes it: the native package if it is installed, Node's own from 24.7 on,
 * else WebAssembly in a thread of its own. All give the same bytes, and none works on the event loop (R103).
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9106} RFC 9106, Argon2
 * @module
 */
import * as crypto from 'node:crypto'
import { startArgon2Thread } from './argon2-thread.ts'

/** What a guess costs. */
export interface Argon2Parameters {
  /** KiB. */
  readonly memory: number
  /** Over that memory. */
  readonly passes: number
  readonly parallelism: number
}

/** Bytes of a hash. */
export const HASH_BYTES = 32

/** Computes a hash. */
export type Argon2id = (
  message: Uint8Array,
  salt: Uint8Array,
  parameters: Argon2Parameters,
) => Promise<Uint8Array>

/** One of the implementations. */
export interface Argon2Engine {
  readonly name: 'native' | 'node' | 'wasm'
  readonly argon2id: Argon2id
  readonly close: () => Promise<void>
}

/** The fastest one there is. */
export async function openArgon2(): Promise<Argon2Engine> {
  return (await nativeArgon2()) ?? nodeArgon2() ?? wasmArgon2()
}

/** The optional package `@node-rs/argon2`; undefined where it is not installed or does not load. */
export async function nativeArgon2(): Promise<Argon2Engine | undefined> {
  try {
    const { hashRaw } = await import('@node-rs/argon2')
    const argon2id: Argon2id = (message, salt, { memory, passes, parallelism }) => {
      const cost = { memoryCost: memory, timeCost: passes, parallelism }
      return hashRaw(message, { ...cost, salt, outputLen: HASH_BYTES })
    }
    return { name: 'native', argon2id, close: async () => {} }
  } catch {
    return undefined
  }
}

/** Node's own; undefined before 24.7. */
export function nodeArgon2(): Argon2Engine | undefined {
  const { argon2 } = crypto as Partial<typeof crypto>
  if (argon2 === undefined) return undefined
  const argon2id: Argon2id = (message, nonce, parameters) =>
    new Promise((resolve, reject) => {
      argon2(
        'argon2id',
        { message, nonce, ...parameters, tagLength: HASH_BYTES },
        (error, derived) => {
          if (error === null) resolve(derived)
          else reject(error)
        },
      )
    })
  return { name: 'node', argon2id, close: async () => {} }
}

/** WebAssembly, in a thread of its own. */
export function wasmArgon2(): Argon2Engine {
  const { argon2id, close } = startArgon2Thread()
  return { name: 'wasm', argon2id, close }
}
