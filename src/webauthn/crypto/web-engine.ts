/**
 * Signature checks with WebCrypto, for every runtime without `node:crypto`.
 *
 * @see {@link https://www.w3.org/TR/webcrypto-2/} Web Cryptography Level 2
 * @module
 */
import { decodeBase64url } from '../../bytes/base64url.ts'
import { CeremonyError } from '../errors.ts'
import type { HashName, SignatureScheme } from '../keys/algorithm-table.ts'
import type { PublicKey } from '../keys/public-key.ts'
import { toRawEcdsaSignature } from './ecdsa-signature.ts'
import type { CryptoEngine, Verifier } from './engine.ts'
import { toJwk } from './jwk.ts'
import { freshWorkspace } from './workspace.ts'

/** Names in the form `importKey` and `verify` take them. */
type Parameters = Readonly<Record<string, string | number>>

const HASH_LENGTH: Readonly<Record<HashName, number>> = {
  'SHA-1': 20,
  'SHA-256': 32,
  'SHA-384': 48,
  'SHA-512': 64,
}

/** The engine on WebCrypto. */
export function webEngine(subtle: SubtleCrypto): CryptoEngine {
  const digest = async (hash: HashName, data: Uint8Array) =>
    new Uint8Array(await subtle.digest(hash, plain(data)))
  return {
    name: 'webcrypto',
    decodeBase64url,
    workspace: freshWorkspace((data) => digest('SHA-256', data)),
    digest,
    supports: (algorithm) => parametersOf(algorithm) !== undefined,
    importKey: (algorithm, key) => importKey(subtle, algorithm, key),
  }
}

/** What every engine of this kind has to know; Ed448 and ML-DSA are left to `node:crypto`. */
function parametersOf(algorithm: SignatureScheme): Parameters | undefined {
  switch (algorithm.scheme) {
    case 'ECDSA':
      if (algorithm.curve === 'secp256k1') return undefined
      return { name: 'ECDSA', namedCurve: algorithm.curve, hash: algorithm.hash }
    case 'EdDSA':
      return algorithm.curve === 'Ed25519' ? { name: 'Ed25519' } : undefined
    case 'RSASSA-PKCS1-v1_5':
      return { name: algorithm.scheme, hash: algorithm.hash }
    case 'RSA-PSS':
      return {
        name: algorithm.scheme,
        hash: algorithm.hash,
        saltLength: HASH_LENGTH[algorithm.hash],
      }
    default:
      return undefined
  }
}

async function importKey(
  subtle: SubtleCrypto,
  algorithm: SignatureScheme,
  publicKey: PublicKey,
): Promise<Verifier> {
  const parameters = parametersOf(algorithm)
  if (parameters === undefined) throw unsupported(algorithm)
  const key = await toCryptoKey(subtle, algorithm, publicKey, parameters)
  return {
    verify: async (data, signature) => {
      const raw =
        algorithm.scheme === 'ECDSA'
          ? toRawEcdsaSignature(algorithm.curve, signature)
          : plain(signature)
      return (
        raw !== undefined && subtle.verify(parameters as { name: string }, key, raw, plain(data))
      )
    },
  }
}

async function toCryptoKey(
  subtle: SubtleCrypto,
  algorithm: SignatureScheme,
  publicKey: PublicKey,
  parameters: Parameters,
): Promise<CryptoKey> {
  try {
    const jwk = { ...toJwk(publicKey) }
    return await subtle.importKey('jwk', jwk, parameters as { name: string }, false, ['verify'])
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'NotSupportedError') throw unsupported(algorithm)
    throw new CeremonyError('public_key_malformed', 'the crypto library refuses the key', { cause })
  }
}

/** WebCrypto takes no view of shared memory; views of ordinary memory pass as they are. */
function plain(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
    ? (bytes as Uint8Array<ArrayBuffer>)
    : Uint8Array.from(bytes)
}

function unsupported({ scheme }: SignatureScheme): CeremonyError {
  return new CeremonyError('algorithm_unsupported', `this runtime lacks ${scheme} of this kind`)
}
