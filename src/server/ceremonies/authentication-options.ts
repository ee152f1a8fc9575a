/**
 * Signing in with a passkey, the first half: options that cost nothing and tell nothing.
 *
 * @module
 */
import type { PublicKeyCredentialRequestOptionsJSON } from '../../protocol/webauthn-json.ts'
import { requestOptions } from '../../webauthn/options.ts'
import { ceremonyContext } from '../ceremony-secret.ts'
import type { CeremonySecret } from '../ceremony-secret.ts'
import { accountBinding, ANY_ACCOUNT, CLIENT_TIMEOUT, sealChallenge } from '../challenge.ts'
import { decoyFor, inNeutralOrder } from '../decoys.ts'
import { random } from '../services.ts'
import type { Services } from '../services.ts'
import { usernameKey } from '../usernames.ts'

/**
 * Makes the options of a sign-in. Without a username any passkey of this site will do; with one, the
 * list says the same kind of thing whether the name exists or not. Nothing is written.
 */
export async function beginAuthentication(
  services: Services,
  ceremony: CeremonySecret,
  { username }: { readonly username?: string | undefined },
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { settings, keys, challengeClock } = services
  const chosen = username === undefined ? undefined : await choose(services, username)
  const challenge = sealChallenge(keys, {
    ceremony: chosen === undefined ? 'sign-in' : 'sign-in with username',
    policy: { userVerification: settings.userVerification === 'required', attestation: false },
    rpId: settings.rpId,
    context: ceremonyContext(ceremony),
    account: chosen === undefined ? ANY_ACCOUNT : accountBinding(chosen.accountId),
    now: challengeClock.now(),
    random: random(16),
  })
  return requestOptions({
    challenge,
    rpId: settings.rpId,
    timeout: CLIENT_TIMEOUT,
    userVerification: settings.userVerification,
    allowCredentials: chosen?.credentials ?? [],
  })
}

/** R111–R113: the same questions to the database and the same sums for every name. */
async function choose({ store, keys }: Services, username: string) {
  const key = usernameKey(username)
  const decoy = decoyFor(keys.decoy, key)
  const account = await store.findAccountByUsernameKey(key)
  const accountId = account?.id ?? decoy.accountId
  const records = await store.listCredentials(accountId)
  const real = records.map(({ credentialId: id, transports }) => ({
    type: 'public-key' as const,
    id,
    transports,
  }))
  return { accountId, credentials: inNeutralOrder(real.length > 0 ? real : decoy.credentials) }
}
