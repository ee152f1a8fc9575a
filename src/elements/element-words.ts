/**
 * What the elements on the page say: a dictionary per language, each a module of its own that is loaded
 * when it is needed. The account selector's words are in `selector-texts.ts`.
 *
 * @module
 */
import { wordsIn, type Load } from './language.ts'

/** A sentence about a failure, by what went wrong: mostly the code of a refusal. */
export type FailureWord =
  | 'unreachable'
  | 'too_slow'
  | 'no_answer'
  | 'later'
  | 'rate_limited'
  | 'taken_back'
  | 'not_used'
  | 'no_passkey'
  | 'interrupted'
  | 'unsupported'
  | 'blocked'
  | 'browser'
  | 'not_created'
  | 'already_here'
  | 'no_place'
  | 'credential_unknown'
  | 'authentication_failed'
  | 'wrong_password'
  | 'wrong_code'
  | 'stale'
  | 'username_taken'
  | 'invalid_request'
  | 'registration_failed'
  | 'credential_exists'
  | 'passkey_limit'
  | 'last_sign_in_method'
  | 'session_required'
  | 'sign_in_again'
  | 'not_found'
  | 'account_not_linked'
  | 'other_site'
  | 'not_copied'

/** Everything the elements on the page say, in one language. Plain text throughout. */
export interface ElementWords {
  /** BCP 47 tag, such as `en`: how screen readers pronounce it. */
  readonly language: string
  readonly failures: Readonly<Record<FailureWord, string>>
  readonly cancel: string
  /** While the browser or a device is asked. */
  readonly waiting: string
  readonly loading: string
  readonly tryAgain: string
  readonly username: string
  readonly password: string
  readonly show: string
  readonly hide: string
  readonly or: string
  readonly continue: string
  readonly missing: string
  readonly signIn: {
    readonly title: string
    readonly passkey: string
    readonly hint: string
    readonly otherDevice: string
    readonly federated: (name: string) => string
    readonly lost: string
    readonly done: string
  }
  readonly create: {
    /** Headlines what it is good for, not what it is. */
    readonly headline: string
    readonly lead: string
    readonly benefits: readonly string[]
    readonly create: string
    readonly notNow: string
    readonly done: string
    readonly account: string
    readonly displayName: string
  }
  readonly passkeys: {
    readonly title: string
    readonly lead: string
    readonly empty: string
    readonly synced: string
    readonly deviceOnly: string
    readonly created: (date: string) => string
    readonly used: (date: string, device: string | null) => string
    readonly unused: string
    /** What one is called whose provider nobody knows. */
    readonly unknown: string
    readonly securityKey: string
    readonly provider: (name: string) => string
    readonly rename: string
    readonly renameOne: (name: string) => string
    readonly renamed: (name: string) => string
    readonly name: string
    readonly save: string
    readonly delete: string
    readonly deleteOne: (name: string) => string
    readonly deleteTitle: string
    readonly deleteAbout: (name: string) => string
    readonly deleted: (name: string) => string
  }
  readonly proof: {
    readonly title: string
    readonly lead: string
    readonly passkey: string
  }
  readonly sessions: {
    readonly title: string
    readonly lead: string
    readonly current: string
    readonly unknown: string
    readonly device: (browser: string, system: string) => string
    readonly since: (date: string) => string
    readonly active: (date: string) => string
    readonly signOut: string
    readonly signOutOne: (device: string) => string
    readonly signOutOthers: string
    readonly ended: (device: string) => string
    readonly othersEnded: string
    readonly only: string
  }
  readonly recovery: {
    readonly title: string
    readonly lead: string
    readonly send: string
    readonly sent: string
    readonly code: string
    readonly codeLead: string
    readonly linkLead: string
    readonly codeNeeded: string
    readonly back: string
    readonly codes: string
    readonly codesLead: string
    readonly left: (count: number) => string
    readonly makeCodes: string
    readonly makeWarning: string
    readonly once: string
    readonly copy: string
    readonly copied: string
  }
}

const LANGUAGES: ReadonlyMap<string, Load<ElementWords>> = new Map([
  ['en', async () => (await import('./words/en.ts')).english],
  ['de', async () => (await import('./words/de.ts')).german],
  ['fr', async () => (await import('./words/fr.ts')).french],
  ['es', async () => (await import('./words/es.ts')).spanish],
  ['it', async () => (await import('./words/it.ts')).italian],
  ['pt', async () => (await import('./words/pt.ts')).portuguese],
  ['ja', async () => (await import('./words/ja.ts')).japanese],
  ['zh', async () => (await import('./words/zh.ts')).chinese],
  ['ar', async () => (await import('./words/ar.ts')).arabic],
  ['hi', async () => (await import('./words/hi.ts')).hindi],
])

/** The languages there are words in, as BCP 47 tags. */
export const WORD_LANGUAGES: readonly string[] = [...LANGUAGES.keys()]

/**
 * Loads the words of a language, given as a BCP 47 tag; English where there are none, or where they cannot
 * be loaded.
 */
export function loadElementWords(language: string): Promise<ElementWords> {
  return wordsIn(LANGUAGES, language)
}
