/**
 * The crypto of this runtime, with what is worth remembering between two ceremonies.
 *
 * The one place in `webauthn/` that keeps state: keys made ready for verification, and hashes of RP IDs.
 * Both are bounded and both are pure functions of their key, so forgetting never changes an answer.
 *
 * @module
 */
import { decodeBase64url } from '../../bytes/base64url.ts'
import { BytesError } from '../../bytes/errors.ts'
import { CeremonyError } from '../errors.ts'
import type { SignatureScheme } from '../keys/algorithm-table.ts'
import { decodeCoseKey } from '../keys/cose-key.ts'
import type { PublicKey } from '../keys/public-key.ts'
import type { Awaitable, CryptoEngine, Verifier } from './engine.ts'
import { toJwk } from './jwk.ts'
import { LruCache } from './lru-cache.ts'
import { nodeEngine } from './node-engine.ts'
import { webEngine } from './web-engine.ts'

/** About 3 kB each, so some 12 MB at most. */
const MAX_KEYS = 4096
const MAX_RP_IDS = 64
const MAX_ISSUERS = 256

/** Longest stored key that is read, in characters of base64url: ML-DSA-87 has 2592 bytes. */
const MAX_PUBLIC_KEY_LENGTH = 8192

const UTF8 = new TextEncoder()

/** A crypto engine and its memory. */
export class CryptoRuntime {
  readonly engine: CryptoEngine
  readonly #verifiers = new LruCache<Verifier>(MAX_KEYS)
  readonly #rpIdHashes = new LruCache<Uint8Array>(MAX_RP_IDS)
  readonly #issuers = new LruCache<Verifier>(MAX_ISSUERS)

  constructor(engine: CryptoEngine) {
    this.engine = engine
  }

  /** SHA-256 of an RP ID or an AppID. */
  hashOfRpId(rpId: string): Awaitable<Uint8Array> {
    return remember(this.#rpIdHashes, rpId, () => this.engine.digest('SHA-256', UTF8.encode(rpId)))
  }

  /**
   * The verifier for a stored key, which is the base64url text of a COSE key.
   *
   * @throws {@link CeremonyError} with `public_key_malformed` or `algorithm_unsupported`.
   */
  verifierOf(publicKey: string): Awaitable<Verifier> {
    return remember(this.#verifiers, publicKey, () => {
      const { algorithm, key } = decodeCoseKey(decodeStoredKey(publicKey))
      return this.engine.importKey(algorithm, key)
    })
  }

  /**
   * The verifier for an issuer of certificates: few of them see many certificates.
   *
   * @throws {@link CeremonyError} with `algorithm_unsupported`.
   */
  issuerVerifier(scheme: SignatureScheme, key: PublicKey): Awaitable<Verifier> {
    const name = JSON.stringify([scheme, toJwk(key)])
    return remember(this.#issuers, name, () => this.engine.importKey(scheme, key))
  }
}

/** Looks in the memory first; a promise is remembered by its value. */
function remember<Value extends object>(
  memory: LruCache<Value>,
  name: string,
  make: () => Awaitable<Value>,
): Awaitable<Value> {
  const known = memory.get(name)
  if (known !== undefined) return known
  const made = make()
  if (!(made instanceof Promise)) {
    memory.set(name, made)
    return made
  }
  return made.then((value) => {
    memory.set(name, value)
    return value
  })
}

function decodeStoredKey(publicKey: string): Uint8Array {
  if (publicKey.length > MAX_PUBLIC_KEY_LENGTH) {
    throw new CeremonyError('public_key_malformed', 'the stored key is too long')
  }
  try {
    return decodeBase64url(publicKey)
  } catch (cause) {
    if (!(cause instanceof BytesError)) throw cause
    throw new CeremonyError('public_key_malformed', 'the stored key is not base64url', { cause })
  }
}

let current: CryptoRuntime | undefined

/** The runtime of this process, made when it is first needed. */
export function cryptoRuntime(): CryptoRuntime {
  current ??= new CryptoRuntime(nodeEngine() ?? webEngine(globalThis.crypto.subtle))
  return current
}
