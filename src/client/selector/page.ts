/**
 * The pages of the account selector, as rows to draw. Whoever draws them (an element, a terminal) decides
 * how, never what.
 *
 * @module
 */
import { TYPE_PASSWORD_CREDENTIAL, TYPE_PUBLIC_KEY_CREDENTIAL } from '../credential.ts'
import type { CreateEntry } from '../provider.ts'
import type { AccountGroup } from './accounts.ts'
import type {
  OfferedAction,
  OfferedEntry,
  OfferedRemote,
  OfferedUnlock,
  ProviderInfo,
} from './offers.ts'
import type { OrderedOffers } from './opening.ts'

/** A place for a new credential, on offer. */
export interface OfferedPlace extends CreateEntry {
  readonly provider: ProviderInfo
}

/** What a person can pick. */
export type SelectorChoice =
  | { readonly kind: 'entry'; readonly entry: OfferedEntry }
  | { readonly kind: 'unlock'; readonly unlock: OfferedUnlock }
  | { readonly kind: 'action'; readonly action: OfferedAction }
  | { readonly kind: 'remote'; readonly remote: Pick<OfferedRemote, 'id' | 'provider'> }
  | { readonly kind: 'place'; readonly place: OfferedPlace }

/**
 * What a page is about; the words are in `words.ts`. `passkey` and `password` stand there when nothing
 * else is shown, `unlock` when there are only locked providers, `sign-in` for any mixture.
 */
export type SelectorTitle =
  'passkey' | 'password' | 'unlock' | 'sign-in' | 'save-passkey' | 'save-password' | 'save'

/** Rows that belong together. */
export interface SelectorSection {
  /** Whose or what they are. On the main page there are no headings. */
  readonly heading:
    | { readonly kind: 'account'; readonly account: string }
    | { readonly kind: 'locked' | 'manage' | 'other-device' }
    | undefined
  /** Never empty. */
  readonly choices: readonly SelectorChoice[]
}

/** One page. */
export interface SelectorPage {
  readonly title: SelectorTitle
  readonly sections: readonly SelectorSection[]
  /** The one to have in focus. Undefined: none in particular. */
  readonly preselected: SelectorChoice | undefined
  /** Whether there is a way on, to the page with everything. */
  readonly hasMoreOptions: boolean
  /** Whether there is a way back, to the main page. */
  readonly hasBack: boolean
}

/** What the main page and the page with everything are made of. */
export interface PageMaterial extends OrderedOffers {
  readonly actions: readonly OfferedAction[]
}

const unlockChoice = (unlock: OfferedUnlock): SelectorChoice => ({ kind: 'unlock', unlock })
const entryChoice = (entry: OfferedEntry): SelectorChoice => ({ kind: 'entry', entry })

/** Drops the sections that have no rows. */
export function sectionsOf(...sections: readonly SelectorSection[]): readonly SelectorSection[] {
  return sections.filter(({ choices }) => choices.length > 0)
}

/** The top entry of each account, then the locked providers. The rest is behind "more options". */
export function mainPage(
  material: PageMaterial,
  preselected: OfferedEntry | OfferedUnlock | undefined,
): SelectorPage {
  const { groups, unlocks, actions, remote } = material
  const choices = [...groups.map(({ top }) => entryChoice(top)), ...unlocks.map(unlockChoice)]
  return {
    title: titleOf(groups, unlocks),
    sections: sectionsOf({ heading: undefined, choices }),
    preselected: choices.find(
      (choice) =>
        (choice.kind === 'entry' && choice.entry === preselected) ||
        (choice.kind === 'unlock' && choice.unlock === preselected),
    ),
    hasMoreOptions:
      remote !== undefined ||
      actions.length > 0 ||
      groups.some(({ entries }) => entries.length > 1),
    hasBack: false,
  }
}

/** Everything: all entries by account, locked providers, the way to another device, other actions. */
export function allOptionsPage(
  { groups, unlocks, actions, remote }: PageMaterial,
  { hasBack }: Pick<SelectorPage, 'hasBack'>,
): SelectorPage {
  return {
    title: titleOf(groups, unlocks),
    sections: sectionsOf(
      ...groups.map(({ account, entries }) => ({
        heading: { kind: 'account', account } as const,
        choices: entries.map(entryChoice),
      })),
      { heading: { kind: 'locked' }, choices: unlocks.map(unlockChoice) },
      {
        heading: { kind: 'other-device' },
        choices: remote === undefined ? [] : [{ kind: 'remote', remote }],
      },
      {
        heading: { kind: 'manage' },
        choices: actions.map((action) => ({ kind: 'action', action })),
      },
    ),
    preselected: undefined,
    hasMoreOptions: false,
    hasBack,
  }
}

/** The way to another device, and nothing else. */
export function remoteOnlyPage(
  remote: Pick<OfferedRemote, 'id' | 'provider'>,
  title: SelectorTitle,
): SelectorPage {
  const choice: SelectorChoice = { kind: 'remote', remote }
  return {
    title,
    sections: [{ heading: undefined, choices: [choice] }],
    preselected: choice,
    hasMoreOptions: false,
    hasBack: false,
  }
}

const TITLES: ReadonlyMap<string, SelectorTitle> = new Map([
  [TYPE_PUBLIC_KEY_CREDENTIAL, 'passkey'],
  [TYPE_PASSWORD_CREDENTIAL, 'password'],
])

function titleOf(
  groups: readonly AccountGroup[],
  unlocks: readonly OfferedUnlock[],
): SelectorTitle {
  if (groups.length === 0) return unlocks.length === 0 ? 'passkey' : 'unlock'
  const [type, ...others] = new Set(groups.map(({ top }) => top.type))
  if (unlocks.length > 0 || others.length > 0) return 'sign-in'
  return TITLES.get(type!) ?? 'sign-in'
}
