/**
 * The format `fido-u2f`: security keys from before FIDO2, by way of the client.
 *
 * The AAGUID is not looked at unless the relying party says so: the procedure does not, and real keys name one.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-fido-u2f-attestation} WebAuthn L3 §8.6
 * @module
 */
import { parseCertificate } from '../certificate/certificate.ts'
import { CeremonyError } from '../errors.ts'
import { checkAttestationSignature } from './attestation-signature.ts'
import { malformedStatement, statementBytes, statementChain, statementMap } from './format.ts'
import type { AttestationFormat, AttestationInput } from './format.ts'

const ES256 = -7
const RP_ID_HASH_LENGTH = 32

/** `fido-u2f`. */
export const FIDO_U2F: AttestationFormat = {
  id: 'fido-u2f',
  verify: async (input) => {
    const map = statementMap(input.attStmt)
    const sig = statementBytes(map, 'sig')
    const trustPath = statementChain(map)
    if (trustPath.length !== 1) throw malformedStatement('x5c has more than one certificate')
    checkAaguid(input)
    const leaf = parseCertificate(trustPath[0]!)
    const { publicKey } = leaf
    if (publicKey.kty !== 'EC' || publicKey.curve !== 'P-256') {
      throw new CeremonyError('attestation_certificate_invalid', 'its key is not one on P-256')
    }
    const data = u2fSignedBytes(input)
    await checkAttestationSignature(input, { alg: ES256, key: publicKey, data, sig })
    return { type: 'basic', trustPath, leaf }
  },
}

function checkAaguid({ policy, attestedCredential }: AttestationInput): void {
  if (!policy.requireZeroU2fAaguid) return
  if (attestedCredential.aaguid.every((byte) => byte === 0)) return
  throw new CeremonyError('attestation_aaguid_mismatch', 'U2F keys have no AAGUID')
}

/** What a U2F authenticator signs at registration: the raw point instead of the COSE key. */
function u2fSignedBytes(input: AttestationInput): Uint8Array {
  const { algorithm, key } = input.credentialKey
  if (algorithm.id !== ES256 || key.kty !== 'EC') {
    throw new CeremonyError('attestation_algorithm_mismatch', 'U2F knows ES256 only')
  }
  return Uint8Array.of(
    0,
    ...input.authData.subarray(0, RP_ID_HASH_LENGTH),
    ...input.clientDataHash,
    ...input.attestedCredential.credentialId,
    4,
    ...key.x,
    ...key.y,
  )
}
