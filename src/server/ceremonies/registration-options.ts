/**
 * Registering a passkey, the first half: options for a new account, or for whoever is signed in.
 *
 * @module
 */
import { encodeBase64url } from '../../bytes/base64url.ts'
import type { PublicKeyCredentialCreationOptionsJSON } from '../../protocol/webauthn-json.ts'
import { creationOptions } from '../../webauthn/options.ts'
import type { InvalidMemberCode } from '../../protocol/problem.ts'
import type { Settings } from '../config.ts'
import { ceremonyContext, withPendingAccount } from '../ceremony-secret.ts'
import type { CeremonySecret } from '../ceremony-secret.ts'
import { accountBinding, CLIENT_TIMEOUT, sealChallenge } from '../challenge.ts'
import type { Ceremony } from '../challenge.ts'
import { demandSignUpAllowed } from '../host-hooks.ts'
import { Refusal } from '../refusal.ts'
import { random } from '../services.ts'
import type { Services } from '../services.ts'
import { sessionContext } from '../sessions.ts'
import type { AccountRecord, CredentialRecord, LiveSession } from '../store/store.ts'
import { refuseUsername, usernameKey } from '../usernames.ts'

/**
 * Makes the options of a sign-up. The account does not exist yet: it travels inside the ceremony secret.
 *
 * @throws {@link Refusal} with `invalid_request`, `username_taken`, `session_required` when sign-up is
 * closed, or those of {@link demandSignUpAllowed}.
 */
export async function beginSignUp(
  services: Services,
  ceremony: CeremonySecret,
  {
    username,
    displayName,
    mailbox,
  }: {
    readonly username: string
    readonly displayName?: string | undefined
    /** The username is an address, and whoever asks has shown that they read it. */
    readonly mailbox?: 'proved'
  },
): Promise<{
  readonly options: PublicKeyCredentialCreationOptionsJSON
  readonly ceremony: CeremonySecret
}> {
  const { settings, store, keys, challengeClock } = services
  if (settings.signUp === 'closed') throw new Refusal('session_required', 'sign_up_closed')
  const wrong = mailbox === 'proved' ? undefined : refuseName(settings, username)
  if (wrong !== undefined) {
    const errors = [{ pointer: '/username', code: wrong }]
    throw new Refusal('invalid_request', 'username_not_allowed', { errors })
  }
  const asking = { username, displayName: displayName ?? username, method: 'passkey' } as const
  await demandSignUpAllowed(services, asking)
  const namesake = await store.findAccountByUsernameKey(usernameKey(username))
  if (namesake !== undefined) throw new Refusal('username_taken')
  const pending = {
    id: encodeBase64url(random(16)),
    username,
    displayName: displayName ?? username,
    userHandle: encodeBase64url(random(32)),
    issuedAt: challengeClock.now(),
  }
  const kept = withPendingAccount(keys, ceremony, { pending, nonce: random(12) })
  const options = makeOptions(services, {
    account: pending,
    ceremony: 'sign-up',
    context: ceremonyContext(kept),
    exclude: [],
  })
  return { options, ceremony: kept }
}

/** R114: where accounts are keyed by their address, a name alone makes none. */
function refuseName({ accounts }: Settings, username: string): InvalidMemberCode | undefined {
  return accounts === 'email' ? 'not_allowed' : refuseUsername(username)
}

/**
 * Makes the options for one more passkey. The caller has checked that the session is fresh (R36).
 *
 * @throws {@link Refusal} with `passkey_limit`.
 */
export async function beginAddPasskey(
  services: Services,
  { session, account }: LiveSession,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const credentials = await services.store.listCredentials(account.id)
  if (credentials.length >= services.settings.passkeyLimit) {
    throw new Refusal('passkey_limit', 'passkey_limit', { accountId: account.id })
  }
  return makeOptions(services, {
    account,
    ceremony: 'add passkey',
    context: sessionContext(session),
    exclude: credentials,
  })
}

/** A restore credential answers without anybody there, and an automatic passkey is made so. */
function verificationFor(
  ceremony: Ceremony,
  settings: Pick<Settings, 'userVerification'>,
): Settings['userVerification'] {
  if (ceremony === 'restore credential') return 'discouraged'
  return ceremony === 'conditional create' ? 'preferred' : settings.userVerification
}

/** Seals a challenge and writes the options around it. */
export function makeOptions(
  { settings, keys, challengeClock }: Services,
  asked: {
    readonly account: Pick<AccountRecord, 'id' | 'username' | 'displayName' | 'userHandle'>
    readonly ceremony: 'sign-up' | 'add passkey' | 'restore credential' | 'conditional create'
    readonly context: Uint8Array
    readonly exclude: readonly CredentialRecord[]
  },
): PublicKeyCredentialCreationOptionsJSON {
  const { id, username, displayName, userHandle } = asked.account
  const userVerification = verificationFor(asked.ceremony, settings)
  const challenge = sealChallenge(keys, {
    ceremony: asked.ceremony,
    policy: { userVerification: userVerification === 'required', attestation: false },
    rpId: settings.rpId,
    context: asked.context,
    account: accountBinding(id, userHandle),
    now: challengeClock.now(),
    random: random(16),
  })
  return creationOptions({
    challenge,
    rp: { id: settings.rpId, name: settings.rpName },
    user: { id: userHandle, name: username, displayName },
    excludeCredentials: asked.exclude.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports,
    })),
    userVerification,
    timeout: CLIENT_TIMEOUT,
  })
}
