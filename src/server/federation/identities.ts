/**
 * The identities of an account at other issuers: linking one more, listing them, unlinking one (security.md
 * R89, R92, R122, R123).
 *
 * @module
 */
import { encodeBase64url } from '../../bytes/base64url.ts'
import type { IdentityMessage } from '../../protocol/federation-messages.ts'
import { acceptedEvent } from '../audit.ts'
import type { EventName } from '../audit.ts'
import type { Settings } from '../config.ts'
import { isEmailAddress } from '../email-addresses.ts'
import { Refusal } from '../refusal.ts'
import { random } from '../services.ts'
import type { Caller, Services } from '../services.ts'
import { askingSession } from '../sessions.ts'
import { linkIdentity, listIdentities, unlinkIdentity } from '../store/acts/identity-acts.ts'
import type { IdentityRecord, LinkConflict } from '../store/acts/identity-acts.ts'
import type { AuditEvent, LiveSession } from '../store/store.ts'
import { identify } from './identify.ts'
import type { PresentedToken } from './identify.ts'

/** Someone signed in, as this request comes from them. */
export interface IdentityOwner extends Caller {
  readonly live: LiveSession
}

/** The identities of whoever is signed in. */
export async function identitiesOf(
  { store, settings }: Services,
  { account }: LiveSession,
): Promise<readonly IdentityMessage[]> {
  const records = await store.read((tables) => listIdentities(tables, account.id))
  return records.map((record) => toIdentityMessage(settings, record))
}

/**
 * Links the identity of a token to the account of whoever is signed in, with fresh proof.
 *
 * @throws {@link Refusal} with those of `identify`, `challenge_used`, `session_required`, or
 * `credential_exists` when it is somebody else's.
 */
export async function addIdentity(
  services: Services,
  owner: IdentityOwner,
  presented: PresentedToken,
): Promise<IdentityMessage> {
  const { account, session } = owner.live
  const { identity, challenge } = await identify(services, owner, presented)
  const now = services.now()
  const { email } = identity
  const linked = await services.store.transact((tables) =>
    linkIdentity(tables, {
      challenge,
      identity: {
        id: encodeBase64url(random(16)),
        accountId: account.id,
        issuer: identity.issuer,
        subject: identity.subject,
        email: email !== undefined && isEmailAddress(email) ? email : undefined,
        linkedAt: now,
        lastUsedAt: undefined,
      },
      asking: { id: session.id, now, idle: services.settings.sessions.idle },
      audit: eventOf(services, owner, 'identity.link'),
    }),
  )
  if (typeof linked === 'string') {
    throw new Refusal(CODES[linked], linked, { accountId: account.id })
  }
  const { issuer } = presented
  services.notify({ kind: 'identity_linked', accountId: account.id, at: now, details: { issuer } })
  return toIdentityMessage(services.settings, linked)
}

/**
 * Unlinks an identity. Every other session of the account ends.
 *
 * @throws {@link Refusal} with `not_found`, `last_sign_in_method`, or `session_required` when the session has
 * ended meanwhile.
 */
export async function removeIdentity(
  services: Services,
  owner: IdentityOwner,
  id: string,
): Promise<void> {
  const accountId = owner.live.account.id
  const outcome = await services.store.transact((tables) =>
    unlinkIdentity(tables, {
      id,
      asking: askingSession(services, owner.live),
      audit: eventOf(services, owner, 'identity.unlink'),
    }),
  )
  if (outcome === 'session_gone') throw new Refusal('session_required', outcome, { accountId })
  if (outcome !== 'unlinked') throw new Refusal(outcome, outcome, { accountId })
  services.notify({ kind: 'identity_unlinked', accountId, at: services.now() })
}

const CODES = {
  challenge_used: 'challenge_used',
  challenge_expired: 'challenge_expired',
  session_gone: 'session_required',
  identity_exists: 'credential_exists',
} as const satisfies Record<LinkConflict, string>

function eventOf(
  { now }: Services,
  { requestId, live }: IdentityOwner,
  event: EventName,
): AuditEvent {
  return acceptedEvent({ at: now(), requestId, event, accountId: live.account.id })
}

function toIdentityMessage({ issuers }: Settings, record: IdentityRecord): IdentityMessage {
  const configured = [...issuers.values()].find(({ issuer }) => issuer === record.issuer)
  const { id, email, linkedAt, lastUsedAt } = record
  return {
    id,
    issuer: configured?.name ?? null,
    email: email ?? null,
    linkedAt: new Date(linkedAt).toISOString(),
    lastUsedAt: lastUsedAt === undefined ? null : new Date(lastUsedAt).toISOString(),
  }
}
