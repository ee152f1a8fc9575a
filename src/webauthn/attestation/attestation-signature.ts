/**
 * The signature of an attestation statement, whoever's key it is made with.
 *
 * @module
 */
import { CeremonyError } from '../errors.ts'
import { algorithmOf, isKeyFor } from '../keys/algorithm-table.ts'
import type { SignatureAlgorithm } from '../keys/algorithm-table.ts'
import type { PublicKey } from '../keys/public-key.ts'
import type { AttestationInput } from './format.ts'

/** A signature and what it has to fit. */
export interface AttestationSignature {
  /** COSE identifier from the statement. */
  readonly alg: number
  readonly key: PublicKey
  readonly data: Uint8Array
  readonly sig: Uint8Array
  /** Keys of a model come back and are remembered; that of the new credential does not. Default `model`. */
  readonly owner?: 'model' | 'credential'
}

/**
 * Checks a signature of a statement.
 *
 * @throws {@link CeremonyError} with `algorithm_unsupported`, `attestation_algorithm_mismatch` when the key
 * is not one of that algorithm, or `attestation_signature_invalid`.
 */
export async function checkAttestationSignature(
  { runtime, policy }: AttestationInput,
  { alg, key, data, sig, owner = 'model' }: AttestationSignature,
): Promise<void> {
  const algorithm = attestationAlgorithm(alg, policy)
  if (!isKeyFor(algorithm, key)) {
    throw new CeremonyError('attestation_algorithm_mismatch', `the key is not for algorithm ${alg}`)
  }
  const verifier = await (owner === 'model'
    ? runtime.modelVerifier(algorithm, key)
    : runtime.engine.importKey(algorithm, key))
  if (await verifier.verify(data, sig)) return
  throw new CeremonyError('attestation_signature_invalid', 'the statement does not verify')
}

/**
 * The algorithm a statement names.
 *
 * @throws {@link CeremonyError} with `algorithm_unsupported`, also for RS1 unless SHA-1 is allowed.
 */
export function attestationAlgorithm(
  alg: number,
  policy: AttestationInput['policy'],
): SignatureAlgorithm {
  const algorithm = algorithmOf(alg)
  if (algorithm === undefined) {
    throw new CeremonyError('algorithm_unsupported', `algorithm ${alg} is not known`)
  }
  if ('hash' in algorithm && algorithm.hash === 'SHA-1' && !policy.allowSha1) {
    throw new CeremonyError('algorithm_unsupported', 'SHA-1 is not allowed')
  }
  return algorithm
}
