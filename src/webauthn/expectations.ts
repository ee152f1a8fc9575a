/**
 * What both ceremonies expect alike, and the checks for it.
 *
 * A wrong expectation is the relying party's own mistake, so it ends in a `TypeError` and not in a
 * refusal that would be blamed on the visitor.
 *
 * @module
 */
import type { UserVerificationRequirement } from '../protocol/webauthn-json.ts'
import type { AuthenticatorFlags } from './authenticator-data.ts'
import type { ClientDataExpectations } from './client-data.ts'
import { CeremonyError } from './errors.ts'

/** What the relying party asked for, in both ceremonies. */
export interface CeremonyExpectations extends ClientDataExpectations {
  /** The RP ID of the options, such as `example.com`. */
  readonly rpId: string
  /** What the options said; only `required` demands the flag. Default `required`. */
  readonly userVerification?: UserVerificationRequirement | undefined
}

const REQUIREMENTS = ['required', 'preferred', 'discouraged']

/** @throws TypeError that names the member that is wrong. */
export function checkExpectations(expected: CeremonyExpectations): void {
  if (typeof expected !== 'object' || expected === null) throw new TypeError('expected is missing')
  if (!isText(expected.challenge)) throw new TypeError('expected.challenge must be base64url text')
  if (!isText(expected.rpId)) throw new TypeError('expected.rpId must be a domain')
  if (!isTexts(expected.origins) || expected.origins.length === 0) {
    throw new TypeError('expected.origins must list at least one origin')
  }
  if (expected.topOrigins !== undefined && !isTexts(expected.topOrigins)) {
    throw new TypeError('expected.topOrigins must be a list of origins')
  }
  checkWord('expected.userVerification', expected.userVerification, REQUIREMENTS)
}

/**
 * A word of the caller's: a misspelt one would otherwise ask for less than was meant.
 *
 * @throws TypeError that names the member and what it may be.
 */
export function checkWord(name: string, word: unknown, words: readonly string[]): void {
  if (word === undefined || words.includes(word as string)) return
  throw new TypeError(`${name} must be one of ${words.join(', ')}`)
}

/** A list of texts, none of them empty. A single text is no list, though it has an `includes` as well. */
export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText)
}

/**
 * The hash that authenticator data begins with.
 *
 * @throws {@link CeremonyError} with `rp_id_mismatch`.
 */
export function checkRpIdHash(authData: Uint8Array, expected: Uint8Array): void {
  let difference = 0
  for (let index = 0; index < expected.length; index++) {
    difference |= authData[index]! ^ expected[index]!
  }
  if (difference !== 0) throw new CeremonyError('rp_id_mismatch', 'another RP ID')
}

/**
 * The flags both ceremonies look at in the same way.
 *
 * @throws {@link CeremonyError} with `user_not_verified` or `backup_state_without_eligibility`.
 */
export function checkFlags(
  flags: AuthenticatorFlags,
  userVerification: UserVerificationRequirement | undefined,
): void {
  if ((userVerification ?? 'required') === 'required' && !flags.userVerified) {
    throw new CeremonyError('user_not_verified', 'user verification was required')
  }
  if (flags.backupState && !flags.backupEligible) {
    throw new CeremonyError('backup_state_without_eligibility', 'backed up, yet not eligible')
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0
}
