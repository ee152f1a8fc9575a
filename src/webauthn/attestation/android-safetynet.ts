/**
 * The format `android-safetynet`: a service that Google has shut down.
 *
 * Refused unless a relying party allows it, to look at old registrations again. What is checked is the
 * answer itself; that its certificate leads to Google is for the trust decision to say.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-android-safetynet-attestation} WebAuthn L3 §8.5
 * @module
 */
import { parseCertificate } from '../certificate/certificate.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { subjectAltDnsNames } from '../certificate/extensions.ts'
import { NAME_TYPES } from '../certificate/name.ts'
import { CeremonyError } from '../errors.ts'
import { checkAttestationSignature } from './attestation-signature.ts'
import { malformedStatement, signedBytes, statementBytes, statementMap } from './format.ts'
import type { AttestationFormat, AttestationInput } from './format.ts'
import { parseCompactJws } from '../jws.ts'

const SERVICE = 'attest.android.com'

/** Milliseconds. */
const MAX_AGE = 60_000

/** `android-safetynet`. */
export const ANDROID_SAFETYNET: AttestationFormat = {
  id: 'android-safetynet',
  verify: async (input) => {
    if (!input.policy.allowSafetyNet) {
      throw new CeremonyError('attestation_format_not_allowed', 'android-safetynet is retired')
    }
    const map = statementMap(input.attStmt)
    const ver = map.get('ver')
    if (typeof ver !== 'string' || ver === '') throw malformedStatement('ver is not a text')
    const jws = parseCompactJws(new TextDecoder().decode(statementBytes(map, 'response')))
    if (jws === undefined) throw malformedStatement('response is no JWS')
    const leaf = parseCertificate(jws.x5c[0])
    await checkAttestationSignature(input, {
      alg: jws.alg,
      key: leaf.publicKey,
      data: jws.signedBytes,
      sig: jws.signature,
    })
    if (!isService(leaf)) {
      throw new CeremonyError('attestation_certificate_invalid', `it is not for ${SERVICE}`)
    }
    await checkPayload(jws.payload, input)
    return { type: 'basic', trustPath: jws.x5c, leaf, rootInPath: 'allowed' }
  },
}

async function checkPayload(
  payload: Readonly<Record<string, unknown>>,
  input: AttestationInput,
): Promise<void> {
  const nonce = await input.runtime.engine.digest('SHA-256', signedBytes(input))
  if (payload.nonce !== btoa(String.fromCharCode(...nonce))) {
    throw new CeremonyError('attestation_challenge_mismatch', 'the nonce is of another ceremony')
  }
  if (payload.ctsProfileMatch !== true) {
    throw new CeremonyError(
      'attestation_key_not_protected',
      'the device does not match its profile',
    )
  }
  const { timestampMs } = payload
  const age = input.policy.now.getTime() - (typeof timestampMs === 'number' ? timestampMs : NaN)
  // Written so that an age that is not a number is refused as well.
  if (!(age >= 0 && age <= MAX_AGE)) {
    throw new CeremonyError('attestation_challenge_mismatch', 'the answer is not of this minute')
  }
}

function isService(leaf: Certificate): boolean {
  const commonNames = leaf.subjectAttributes.filter(({ type }) => type === NAME_TYPES.commonName)
  return (
    commonNames.some(({ value }) => value === SERVICE) || subjectAltDnsNames(leaf).includes(SERVICE)
  )
}
