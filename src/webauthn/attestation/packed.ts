/**
 * The format `packed`, WebAuthn's own: with a certificate, or signed by the new credential itself.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-packed-attestation} WebAuthn L3 §8.2
 * @module
 */
import { equalBytes } from '../../bytes/equal.ts'
import { parseCertificate } from '../certificate/certificate.ts'
import type { Certificate } from '../certificate/certificate.ts'
import {
  basicConstraints,
  certificateAaguid,
  checkFidoExtensions,
} from '../certificate/extensions.ts'
import { NAME_TYPES } from '../certificate/name.ts'
import { CeremonyError } from '../errors.ts'
import { checkAttestationSignature } from './attestation-signature.ts'
import { statementAlgorithm, statementBytes, statementChain, statementMap } from './format.ts'
import type { AttestationFormat, AttestationInput, AttestationOutcome } from './format.ts'
import { signedBytes } from './format.ts'

/** `packed`. */
export const PACKED: AttestationFormat = {
  id: 'packed',
  verify: async (input) => {
    const map = statementMap(input.attStmt)
    const alg = statementAlgorithm(map)
    const sig = statementBytes(map, 'sig')
    if (!map.has('x5c')) return verifySelf(input, alg, sig)
    return verifyCertified(input, alg, sig, statementChain(map))
  },
}

async function verifyCertified(
  input: AttestationInput,
  alg: number,
  sig: Uint8Array,
  trustPath: readonly Uint8Array[],
): Promise<AttestationOutcome> {
  const leaf = parseCertificate(trustPath[0]!)
  await checkAttestationSignature(input, {
    alg,
    key: leaf.publicKey,
    data: signedBytes(input),
    sig,
  })
  checkRequirements(leaf)
  const aaguid = certificateAaguid(leaf)
  if (aaguid !== undefined && !equalBytes(aaguid, input.attestedCredential.aaguid)) {
    throw new CeremonyError('attestation_aaguid_mismatch', 'the certificate is for another model')
  }
  return { type: 'basic', trustPath, leaf }
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
  const data = signedBytes(input)
  await checkAttestationSignature(input, { alg, key, data, sig, owner: 'credential' })
  return { type: 'self', trustPath: [] }
}

/** L3 §8.2.1. Basic Constraints may be missing, as in certificates of the largest vendor. */
function checkRequirements(leaf: Certificate): void {
  if (leaf.version !== 3) throw unfit(`version is ${leaf.version}`)
  const subject = new Map(leaf.subjectAttributes.map(({ type, value }) => [type, value]))
  if (!/^[A-Za-z]{2}$/.test(subject.get(NAME_TYPES.country) ?? '')) throw unfit('no country')
  if ((subject.get(NAME_TYPES.organization) ?? '') === '') throw unfit('no organization')
  if (subject.get(NAME_TYPES.organizationalUnit) !== 'Authenticator Attestation') {
    throw unfit('the organizational unit is not Authenticator Attestation')
  }
  if ((subject.get(NAME_TYPES.commonName) ?? '') === '') throw unfit('no common name')
  if (basicConstraints(leaf).ca) throw unfit('it is a CA')
  checkFidoExtensions(leaf)
}

function unfit(what: string): CeremonyError {
  return new CeremonyError('attestation_certificate_invalid', `attestation certificate: ${what}`)
}
