/**
 * What the pages say themselves, in the languages of the elements on them: a dictionary per language, each
 * a module of its own. The server speaks them all; a page loads the one it is written in.
 *
 * @module
 */
import { isRightToLeft, wordsIn } from '../../elements/language.ts'
import type { Load } from '../../elements/language.ts'
import type { Severity } from '../doctor/finding.ts'

/** How many findings of a kind there are. */
export interface Counts {
  readonly problems: number
  readonly warnings: number
  readonly checks: number
}

/** Everything the pages say, in one language. Plain text throughout. */
export interface SiteWords {
  /** BCP 47 tag. */
  readonly language: string
  readonly languages: string
  readonly skip: string
  readonly email: string
  readonly needsScript: string
  readonly sorry: string
  readonly signIn: {
    readonly title: (site: string) => string
    readonly lead: string
    readonly newHere: string
  }
  readonly signUp: {
    readonly title: (site: string) => string
    readonly already: string
    readonly withPassword: string
    readonly newPassword: string
    readonly passwordHint: (minimum: number) => string
    readonly tooShort: string
    readonly blocked: string
    readonly prove: string
    readonly sent: (address: string) => string
    readonly proved: string
  }
  readonly account: {
    readonly title: string
    readonly profile: string
    readonly profileLead: string
    readonly displayName: string
    readonly saved: string
    readonly passwordLead: string
    readonly setPassword: string
    readonly changePassword: string
    readonly removePassword: string
    readonly passwordSet: string
    readonly passwordRemoved: string
    readonly emailLead: string
    readonly emailNone: string
    readonly newAddress: string
    readonly removeAddress: string
    readonly addressRemoved: string
    readonly delete: string
    readonly deleteLead: string
    readonly deleteMine: string
    readonly deleteSure: (username: string) => string
    readonly deleteForGood: string
  }
  readonly links: {
    readonly confirmTitle: string
    readonly confirmLead: string
    readonly confirm: string
    readonly confirmed: (address: string) => string
    readonly undoTitle: string
    readonly undoLead: string
    readonly undo: string
    readonly undone: string
    readonly none: string
    /** Where no mail can be sent. */
    readonly ask: string
    readonly dead: string
  }
  /** Of the forms that take the place of a script: a link's token is in its fragment, which no server sees. */
  readonly paste: {
    readonly link: string
    readonly lead: string
  }
  /** Accounts at other sites, that open the one here. */
  readonly elsewhere: {
    readonly title: string
    readonly lead: string
    readonly connect: (site: string) => string
    readonly connectAbout: (who: string, site: string) => string
    readonly connected: (site: string) => string
    readonly disconnect: (site: string) => string
    readonly disconnected: (site: string) => string
    readonly taken: string
    readonly gone: string
  }
  /** Around what the doctor says, which is English. */
  readonly operator: {
    readonly name: string
    readonly title: string
    readonly lead: string
    readonly proof: string
    readonly noPasskey: string
    readonly inOrder: string
    readonly counts: (found: Counts) => string
    readonly again: string
    readonly why: string
    readonly change: string
    readonly inEnglish: string
  } & Readonly<Record<Severity, { readonly title: string; readonly lead: string }>>
  readonly notFound: {
    readonly title: string
    readonly lead: string
    readonly home: string
  }
  /** What no page of ours asks for. */
  readonly refused: {
    readonly crossSite: string
    readonly tooLarge: string
    /** Another host was asked than those of the site. */
    readonly elsewhere: (origin: string) => string
  }
  readonly foot: {
    readonly terms: string
    readonly privacy: string
    readonly support: string
  }
}

const LANGUAGES: ReadonlyMap<string, Load<SiteWords>> = new Map([
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

/** The languages there are words in. */
export const SITE_LANGUAGES: readonly string[] = [...LANGUAGES.keys()]

/** What each language calls itself. */
export const LANGUAGE_NAMES: Readonly<Record<string, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  it: 'Italiano',
  pt: 'Português',
  ja: '日本語',
  zh: '简体中文',
  ar: 'العربية',
  hi: 'हिन्दी',
}

/** Loads the words of a language; English where there are none. */
export function loadSiteWords(language: string): Promise<SiteWords> {
  return wordsIn(LANGUAGES, language)
}

/** Which way a language is written. */
export const directionOf = (language: string): 'ltr' | 'rtl' =>
  isRightToLeft(language) ? 'rtl' : 'ltr'
