/**
 * What the verifier needs from a crypto library, and nothing more: hashes and signature checks.
 *
 * Two engines stand behind it: `node:crypto`, synchronous, and WebCrypto, which every other runtime has.
 * The whole cost of a sign-in is one signature check, so a synchronous answer is passed on as it is
 * and not wrapped in a promise.
 *
 * @module
 */
import type { HashName, SignatureScheme } from '../keys/algorithm-table.ts'
import type { PublicKey } from '../keys/public-key.ts'
import type { Workspace } from './workspace.ts'

/** A value now, or later. */
export type Awaitable<Value> = Value | Promise<Value>

/** A key made ready for one algorithm. */
export interface Verifier {
  /**
   * Whether the signature over `data` is the key's. ECDSA signatures come as DER, strictly; any other
   * text of the same numbers is not a signature. Never throws because of what the signature holds.
   */
  verify(data: Uint8Array, signature: Uint8Array): Awaitable<boolean>
}

/** A crypto library, seen from here. */
export interface CryptoEngine {
  readonly name: 'node' | 'webcrypto'
  /**
   * Bytes of base64url text, as strictly as the decoder of floor 0 and faster where the runtime can.
   *
   * @throws BytesError with `base64url_malformed`.
   */
  readonly decodeBase64url: (text: string) => Uint8Array
  /** Where assertions are taken apart. */
  readonly workspace: Workspace
  digest(hash: HashName, data: Uint8Array): Awaitable<Uint8Array>
  /** Whether this runtime can check signatures of an algorithm. */
  supports(algorithm: SignatureScheme): boolean
  /**
   * Makes a key ready, which costs about half a signature check.
   *
   * @throws CeremonyError with `algorithm_unsupported` when the runtime lacks the algorithm, or
   * `public_key_malformed` when the library refuses the key.
   */
  importKey(algorithm: SignatureScheme, key: PublicKey): Awaitable<Verifier>
}
