/**
 * What each route is for, and what it answers when all is well. A route without a row does not compile.
 *
 * @module
 */
import { z } from 'zod'
import type { RouteName } from '../../protocol/route-table.ts'
import * as schemas from './answer-schemas.ts'

/** One row. */
export interface AnswerRow {
  readonly tag:
    'passkeys' | 'passwords' | 'federation' | 'session' | 'account' | 'recovery' | 'service'
  readonly summary: string
  readonly status: 200 | 201 | 204 | 302
  readonly description: string
  /** Absent when there is no body. */
  readonly body?: z.ZodType
  /** Whether it gives a ceremony secret, or a session token. */
  readonly gives?: 'ceremony' | 'token'
}

const file = z.looseObject({})

/** Every row. */
export const ANSWERS: Readonly<Record<RouteName, AnswerRow>> = {
  authenticationOptions: {
    tag: 'passkeys',
    summary: 'Begin a sign-in with a passkey',
    status: 200,
    description: 'The options, for navigator.credentials.get() or Credential Manager as they are.',
    body: schemas.requestOptions,
    gives: 'ceremony',
  },
  finishAuthentication: {
    tag: 'passkeys',
    summary: 'Finish a sign-in with a passkey',
    status: 200,
    description: 'Signed in.',
    body: schemas.signedIn,
    gives: 'token',
  },
  registrationOptions: {
    tag: 'passkeys',
    summary: 'Begin to make a passkey: at sign-up, or for whoever is signed in',
    status: 200,
    description:
      'The options, for navigator.credentials.create() or Credential Manager as they are.',
    body: schemas.creationOptions,
    gives: 'ceremony',
  },
  finishRegistration: {
    tag: 'passkeys',
    summary: 'Store a passkey, with its account if that is new',
    status: 201,
    description: 'Stored. A session comes with a new account only.',
    body: schemas.registered,
    gives: 'token',
  },
  listPasskeys: {
    tag: 'passkeys',
    summary: 'The passkeys of the account',
    status: 200,
    description: 'The list.',
    body: schemas.passkeys,
  },
  renamePasskey: {
    tag: 'passkeys',
    summary: 'Name a passkey',
    status: 200,
    description: 'The passkey under its new name.',
    body: schemas.passkey,
  },
  deletePasskey: {
    tag: 'passkeys',
    summary: 'Delete a passkey',
    status: 204,
    description: 'Deleted, and the sessions it made are over.',
  },
  readSignals: {
    tag: 'passkeys',
    summary: 'What to tell the passkey providers of this person',
    status: 200,
    description: "Each member is what WebAuthn's signal method of that name takes.",
    body: schemas.signals,
  },
  registerWithPassword: {
    tag: 'passwords',
    summary: 'Sign up with a password',
    status: 200,
    description: 'Signed in.',
    body: schemas.passwordSignedIn,
    gives: 'token',
  },
  authenticateWithPassword: {
    tag: 'passwords',
    summary: 'Sign in with a password',
    status: 200,
    description: 'Signed in.',
    body: schemas.passwordSignedIn,
    gives: 'token',
  },
  setPassword: {
    tag: 'passwords',
    summary: 'Set or change the password',
    status: 204,
    description: 'Set. Every other session is over.',
    gives: 'token',
  },
  removePassword: {
    tag: 'passwords',
    summary: 'Remove the password',
    status: 204,
    description: 'Removed.',
  },
  federatedOptions: {
    tag: 'federation',
    summary: 'Begin a federated sign-in',
    status: 200,
    description: 'A nonce for the ID token, and whose tokens are taken.',
    body: schemas.federatedOptions,
    gives: 'ceremony',
  },
  finishFederated: {
    tag: 'federation',
    summary: 'Finish a federated sign-in with an ID token',
    status: 200,
    description: 'Signed in.',
    body: schemas.signedIn,
    gives: 'token',
  },
  listIdentities: {
    tag: 'federation',
    summary: 'The identities linked to the account',
    status: 200,
    description: 'The list.',
    body: schemas.identities,
  },
  linkIdentity: {
    tag: 'federation',
    summary: 'Link an identity',
    status: 201,
    description: 'Linked.',
    body: schemas.identity,
  },
  unlinkIdentity: {
    tag: 'federation',
    summary: 'Unlink an identity',
    status: 204,
    description: 'Unlinked.',
  },
  readSession: {
    tag: 'session',
    summary: 'Who is signed in',
    status: 200,
    description: 'The account and this session.',
    body: schemas.signedIn,
  },
  endSession: { tag: 'session', summary: 'Sign out', status: 204, description: 'Signed out.' },
  listSessions: {
    tag: 'session',
    summary: 'Every session of the account',
    status: 200,
    description: 'The one used last first, at most 100.',
    body: schemas.sessions,
  },
  endOtherSessions: {
    tag: 'session',
    summary: 'Sign out everywhere else',
    status: 204,
    description: 'Every other session is over.',
  },
  endSessionById: {
    tag: 'session',
    summary: 'End one session',
    status: 204,
    description: 'It is over.',
  },
  reauthenticationOptions: {
    tag: 'session',
    summary: 'Begin to prove once more who is there',
    status: 200,
    description: 'The options of an assertion by a passkey of this account.',
    body: schemas.requestOptions,
  },
  finishReauthentication: {
    tag: 'session',
    summary: 'Prove it, with a passkey or a password',
    status: 200,
    description: 'A fresh session of the same account; the one that asked is over.',
    body: schemas.signedIn,
    gives: 'token',
  },
  readAccount: {
    tag: 'account',
    summary: 'The account and what opens it',
    status: 200,
    description: 'The account.',
    body: schemas.accountDetails,
  },
  updateAccount: {
    tag: 'account',
    summary: 'Change what is there in the body',
    status: 200,
    description: 'The account as it is now.',
    body: schemas.accountDetails,
  },
  deleteAccount: {
    tag: 'account',
    summary: 'Delete the account and all that belongs to it',
    status: 204,
    description: 'Deleted.',
  },
  readEmail: {
    tag: 'account',
    summary: 'The address of the account',
    status: 200,
    description: 'The address, if there is one.',
    body: schemas.email,
  },
  changeEmail: {
    tag: 'account',
    summary: 'Begin to change the address',
    status: 204,
    description: 'A link went to the new address, if it can be one.',
    gives: 'ceremony',
  },
  removeEmail: {
    tag: 'account',
    summary: 'Remove the address',
    status: 204,
    description: 'Removed.',
  },
  confirmEmail: {
    tag: 'account',
    summary: 'Confirm a new address with the token of its link',
    status: 200,
    description: 'The address is changed.',
    body: schemas.email,
  },
  undoEmail: {
    tag: 'account',
    summary: 'Take a change of address back, with the token that went to the old one',
    status: 204,
    description: 'The old address is back.',
  },
  proveEmail: {
    tag: 'account',
    summary: 'Begin a sign-up by proving a mailbox',
    status: 204,
    description: 'Whether a mail was sent is not said.',
    gives: 'ceremony',
  },
  makeRecoveryCodes: {
    tag: 'recovery',
    summary: 'Make recovery codes; older ones are void',
    status: 201,
    description: 'The codes, shown this once.',
    body: schemas.recoveryCodes,
  },
  countRecoveryCodes: {
    tag: 'recovery',
    summary: 'How many recovery codes are left',
    status: 200,
    description: 'The number.',
    body: schemas.recoveryCodesLeft,
  },
  recoveryOptions: {
    tag: 'recovery',
    summary: 'Begin a recovery',
    status: 204,
    description: 'Whether a mail was sent is not said.',
    gives: 'ceremony',
  },
  finishRecovery: {
    tag: 'recovery',
    summary: 'Finish a recovery with the token of a mail, a recovery code, or both',
    status: 200,
    description: 'A session that can only give the account a new way in.',
    body: schemas.signedIn,
    gives: 'token',
  },
  openApi: {
    tag: 'service',
    summary: 'This description',
    status: 200,
    description: 'OpenAPI 3.1.',
    body: file,
  },
  makeAccessToken: {
    tag: 'session',
    summary: 'A signed, short-lived token about this session, for another service',
    status: 200,
    description: 'The token.',
    body: schemas.accessToken,
  },
  readKeys: {
    tag: 'service',
    summary: 'The keys that prove access tokens',
    status: 200,
    description: 'A JWK set.',
    body: schemas.keys,
  },
  relatedOrigins: {
    tag: 'service',
    summary: 'Origins that share the passkeys',
    status: 200,
    description: 'As WebAuthn Level 3 has it.',
    body: file,
  },
  passkeyEndpoints: {
    tag: 'service',
    summary: 'Pages for passkey providers to lead to',
    status: 200,
    description: 'As the specification of passkey endpoints has it.',
    body: file,
  },
  assetLinks: {
    tag: 'service',
    summary: 'Android apps that share the passkeys',
    status: 200,
    description: 'Digital Asset Links.',
    body: z.array(file),
  },
  appleAssociation: {
    tag: 'service',
    summary: 'Apple apps that share the passkeys',
    status: 200,
    description: 'The association file.',
    body: file,
  },
  changePassword: {
    tag: 'service',
    summary: 'The page where passwords are changed',
    status: 302,
    description: 'Leads there.',
  },
  health: {
    tag: 'service',
    summary: 'Whether the process is alive',
    status: 200,
    description: 'It is.',
    body: schemas.status,
  },
  metrics: {
    tag: 'service',
    summary: 'Measurements, as Prometheus reads them',
    status: 200,
    description: 'Text. Not there unless it is configured.',
  },
  readiness: {
    tag: 'service',
    summary: 'Whether it can serve',
    status: 200,
    description: 'It can.',
    body: schemas.status,
  },
}
