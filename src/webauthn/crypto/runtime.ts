/**
 * The crypto of this runtime, with what is worth remembering between two ceremonies.
 *
 * The one place in `webauthn/` that keeps state: keys made ready for verification, hashes of RP IDs, certificates
 * of issuers and signatures on certificates that were good. All are bounded, and all are pure functions of what they are found by, so
 * forgetting never changes an answer.
 *
 * @module
 */
import { decodeBase64url } from '../../bytes/base64url.ts'
import { concatBytes } from '../../bytes/concat.ts'
import { BytesError } from '../../bytes/errors.ts'
import { CeremonyError } from '../errors.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { encodeHex } from '../hex.ts'
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
const MAX_MODEL_KEYS = 256
const MAX_SIGNATURES = 1024
const MAX_CERTIFICATES = 256

/** Longest stored key that is read, in characters of base64url: ML-DSA-87 has 2592 bytes. */
const MAX_PUBLIC_KEY_LENGTH = 8192

const UTF8 = new TextEncoder()

/** A crypto engine and its memory. */
export class CryptoRuntime {
  readonly engine: CryptoEngine
  readonly #verifiers = new LruCache<Verifier>(MAX_KEYS)
  readonly #rpIdHashes = new LruCache<Uint8Array>(MAX_RP_IDS)
  readonly #keys = new LruCache<Verifier>(MAX_MODEL_KEYS)
  /** Certificates that were read, by their bytes in hexadecimal. */
  readonly certificates = new LruCache<Certificate>(MAX_CERTIFICATES)
  readonly #signatures = new LruCache<true>(MAX_SIGNATURES)

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
   * The verifier for a key of a model or of an issuer, which many devices share.
   *
   * @throws {@link CeremonyError} with `algorithm_unsupported` or `public_key_malformed`.
   */
  modelVerifier(scheme: SignatureScheme, key: PublicKey): Awaitable<Verifier> {
    const name = JSON.stringify([schemeName(scheme), toJwk(key)])
    return remember(this.#keys, name, () => this.engine.importKey(scheme, key))
  }

  /**
   * Whether an issuer signed something. Certificates of a model come back with each of its devices, so a
   * signature that was good is remembered by the hash of all that went into it.
   *
   * @throws {@link CeremonyError} with `algorithm_unsupported`.
   */
  async isSigned(
    scheme: SignatureScheme,
    key: PublicKey,
    { data, signature }: { readonly data: Uint8Array; readonly signature: Uint8Array },
  ): Promise<boolean> {
    const issuer = JSON.stringify([schemeName(scheme), toJwk(key)])
    const digest = await this.engine.digest('SHA-256', concatBytes(data, signature))
    const name = `${data.length} ${encodeHex(digest)} ${issuer}`
    if (this.#signatures.get(name) === true) return true
    const verifier = await this.modelVerifier(scheme, key)
    if (!(await verifier.verify(data, signature))) return false
    this.#signatures.set(name, true)
    return true
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

/** What a key is made ready for: its scheme and its hash, if it has one of its own. */
function schemeName(scheme: SignatureScheme): string {
  return 'hash' in scheme ? `${scheme.scheme} ${scheme.hash}` : scheme.scheme
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
