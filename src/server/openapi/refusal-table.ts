/**
 * What the work of a route itself can refuse, beyond what it refuses for being such a route. A route without
 * a row does not compile, and the tests hold every refusal they get against it.
 *
 * @module
 */
import type { ProblemCode } from '../../protocol/problem.ts'
import type { RouteName } from '../../protocol/route-table.ts'

const CHALLENGE = ['challenge_invalid', 'challenge_expired', 'challenge_used'] as const
const NONE: readonly ProblemCode[] = []

/** Every row, in the order of the routes. */
export const OWN_REFUSALS: Readonly<Record<RouteName, readonly ProblemCode[]>> = {
  authenticationOptions: NONE,
  finishAuthentication: [
    'malformed_credential',
    ...CHALLENGE,
    'authentication_failed',
    'credential_unknown',
  ],
  registrationOptions: [
    'session_required',
    'reauthentication_required',
    'challenge_invalid',
    'registration_failed',
    'username_taken',
    'passkey_limit',
  ],
  finishRegistration: [
    'session_required',
    'reauthentication_required',
    'malformed_credential',
    ...CHALLENGE,
    'registration_failed',
    'credential_exists',
    'username_taken',
    'passkey_limit',
  ],
  federatedOptions: NONE,
  finishFederated: ['not_found', 'authentication_failed', ...CHALLENGE, 'account_not_linked'],
  listIdentities: NONE,
  linkIdentity: ['not_found', 'authentication_failed', ...CHALLENGE, 'credential_exists'],
  unlinkIdentity: ['not_found', 'last_sign_in_method'],
  readSession: NONE,
  endSession: NONE,
  listSessions: NONE,
  endOtherSessions: NONE,
  endSessionById: ['not_found'],
  reauthenticationOptions: NONE,
  finishReauthentication: ['malformed_credential', ...CHALLENGE, 'authentication_failed'],
  makeAccessToken: ['not_found'],
  readAccount: NONE,
  updateAccount: ['username_taken', 'last_sign_in_method'],
  deleteAccount: NONE,
  readSignals: NONE,
  listPasskeys: NONE,
  renamePasskey: ['not_found'],
  deletePasskey: ['not_found', 'last_sign_in_method'],
  registerWithPassword: [
    'session_required',
    'challenge_invalid',
    'registration_failed',
    'username_taken',
  ],
  authenticateWithPassword: ['authentication_failed'],
  setPassword: ['not_found'],
  removePassword: ['not_found', 'last_sign_in_method'],
  readEmail: NONE,
  changeEmail: ['not_found'],
  removeEmail: ['not_found', 'rate_limited'],
  confirmEmail: ['authentication_failed'],
  undoEmail: ['authentication_failed'],
  proveEmail: ['session_required', 'not_found'],
  makeRecoveryCodes: NONE,
  countRecoveryCodes: NONE,
  recoveryOptions: ['not_found'],
  finishRecovery: ['authentication_failed'],
  openApi: NONE,
  readKeys: ['not_found'],
  relatedOrigins: ['not_found'],
  passkeyEndpoints: ['not_found'],
  assetLinks: ['not_found'],
  appleAssociation: ['not_found'],
  changePassword: ['not_found'],
  health: NONE,
  readiness: NONE,
  metrics: ['not_found'],
}
