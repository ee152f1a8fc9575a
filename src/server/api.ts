/**
 * The operations as functions, for an app that has routes of its own or wants to know who is signed in.
 *
 * The caller carries the secrets: the ceremony secret from an options call to its finish call, and the
 * session token. Both are texts to be kept out of reach of scripts, logs and bodies.
 *
 * @module
 */
import type {
  AccessTokenMessage,
  AccountDetailsMessage,
  RestoreRegisteredMessage,
  SessionsMessage,
  SignalsMessage,
} from '../protocol/account-messages.ts'
import type {
  FederatedOptionsMessage,
  IdentitiesMessage,
  IdentityMessage,
} from '../protocol/federation-messages.ts'
import type {
  PasskeyMessage,
  PasskeysMessage,
  RegisteredMessage,
  SignedInMessage,
} from '../protocol/messages.ts'
import type { PasswordSignedInMessage } from '../protocol/password-messages.ts'
import type {
  EmailMessage,
  RecoveryCodesLeftMessage,
  RecoveryCodesMessage,
} from '../protocol/recovery-messages.ts'
import type { RouteName } from '../protocol/route-table.ts'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '../protocol/webauthn-json.ts'
import type { AccountChange } from './accounts.ts'
import type { Calls } from './calls.ts'
import type { CarryingRequest } from './http/request-headers.ts'
import type { Purpose } from './purpose.ts'

/** What a caller holds. */
export interface Held {
  /** From the options call of the same ceremony. */
  readonly ceremony?: string | undefined
  /** From the last sign-in. */
  readonly session?: string | undefined
  /** Where the call came from: the address that wrong passwords are counted by. */
  readonly address?: string | undefined
  /** Coarse text for the list of sessions, such as `Chrome on Windows`. */
  readonly device?: string | undefined
  /** What the app calls its device, for restore credentials: any text that stays the same there. */
  readonly deviceId?: string | undefined
}

/** What an operation gives back: its answer, and what the caller has to hold from now on. */
export interface Outcome<Body> {
  readonly body: Body
  readonly ceremony?: string
  readonly session?: string
}

/**
 * The operations. Each rejects with a {@link Refusal} and nothing else; its `code` is that of the wire.
 */
export interface LatchkeyApi {
  /**
   * Who sent this request: by its cookie, or by its bearer token. `undefined` when nobody is signed in.
   * Takes a `Request`, and just as well what Express, Fastify and Next.js have in its place.
   * It does not look at where the request came from: a route that changes something needs its own guard
   * against other sites.
   */
  authenticate(request: CarryingRequest): Promise<SignedInMessage | undefined>
  /**
   * The options of a sign-in. Without a username the person picks an account; for one that nobody has they
   * look the same as for one that exists.
   */
  authenticationOptions(
    input: { readonly username?: string },
    held?: Held,
  ): Promise<Outcome<PublicKeyCredentialRequestOptionsJSON>>
  /**
   * Verifies the answer to them and begins a session.
   *
   * @throws {@link Refusal} with `authentication_failed`, `credential_unknown`, `challenge_invalid`,
   * `challenge_expired`, `challenge_used` or `malformed_credential`.
   */
  finishAuthentication(response: unknown, held: Held): Promise<Outcome<SignedInMessage>>
  /**
   * The options of a new passkey: of a sign-up with a username, else for whoever is signed in, and then with
   * fresh proof.
   *
   * @throws {@link Refusal} with `username_taken`, `session_required`, `reauthentication_required` or
   * `passkey_limit`.
   */
  registrationOptions(
    input: {
      readonly username?: string
      readonly displayName?: string
      /** Of whoever is signed in: see docs/passkeys.md. */
      readonly kind?: 'restore'
      readonly mediation?: 'conditional'
    },
    held?: Held,
  ): Promise<Outcome<PublicKeyCredentialCreationOptionsJSON>>
  /**
   * Verifies the answer to them and stores the passkey: with its account and a session at a sign-up.
   *
   * @throws {@link Refusal} with `registration_failed` and `details.reason`, `credential_exists`,
   * `username_taken`, or one of the challenge's.
   */
  finishRegistration(response: unknown, held: Held): Promise<Outcome<RegisteredMessage>>
  /** The same for the answer to options of `{ kind: 'restore' }`. */
  finishRestoreCredential(response: unknown, held: Held): Promise<Outcome<RestoreRegisteredMessage>>
  /**
   * A new account with a password, and its first session.
   *
   * @throws {@link Refusal} with `username_taken`, or `invalid_request` and `details.errors` for a password
   * that will not do.
   */
  registerWithPassword(
    input: { readonly username: string; readonly displayName?: string; readonly password: string },
    held?: Held,
  ): Promise<Outcome<PasswordSignedInMessage>>
  /**
   * Begins a session for who knows the password. `conditionalCreate` in the answer grants an automatic
   * passkey.
   *
   * @throws {@link Refusal} with `authentication_failed`, whatever was wrong, or `rate_limited`.
   */
  authenticateWithPassword(
    input: { readonly username: string; readonly password: string },
    held?: Held,
  ): Promise<Outcome<PasswordSignedInMessage>>
  /**
   * Gives the account a password, the first one or another one; every other session ends. Needs fresh proof.
   */
  setPassword(input: { readonly password: string }, held: Held): Promise<Outcome<undefined>>
  /**
   * Takes the password away; every other session ends. Needs fresh proof.
   *
   * @throws {@link Refusal} with `last_sign_in_method` where nothing else would be left.
   */
  removePassword(held: Held): Promise<Outcome<undefined>>
  /** The nonce for one federated sign-in, and the issuers that are configured. */
  federatedOptions(held?: Held): Promise<Outcome<FederatedOptionsMessage>>
  /** `issuer` is what the configuration calls it. */
  finishFederated(
    issuer: string,
    input: { readonly idToken: string },
    held: Held,
  ): Promise<Outcome<SignedInMessage>>
  /** The identities at issuers that are linked to the account. */
  listIdentities(held: Held): Promise<Outcome<IdentitiesMessage>>
  /**
   * Links the identity that an ID token names. Needs fresh proof.
   *
   * @throws {@link Refusal} with `credential_exists` when it is somebody's already.
   */
  linkIdentity(
    input: { readonly issuer: string; readonly idToken: string },
    held: Held,
  ): Promise<Outcome<IdentityMessage>>
  /** Unlinks one; every other session ends. Needs fresh proof. */
  unlinkIdentity(id: string, held: Held): Promise<Outcome<undefined>>
  /**
   * Whose session this is.
   *
   * @throws {@link Refusal} with `session_required` when it is nobody's, or over.
   */
  readSession(held: Held): Promise<Outcome<SignedInMessage>>
  /** A token for the service that `accessTokens` names. */
  makeAccessToken(held: Held): Promise<Outcome<AccessTokenMessage>>
  /** Signs out. */
  endSession(held: Held): Promise<Outcome<undefined>>
  /** The address of the account, and when its mailbox was proved. */
  readEmail(held: Held): Promise<Outcome<EmailMessage>>
  /** Sends a link to a new address, which replaces the old one once it is confirmed. Needs fresh proof. */
  changeEmail(input: { readonly address: string }, held: Held): Promise<Outcome<undefined>>
  /** Takes the address away; it can be taken back for seven days. Needs fresh proof. */
  removeEmail(held: Held): Promise<Outcome<undefined>>
  /** Confirms an address with the token of a mailed link. */
  confirmEmail(input: { readonly token: string }, held: Held): Promise<Outcome<EmailMessage>>
  /** Takes a change of the address back with the token that the former one was sent; ends every session. */
  undoEmail(input: { readonly token: string }, held?: Held): Promise<Outcome<undefined>>
  /** The first half of a sign-up where accounts are keyed by their address. */
  proveEmail(input: { readonly address: string }, held?: Held): Promise<Outcome<undefined>>
  /** Makes ten recovery codes, told this once; older ones are void. Needs fresh proof. */
  makeRecoveryCodes(held: Held): Promise<Outcome<RecoveryCodesMessage>>
  /** How many of them are left. Needs fresh proof. */
  countRecoveryCodes(held: Held): Promise<Outcome<RecoveryCodesLeftMessage>>
  /** Nothing is counted by address here: an app with routes of its own limits their callers itself. */
  recoveryOptions(input: { readonly username: string }, held?: Held): Promise<Outcome<undefined>>
  /**
   * Lets somebody back in, with a mailed link, a recovery code, or both: a session that can only enrol.
   *
   * @throws {@link Refusal} with `authentication_failed`, whatever was wrong.
   */
  finishRecovery(
    input: { readonly token?: string; readonly code?: string },
    held: Held,
  ): Promise<Outcome<SignedInMessage>>
  /** The passkeys of the account, as a settings page shows them. */
  listPasskeys(held: Held): Promise<Outcome<PasskeysMessage>>
  /**
   * Proves that whoever is signed in wants just this: an action with its parameters, proved in this very
   * session within the time that a proof counts as fresh. Answers who it is. A proof counts once, unless
   * `uses` is `many`. Where it was asked for is the app's to check, as with `authenticate`.
   *
   * @throws {@link Refusal} with `session_required`, or with `reauthentication_required` and
   * `details.methods`: then the client goes through `POST /auth/reauthentication` with this `purpose`.
   */
  requireProof(
    from: CarryingRequest | Held,
    purpose: Purpose,
    options?: { readonly uses?: 'once' | 'many' },
  ): Promise<SignedInMessage>
  /** The options of a fresh proof by whoever is signed in, for a `purpose` if there is one. */
  reauthenticationOptions(
    input: { readonly purpose?: string | Purpose },
    held: Held,
  ): Promise<Outcome<PublicKeyCredentialRequestOptionsJSON>>
  /** `response` is the answer of the authenticator, with the `purpose` if there was one, or a password. */
  finishReauthentication(response: unknown, held: Held): Promise<Outcome<SignedInMessage>>
  /** The sessions of the account: where it is signed in. */
  listSessions(held: Held): Promise<Outcome<SessionsMessage>>
  /** Ends all others. Needs fresh proof. */
  endOtherSessions(held: Held): Promise<Outcome<undefined>>
  /** Ends one of them. Needs fresh proof. */
  endSessionById(id: string, held: Held): Promise<Outcome<undefined>>
  /** The account, and the ways in that it has. */
  readAccount(held: Held): Promise<Outcome<AccountDetailsMessage>>
  /** Changes its names and settings. */
  updateAccount(input: AccountChange, held: Held): Promise<Outcome<AccountDetailsMessage>>
  /** Deletes it, with everything that is its own. Needs fresh proof. */
  deleteAccount(held: Held): Promise<Outcome<undefined>>
  /**
   * What the person's passkey providers should know of the account, ready for WebAuthn's signal methods.
   */
  readSignals(held: Held): Promise<Outcome<SignalsMessage>>
  /** Calls a passkey by a name of its owner's; providers are not told. */
  renamePasskey(
    id: string,
    input: { readonly name: string },
    held: Held,
  ): Promise<Outcome<PasskeyMessage>>
  /**
   * Deletes a passkey; other sessions end. Needs fresh proof.
   *
   * @throws {@link Refusal} with `last_sign_in_method` where it is the last way in.
   */
  deletePasskey(id: string, held: Held): Promise<Outcome<undefined>>
}

/** Makes the functions. What they do is loaded with the first call of one of them. */
export function createApi(
  withCalls: <Result>(use: (calls: Calls) => Promise<Result>) => Promise<Result>,
): LatchkeyApi {
  const call = <Body>(
    route: RouteName,
    held: Held,
    given: { readonly body?: unknown; readonly id?: string },
  ): Promise<Outcome<Body>> => withCalls((calls) => calls.call<Body>(route, held, given))

  return {
    authenticate: (request) => withCalls((calls) => calls.authenticate(request)),
    requireProof: (from, purpose, options) =>
      withCalls((calls) => calls.requireProof(from, purpose, options)),
    authenticationOptions: (body, held = {}) => call('authenticationOptions', held, { body }),
    finishAuthentication: (body, held) => call('finishAuthentication', held, { body }),
    registrationOptions: (body, held = {}) => call('registrationOptions', held, { body }),
    finishRegistration: (body, held) => call('finishRegistration', held, { body }),
    finishRestoreCredential: (body, held) => call('finishRegistration', held, { body }),
    federatedOptions: (held = {}) => call('federatedOptions', held, { body: {} }),
    finishFederated: (id, body, held) => call('finishFederated', held, { id, body }),
    listIdentities: (held) => call('listIdentities', held, {}),
    linkIdentity: (body, held) => call('linkIdentity', held, { body }),
    unlinkIdentity: (id, held) => call('unlinkIdentity', held, { id }),
    registerWithPassword: (body, held = {}) => call('registerWithPassword', held, { body }),
    authenticateWithPassword: (body, held = {}) => call('authenticateWithPassword', held, { body }),
    setPassword: (body, held) => call('setPassword', held, { body }),
    removePassword: (held) => call('removePassword', held, {}),
    readSession: (held) => call('readSession', held, {}),
    makeAccessToken: (held) => call('makeAccessToken', held, {}),
    endSession: (held) => call('endSession', held, {}),
    readEmail: (held) => call('readEmail', held, {}),
    changeEmail: (body, held) => call('changeEmail', held, { body }),
    removeEmail: (held) => call('removeEmail', held, {}),
    confirmEmail: (body, held) => call('confirmEmail', held, { body }),
    undoEmail: (body, held = {}) => call('undoEmail', held, { body }),
    proveEmail: (body, held = {}) => call('proveEmail', held, { body }),
    makeRecoveryCodes: (held) => call('makeRecoveryCodes', held, {}),
    countRecoveryCodes: (held) => call('countRecoveryCodes', held, {}),
    recoveryOptions: (body, held = {}) => call('recoveryOptions', held, { body }),
    finishRecovery: (body, held) => call('finishRecovery', held, { body }),
    listPasskeys: (held) => call('listPasskeys', held, {}),
    reauthenticationOptions: (body, held) => call('reauthenticationOptions', held, { body }),
    finishReauthentication: (body, held) => call('finishReauthentication', held, { body }),
    listSessions: (held) => call('listSessions', held, {}),
    endOtherSessions: (held) => call('endOtherSessions', held, {}),
    endSessionById: (id, held) => call('endSessionById', held, { id }),
    readAccount: (held) => call('readAccount', held, {}),
    updateAccount: (body, held) => call('updateAccount', held, { body }),
    deleteAccount: (held) => call('deleteAccount', held, {}),
    readSignals: (held) => call('readSignals', held, {}),
    renamePasskey: (id, body, held) => call('renamePasskey', held, { id, body }),
    deletePasskey: (id, held) => call('deletePasskey', held, { id }),
  }
}
