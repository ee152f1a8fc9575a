/**
 * What the account selector says: a dictionary per language, each a module of its own that is loaded
 * when it is needed.
 *
 * @module
 */
import type { SelectorChoice, SelectorSection, SelectorTitle } from '../client/selector/page.ts'
import { wordsIn, type Load } from './language.ts'

/** What a row says. */
export interface ChoiceText {
  /** Who or what it is. */
  readonly label: string
  /** Of what kind, and from where. May be empty. */
  readonly detail: string
}

/** Everything the account selector says, in one language. Plain text throughout. */
export interface SelectorTexts {
  /** BCP 47 tag, such as `en`: how screen readers pronounce it. */
  readonly language: string
  /** The title of a page. `caller` is for whom the person signs in, such as `shop.example`. */
  readonly title: (title: SelectorTitle, caller: string) => string
  /** What leads to the rows, under the title. Empty: nothing does. */
  readonly lead: (title: SelectorTitle) => string
  /** The heading over rows that belong together. */
  readonly heading: (heading: NonNullable<SelectorSection['heading']>) => string
  readonly choice: (choice: SelectorChoice) => ChoiceText
  /** Takes the only thing there is. */
  readonly continue: string
  /** The same, where that is a locked provider. */
  readonly unlock: string
  readonly moreOptions: string
  readonly back: string
  readonly cancel: string
  /** Closes the notice that nothing was found. */
  readonly close: string
  /** How the person confirms when they are verified in the same step. */
  readonly oneTap: string
  readonly emptyNotice: string
}

const LANGUAGES: ReadonlyMap<string, Load<SelectorTexts>> = new Map([
  ['en', async () => (await import('./texts/en.ts')).english],
  ['de', async () => (await import('./texts/de.ts')).german],
  ['fr', async () => (await import('./texts/fr.ts')).french],
  ['es', async () => (await import('./texts/es.ts')).spanish],
  ['it', async () => (await import('./texts/it.ts')).italian],
  ['pt', async () => (await import('./texts/pt.ts')).portuguese],
  ['ja', async () => (await import('./texts/ja.ts')).japanese],
  ['zh', async () => (await import('./texts/zh.ts')).chinese],
  ['ar', async () => (await import('./texts/ar.ts')).arabic],
  ['hi', async () => (await import('./texts/hi.ts')).hindi],
])

/**
 * Loads the texts of a language, given as a BCP 47 tag; English where there are none, or where they cannot
 * be loaded.
 */
export function loadSelectorTexts(language: string): Promise<SelectorTexts> {
  return wordsIn(LANGUAGES, language)
}
