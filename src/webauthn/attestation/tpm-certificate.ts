/**
 * What the certificate of a TPM's attestation key has to look like.
 *
 * @see {@link https://www.w3.org/TR/webauthn-3/#sctn-tpm-cert-requirements} WebAuthn L3 §8.3.1
 * @module
 */
import { derChildren, expectDer, isDerContext } from '../../bytes/der.ts'
import type { Certificate } from '../certificate/certificate.ts'
import {
  basicConstraints,
  extendedKeyUsage,
  EXTENSIONS,
  guard,
  readExtension,
} from '../certificate/extensions.ts'
import { readNameAttributes } from '../certificate/name.ts'
import { CeremonyError } from '../errors.ts'

const TCG_KP_AIK_CERTIFICATE = '2.23.133.8.3'

const TCG_AT = {
  manufacturer: '2.23.133.2.1',
  model: '2.23.133.2.2',
  version: '2.23.133.2.3',
} as const

/** Tag of a directory name among the alternative names. */
const DIRECTORY_NAME = 4

/**
 * Checks the form of the certificate; its chain is judged elsewhere.
 *
 * @throws {@link CeremonyError} with `attestation_certificate_invalid` or `certificate_malformed`.
 */
export function checkAikCertificate(leaf: Certificate): void {
  if (leaf.version !== 3) throw unfit(`version is ${leaf.version}`)
  if (leaf.subjectAttributes.length > 0) throw unfit('the subject is not empty')
  if (basicConstraints(leaf).ca) throw unfit('it is a CA')
  if (!extendedKeyUsage(leaf).includes(TCG_KP_AIK_CERTIFICATE)) throw unfit('it is not for an AIK')
  const types = alternativeNameTypes(leaf)
  for (const [name, type] of Object.entries(TCG_AT)) {
    if (!types.has(type)) throw unfit(`the alternative name has no TPM ${name}`)
  }
}

function alternativeNameTypes(leaf: Certificate): ReadonlySet<string> {
  const value = readExtension(leaf, EXTENSIONS.subjectAltName)
  if (value === undefined) throw unfit('there is no alternative name')
  return guard(() => {
    const directories = derChildren(expectDer(value, 'sequence')).filter((name) =>
      isDerContext(name, DIRECTORY_NAME),
    )
    const attributes = directories.flatMap((name) =>
      readNameAttributes(expectDer(derChildren(name)[0], 'sequence')),
    )
    return new Set(attributes.filter(({ value }) => value !== '').map(({ type }) => type))
  })
}

function unfit(what: string): CeremonyError {
  return new CeremonyError('attestation_certificate_invalid', `AIK certificate: ${what}`)
}
