/**
 * The relying party's own mistakes, found before the response is looked at.
 *
 * An expectation of the wrong type would seldom be noticed: a single id in the place of a list has an `includes` as
 * well, and a misspelt word asks for nothing.
 *
 * @module
 */
import { checkAttestationPolicy } from './attestation/check-policy.ts'
import type { AuthenticationExpectations, StoredCredential } from './authentication.ts'
import { checkExpectations, checkWord, isTexts } from './expectations.ts'
import type { RegistrationExpectations } from './registration.ts'

const USER_PRESENCE = ['required', 'conditional-create']
const SIGN_COUNT = ['refuse', 'report']

/** @throws TypeError that names the member that is wrong. */
export function checkRegistrationRequest(expected: RegistrationExpectations): void {
  checkExpectations(expected)
  const { algorithms, credProtect, now, attestation } = expected
  checkWord('expected.userPresence', expected.userPresence, USER_PRESENCE)
  if (algorithms !== undefined && !isIntegers(algorithms)) {
    throw new TypeError('expected.algorithms must be a list of COSE identifiers')
  }
  if (credProtect !== undefined && ![1, 2, 3].includes(credProtect)) {
    throw new TypeError('expected.credProtect must be 1, 2 or 3')
  }
  if (now !== undefined && !(now instanceof Date && !Number.isNaN(now.getTime()))) {
    throw new TypeError('expected.now must be a valid Date')
  }
  if (attestation !== undefined) checkAttestationPolicy(attestation)
}

/** @throws TypeError that names the member that is wrong. */
export function checkAuthenticationRequest(
  credential: StoredCredential,
  expected: AuthenticationExpectations,
): void {
  checkExpectations(expected)
  if (!isTextOrAbsent(expected.userHandle)) {
    throw new TypeError('expected.userHandle must be base64url text')
  }
  if (expected.allowCredentials !== undefined && !isTexts(expected.allowCredentials)) {
    throw new TypeError('expected.allowCredentials must be a list of ids in base64url')
  }
  if (!isTextOrAbsent(expected.appId)) throw new TypeError('expected.appId must be a text')
  checkWord('expected.signCount', expected.signCount, SIGN_COUNT)
  checkCredential(credential)
}

function checkCredential(credential: StoredCredential): void {
  if (typeof credential !== 'object' || credential === null) {
    throw new TypeError('credential is missing')
  }
  if (typeof credential.id !== 'string' || typeof credential.publicKey !== 'string') {
    throw new TypeError('credential.id and credential.publicKey must be base64url text')
  }
  if (!Number.isSafeInteger(credential.signCount) || credential.signCount < 0) {
    throw new TypeError('credential.signCount must be a count')
  }
  if (!isTextOrAbsent(credential.userHandle)) {
    throw new TypeError('credential.userHandle must be base64url text, or absent')
  }
  const eligible: unknown = credential.backupEligible
  if (eligible === undefined || typeof eligible === 'boolean') return
  throw new TypeError('credential.backupEligible must be true, false or absent')
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && value.length > 0)
}

function isIntegers(value: unknown): boolean {
  return Array.isArray(value) && value.every(Number.isInteger)
}
