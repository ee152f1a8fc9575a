/**
 * The format `tpm`: a Trusted Platform Module certifies that it holds the key.
 *
 * Manufacturers are not compared with a list: the list grows, and the chain says more than a name.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-tpm-attestation} WebAuthn L3 §8.3
 * @module
 */
import { equalBytes } from '../../bytes/equal.ts'
import { parseCertificate } from '../certificate/certificate.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { certificateAaguid } from '../certificate/extensions.ts'
import { CeremonyError } from '../errors.ts'
import type { HashName } from '../keys/algorithm-table.ts'
import { samePublicKey } from '../keys/public-key.ts'
import { attestationAlgorithm, checkAttestationSignature } from './attestation-signature.ts'
import {
  malformedStatement,
  signedBytes,
  statementAlgorithm,
  statementBytes,
  statementChain,
  statementMap,
} from './format.ts'
import type { AttestationFormat, AttestationInput } from './format.ts'
import { checkAikCertificate } from './tpm-certificate.ts'
import { readCertInfo, readPublicArea, TPM_HASHES } from './tpm-structures.ts'

const TPM_GENERATED_VALUE = 0xff544347
const TPM_ST_ATTEST_CERTIFY = 0x8017

/** `tpm`. */
export const TPM: AttestationFormat = {
  id: 'tpm',
  verify: async (input) => {
    const map = statementMap(input.attStmt)
    if (map.get('ver') !== '2.0') throw malformedStatement('ver is not 2.0')
    const alg = statementAlgorithm(map)
    const sig = statementBytes(map, 'sig')
    const certInfo = statementBytes(map, 'certInfo')
    const pubArea = statementBytes(map, 'pubArea')
    const trustPath = statementChain(map)
    const leaf = parseCertificate(trustPath[0]!)
    checkPublicArea(pubArea, input)
    checkAikCertificate(leaf)
    checkAaguid(leaf, input)
    await checkAttestationSignature(input, { alg, key: leaf.publicKey, data: certInfo, sig })
    await checkCertInfo(certInfo, { pubArea, hash: hashOf(alg, input) }, input)
    return { type: 'attca', trustPath, leaf }
  },
}

function checkPublicArea(pubArea: Uint8Array, { credentialKey }: AttestationInput): void {
  if (samePublicKey(readPublicArea(pubArea).publicKey, credentialKey.key)) return
  throw new CeremonyError('attestation_key_mismatch', 'pubArea is of another key')
}

function checkAaguid(leaf: Certificate, { attestedCredential }: AttestationInput): void {
  const aaguid = certificateAaguid(leaf)
  if (aaguid === undefined || equalBytes(aaguid, attestedCredential.aaguid)) return
  throw new CeremonyError('attestation_aaguid_mismatch', 'the certificate is for another model')
}

async function checkCertInfo(
  bytes: Uint8Array,
  { pubArea, hash }: { readonly pubArea: Uint8Array; readonly hash: HashName },
  input: AttestationInput,
): Promise<void> {
  const certInfo = readCertInfo(bytes)
  if (certInfo.magic !== TPM_GENERATED_VALUE) throw malformedStatement('certInfo has another magic')
  if (certInfo.type !== TPM_ST_ATTEST_CERTIFY)
    throw malformedStatement('certInfo certifies nothing')
  const { engine } = input.runtime
  if (!equalBytes(certInfo.extraData, await engine.digest(hash, signedBytes(input)))) {
    throw new CeremonyError('attestation_challenge_mismatch', 'extraData is of another ceremony')
  }
  // L3 §8.3 "attested contains … whose name field contains a valid Name for pubArea".
  const { nameAlg } = readPublicArea(pubArea)
  const nameHash = TPM_HASHES.get(nameAlg)
  if (nameHash === undefined) throw malformedStatement(`nameAlg ${nameAlg} is not known`)
  const digest = await engine.digest(nameHash, pubArea)
  if (!equalBytes(certInfo.name, Uint8Array.of(nameAlg >> 8, nameAlg, ...digest))) {
    throw new CeremonyError('attestation_key_mismatch', 'certInfo names another object')
  }
}

function hashOf(alg: number, { policy }: AttestationInput): HashName {
  const algorithm = attestationAlgorithm(alg, policy)
  if ('hash' in algorithm) return algorithm.hash
  throw new CeremonyError('attestation_algorithm_mismatch', `algorithm ${alg} has no hash`)
}
