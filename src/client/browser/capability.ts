/**
 * What a browser can do, as far as it says so.
 *
 * @module
 */
import type { BrowserPage } from './page.ts'

/** Why nothing works on a page without the API. */
export const UNSUPPORTED = 'old browser, or not https'
/** Why a request ended that another one pushed aside. */
export const REPLACED = 'replaced by another request'

/** Whether the page has the API for a kind of credential. */
export function hasApi(
  page: BrowserPage,
  kind: 'PublicKeyCredential' | 'PasswordCredential',
): unknown {
  return page.navigator?.credentials && page[kind]
}

/** Whether the browser says that it knows something; `undefined` where it does not say. */
export async function capability(page: BrowserPage, name: string): Promise<boolean | undefined> {
  return (await page.PublicKeyCredential?.getClientCapabilities?.())?.[name]
}
