/**
 * TPM attestation: a trusted platform module certifies the public area of the new key.
 *
 * All numbers are big-endian, as the TPM structures are.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-tpm-attestation} WebAuthn L3 §8.3
 * @see {@link https://trustedcomputinggroup.org/resource/tpm-library-specification/} TPM 2.0 part 2, structures
 * @module
 */
import type { CborMap, CborValue } from '../../bytes/cbor.ts'
import { concatBytes } from '../../bytes/concat.ts'
import {
  derContext,
  derObjectIdentifier,
  derSequence,
  derSet,
  derUtf8String,
} from '../../bytes/der-encode.ts'
import { ALGORITHMS } from '../algorithm-table.ts'
import {
  aaguidExtension,
  basicConstraints,
  EXTENSION_IDS,
  extendedKeyUsage,
} from '../certificate-extensions.ts'
import type { CertificateExtension } from '../certificate.ts'
import { changed, type BytesChange, type Change } from '../change.ts'
import { AuthenticatorError } from '../errors.ts'
import { digest } from '../platform.ts'
import { signWithFault } from '../signature.ts'
import { freshKey } from '../signing-key.ts'
import {
  toSign,
  type AttestationMeans,
  type AttestationSubject,
  type Statement,
} from './subject.ts'

/** What can be wrong in a TPM's structures. What is behind the wrong field is made over it. */
export interface TpmFaults {
  /** TPM_GENERATED_VALUE in truth. */
  readonly magic?: Change<number, number>
  /** TPM_ST_ATTEST_CERTIFY in truth. */
  readonly type?: Change<number, number>
  readonly extraData?: BytesChange
  /** Name of the certified object: algorithm and hash of the public area. */
  readonly name?: BytesChange
  /** All of certInfo, before it is signed. */
  readonly certInfo?: BytesChange
  /** Whose public area it is. */
  readonly key?: 'other'
  /** All of pubArea, before it is certified. */
  readonly pubArea?: BytesChange
  /** TCG manufacturer in the certificate: `id:` and eight hex digits. */
  readonly manufacturer?: string
}

const GENERATED_VALUE = 0xff544347
const ST_ATTEST_CERTIFY = 0x8017
const ALG_NULL = 0x0010
// fixedTPM, fixedParent, sensitiveDataOrigin, userWithAuth, sign
const OBJECT_ATTRIBUTES = 0x0004_0072
const TPM_HASHES: Readonly<Record<string, number>> = {
  sha1: 0x0004,
  sha256: 0x000b,
  sha384: 0x000c,
  sha512: 0x000d,
}
const TPM_CURVES: Readonly<Record<string, number>> = {
  prime256v1: 3,
  secp384r1: 4,
  secp521r1: 5,
}
const AIK_PURPOSE = '2.23.133.8.3'

/** A statement with an attestation identity key of the TPM. */
export async function tpm(
  subject: AttestationSubject,
  means: AttestationMeans,
): Promise<Statement> {
  const { faults } = means
  const { tpm: wrong = {} } = faults
  const key = await means.attestationKey(means.algorithm ?? -7)
  const hash = ALGORITHMS.get(key.algorithm)?.hash ?? 'sha256'
  const owner = wrong.key === 'other' ? freshKey(subject.key.algorithm) : subject.key
  const pubArea = changed<Uint8Array, Uint8Array>(
    writePublicArea(owner.coseKey, owner.algorithm, hash),
    wrong.pubArea,
  )
  const certInfo = writeCertInfo(digest(hash, toSign(subject)), nameOf(pubArea, hash), wrong)
  const x5c = means.authority().issue(
    {
      subject: {},
      publicKey: key.publicKey,
      extensions: [
        subjectAltName(wrong.manufacturer ?? 'id:FFFFF1D0'),
        basicConstraints('end-entity'),
        extendedKeyUsage(AIK_PURPOSE),
        aaguidExtension(subject.aaguid),
      ],
    },
    faults,
  )
  return new Map<string, CborValue>([
    ['ver', '2.0'],
    ['alg', key.algorithm],
    ['x5c', x5c],
    ['sig', signWithFault(key, certInfo, faults.signature, subject.key)],
    ['certInfo', certInfo],
    ['pubArea', pubArea],
  ])
}

/** TPMT_PUBLIC. */
function writePublicArea(coseKey: CborMap, algorithm: number, hash: string): Uint8Array {
  const head = concatBytes(uint16(TPM_HASHES[hash]!), uint32(OBJECT_ATTRIBUTES), sized())
  const row = ALGORITHMS.get(algorithm)
  if (row?.kty === 3) {
    const modulus = coseKey.get(-1) as Uint8Array
    return concatBytes(
      uint16(0x0001),
      head,
      uint16(ALG_NULL, ALG_NULL, modulus.length * 8),
      // Zero stands for 65537.
      uint32(0),
      sized(modulus),
    )
  }
  const curve = TPM_CURVES[row?.kind ?? '']
  if (curve !== undefined) {
    const [x, y] = [coseKey.get(-2) as Uint8Array, coseKey.get(-3) as Uint8Array]
    return concatBytes(
      uint16(0x0023),
      head,
      uint16(ALG_NULL, ALG_NULL, curve, ALG_NULL),
      sized(x),
      sized(y),
    )
  }
  throw new AuthenticatorError('algorithm_unsupported', `no TPM has keys for ${algorithm}`)
}

/** TPMS_ATTEST that certifies a name. */
function writeCertInfo(extraData: Uint8Array, name: Uint8Array, wrong: TpmFaults): Uint8Array {
  const certInfo = concatBytes(
    uint32(changed(GENERATED_VALUE, wrong.magic)),
    uint16(changed(ST_ATTEST_CERTIFY, wrong.type)),
    sized(name),
    sized(changed(extraData, wrong.extraData)),
    // The clock and its counters, the safe byte, the firmware version: nobody looks.
    new Uint8Array(8 + 4 + 4),
    Uint8Array.of(1),
    new Uint8Array(8),
    sized(changed(name, wrong.name)),
    sized(name),
  )
  return changed<Uint8Array, Uint8Array>(certInfo, wrong.certInfo)
}

function nameOf(pubArea: Uint8Array, hash: string): Uint8Array {
  return concatBytes(uint16(TPM_HASHES[hash]!), digest(hash, pubArea))
}

/** A directory name with what the TCG wants to read there. */
function subjectAltName(manufacturer: string): CertificateExtension {
  const attributes = [
    ['2.23.133.2.1', manufacturer],
    ['2.23.133.2.2', 'Latchkey Test TPM'],
    ['2.23.133.2.3', 'id:00020000'],
  ] as const
  const name = derSequence(
    ...attributes.map(([id, text]) =>
      derSet(derSequence(derObjectIdentifier(id), derUtf8String(text))),
    ),
  )
  // Critical, because the subject is empty: RFC 5280 §4.2.1.6.
  const value = derSequence(derContext(4, name))
  return { id: EXTENSION_IDS.subjectAltName, critical: true, value }
}

/** TPM2B: two length bytes and the contents. */
function sized(bytes: Uint8Array = new Uint8Array()): Uint8Array {
  return concatBytes(uint16(bytes.length), bytes)
}

function uint16(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [value >> 8, value]))
}

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
}
