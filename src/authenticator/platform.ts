/**
 * The way to Node's own cryptography. WebCrypto alone will not do: it lacks secp256k1, Ed448 and SHA-1
 * signatures. Asked for at run time, so that a bundler finds no Node module in this door.
 *
 * @module
 */
import { AuthenticatorError } from './errors.ts'

/** Node's `node:crypto`, as far as its types go. */
export type NodeCrypto = ReturnType<typeof process.getBuiltinModule<'node:crypto'>>

/** A key held by `node:crypto`. */
export type KeyObject = ReturnType<NodeCrypto['createPrivateKey']>

let loaded: NodeCrypto | undefined

/**
 * Gives `node:crypto`.
 *
 * @throws {@link AuthenticatorError} with `runtime_unsupported` outside Node.
 */
export function nodeCrypto(): NodeCrypto {
  loaded ??= (globalThis as { process?: NodeJS.Process }).process?.getBuiltinModule?.('node:crypto')
  if (loaded !== undefined) return loaded
  throw new AuthenticatorError(
    'runtime_unsupported',
    'the software authenticator needs node:crypto',
  )
}

/** Hashes the parts, one behind the other. */
export function digest(hash: string, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const state = nodeCrypto().createHash(hash)
  for (const part of parts) state.update(part)
  return new Uint8Array(state.digest())
}

/** SHA-256 of the parts, one behind the other. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return digest('sha256', ...parts)
}

/** Random bytes of the platform. */
export function platformRandom(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(nodeCrypto().randomBytes(length))
}
