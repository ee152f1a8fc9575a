/**
 * What opens when a request meets what is on offer: a page, a notice, or nothing at all.
 *
 * @see {@link https://developer.android.com/design/ui/mobile/guides/patterns/passkeys}
 * @module
 */
import type { AccountGroup } from './accounts.ts'
import type { OfferedEntry, OfferedRemote, OfferedUnlock, SelectorRequest } from './offers.ts'

/** What is on offer, in order. */
export interface OrderedOffers {
  readonly groups: readonly AccountGroup[]
  readonly unlocks: readonly OfferedUnlock[]
  readonly remote: OfferedRemote | undefined
}

/**
 * What the selector does first.
 * - `no-credential`: nothing is shown; the call ends with `NoCredentialException`.
 * - `auto-select`: nothing is shown; the entry's provider is called at once.
 * - `one-tap`: one entry, and the person is verified in the same step.
 * - `main`: the main page, with something preselected where there is only that.
 * - `remote-only`: a page that leads to another device.
 * - `empty-notice`: a short notice that the unlocked providers hold nothing, then as `no-credential`.
 * - `all-options`: the page with everything, and no way back to the main page.
 */
export type Opening =
  | { readonly kind: 'no-credential' }
  | { readonly kind: 'auto-select'; readonly entry: OfferedEntry }
  | { readonly kind: 'one-tap'; readonly entry: OfferedEntry }
  | { readonly kind: 'main'; readonly preselected: OfferedEntry | OfferedUnlock | undefined }
  | { readonly kind: 'remote-only'; readonly remote: OfferedRemote }
  | { readonly kind: 'empty-notice' }
  | { readonly kind: 'all-options' }

/** Decides what opens. */
export function decideOpening(
  { groups, unlocks, remote }: OrderedOffers,
  {
    preferImmediatelyAvailableCredentials,
    showAll = false,
  }: Pick<SelectorRequest, 'preferImmediatelyAvailableCredentials' | 'showAll'>,
): Opening {
  if (groups.length === 0 && unlocks.every(({ status }) => status === 'empty')) {
    if (remote !== undefined && !preferImmediatelyAvailableCredentials) {
      return showAll ? { kind: 'all-options' } : { kind: 'remote-only', remote }
    }
    return { kind: unlocks.length === 0 ? 'no-credential' : 'empty-notice' }
  }
  if (showAll) return { kind: 'all-options' }
  const [group, ...others] = groups
  const [unlock, ...moreUnlocks] = unlocks
  if (group === undefined) {
    return { kind: 'main', preselected: moreUnlocks.length === 0 ? unlock : undefined }
  }
  // A locked provider may hold what the person rather wants: then nothing is decided for them.
  if (others.length > 0 || unlock !== undefined) return { kind: 'main', preselected: undefined }
  const { top: entry, entries } = group
  if (entries.length === 1 && entry.isAutoSelectable) return { kind: 'auto-select', entry }
  if (entry.hasBiometricPrompt === true) return { kind: 'one-tap', entry }
  return { kind: 'main', preselected: entry }
}
