/**
 * What all providers offer together, checked and completed: the raw material of the account selector.
 *
 * A provider can be wrong or hostile: whatever does not answer this very request is left out.
 *
 * @module
 */
import { TYPE_PUBLIC_KEY_CREDENTIAL } from '../credential.ts'
import type {
  Action,
  AuthenticationAction,
  BeginGetCredentialResponse,
  CredentialEntry,
  RemoteEntry,
} from '../provider.ts'

/** What the selector has to know of an option. */
export interface SelectorOption {
  readonly id: string
  readonly type: string
  /** Lower shows first. */
  readonly typePriorityHint: number
  readonly isAutoSelectAllowed: boolean
}

/** What the selector has to know of a request. */
export interface SelectorRequest {
  readonly options: readonly SelectorOption[]
  readonly preferImmediatelyAvailableCredentials: boolean
  /** The person asked for everything there is, such as from a field's suggestions. Default `false`. */
  readonly showAll?: boolean
}

/** Who offers. */
export interface ProviderInfo {
  readonly id: string
  readonly label: string
}

/** One provider's answer to the silent question. */
export interface ProviderOffer {
  readonly provider: ProviderInfo
  readonly response: BeginGetCredentialResponse
}

/** A credential on offer. */
export interface OfferedEntry extends CredentialEntry {
  readonly provider: ProviderInfo
  /** Which entries are one account. */
  readonly account: string
  /** Lower shows first within an account; passkeys have 0, which nothing else gets. */
  readonly rank: number
  /** Whether option and provider both allow to give it unasked. */
  readonly isAutoSelectable: boolean
}

/** A locked provider on offer. */
export interface OfferedUnlock extends AuthenticationAction {
  readonly provider: ProviderInfo
  readonly status: 'locked' | 'empty'
}

/** Another action on offer. */
export interface OfferedAction extends Action {
  readonly provider: ProviderInfo
}

/** The way to another device. */
export interface OfferedRemote extends RemoteEntry {
  readonly provider: ProviderInfo
}

/** Everything on offer, in the providers' order. */
export interface Offers {
  readonly entries: readonly OfferedEntry[]
  readonly unlocks: readonly OfferedUnlock[]
  readonly actions: readonly OfferedAction[]
  /** At most one overall: the first provider's that has one. */
  readonly remote: OfferedRemote | undefined
}

/** Collects what the providers answered. */
export function collectOffers(
  { options }: SelectorRequest,
  answers: readonly ProviderOffer[],
): Offers {
  const byId = new Map(options.map((option) => [option.id, option]))
  const each = <Part extends { readonly id: string }, Offered>(
    part: (response: BeginGetCredentialResponse) => readonly Part[] | undefined,
    complete: (one: Part, provider: ProviderInfo) => Offered | undefined,
  ): Offered[] =>
    answers.flatMap(({ provider, response }) =>
      unique(part(response) ?? [])
        .map((one) => complete(one, provider))
        .filter((one) => one !== undefined),
    )
  return {
    entries: each(
      (response) => response.credentialEntries,
      (entry, provider) => offeredEntry(entry, provider, byId.get(entry.optionId)),
    ),
    unlocks: each(
      (response) => response.authenticationActions,
      (action, provider) => ({ ...action, provider, status: action.status ?? 'locked' }),
    ),
    actions: each(
      (response) => response.actions,
      (action, provider) => ({ ...action, provider }),
    ),
    remote: each(
      ({ remoteEntry }) => (remoteEntry === undefined ? [] : [remoteEntry]),
      (remote, provider) => (byId.has(remote.optionId) ? { ...remote, provider } : undefined),
    )[0],
  }
}

/** The first of each name. */
function unique<Part extends { readonly id: string }>(parts: readonly Part[]): readonly Part[] {
  return [...new Map(parts.toReversed().map((part) => [part.id, part])).values()].toReversed()
}

function offeredEntry(
  entry: CredentialEntry,
  provider: ProviderInfo,
  option: SelectorOption | undefined,
): OfferedEntry | undefined {
  if (option === undefined || option.type !== entry.type) return undefined
  const { lastUsedTime } = entry
  return {
    ...entry,
    provider,
    lastUsedTime: Number.isFinite(lastUsedTime) ? lastUsedTime : undefined,
    // Both share one space of names, as on Android: a group id may name another provider's account.
    account: entry.entryGroupId || entry.userName,
    rank: entry.type === TYPE_PUBLIC_KEY_CREDENTIAL ? 0 : Math.max(1, option.typePriorityHint),
    isAutoSelectable: option.isAutoSelectAllowed && entry.isAutoSelectAllowed === true,
  }
}
