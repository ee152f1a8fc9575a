/**
 * What the account selector says: a dictionary per language, each a module of its own that is loaded
 * when it is needed.
 *
 * @module
 */
import type { SelectorChoice, SelectorSection, SelectorTitle } from '../client/selector/page.ts'

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

type Load = () => Promise<SelectorTexts>

const LANGUAGES: ReadonlyMap<string, Load> = new Map([
  ['en', async () => (await import('./texts/en.ts')).english],
])

const DEFAULT: Load = LANGUAGES.get('en')!

/** Loads the texts of a language, given as a BCP 47 tag; English where there are none. */
export function loadSelectorTexts(language: string): Promise<SelectorTexts> {
  const [primary = ''] = language.toLowerCase().split('-')
  return (LANGUAGES.get(primary) ?? DEFAULT)()
}
