/**
 * The attestation formats there are.
 *
 * @module
 */
import { CeremonyError } from '../errors.ts'
import type { AttestationFormat } from './format.ts'
import { NONE } from './none.ts'
import { PACKED } from './packed.ts'

const FORMATS: ReadonlyMap<string, AttestationFormat> = new Map(
  [NONE, PACKED].map((format) => [format.id, format]),
)

/**
 * The format of an identifier.
 *
 * @throws {@link CeremonyError} with `attestation_format_unsupported`.
 */
export function formatOf(fmt: string): AttestationFormat {
  const format = FORMATS.get(fmt)
  if (format !== undefined) return format
  throw new CeremonyError('attestation_format_unsupported', `format ${JSON.stringify(fmt)}`)
}
