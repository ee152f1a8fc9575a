/**
 * English words for what the selector's pages say. A drawer may bring its own.
 *
 * @module
 */
import { TYPE_PASSWORD_CREDENTIAL, TYPE_PUBLIC_KEY_CREDENTIAL } from '../credential.ts'
import type { SelectorChoice, SelectorSection, SelectorTitle } from './page.ts'

const TITLES: Readonly<Record<SelectorTitle, (caller: string) => string>> = {
  passkey: (caller) => `Sign in to ${caller} with a passkey`,
  password: (caller) => `Sign in to ${caller} with a saved password`,
  unlock: (caller) => `Unlock to sign in to ${caller}`,
  'sign-in': (caller) => `Sign in to ${caller}`,
  'save-passkey': (caller) => `Create a passkey for ${caller}`,
  'save-password': (caller) => `Save the password for ${caller}`,
  save: (caller) => `Save the sign-in for ${caller}`,
}

const KINDS: ReadonlyMap<string, string> = new Map([
  [TYPE_PUBLIC_KEY_CREDENTIAL, 'Passkey'],
  [TYPE_PASSWORD_CREDENTIAL, 'Password'],
])

const HEADINGS = { locked: 'Locked', 'other-device': 'Elsewhere', manage: 'Manage' } as const

/** Words that are the same on every page. */
export const SELECTOR_WORDS = {
  moreOptions: 'More options',
  back: 'Back',
  cancel: 'Cancel',
  emptyNotice: 'Nothing to sign in with was found there.',
} as const

/** The title of a page. */
export function titleText(title: SelectorTitle, caller: string): string {
  return TITLES[title](caller)
}

/** The heading over a section; empty where there is none. */
export function headingText(heading: SelectorSection['heading']): string {
  if (heading === undefined) return ''
  return heading.kind === 'account' ? `For ${heading.account}` : HEADINGS[heading.kind]
}

/** What a row says: who or what, and beside it of what kind and from where. */
export function choiceText(choice: SelectorChoice): {
  readonly label: string
  readonly detail: string
} {
  switch (choice.kind) {
    case 'entry': {
      const { userName, displayName, type, provider } = choice.entry
      const kind = KINDS.get(type) ?? 'Sign-in'
      const named = displayName !== undefined && displayName !== '' && displayName !== userName
      return {
        label: userName === '' ? 'No user name' : userName,
        detail: [...(named ? [displayName] : []), kind, provider.label].join(' · '),
      }
    }
    case 'unlock': {
      const { title, provider, status } = choice.unlock
      const detail = status === 'empty' ? 'Nothing found' : 'Locked'
      return { label: title, detail: `${provider.label} · ${detail}` }
    }
    case 'action':
      return { label: choice.action.title, detail: choice.action.subtitle ?? '' }
    case 'remote':
      return { label: 'Use another device', detail: choice.remote.provider.label }
    default: {
      const { accountName, description, provider } = choice.place
      return { label: accountName, detail: description ?? provider.label }
    }
  }
}
