/**
 * Android key attestation: the keystore issues a certificate for the new key and describes the key in
 * it.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-android-key-attestation} WebAuthn L3 §8.4
 * @see {@link https://source.android.com/docs/security/features/keystore/attestation#schema} Key description
 * @module
 */
import type { CborValue } from '../../bytes/cbor.ts'
import {
  derContext,
  derEnumerated,
  derInteger,
  derNull,
  derOctetString,
  derSequence,
  derSet,
  type DerBytes,
} from '../../bytes/der-encode.ts'
import { EXTENSION_IDS, keyUsage } from '../certificate-extensions.ts'
import type { CertificateExtension } from '../certificate.ts'
import { changed, type BytesChange } from '../change.ts'
import { signWithFault } from '../signature.ts'
import { freshKey } from '../signing-key.ts'
import {
  toSign,
  type AttestationMeans,
  type AttestationSubject,
  type Statement,
} from './subject.ts'

/** What a list in the key description says about the key. */
export interface AuthorizationList {
  /** 2 is KM_PURPOSE_SIGN. Left out: the list says nothing about it. */
  readonly purpose?: readonly number[] | undefined
  /** Whether the key is for all applications. */
  readonly allApplications?: boolean
  /** 0 is KM_ORIGIN_GENERATED. Left out: the list says nothing about it. */
  readonly origin?: number | undefined
}

/** What can be wrong in the certificate that Android's keystore issues. */
export interface AndroidKeyFaults {
  readonly attestationChallenge?: BytesChange
  /** What the operating system vouches for; nothing, in truth. */
  readonly softwareEnforced?: AuthorizationList
  /** What the secure environment vouches for; changes of the truth. */
  readonly teeEnforced?: AuthorizationList
  /** Whose certificate and signature it is. */
  readonly key?: 'other'
}

const TRUSTED_ENVIRONMENT = 1

/** A statement out of Android's keystore. */
export function androidKey(subject: AttestationSubject, means: AttestationMeans): Statement {
  const { faults } = means
  const { androidKey: wrong = {} } = faults
  const key = wrong.key === 'other' ? freshKey(subject.key.algorithm) : subject.key
  const x5c = means.authority().issue(
    {
      subject: { CN: 'Android Keystore Key' },
      publicKey: key.publicKey,
      extensions: [keyUsage('end-entity'), keyDescription(subject.clientDataHash, wrong)],
    },
    faults,
  )
  return new Map<string, CborValue>([
    ['alg', key.algorithm],
    ['sig', signWithFault(key, toSign(subject), faults.signature)],
    ['x5c', x5c],
  ])
}

function keyDescription(challenge: Uint8Array, wrong: AndroidKeyFaults): CertificateExtension {
  const value = derSequence(
    derInteger(200),
    derEnumerated(TRUSTED_ENVIRONMENT),
    derInteger(200),
    derEnumerated(TRUSTED_ENVIRONMENT),
    derOctetString(changed(challenge, wrong.attestationChallenge)),
    derOctetString(new Uint8Array()),
    writeList(wrong.softwareEnforced ?? {}),
    writeList({ purpose: [2], origin: 0, ...wrong.teeEnforced }),
  )
  return { id: EXTENSION_IDS.androidKeyDescription, value }
}

function writeList({ purpose, allApplications, origin }: AuthorizationList): DerBytes {
  return derSequence(
    ...(purpose === undefined
      ? []
      : [derContext(1, derSet(...purpose.map((one) => derInteger(one))))]),
    ...(allApplications === true ? [derContext(600, derNull())] : []),
    ...(origin === undefined ? [] : [derContext(702, derInteger(origin))]),
  )
}
