/**
 * The account of whoever is signed in: its profile, its end, and what their password managers should know
 * of it (security.md R89, R95, R99).
 *
 * @module
 */
import type {
  AccountDetailsMessage,
  HandleSignalsMessage,
  SignalsMessage,
} from '../protocol/account-messages.ts'
import type { Owner } from './account-sessions.ts'
import { acceptedEvent } from './audit.ts'
import { demandFresh } from './freshness.ts'
import { forgetFailures } from './passwords/password-attempts.ts'
import { Refusal } from './refusal.ts'
import type { Services } from './services.ts'
import { askingSession } from './sessions.ts'
import { Undo } from './store/act.ts'
import { lockAccount } from './store/acts/account-acts.ts'
import { recordAudit } from './store/acts/audit-acts.ts'
import {
  chooseAutomaticPasskeys,
  wantsAutomaticPasskeys,
} from './store/acts/automatic-passkey-acts.ts'
import { knownAddresses } from './store/acts/email-acts.ts'
import { switchPasswordOff, switchPasswordOn } from './store/acts/password-acts.ts'
import { deleteAccount, readAccount, renameAccount } from './store/acts/profile-acts.ts'
import { isSessionAlive } from './store/acts/session-acts.ts'
import { countWays, waysToSignIn } from './store/acts/way-acts.ts'
import type { LiveSession } from './store/store.ts'
import { refuseUsername, usernameKey } from './usernames.ts'
import { isoTime, toAccountMessage } from './views.ts'

/** The profile, and what opens the account. */
export async function readOwnAccount(
  { store }: Services,
  { account }: LiveSession,
): Promise<AccountDetailsMessage> {
  const { id } = account
  const found = await store.read(function* (tables) {
    const now = (yield* readAccount(tables, id)) ?? account
    const ways = yield* waysToSignIn(tables, id)
    return { now, ways, automatic: yield* wantsAutomaticPasskeys(tables, id) }
  })
  const { now, ways, automatic } = found
  return {
    account: { ...toAccountMessage(now), createdAt: isoTime(now.createdAt) },
    automaticPasskeys: automatic,
    signIn: {
      passkeys: ways.passkeys,
      password: ways.passwords > 0,
      identities: ways.identities,
    },
  }
}

/** What of an account is to be another. */
export interface AccountChange {
  readonly displayName?: string | undefined
  readonly username?: string | undefined
  readonly automaticPasskeys?: boolean | undefined
  readonly passwordSignIn?: boolean | undefined
}

type Conflict = 'session_gone' | 'username_taken' | 'last_sign_in_method'

/**
 * Changes what is given, all of it or nothing. Another username, and whether the password opens the
 * account, take fresh proof (R89); no session ends by it.
 *
 * @throws {@link Refusal} with `invalid_request`, `reauthentication_required`, `username_taken`,
 * `last_sign_in_method` or `session_required`.
 */
export async function updateOwnAccount(
  services: Services,
  owner: Owner,
  change: AccountChange,
): Promise<void> {
  const { username, displayName, automaticPasskeys, passwordSignIn } = change
  if (username !== undefined) checkUsername(services, username)
  if (username !== undefined || passwordSignIn !== undefined) {
    await demandFresh(services, owner.live)
  }
  const accountId = owner.live.account.id
  const asking = askingSession(services, owner.live)
  const at = services.now()
  const event = 'account.update'
  const audit = acceptedEvent({ at, requestId: owner.requestId, event, accountId })
  const named = username === undefined ? undefined : { text: username, key: usernameKey(username) }
  const refused = await services.store.transact<Conflict | undefined>(function* (tables) {
    yield* lockAccount(tables, accountId)
    if (!(yield* isSessionAlive(tables, asking))) return 'session_gone'
    yield* renameAccount(tables, accountId, { displayName, username: named })
    // What was tried under that name before it was this account's.
    if (named !== undefined) yield* forgetFailures(tables, services, named.key)
    if (automaticPasskeys !== undefined) {
      const choice = automaticPasskeys ? 'wanted' : 'unwanted'
      yield* chooseAutomaticPasskeys(tables, accountId, choice)
    }
    if (passwordSignIn === true) yield* switchPasswordOn(tables, accountId)
    if (passwordSignIn === false) {
      yield* switchPasswordOff(tables, accountId, 'owner')
      const ways = yield* waysToSignIn(tables, accountId)
      if (countWays(ways) === 0) throw new Undo<Conflict>('last_sign_in_method')
    }
    yield* recordAudit(tables, audit)
    return undefined
  })
  if (refused === undefined) return
  const code = refused === 'session_gone' ? 'session_required' : refused
  throw new Refusal(code, refused, { accountId })
}

function checkUsername({ settings }: Services, username: string): void {
  // An address is changed by proving the new one.
  const wrong = settings.accounts === 'email' ? 'not_allowed' : refuseUsername(username)
  if (wrong === undefined) return
  const errors = [{ pointer: '/username', code: wrong }]
  throw new Refusal('invalid_request', 'username_not_allowed', { errors })
}

/**
 * Removes the account with all there is of it, for good.
 *
 * @throws {@link Refusal} with `session_required` when the session was ended meanwhile.
 */
export async function deleteOwnAccount(services: Services, owner: Owner): Promise<void> {
  const { account } = owner.live
  const accountId = account.id
  const at = services.now()
  const event = 'account.delete'
  const audit = acceptedEvent({ at, requestId: owner.requestId, event, accountId })
  const asking = askingSession(services, owner.live)
  const done = await services.store.transact(function* (tables) {
    const addresses = yield* knownAddresses(tables, accountId, at)
    return { outcome: yield* deleteAccount(tables, asking, audit), addresses }
  })
  if (done.outcome === 'session_gone') {
    throw new Refusal('session_required', done.outcome, { accountId })
  }
  const { username } = account
  const own = services.settings.accounts === 'email' ? [username] : []
  const to = { username, addresses: [...new Set([...own, ...done.addresses])] }
  services.notify({ kind: 'account_deleted', accountId, at, to })
}

/**
 * R95: what the providers of this person's passkeys should know. Restore credentials are none of theirs.
 */
export async function readSignals(
  { store, settings }: Services,
  { account }: LiveSession,
): Promise<SignalsMessage> {
  const { rpId } = settings
  const passkeys = await store.listCredentials(account.id)
  const ids = passkeys.map(({ credentialId }) => credentialId)
  const { username: name, displayName } = account
  // A provider looks for the handle first, so each is told of all: what it does not hold is nothing to it.
  const signalsFor = (userId: string): HandleSignalsMessage => ({
    ...(ids.length > 0 && {
      allAcceptedCredentials: { rpId, userId, allAcceptedCredentialIds: ids },
    }),
    currentUserDetails: { rpId, userId, name, displayName },
  })
  const handles = new Set(passkeys.flatMap(({ importedHandle }) => importedHandle ?? []))
  handles.delete(account.userHandle)
  const imported = [...handles].map(signalsFor)
  return { ...signalsFor(account.userHandle), ...(imported.length > 0 && { imported }) }
}
