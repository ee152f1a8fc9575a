/**
 * Signing in with an ID token: the account of its identity, or a new one.
 *
 * An e-mail address in a token never finds an account, with one exception that has three conditions
 * (security.md R122, R123): see {@link vouchedAddress}.
 *
 * @module
 */
import { encodeBase64url } from '../../bytes/base64url.ts'
import { acceptedEvent, refusedEvent } from '../audit.ts'
import type { SignedIn } from '../ceremonies/authentication.ts'
import { emailKey, isEmailAddress } from '../email-addresses.ts'
import { isSignUpAllowed } from '../host-hooks.ts'
import { issueSession } from '../issuer.ts'
import { Refusal } from '../refusal.ts'
import { random } from '../services.ts'
import type { Caller, Services } from '../services.ts'
import { findMailboxOwner, finishFederated } from '../store/acts/federated-acts.ts'
import type { FederatedFinish } from '../store/acts/federated-acts.ts'
import { findIdentity } from '../store/acts/identity-acts.ts'
import type { AccountRecord } from '../store/store.ts'
import { accountNames, displayNameOf, NAME_RANDOM_BYTES } from './account-names.ts'
import type { AccountName } from './account-names.ts'
import { identify } from './identify.ts'
import type { Identified, PresentedToken } from './identify.ts'
import type { IssuerSettings } from './issuer-config.ts'
import type { VerifiedIdentity } from './verify-id-token.ts'

/** How often somebody else may get in between. */
const ATTEMPTS = 3

/** Somebody who has just signed in. */
export interface FederatedSignIn extends SignedIn {
  /** Whether the identity was linked by this sign-in to an account that there was before. */
  readonly adopted: boolean
}

/**
 * Signs in with a token.
 *
 * @throws {@link Refusal} with those of `identify`, `challenge_used`, `account_not_linked` or
 * `authentication_failed`.
 */
export async function signInFederated(
  services: Services,
  caller: Caller,
  presented: PresentedToken,
): Promise<FederatedSignIn> {
  const identified = await identify(services, caller, presented)
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const signedIn = await attemptSignIn(services, caller, identified)
    if (signedIn !== undefined) return signedIn
  }
  throw new Refusal('unavailable', 'identity_contended')
}

/** Nothing comes of it when whose identity it is changes in between. */
async function attemptSignIn(
  services: Services,
  caller: Caller,
  identified: Identified,
): Promise<FederatedSignIn | undefined> {
  const { identity, challenge } = identified
  const found = await lookUp(services, identified)
  if (found === undefined) return refuseStranger(services, caller, identified)
  const { account, identityId, plan } = found
  const now = services.now()
  const issued = issueSession(services, caller, {
    account,
    method: 'federated',
    verified: isProof(services, identity),
  })
  // R88: fresh since the person proved it there, not since the token came by.
  const verifiedAt = issued.session.verifiedAt === undefined ? undefined : identity.authenticatedAt
  const session = { ...issued.session, verifiedAt }
  const former = await caller.session()
  const { requestId } = caller
  const outcome = await services.store.transact((tables) =>
    finishFederated(tables, {
      challenge,
      identity: {
        id: identityId,
        accountId: account.id,
        issuer: identity.issuer,
        subject: identity.subject,
        email: shownEmail(identity),
        linkedAt: now,
        lastUsedAt: now,
      },
      plan,
      session,
      endSessionId: former?.session.id,
      audit: acceptedEvent({ at: now, requestId, event: 'federated', accountId: account.id }),
    }),
  )
  if (outcome === 'again') return undefined
  if (outcome === 'account_disabled') throw refused(outcome, account)
  if (typeof outcome === 'string') throw new Refusal(outcome, outcome, { accountId: account.id })
  const username = outcome.username ?? account.username
  const adopted = plan.kind === 'adopt'
  return { account: { ...account, username }, session, token: issued.token, adopted }
}

function refused(reason: string, { id }: AccountRecord): Refusal {
  return new Refusal('authentication_failed', reason, { accountId: id })
}

interface Found {
  readonly account: AccountRecord
  /** Row id of the identity. */
  readonly identityId: string
  readonly plan: FederatedFinish['plan']
}

/** Whose account it is going to be; nobody's, when there is none and none may be made. */
async function lookUp(
  services: Services,
  { issuer, identity }: Identified,
): Promise<Found | undefined> {
  const { store, settings, now } = services
  const known = await store.read((tables) => findIdentity(tables, identity))
  if (known !== undefined) return { ...known, plan: { kind: 'known' } }
  const identityId = encodeBase64url(random(16))
  const address = vouchedAddress(issuer, identity)
  if (address !== undefined) {
    const keyedByEmail = settings.accounts === 'email'
    const mailbox = { addressKey: emailKey(address), keyedByEmail }
    const account = await store.read((tables) => findMailboxOwner(tables, mailbox))
    if (account?.disabled === true) return undefined
    if (account !== undefined) return { account, identityId, plan: { kind: 'adopt', mailbox } }
  }
  if (!issuer.autoCreate || settings.signUp === 'closed') return undefined
  const names = namesFor(settings, identity, address)
  const [first] = names
  if (first === undefined) return undefined
  const { username } = first
  const displayName = displayNameOf(identity, username)
  if (!(await isSignUpAllowed(services, { username, displayName, method: 'federated' }))) {
    return undefined
  }
  const account: AccountRecord = {
    id: encodeBase64url(random(16)),
    username,
    displayName,
    userHandle: encodeBase64url(random(32)),
    sessionEpoch: 0,
    disabled: false,
    createdAt: now(),
  }
  return { account, identityId, plan: { kind: 'create', account, names } }
}

/** R114: where accounts are keyed by their mailbox, only a proved one makes one. */
function namesFor(
  { accounts }: Services['settings'],
  identity: VerifiedIdentity,
  provedAddress: string | undefined,
): readonly AccountName[] {
  if (accounts === 'username') return accountNames(identity, random(NAME_RANDOM_BYTES))
  if (provedAddress === undefined) return []
  return [{ username: provedAddress, usernameKey: emailKey(provedAddress) }]
}

/**
 * R123: the address that a token proves: the issuer is the authority for that mailbox, and says that it is
 * verified. That it is proved here as well is what finding it among the addresses of accounts says.
 */
function vouchedAddress(
  { authoritativeFor }: IssuerSettings,
  { email, emailVerified }: VerifiedIdentity,
): string | undefined {
  if (email === undefined || !emailVerified || !isEmailAddress(email)) return undefined
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
  return authoritativeFor.has(domain) ? email : undefined
}

/** To be shown: whatever could not be an address is left out. */
function shownEmail({ email }: VerifiedIdentity): string | undefined {
  return email !== undefined && isEmailAddress(email) ? email : undefined
}

/** R88: a sign-in elsewhere is fresh proof when the issuer says it happened in the last minutes. */
function isProof({ settings, now }: Services, { authenticatedAt }: VerifiedIdentity): boolean {
  return authenticatedAt !== undefined && now() - authenticatedAt <= settings.freshness
}

/** E26, R30: the token was good, so its nonce is used up. */
async function refuseStranger(
  services: Services,
  { requestId }: Caller,
  { challenge }: Identified,
): Promise<never> {
  const reason = 'account_not_linked'
  const audit = refusedEvent({ at: services.now(), requestId, event: 'federated' }, reason)
  const burnt = await services.store.burnChallenge(challenge, audit)
  throw burnt === 'burnt' ? new Refusal(reason) : new Refusal(burnt)
}
