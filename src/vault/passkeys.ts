/**
 * Making and using the passkeys of a vault. The ceremony itself is the software authenticator's.
 *
 * Passkeys need Node's cryptography: in a browser a vault keeps and gives passwords only.
 *
 * @module
 */
import type { ClientContext } from '../authenticator/context.ts'
import { eligibleCredentials, type AuthenticatorCredential } from '../authenticator/credential.ts'
import { AuthenticatorError } from '../authenticator/errors.ts'
import { nodeCrypto } from '../authenticator/platform.ts'
import { resolveRpId } from '../authenticator/rp-id.ts'
import { SoftwareAuthenticator } from '../authenticator/software-authenticator.ts'
import { decodeBase64url } from '../bytes/base64url.ts'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '../protocol/webauthn-json.ts'
import type { PasskeyItem, VaultItem } from './contents.ts'

/** Under which circumstances a passkey is made or used. */
export interface PasskeyContext {
  /** Serialized origin that goes into the client data. */
  readonly origin: string
  /** What a privileged caller wants signed in place of the hash of the client data; base64url. */
  readonly clientDataHash?: string | undefined
  /** Without a person: their verification is not claimed. */
  readonly isConditional?: boolean
}

/** What a new passkey says of itself. */
export interface PasskeyTraits {
  readonly kind: PasskeyItem['kind']
  /** Whether the vault's file is backed up: the BS flag. */
  readonly backedUp: boolean
}

/** Whether passkeys can be made here. */
export function passkeysWork(): boolean {
  try {
    nodeCrypto()
    return true
  } catch {
    return false
  }
}

/** The RP ID that the origin asks for; undefined when it may not ask for that. */
export function allowedRpId(asked: string | undefined, origin: string): string | undefined {
  try {
    return resolveRpId(asked, { origin })
  } catch (error) {
    if (error instanceof AuthenticatorError || error instanceof TypeError) return undefined
    throw error
  }
}

/** The passkeys, or restore keys, that could answer; oldest first. */
export function usablePasskeys(
  items: readonly VaultItem[],
  kind: PasskeyItem['kind'],
  options: PublicKeyCredentialRequestOptionsJSON,
  { origin }: PasskeyContext,
): readonly PasskeyItem[] {
  const rpId = allowedRpId(options.rpId, origin)
  if (rpId === undefined) return []
  const candidates = passkeysOf(items, kind).filter(({ hidden }) => !hidden)
  const usable = new Set(
    eligibleCredentials(
      candidates.map(({ credential }) => credential),
      {
        rpId,
        userVerified: kind === 'passkey',
        allowed: options.allowCredentials ?? [],
        mediation: undefined,
      },
    ),
  )
  return candidates.filter(({ credential }) => usable.has(credential))
}

/** The items of one kind. */
export function passkeysOf(
  items: readonly VaultItem[],
  kind: PasskeyItem['kind'],
): readonly PasskeyItem[] {
  return items.filter((item): item is PasskeyItem => item.kind === kind)
}

/**
 * Signs in with one passkey, and gives it as it is afterwards (its counter may have moved).
 *
 * @throws AuthenticatorError where a browser would refuse.
 * @throws TypeError on options that are malformed.
 */
export async function usePasskey(
  { kind, credential }: PasskeyItem,
  options: PublicKeyCredentialRequestOptionsJSON,
  context: PasskeyContext,
): Promise<{
  readonly response: AuthenticationResponseJSON
  readonly credential: AuthenticatorCredential
}> {
  const authenticator = new SoftwareAuthenticator({
    userVerified: kind === 'passkey',
    signCount: credential.signCount > 0 ? 'increment' : 'zero',
  })
  authenticator.add(credential)
  // Nobody is asked for a restore key, so nobody can be verified.
  const heeded =
    kind === 'passkey' ? options : { ...options, userVerification: 'discouraged' as const }
  const response = await authenticator.get(heeded, clientContext(context))
  return { response, credential: authenticator.credentials[0]! }
}

/**
 * Puts what a use changed upon the passkey as it is now: another process may have renamed it meanwhile, or
 * used it more often.
 */
export function withUse(
  now: AuthenticatorCredential,
  { before, after }: Readonly<Record<'before' | 'after', AuthenticatorCredential>>,
): AuthenticatorCredential {
  const changed = Object.entries(after).filter(
    ([name, value]) => value !== before[name as keyof AuthenticatorCredential],
  )
  const moved = Object.fromEntries(changed) as Partial<AuthenticatorCredential>
  return { ...now, ...moved, signCount: Math.max(now.signCount, after.signCount) }
}

/**
 * Makes a passkey that goes beside `items`.
 *
 * @throws AuthenticatorError where a browser would refuse, `credential_excluded` when there is one.
 * @throws TypeError on options that are malformed.
 */
export async function makePasskey(
  items: readonly VaultItem[],
  options: PublicKeyCredentialCreationOptionsJSON,
  context: PasskeyContext,
  { kind, backedUp }: PasskeyTraits,
): Promise<{
  readonly response: RegistrationResponseJSON
  readonly credential: AuthenticatorCredential
}> {
  const authenticator = new SoftwareAuthenticator({
    userVerified: kind === 'passkey',
    residentKey: 'always',
    backupState: backedUp,
    transports: ['internal'],
  })
  for (const { credential } of passkeysOf(items, kind)) authenticator.add(credential)
  const selection = options.authenticatorSelection
  const heeded =
    kind === 'passkey'
      ? options
      : {
          ...options,
          authenticatorSelection: { ...selection, userVerification: 'discouraged' as const },
        }
  const response = await authenticator.create(heeded, clientContext(context))
  return { response, credential: authenticator.credentials.at(-1)! }
}

/**
 * Puts a new passkey among the items. It replaces the one of the same account; a restore key replaces
 * every other of its relying party, for one account is restored.
 */
export function withPasskey(items: readonly VaultItem[], made: PasskeyItem): readonly VaultItem[] {
  const { rpId, userHandle } = made.credential
  const replaced = (item: VaultItem) =>
    item.kind === made.kind &&
    item.credential.rpId === rpId &&
    (made.kind === 'restore' || item.credential.userHandle === userHandle)
  return [...items.filter((item) => !replaced(item)), made]
}

function clientContext({ origin, clientDataHash, isConditional }: PasskeyContext): ClientContext {
  return {
    origin,
    ...(isConditional === true && { mediation: 'conditional' }),
    // A privileged caller has client data of its own: the hash of those is signed, not of ours.
    ...(clientDataHash !== undefined && {
      faults: { clientDataHash: decodeBase64url(clientDataHash) },
    }),
  }
}
