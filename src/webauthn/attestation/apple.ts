/**
 * The format `apple`: an anonymous certificate made for this one credential.
 *
 * There is no signature in the statement. The certificate holds the key and a nonce, so what it proves hangs
 * on its issuer alone: without an anchor it proves nothing.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-apple-anonymous-attestation} WebAuthn L3 §8.8
 * @module
 */
import { derChildren, expectDer, isDerContext } from '../../bytes/der.ts'
import { equalBytes } from '../../bytes/equal.ts'
import { parseCertificate } from '../certificate/certificate.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { EXTENSIONS, guard, readExtension } from '../certificate/extensions.ts'
import { CeremonyError } from '../errors.ts'
import { samePublicKey } from '../keys/public-key.ts'
import { signedBytes, statementChain, statementMap } from './format.ts'
import type { AttestationFormat } from './format.ts'

/** `apple`. */
export const APPLE: AttestationFormat = {
  id: 'apple',
  verify: async (input) => {
    const trustPath = statementChain(statementMap(input.attStmt))
    const leaf = parseCertificate(trustPath[0]!)
    const nonce = await input.runtime.engine.digest('SHA-256', signedBytes(input))
    if (!equalBytes(readNonce(leaf), nonce)) {
      throw new CeremonyError('attestation_challenge_mismatch', 'the nonce is of another ceremony')
    }
    if (!samePublicKey(leaf.publicKey, input.credentialKey.key)) {
      throw new CeremonyError('attestation_key_mismatch', 'the certificate is for another key')
    }
    return { type: 'anonca', trustPath, leaf }
  },
}

function readNonce(leaf: Certificate): Uint8Array {
  const value = readExtension(leaf, EXTENSIONS.appleNonce)
  if (value === undefined) {
    throw new CeremonyError('attestation_certificate_invalid', 'the certificate has no nonce')
  }
  return guard(() => {
    const field = derChildren(expectDer(value, 'sequence')).find((item) => isDerContext(item, 1))
    const [nonce] = field === undefined ? [] : derChildren(field)
    return expectDer(nonce, 'octetString').contents
  })
}
