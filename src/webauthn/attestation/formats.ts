/**
 * The attestation formats there are.
 *
 * @module
 */
import { CeremonyError } from '../errors.ts'
import { ANDROID_KEY } from './android-key.ts'
import { ANDROID_SAFETYNET } from './android-safetynet.ts'
import { APPLE } from './apple.ts'
import { compound } from './compound.ts'
import { FIDO_U2F } from './fido-u2f.ts'
import type { AttestationFormat } from './format.ts'
import { NONE } from './none.ts'
import { PACKED } from './packed.ts'
import { TPM } from './tpm.ts'

const FORMATS: ReadonlyMap<string, AttestationFormat> = new Map(
  [
    NONE,
    PACKED,
    TPM,
    ANDROID_KEY,
    ANDROID_SAFETYNET,
    APPLE,
    FIDO_U2F,
    compound((fmt) => formatOf(fmt)),
  ].map((format) => [format.id, format]),
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
