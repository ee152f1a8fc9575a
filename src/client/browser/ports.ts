/**
 * What a request works with in a browser.
 *
 * Requests that only some pages make (a signal, a saved password, a federated account) bring the way
 * they go in a browser along, as a method `inBrowser`. So a page downloads what it names and nothing
 * else, and nothing has to be loaded between a click and the browser's own call.
 *
 * @module
 */
import type { BrowserPage } from './page.ts'
import type { CeremonySlot } from './slot.ts'

/** A page, and its one place for requests. */
export interface BrowserPorts {
  readonly page: BrowserPage
  readonly slot: CeremonySlot
}
