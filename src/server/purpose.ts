/**
 * Purposes: what a proof is for, as an action and its parameters, told apart by a digest.
 *
 * @module
 */
import { hash } from 'node:crypto'
import { lengthPrefixed } from './fields.ts'

/** What somebody is to prove that they want: an action, such as `transfer`, and what exactly. */
export interface Purpose {
  readonly action: string
  /** Such as `{ to: 'CH93…', amount: 250 }`. The order of the members does not matter. */
  readonly parameters?: Readonly<Record<string, string | number | boolean>> | undefined
}

/** The digest of a purpose: the same for the same action and parameters, and for no others. */
export function purposeDigest({ action, parameters = {} }: Purpose): Uint8Array {
  const members = Object.entries(parameters)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, value]) => [name, typeof value, String(value)])
  return hash('sha256', lengthPrefixed('purpose', action, ...members), 'buffer')
}
