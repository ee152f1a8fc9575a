/**
 * The format `packed`, WebAuthn's own: with a certificate, or signed by the new credential itself.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-packed-attestation} WebAuthn L3 §8.2
 * @module
 */
import { CeremonyError } from '../errors.ts'
import {
  malformedStatement,
  signedBytes,
  statementAlgorithm,
  statementBytes,
  statementMap,
} from './format.ts'
import type { AttestationFormat, AttestationInput, AttestationOutcome } from './format.ts'

/** `packed`. */
export const PACKED: AttestationFormat = {
  id: 'packed',
  verify: async (input) => {
    const map = statementMap(input.attStmt)
    const alg = statementAlgorithm(map)
    const sig = statementBytes(map, 'sig')
    if (map.has('ecdaaKeyId')) throw malformedStatement('ECDAA left the spec with Level 2')
    if (!map.has('x5c')) return verifySelf(input, alg, sig)
    throw new CeremonyError('attestation_format_unsupported', 'packed with x5c')
  },
}

async function verifySelf(
  input: AttestationInput,
  alg: number,
  sig: Uint8Array,
): Promise<AttestationOutcome> {
  const { algorithm, key } = input.credentialKey
  if (alg !== algorithm.id) {
    throw new CeremonyError('attestation_algorithm_mismatch', `alg is ${alg}, not ${algorithm.id}`)
  }
  const verifier = await input.engine.importKey(algorithm, key)
  if (await verifier.verify(signedBytes(input), sig)) return { type: 'self', trustPath: [] }
  throw new CeremonyError('attestation_signature_invalid', 'self attestation does not verify')
}
