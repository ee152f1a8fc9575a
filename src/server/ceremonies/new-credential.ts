/**
 * What all registrations share: whose challenge it is, verifying the credential, and what is kept of it.
 *
 * @module
 */
import { encodeBase64url } from '../../bytes/base64url.ts'
import type { RegistrationResponseJSON } from '../../protocol/webauthn-json.ts'
import type { VerifiedRegistration } from '../../webauthn/registration.ts'
import { accountBinding, openChallenge } from '../challenge.ts'
import type { OpenedChallenge } from '../challenge.ts'
import { Refusal } from '../refusal.ts'
import { random } from '../services.ts'
import type { Services } from '../services.ts'
import { sessionContext } from '../sessions.ts'
import type { CredentialRecord, LiveSession } from '../store/store.ts'
import { fromCeremonyError } from './answer.ts'
import type { SignedChallenge } from './answer.ts'

/**
 * Opens the challenge of a registration that a session asked for: it holds in that session, for its account.
 *
 * @throws {@link Refusal} with `challenge_invalid` or `challenge_expired`.
 */
export function openInSession(
  { keys, settings, challengeClock }: Services,
  { session, account }: LiveSession,
  { bytes }: SignedChallenge,
): OpenedChallenge {
  const opened = openChallenge(keys, bytes, {
    rpId: settings.rpId,
    context: sessionContext(session),
    now: challengeClock.now(),
  })
  if (opened.isFor(accountBinding(account.id, account.userHandle))) return opened
  throw new Refusal('challenge_invalid', 'account_mismatch', { accountId: account.id })
}

/** An answer, and what is demanded of it. */
export interface NewCredentialAnswer {
  readonly signed: SignedChallenge
  readonly response: RegistrationResponseJSON
  readonly accountId: string
  readonly userVerification: 'required' | 'preferred' | 'discouraged'
  /** `conditional-create`: nobody need have been there. */
  readonly userPresence?: 'conditional-create'
  /** `trusted`: a chain up to a configured root, or none of it. */
  readonly attestation: 'any' | 'trusted'
}

/**
 * Verifies a new credential.
 *
 * @throws {@link Refusal} with `malformed_credential` or `registration_failed`.
 */
export async function verifyNewCredential(
  { settings }: Services,
  answer: NewCredentialAnswer,
): Promise<VerifiedRegistration> {
  const { rpId, origins } = settings
  const { signed, response, accountId, userVerification, userPresence, attestation } = answer
  // Attestation is half of the verifier: whoever only imports the server need not load it.
  const { verifyRegistration } = await import('../../webauthn/registration.ts')
  try {
    return await verifyRegistration({
      response,
      expected: {
        challenge: signed.text,
        origins,
        rpId,
        userVerification,
        userPresence,
        ...(attestation === 'trusted' && { attestation: { require: 'trusted' } }),
      },
    })
  } catch (error) {
    throw fromCeremonyError(error, 'registration_failed', { accountId })
  }
}

/** What is kept of a new passkey. */
export function toRecord(
  { credential, attestation }: VerifiedRegistration,
  { accountId, now }: { readonly accountId: string; readonly now: number },
): CredentialRecord {
  const { id: credentialId, transports, ...rest } = credential
  return {
    ...rest,
    id: encodeBase64url(random(16)),
    accountId,
    kind: 'passkey',
    credentialId,
    transports: knownTransports(transports),
    attestationFormat: attestation.format,
    name: undefined,
    createdAt: now,
    lastUsedAt: undefined,
  }
}

const TRANSPORTS: ReadonlySet<string> = new Set([
  'ble',
  'cable',
  'hybrid',
  'internal',
  'nfc',
  'smart-card',
  'usb',
])

/** R53: known words only, at most eight, in the order in which browsers give them. */
export function knownTransports(transports: readonly string[]): readonly string[] {
  return transports
    .filter((word) => TRANSPORTS.has(word))
    .toSorted()
    .slice(0, 8)
}
