/**
 * The format `android-key`: Android's hardware keystore vouches for the key.
 *
 * A chain of a single certificate is legal here, and so is one that includes its root.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-android-key-attestation} WebAuthn L3 §8.4
 * @module
 */
import { equalBytes } from '../../bytes/equal.ts'
import { parseCertificate } from '../certificate/certificate.ts'
import { CeremonyError } from '../errors.ts'
import { samePublicKey } from '../keys/public-key.ts'
import { readKeyDescription } from './android-key-description.ts'
import type { AuthorizationList, KeyDescription } from './android-key-description.ts'
import { checkAttestationSignature } from './attestation-signature.ts'
import {
  signedBytes,
  statementAlgorithm,
  statementBytes,
  statementChain,
  statementMap,
} from './format.ts'
import type { AttestationFormat } from './format.ts'

const KM_ORIGIN_GENERATED = 0
const KM_PURPOSE_SIGN = 2

/** `android-key`. */
export const ANDROID_KEY: AttestationFormat = {
  id: 'android-key',
  verify: async (input) => {
    const map = statementMap(input.attStmt)
    const alg = statementAlgorithm(map)
    const sig = statementBytes(map, 'sig')
    const trustPath = statementChain(map)
    const leaf = parseCertificate(trustPath[0]!)
    const data = signedBytes(input)
    await checkAttestationSignature(input, {
      alg,
      key: leaf.publicKey,
      data,
      sig,
      owner: 'credential',
    })
    if (!samePublicKey(leaf.publicKey, input.credentialKey.key)) {
      throw new CeremonyError('attestation_key_mismatch', 'the certificate is for another key')
    }
    const description = readKeyDescription(leaf)
    if (!equalBytes(description.attestationChallenge, input.clientDataHash)) {
      throw new CeremonyError('attestation_challenge_mismatch', 'made for another ceremony')
    }
    checkAuthorizations(description)
    return { type: 'basic', trustPath, leaf, rootInPath: 'allowed' }
  },
}

/**
 * L3 §8.4 "verify the following using the appropriate authorization list": both lists together, since a key
 * in software is good enough for a relying party that does not ask for more.
 */
function checkAuthorizations({ softwareEnforced, hardwareEnforced }: KeyDescription): void {
  const lists: readonly AuthorizationList[] = [softwareEnforced, hardwareEnforced]
  if (lists.some(({ allApplications }) => allApplications)) {
    throw unprotected('the key may be used by all applications')
  }
  const origins = lists.flatMap(({ origin }) => (origin === undefined ? [] : [origin]))
  if (origins.length === 0 || origins.some((origin) => origin !== KM_ORIGIN_GENERATED)) {
    throw unprotected('the key was not made in the keystore')
  }
  const purposes = lists.flatMap(({ purpose }) => purpose)
  if (purposes.length === 0 || purposes.some((purpose) => purpose !== KM_PURPOSE_SIGN)) {
    throw unprotected('the key is not for signing alone')
  }
}

function unprotected(what: string): CeremonyError {
  return new CeremonyError('attestation_key_not_protected', what)
}
