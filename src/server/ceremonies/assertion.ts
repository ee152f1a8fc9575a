/**
 * Verifying an assertion against a stored credential, for every ceremony that takes one.
 *
 * @module
 */
import type { ProblemCode } from '../../protocol/problem.ts'
import type { AuthenticationResponseJSON } from '../../protocol/webauthn-json.ts'
import { CeremonyError } from '../../webauthn/errors.ts'
import { verifyAuthentication } from '../../webauthn/authentication.ts'
import type { VerifiedAuthentication } from '../../webauthn/authentication.ts'
import type { EventName } from '../audit.ts'
import { refusedEvent } from '../audit.ts'
import type { OpenedChallenge } from '../challenge.ts'
import { Refusal } from '../refusal.ts'
import type { Caller, Services } from '../services.ts'
import type { AccountRecord, CredentialRecord } from '../store/store.ts'
import { fromCeremonyError, toUsedChallenge } from './answer.ts'
import type { SignedChallenge } from './answer.ts'

/** An answer and the challenge it signed. */
export interface Answer {
  readonly signed: SignedChallenge
  readonly response: AuthenticationResponseJSON
}

/**
 * Verifies an answer with the credential it names. What policy says comes after the signature, because
 * then the challenge is used up (R30): user verification and the counter are only reported.
 *
 * @throws {@link Refusal} with `malformed_credential` or `authentication_failed`.
 */
export async function verifyAnswer(
  { settings }: Services,
  answer: Answer,
  owner: {
    readonly credential: CredentialRecord
    readonly account: AccountRecord
    /** Whether the authenticator may leave out whose passkey it is: they were named beforehand (R60). */
    readonly isNamed: boolean
  },
): Promise<VerifiedAuthentication> {
  const { signed, response } = answer
  const { credential, account, isNamed } = owner
  const userHandle = handleOf(credential, account)
  try {
    // Whose it is then says the credential id alone, which no two accounts have; a handle there has to be.
    if (userHandle === undefined && !isNamed && !response.response.userHandle) {
      throw new CeremonyError(
        'user_handle_missing',
        'a discoverable credential gives a user handle',
      )
    }
    return await verifyAuthentication({
      response,
      credential: {
        id: credential.credentialId,
        publicKey: credential.publicKey,
        signCount: credential.signCount,
        backupEligible: credential.backupEligible,
        userHandle,
      },
      expected: {
        challenge: signed.text,
        origins: settings.origins,
        rpId: settings.rpId,
        ...(isNamed && userHandle !== undefined && { userHandle }),
        userVerification: 'preferred',
        signCount: 'report',
      },
    })
  } catch (error) {
    const subject = { accountId: account.id, credentialId: credential.id }
    throw fromCeremonyError(error, 'authentication_failed', subject)
  }
}

/** The user handle that the authenticator has to give; `undefined` for an imported passkey's first sign-in. */
function handleOf(credential: CredentialRecord, account: AccountRecord): string | undefined {
  const { importedHandle = account.userHandle } = credential
  return importedHandle ?? undefined
}

/** R30: the signature was good, policy was not; the challenge is used up all the same. */
export async function refuseVerified(
  services: Services,
  caller: Caller,
  opened: OpenedChallenge,
  refused: {
    readonly event: EventName
    readonly reason: string
    readonly code: ProblemCode
    readonly accountId: string
    readonly credentialId: string
  },
): Promise<never> {
  const { event, reason, code, ...subject } = refused
  const at = services.now()
  const audit = refusedEvent({ at, requestId: caller.requestId, event, ...subject }, reason)
  const burnt = await services.store.burnChallenge(toUsedChallenge(opened), audit)
  if (burnt !== 'burnt') throw new Refusal(burnt, burnt, subject)
  throw new Refusal(code, reason, subject)
}
