/**
 * Whether an attestation policy is one.
 *
 * A policy is there to refuse, and a misspelt one would refuse nothing: so each member is looked at, and a mistake is
 * an error of the caller's before anything is verified.
 *
 * @module
 */
import { checkWord, isTexts } from '../expectations.ts'
import { CERTIFICATION_LEVELS } from '../metadata/status.ts'
import type { AttestationPolicy } from './trust.ts'

const SWITCHES = ['allowSha1', 'allowSafetyNet', 'requireZeroU2fAaguid', 'deviceBoundOnly'] as const

const MODELS = ['allowAaguids', 'denyAaguids'] as const

const AAGUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/

/** @throws TypeError that names the member that is wrong. */
export function checkAttestationPolicy(policy: AttestationPolicy): void {
  if (!isObject(policy)) throw new TypeError('expected.attestation must be an object')
  checkWord('expected.attestation.require', policy.require, ['any', 'trusted'])
  checkWord('expected.attestation.certification', policy.certification, CERTIFICATION_LEVELS)
  for (const name of SWITCHES) {
    const value: unknown = policy[name]
    if (value === undefined || typeof value === 'boolean') continue
    throw new TypeError(`expected.attestation.${name} must be true or false`)
  }
  for (const name of MODELS) {
    const value: unknown = policy[name]
    if (value === undefined) continue
    if (isTexts(value) && value.every((aaguid) => AAGUID.test(aaguid))) continue
    throw new TypeError(`expected.attestation.${name} must list AAGUIDs as lower-case UUIDs`)
  }
  checkCertificates(policy)
  const { metadata } = policy
  if (metadata === undefined || (isObject(metadata) && metadata.byAaguid instanceof Map)) return
  throw new TypeError('expected.attestation.metadata must be what verifyMetadata gave')
}

function checkCertificates({ trustAnchors, revocationLists }: AttestationPolicy): void {
  if (trustAnchors !== undefined && !isList(trustAnchors, (anchor) => typeof anchor === 'string')) {
    throw new TypeError('expected.attestation.trustAnchors must list PEM texts or DER bytes')
  }
  if (revocationLists !== undefined && !isList(revocationLists, () => false)) {
    throw new TypeError('expected.attestation.revocationLists must list DER bytes')
  }
}

/** A list of bytes, or of what else is let in. */
function isList(value: unknown, isElse: (item: unknown) => boolean): boolean {
  if (!Array.isArray(value)) return false
  return value.every((item: unknown) => item instanceof Uint8Array || isElse(item))
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
