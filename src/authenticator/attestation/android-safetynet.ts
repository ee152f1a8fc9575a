/**
 * SafetyNet attestation: a signed statement of a Google service that has been shut down. Relying
 * parties that still take it can be tested with this.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-android-safetynet-attestation} WebAuthn L3 §8.5
 * @module
 */
import type { CborValue } from '../../bytes/cbor.ts'
import { derContextPrimitive, derSequence } from '../../bytes/der-encode.ts'
import { encodeBase64 } from '../base64.ts'
import { EXTENSION_IDS } from '../certificate-extensions.ts'
import { changedMembers, type Json, type JsonChange } from '../change.ts'
import { writeJws } from '../jws.ts'
import { sha256 } from '../platform.ts'
import {
  toSign,
  type AttestationMeans,
  type AttestationSubject,
  type Statement,
} from './subject.ts'

/** What can be wrong in the signed statement. */
export interface SafetyNetFaults {
  readonly header?: Readonly<Record<string, JsonChange<never>>>
  readonly payload?: SafetyNetPayloadFaults
  /** For which host the certificate is, in truth `attest.android.com`. */
  readonly hostname?: string
}

/** Members of the statement, before it is signed. */
export interface SafetyNetPayloadFaults {
  /** Standard base64. */
  readonly nonce?: JsonChange<string>
  /** Milliseconds since 1970. */
  readonly timestampMs?: JsonChange<number>
  readonly ctsProfileMatch?: JsonChange<boolean>
  readonly [other: string]: JsonChange<never>
}

const UTF8 = new TextEncoder()

/** A statement of the service, signed under RS256. */
export async function androidSafetyNet(
  subject: AttestationSubject,
  means: AttestationMeans,
): Promise<Statement> {
  const { faults } = means
  const { hostname = 'attest.android.com', header, payload } = faults.safetyNet ?? {}
  const key = await means.attestationKey(-257)
  const chain = means.authority().issue(
    {
      subject: { C: 'US', O: 'Latchkey Test', CN: hostname },
      publicKey: key.publicKey,
      extensions: [
        {
          id: EXTENSION_IDS.subjectAltName,
          value: derSequence(derContextPrimitive(2, UTF8.encode(hostname))),
        },
      ],
    },
    faults,
  )
  const jws = writeJws(
    changedMembers<Json>({ alg: 'RS256', x5c: chain.map(encodeBase64) }, header),
    changedMembers<Json>(
      {
        nonce: encodeBase64(sha256(toSign(subject))),
        timestampMs: means.now(),
        apkPackageName: 'com.google.android.gms',
        ctsProfileMatch: true,
        basicIntegrity: true,
      },
      payload,
    ),
    key,
    faults.signature,
  )
  return new Map<string, CborValue>([
    ['ver', '17122037'],
    ['response', UTF8.encode(jws)],
  ])
}
