/**
 * What both finish calls do with an answer before and after the verifier: find the challenge inside the
 * signed client data, and fold the verifier's many codes into the few that go out.
 *
 * @module
 */
import { decodeBase64url } from '../../bytes/base64url.ts'
import type { ProblemCode } from '../../protocol/problem.ts'
import { CeremonyError, isMalformed } from '../../webauthn/errors.ts'
import { CHALLENGE_BYTES, CHALLENGE_WINDOW } from '../challenge.ts'
import type { OpenedChallenge } from '../challenge.ts'
import { Refusal } from '../refusal.ts'
import type { UsedChallenge } from '../store/store.ts'

/** The challenge an authenticator signed: the only copy that counts (R21). */
export interface SignedChallenge {
  readonly text: string
  readonly bytes: Uint8Array
}

// Drops one leading byte order mark, as the verifier does.
const UTF8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads the challenge out of client data.
 *
 * @throws {@link Refusal} with `malformed_credential` or `challenge_invalid`.
 */
export function readSignedChallenge(clientDataJSON: string): SignedChallenge {
  const text = readChallengeText(clientDataJSON)
  // The only text of that length that one of our challenges has; the rest is not worth decoding.
  if (text.length !== Math.ceil((CHALLENGE_BYTES * 4) / 3)) {
    throw new Refusal('challenge_invalid', 'challenge_malformed')
  }
  try {
    return { text, bytes: decodeBase64url(text) }
  } catch (cause) {
    throw new Refusal('challenge_invalid', 'challenge_malformed', { cause })
  }
}

function readChallengeText(clientDataJSON: string): string {
  let value: unknown
  try {
    value = JSON.parse(UTF8.decode(decodeBase64url(clientDataJSON)))
  } catch (cause) {
    throw new Refusal('malformed_credential', 'client_data_malformed', { cause })
  }
  const challenge = (value as { readonly challenge?: unknown } | null)?.challenge
  if (typeof challenge === 'string') return challenge
  throw new Refusal('malformed_credential', 'client_data_malformed')
}

/** What the store needs in order to mark a challenge as used. */
export function toUsedChallenge({ digest, keyId, issuedAt }: OpenedChallenge): UsedChallenge {
  return { digest, keyId, issuedAt, expiresAt: issuedAt + CHALLENGE_WINDOW }
}

/**
 * The refusal that a verifier's error becomes: broken input is called broken, everything else gets the
 * one code that the ceremony has for it. What is no `CeremonyError` is a bug and stays as it is.
 */
export function fromCeremonyError(
  error: unknown,
  refused: Extract<ProblemCode, 'authentication_failed' | 'registration_failed'>,
  subject: { readonly accountId?: string; readonly credentialId?: string } = {},
): unknown {
  if (!(error instanceof CeremonyError)) return error
  if (isMalformed(error.code)) {
    return new Refusal('malformed_credential', error.code, { ...subject, cause: error })
  }
  // Whoever registers is the owner and may know why; a stranger at sign-in may not (E14, E16).
  const publicReason = refused === 'registration_failed' ? { publicReason: error.code } : {}
  return new Refusal(refused, error.code, { ...subject, ...publicReason, cause: error })
}
