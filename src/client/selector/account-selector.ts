/**
 * Who draws the account selector: an element on a page, a terminal, a test.
 *
 * @module
 */
import type { SelectorChoice } from './page.ts'
import type { SelectorPages } from './selector-model.ts'

/** What is to be drawn. */
export interface SelectorView {
  /** Sign in with something, or keep something. */
  readonly purpose: 'get' | 'create'
  /**
   * `pages`: let the person pick. `one-tap`: the same, and verify the person in the same step.
   * `empty-notice`: say shortly that the unlocked providers hold nothing, then resolve.
   */
  readonly kind: 'pages' | 'one-tap' | 'empty-notice'
  /** Begin with `first`; it leads to `allOptions` where it says so. Both undefined for a notice. */
  readonly pages: SelectorPages
  /** For whom the person signs in, such as an RP ID or an origin. */
  readonly caller: string
}

/**
 * Shows the view and gives what the person picked, out of its pages; `undefined` when they went back.
 * Closes when the signal fires, whatever it answers then.
 */
export type AccountSelector = (
  view: SelectorView,
  options: { readonly signal: AbortSignal },
) => Promise<SelectorChoice | undefined>
