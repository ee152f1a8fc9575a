/**
 * The token of a mailed link.
 *
 * @module
 */

/** Takes it out of the page's address: it is not to stay there, in the history or in a screenshot. */
export function takeLinkToken(): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (token === null || token === '') return undefined
  history.replaceState(history.state, '', location.pathname + location.search)
  return token
}
