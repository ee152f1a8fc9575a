/**
 * FIDO U2F attestation: what security keys from before CTAP2 sign.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-fido-u2f-attestation} WebAuthn L3 §8.6
 * @module
 */
import type { CborValue } from '../../bytes/cbor.ts'
import { concatBytes } from '../../bytes/concat.ts'
import { basicConstraints } from '../certificate-extensions.ts'
import { AuthenticatorError } from '../errors.ts'
import { signWithFault } from '../signature.ts'
import type { AttestationMeans, AttestationSubject, Statement } from './subject.ts'

/**
 * A statement over the RP ID hash and credential id that stand in the authenticator data.
 *
 * @throws {@link AuthenticatorError} with `algorithm_unsupported` for keys that are not ES256.
 */
export async function fidoU2f(
  subject: AttestationSubject,
  means: AttestationMeans,
): Promise<Statement> {
  if (subject.key.algorithm !== -7) {
    throw new AuthenticatorError('algorithm_unsupported', 'U2F knows no algorithm but ES256')
  }
  const { faults } = means
  const key = await means.attestationKey(-7)
  const chain = means.authority().issue(
    {
      subject: { C: 'SE', O: 'Latchkey Test', CN: 'Latchkey Test U2F' },
      publicKey: key.publicKey,
      extensions: [basicConstraints('end-entity')],
    },
    faults,
  )
  const sig = signWithFault(key, verificationData(subject), faults.signature, subject.key)
  return new Map<string, CborValue>([
    // U2F has room for one certificate and no more.
    ['x5c', faults.chain === undefined ? chain.slice(0, 1) : chain],
    ['sig', sig],
  ])
}

function verificationData({
  authenticatorData,
  clientDataHash,
  key,
}: AttestationSubject): Uint8Array {
  const view = new DataView(authenticatorData.buffer, authenticatorData.byteOffset)
  const idLength = authenticatorData.length < 55 ? 0 : view.getUint16(53)
  const [x, y] = [key.coseKey.get(-2) as Uint8Array, key.coseKey.get(-3) as Uint8Array]
  return concatBytes(
    Uint8Array.of(0),
    authenticatorData.subarray(0, 32),
    clientDataHash,
    authenticatorData.subarray(55, 55 + idLength),
    Uint8Array.of(4),
    x,
    y,
  )
}
