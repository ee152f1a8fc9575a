/**
 * Going on to another page of the same site.
 *
 * @module
 */

/** Milliseconds that a page is kept for what goes on in the background. */
const LINGER = 1_500

/**
 * Goes to `address`, after `settled` or soon. An address of another site, or one that is no web page, is
 * not gone to: it may have come out of the page's own address, where anybody can have put it.
 */
export async function goOn(address: string, settled: Promise<unknown>): Promise<void> {
  if (!URL.canParse(address, document.baseURI)) return
  const url = new URL(address, document.baseURI)
  if (url.origin !== location.origin || !/^https?:$/.test(url.protocol)) return
  await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, LINGER))])
  location.assign(url)
}
