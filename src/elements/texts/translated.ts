/**
 * The account selector's texts out of the phrases of a language. English has its own, which are those of
 * Credential Manager.
 *
 * @module
 */
import { TYPE_PASSWORD_CREDENTIAL, TYPE_PUBLIC_KEY_CREDENTIAL } from '../../client/credential.ts'
import type { SelectorChoice, SelectorTitle } from '../../client/selector/page.ts'
import type { ChoiceText, SelectorTexts } from '../selector-texts.ts'

/** What a language brings along. */
export interface SelectorPhrases extends Omit<
  SelectorTexts,
  'title' | 'lead' | 'heading' | 'choice'
> {
  readonly titles: Readonly<Record<SelectorTitle, (caller: string) => string>>
  readonly leads: Readonly<Record<'save-passkey' | 'save-password' | 'save', string>>
  /** The heading over everything of one account. */
  readonly account: (name: string) => string
  readonly headings: Readonly<Record<'locked' | 'other-device' | 'manage', string>>
  /** Kinds of credentials. `signIn` is any other than the first two. */
  readonly kinds: Readonly<Record<'passkey' | 'password' | 'signIn', string>>
  readonly nameless: string
  readonly locked: string
  readonly nothingFound: string
  readonly otherDevice: string
}

/** Puts them together. */
export function translated(phrases: SelectorPhrases): SelectorTexts {
  const { titles, leads, headings, account } = phrases
  return {
    ...phrases,
    title: (title, caller) => titles[title](caller),
    lead: (title) => (title in leads ? leads[title as keyof typeof leads] : ''),
    heading: (heading) =>
      heading.kind === 'account' ? account(heading.account) : headings[heading.kind],
    choice: (choice) => choiceText(phrases, choice),
  }
}

function choiceText(phrases: SelectorPhrases, choice: SelectorChoice): ChoiceText {
  switch (choice.kind) {
    case 'entry': {
      const { userName, displayName = '', type, provider } = choice.entry
      const named = displayName !== '' && displayName !== userName ? [displayName] : []
      return {
        label: userName === '' ? phrases.nameless : userName,
        detail: [...named, kindOf(phrases, type), provider.label].join(' · '),
      }
    }
    case 'unlock': {
      const { title, provider, status } = choice.unlock
      const state = status === 'empty' ? phrases.nothingFound : phrases.locked
      return { label: title, detail: `${provider.label} · ${state}` }
    }
    case 'action':
      return { label: choice.action.title, detail: choice.action.subtitle ?? '' }
    case 'remote':
      return { label: phrases.otherDevice, detail: choice.remote.provider.label }
    default: {
      const { accountName, description, provider } = choice.place
      return { label: accountName, detail: description ?? provider.label }
    }
  }
}

function kindOf({ kinds }: SelectorPhrases, type: string): string {
  if (type === TYPE_PUBLIC_KEY_CREDENTIAL) return kinds.passkey
  return type === TYPE_PASSWORD_CREDENTIAL ? kinds.password : kinds.signIn
}
