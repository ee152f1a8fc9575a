/**
 * The one place where sessions are made, whatever proved the person: a passkey, a password, a federated
 * account or a recovery. Each method brings its proof; none makes a session of its own.
 *
 * @module
 */
import { random } from './services.ts'
import type { Caller, Services } from './services.ts'
import { newSession, SESSION_RANDOM_BYTES } from './sessions.ts'
import type { AccountRecord, NewSession, SessionMethod } from './store/store.ts'

/** What was proved, by what. */
export interface Proof {
  readonly account: Pick<AccountRecord, 'id' | 'sessionEpoch'>
  readonly method: SessionMethod
  /** Row id of the passkey, if it was one. */
  readonly credentialId?: string | undefined
  /** What was proved before, when somebody who is signed in proves it once more. */
  readonly formerMethods?: readonly SessionMethod[] | undefined
  /** Whether the proof counts as fresh (R88): a user-verified ceremony, or what stands in for one. */
  readonly verified: boolean
}

/** A session to be stored, and the token to be sent once it is. */
export interface IssuedSession {
  readonly session: NewSession
  readonly token: string
}

/** Makes the session of a proof. It begins to exist when an act stores it. */
export function issueSession(
  { settings, now }: Services,
  { device }: Caller,
  { account, method, credentialId, formerMethods, verified }: Proof,
): IssuedSession {
  return newSession({
    accountId: account.id,
    epoch: account.sessionEpoch,
    credentialId,
    method,
    formerMethods,
    verified,
    device,
    now: now(),
    absolute: settings.sessions.absolute,
    random: random(SESSION_RANDOM_BYTES),
  })
}
