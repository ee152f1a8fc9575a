/**
 * What comes in a page's address behind the `#`: the token of a mailed link, or one of another site.
 *
 * @module
 */

/** Takes it out of the address: it is not to stay there, in the history or in a screenshot. */
export function takeFragment(): URLSearchParams {
  const fragment = new URLSearchParams(location.hash.slice(1))
  if (location.hash !== '') {
    history.replaceState(history.state, '', location.pathname + location.search)
  }
  return fragment
}

/** The token of a mailed link: it opens an account. */
export function takeLinkToken(): string | undefined {
  const isLink = location.hash.startsWith('#token=')
  return isLink ? takeFragment().get('token') || undefined : undefined
}
