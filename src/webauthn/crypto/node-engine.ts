/**
 * Signature checks with `node:crypto`: synchronous, and with no cost but the check itself.
 *
 * The module is asked for at run time and never imported, so that bundles for other runtimes hold no
 * trace of it.
 *
 * @module
 */
import { decodeBase64url } from '../../bytes/base64url.ts'
import { CeremonyError } from '../errors.ts'
import type { HashName, SignatureScheme } from '../keys/algorithm-table.ts'
import type { PublicKey } from '../keys/public-key.ts'
import { isStrictEcdsaSignature } from './ecdsa-signature.ts'
import type { CryptoEngine, Verifier } from './engine.ts'
import { toJwk } from './jwk.ts'
import { sharedWorkspace } from './workspace.ts'

/** A key of the library; nothing is asked of it but to be handed back. */
interface NodeKey {
  readonly type: 'public' | 'private' | 'secret'
}

interface PaddedKey {
  readonly key: NodeKey
  readonly padding: number
  readonly saltLength: number
}

/** What is used of the module, written down here because importing its types would name it. */
interface NodeCrypto {
  readonly constants: Readonly<Record<'RSA_PKCS1_PSS_PADDING' | 'RSA_PSS_SALTLEN_DIGEST', number>>
  hash(algorithm: string, data: Uint8Array, encoding: 'latin1'): string
  createPublicKey(options: { readonly key: object; readonly format: 'jwk' }): NodeKey
  verify(
    algorithm: string | null,
    data: Uint8Array,
    key: NodeKey | PaddedKey,
    signature: Uint8Array,
  ): boolean
}

const HASHES: Readonly<Record<HashName, string>> = {
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
}

/** The engine on `node:crypto`; `undefined` where the runtime has no such module. */
export function nodeEngine(): CryptoEngine | undefined {
  const crypto = loadNodeCrypto()
  if (crypto === undefined) return undefined
  const mlDsa = hasMlDsa(crypto)
  return {
    name: 'node',
    decodeBase64url: bufferDecoder() ?? decodeBase64url,
    workspace: sharedWorkspace((data) => crypto.hash('sha256', data, 'latin1')),
    digest: (hash, data) => fromLatin1(crypto.hash(HASHES[hash], data, 'latin1')),
    supports: ({ scheme }) => scheme !== 'ML-DSA' || mlDsa,
    importKey: (algorithm, key) => {
      if (algorithm.scheme === 'ML-DSA' && !mlDsa) throw unsupported(algorithm)
      return verifierFor(crypto, algorithm, importKey(crypto, key))
    },
  }
}

interface RuntimeProcess {
  readonly getBuiltinModule?: (name: string) => unknown
}

interface NodeBuffer {
  from(
    text: string,
    encoding: 'base64url',
  ): Uint8Array & { toString(encoding: 'base64url'): string }
}

function loadBuiltin(name: string): unknown {
  const { process } = globalThis as { readonly process?: RuntimeProcess }
  return process?.getBuiltinModule?.(name)
}

function loadNodeCrypto(): NodeCrypto | undefined {
  const crypto = loadBuiltin('node:crypto') as NodeCrypto | undefined
  // Other runtimes have a module of that name that lacks parts of it.
  return typeof crypto?.hash === 'function' ? crypto : undefined
}

/**
 * The platform's decoder, which is several times as fast as ours for long texts, and lenient: whatever it writes back
 * differently was not what a strict one accepts, and that one then says what is wrong.
 */
function bufferDecoder(): CryptoEngine['decodeBase64url'] | undefined {
  const module = loadBuiltin('node:buffer') as { readonly Buffer?: NodeBuffer } | undefined
  const buffer = module?.Buffer
  if (buffer === undefined) return undefined
  return (text) => {
    const bytes = buffer.from(text, 'base64url')
    return bytes.toString('base64url') === text ? bytes : decodeBase64url(text)
  }
}

/** A digest as text costs half of one as a buffer. */
function fromLatin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index)
  return bytes
}

/** Any bytes of the right number are a key of ML-DSA, so one import tells whether there is support. */
function hasMlDsa(crypto: NodeCrypto): boolean {
  const pub = new Uint8Array(1312)
  try {
    importKey(crypto, { kty: 'AKP', variant: 'ML-DSA-44', pub })
    return true
  } catch {
    return false
  }
}

function importKey(crypto: NodeCrypto, key: PublicKey): NodeKey {
  try {
    return crypto.createPublicKey({ key: toJwk(key), format: 'jwk' })
  } catch (cause) {
    throw new CeremonyError('public_key_malformed', 'the crypto library refuses the key', { cause })
  }
}

function verifierFor(crypto: NodeCrypto, algorithm: SignatureScheme, key: NodeKey): Verifier {
  switch (algorithm.scheme) {
    case 'ECDSA': {
      const hash = HASHES[algorithm.hash]
      const { curve } = algorithm
      return {
        // The key and the DER as they are: an options object costs a quarter of the speed.
        verify: (data, signature) =>
          isStrictEcdsaSignature(curve, signature) && crypto.verify(hash, data, key, signature),
      }
    }
    case 'RSASSA-PKCS1-v1_5': {
      const hash = HASHES[algorithm.hash]
      return { verify: (data, signature) => crypto.verify(hash, data, key, signature) }
    }
    case 'RSA-PSS': {
      const hash = HASHES[algorithm.hash]
      const padded = {
        key,
        padding: crypto.constants.RSA_PKCS1_PSS_PADDING,
        saltLength: crypto.constants.RSA_PSS_SALTLEN_DIGEST,
      }
      return { verify: (data, signature) => crypto.verify(hash, data, padded, signature) }
    }
    default:
      return { verify: (data, signature) => crypto.verify(null, data, key, signature) }
  }
}

function unsupported({ scheme }: SignatureScheme): CeremonyError {
  return new CeremonyError('algorithm_unsupported', `this runtime lacks ${scheme} of this kind`)
}
