/**
 * Attested registrations for the tests of the formats, all issued by one authority.
 *
 * @module
 */
import { createAttestationAuthority } from '../../src/authenticator/attestation-authority.ts'
import { CeremonyError } from '../../src/webauthn/errors.ts'
import { verifyRegistration } from '../../src/webauthn/registration.ts'
import { register } from './ceremony.ts'
import type { WantedRegistration } from './ceremony.ts'

export const AUTHORITY = createAttestationAuthority()
export const TRUSTED = { trustAnchors: [AUTHORITY.certificate], require: 'trusted' } as const
export const OTHER_AAGUID = new Uint8Array(16).fill(3)

type Format = NonNullable<NonNullable<WantedRegistration['settings']>['attestation']>

/** One row of a table of refusals. */
export type Refusal = readonly [what: string, code: string, more: WantedRegistration]

/** A registration with a statement of this format, whose chain has to be trusted. */
export function attested(attestation: Format, more: WantedRegistration = {}): WantedRegistration {
  return {
    ...more,
    settings: { attestation, attestationAuthority: AUTHORITY, ...more.settings },
    expected: { attestation: TRUSTED, ...more.expected },
  }
}

/** The code a registration is refused with; `accepted` when it is not. Other errors pass through. */
export async function refusalOf(wanted: WantedRegistration): Promise<string> {
  const { response, expected } = await register(wanted)
  return verifyRegistration({ response, expected }).then(
    () => 'accepted',
    (error: unknown) => {
      if (error instanceof CeremonyError) return error.code
      throw error
    },
  )
}
