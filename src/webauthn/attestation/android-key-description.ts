/**
 * Android's key description: the certificate extension in which the keystore says what a key may do.
 *
 * @see {@link https://source.android.com/docs/security/features/keystore/attestation#schema} Android, attestation extension schema
 * @module
 */
import { derChildren, derSmallNumber, expectDer, isDerContext } from '../../bytes/der.ts'
import type { DerItem } from '../../bytes/der.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { EXTENSIONS, guard, readExtension } from '../certificate/extensions.ts'
import { CeremonyError } from '../errors.ts'

/** The members of an authorization list that WebAuthn asks about. */
export interface AuthorizationList {
  readonly purpose: readonly number[]
  readonly allApplications: boolean
  readonly origin: number | undefined
}

/** A key description. */
export interface KeyDescription {
  readonly attestationChallenge: Uint8Array
  readonly softwareEnforced: AuthorizationList
  readonly hardwareEnforced: AuthorizationList
}

const PURPOSE = 1
const ALL_APPLICATIONS = 600
const ORIGIN = 702

/**
 * Reads the key description of a certificate.
 *
 * @throws {@link CeremonyError} with `certificate_malformed`, or `attestation_certificate_invalid` when there
 * is none.
 */
export function readKeyDescription(leaf: Certificate): KeyDescription {
  const value = readExtension(leaf, EXTENSIONS.androidKey)
  if (value === undefined) {
    throw new CeremonyError('attestation_certificate_invalid', 'there is no key description')
  }
  return guard(() => {
    // Before the challenge: two versions and two security levels. Behind it: the unique id.
    const [, , , , challenge, , software, hardware] = derChildren(expectDer(value, 'sequence'))
    return {
      attestationChallenge: expectDer(challenge, 'octetString').contents,
      softwareEnforced: readList(software),
      hardwareEnforced: readList(hardware),
    }
  })
}

function readList(list: DerItem | undefined): AuthorizationList {
  const members = derChildren(expectDer(list, 'sequence'))
  const find = (tag: number) => members.find((member) => isDerContext(member, tag))
  const purpose = find(PURPOSE)
  const origin = find(ORIGIN)
  return {
    purpose: purpose === undefined ? [] : derChildren(inner(purpose, 'set')).map(derSmallNumber),
    allApplications: find(ALL_APPLICATIONS) !== undefined,
    origin: origin === undefined ? undefined : derSmallNumber(derChildren(origin)[0]),
  }
}

function inner(explicit: DerItem, type: 'set'): DerItem {
  return expectDer(derChildren(explicit)[0], type)
}
