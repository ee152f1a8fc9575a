/**
 * Where somebody goes after a sign-in: anybody can have written that into the address, so that it leads to
 * this site, or to an origin that the operator named, or nowhere.
 *
 * @module
 */

/** Stands for our own origin while an address is read. */
const HERE = 'https://here.invalid'

/** A place to go to. */
export interface Next {
  /** A path with its query and fragment, or the whole address of another origin. */
  readonly address: string
  readonly isElsewhere: boolean
}

/** Reads `?next=`; `undefined` for what leads nowhere that is allowed. */
export function readNext(text: string | null, allowed: readonly string[]): Next | undefined {
  if (text === null || text.length > 2048) return undefined
  const url = URL.parse(text, HERE)
  if (url === null || url.username !== '' || url.password !== '') return undefined
  // A browser reads `//evil.example` and `/\evil.example` as other sites, and so does the parser.
  if (url.origin === HERE) {
    const isPath = /^\/(?![/\\])/.test(text)
    return isPath
      ? { address: url.pathname + url.search + url.hash, isElsewhere: false }
      : undefined
  }
  return allowed.includes(url.origin) ? { address: url.href, isElsewhere: true } : undefined
}
