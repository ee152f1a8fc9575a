/**
 * What every page is made with.
 *
 * @module
 */
import type { ElementWords } from '../../elements/element-words.ts'
import type { Settings } from '../../server/config.ts'
import type { SiteIssuer } from './issuers.ts'
import type { SiteSettings } from './site-config.ts'
import type { SiteWords } from './site-words.ts'

/** What every page is made with. */
export interface PageContext {
  readonly site: SiteSettings
  readonly settings: Settings
  readonly words: SiteWords
  /** What the elements say: the same button has the same words wherever it stands. */
  readonly spoken: ElementWords
  /** The other sites whose accounts open one here. */
  readonly issuers: readonly SiteIssuer[]
  readonly script: string
  readonly styles: readonly string[]
  readonly path: string
  readonly query: URLSearchParams
  /** Path of a page, in the language that this one's address names. */
  readonly to: (path: string, query?: Readonly<Record<string, string | undefined>>) => string
}

/**
 * Makes {@link PageContext.to}. A language that came from the browser comes from it again; what a path says beside
 * its language stays.
 */
export function pathsIn(language: string | undefined): PageContext['to'] {
  return (path, query = {}) => {
    const [, page = '', already, fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(path) ?? []
    const search = new URLSearchParams(already)
    for (const [name, value] of Object.entries({ ...query, lang: language })) {
      if (value !== undefined) search.set(name, value)
    }
    return page + (search.size === 0 ? '' : `?${search.toString()}`) + fragment
  }
}
