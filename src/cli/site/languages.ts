/**
 * Which language a page is written in: the one its address names, else the one its reader's browser likes
 * best of those there are.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4} RFC 9110, Accept-Language
 * @module
 */
import { SITE_LANGUAGES } from './site-words.ts'

/** More than that nobody likes. */
const LONGEST_HEADER = 1024

/** Chooses a language, as a primary tag such as `de`. */
export function chooseLanguage(asked: string | null, accepted: string | null): string {
  const named = asked === null ? undefined : known(asked)
  return named ?? liked(accepted ?? '') ?? 'en'
}

/** The primary tag, where there are words in it. */
export function known(tag: string): string | undefined {
  const [primary = ''] = tag.trim().toLowerCase().split('-')
  return SITE_LANGUAGES.find((language) => language === primary)
}

function liked(header: string): string | undefined {
  const ranked = header
    .slice(0, LONGEST_HEADER)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';')
      const quality = parameters.map((one) => /^\s*q=(\d(?:\.\d+)?)\s*$/i.exec(one)?.[1])
      return { tag, quality: Number(quality.find((one) => one !== undefined) ?? 1) }
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
  return ranked.map(({ tag }) => known(tag)).find((language) => language !== undefined)
}
