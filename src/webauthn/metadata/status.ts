/**
 * Which reports speak against a model.
 *
 * @see {@link https://fidoalliance.org/specs/mds/fido-metadata-service-v3.1-ps-20250521.html#authenticatorstatus-enum} FIDO MDS 3.1 §3.1.4
 * @module
 */
import { equalBytes } from '../../bytes/equal.ts'
import type { MetadataEntry } from './entry.ts'

/** Statuses after which new credentials are refused and old ones flagged. */
const COMPROMISED: ReadonlySet<string> = new Set([
  'REVOKED',
  'USER_VERIFICATION_BYPASS',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_KEY_REMOTE_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
])

/** Certification levels, lowest first. */
const LEVELS: readonly string[] = [
  'FIDO_CERTIFIED',
  'FIDO_CERTIFIED_L1',
  'FIDO_CERTIFIED_L1plus',
  'FIDO_CERTIFIED_L2',
  'FIDO_CERTIFIED_L2plus',
  'FIDO_CERTIFIED_L3',
  'FIDO_CERTIFIED_L3plus',
]

/** The levels that can be asked for, lowest first; `any` is the one from before there were levels. */
export const CERTIFICATION_LEVELS = ['any', 'L1', 'L1plus', 'L2', 'L2plus', 'L3', 'L3plus'] as const

/** A level of FIDO certification. */
export type CertificationLevel = (typeof CERTIFICATION_LEVELS)[number]

/**
 * The status that speaks against a model, or against the certificates of one statement; `undefined` when
 * none does. A report that has not come into effect is not looked at; neither does a later update undo an earlier
 * compromise, since credentials do not change with the firmware.
 */
export function compromisedStatus(
  entry: MetadataEntry,
  { now, trustPath = [] }: { readonly now: Date; readonly trustPath?: readonly Uint8Array[] },
): string | undefined {
  const report = entry.statusReports.find(
    ({ status, effectiveDate, certificate }) =>
      COMPROMISED.has(status) &&
      inEffect(effectiveDate, now) &&
      (certificate === undefined || trustPath.some((der) => equalBytes(der, certificate))),
  )
  return report?.status
}

/** Whether a model is certified at a level or above. */
export function isCertified(entry: MetadataEntry, level: CertificationLevel, now: Date): boolean {
  const least = level === 'any' ? 0 : LEVELS.indexOf(`FIDO_CERTIFIED_${level}`)
  return entry.statusReports.some(
    ({ status, effectiveDate }) => LEVELS.indexOf(status) >= least && inEffect(effectiveDate, now),
  )
}

/** A date that cannot be read is in effect: better to refuse once too often. */
function inEffect(effectiveDate: string | undefined, now: Date): boolean {
  const time = effectiveDate === undefined ? 0 : Date.parse(effectiveDate)
  return Number.isNaN(time) || time <= now.getTime()
}
