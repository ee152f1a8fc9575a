/**
 * Languages: which one an element speaks, which way it runs, and its words, loaded when they are needed.
 *
 * @module
 */

/** Loads the words of one language. */
export type Load<Words> = () => Promise<Words>

/** The BCP 47 tag of the text around an element, through the shadow trees it stands in. */
export function languageOf(element: Element): string {
  const near = element.closest<HTMLElement>('[lang]')
  if (near !== null) return near.lang
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? languageOf(root.host) : document.documentElement.lang
}

/** Whether a language, given as a BCP 47 tag, is written from right to left. */
export function isRightToLeft(language: string): boolean {
  return /^(ar|dv|fa|he|ps|ur|yi)\b/i.test(language)
}

/**
 * Loads the words of a language, given as a BCP 47 tag. The first entry stands in where there are none,
 * and where they cannot be loaded.
 */
export async function wordsIn<Words>(
  languages: ReadonlyMap<string, Load<Words>>,
  language: string,
): Promise<Words> {
  const [otherwise] = languages.values()
  const [primary = ''] = language.toLowerCase().split('-')
  return (languages.get(primary) ?? otherwise!)().catch(otherwise)
}
